"""A person's own level for an answer: append-only, beside the judgement, in no score."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from interview_cli.errors import NotFoundError, UsageError
from interview_cli.interview.rating import labelled, rate, turn_called
from interview_cli.interview.session import Rating, Session
from tests.documents import START, every_kind_of_turn


@pytest.mark.parametrize("label", ["Q1", "q1", " q1 ", "Q1 follow-up 1", "q1   FOLLOW-UP  1", "resume q"])
def test_a_question_is_found_by_its_label_in_any_case(label: str) -> None:
    found = turn_called(every_kind_of_turn(), label)
    assert found.label.casefold() == " ".join(label.split()).casefold()


@pytest.mark.parametrize("label", ["Q9", "", "1", "Q1 Follow-up 2"])
def test_a_label_that_no_question_has_is_refused_with_those_there_are(label: str) -> None:
    with pytest.raises(NotFoundError, match="has no question") as refused:
        turn_called(every_kind_of_turn(), label)
    assert refused.value.hint == "It has: Q1, Q1 Follow-up 1, Q2, Q3, Resume Q, Q4, Q5."


def test_the_last_rating_of_each_person_counts_and_all_are_kept() -> None:
    turn = turn_called(every_kind_of_turn(), "Q1")
    before = turn.evaluation.model_copy(deep=True) if turn.evaluation else None
    for level, by in ((2.0, "Ada"), (3.5, "Grace"), (4.0, "ada ")):
        rate(turn, level, why="", by=by, at=START)
    assert [rating.level for rating in turn.standing_ratings] == [4.0, 3.5]
    assert len(turn.ratings) == 3
    assert turn.evaluation == before


def test_a_rating_that_is_taken_back_counts_no_more_and_is_kept() -> None:
    turn = turn_called(every_kind_of_turn(), "Q1")
    rate(turn, 2.0, why="Thin.", by="Ada", at=START)
    rate(turn, None, why="", by="Ada", at=START)
    assert turn.standing_ratings == []
    assert [rating.level for rating in turn.ratings] == [2.0, None]
    with pytest.raises(UsageError, match="no rating by Ada"):
        rate(turn, None, why="", by="Ada", at=START)


def test_a_question_without_an_answer_cannot_be_rated() -> None:
    with pytest.raises(UsageError, match="Q3 was not answered"):
        rate(turn_called(every_kind_of_turn(), "Q3"), 3.0, why="", by="Ada", at=START)


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_only_whole_and_half_levels_are_ratings(level: float) -> None:
    fits = level in [half / 2 for half in range(11)]
    if fits:
        assert Rating(at=START, level=level, by="Ada").level == level
    else:
        with pytest.raises(ValidationError):
            Rating(at=START, level=level, by="Ada")


def test_rated_answers_become_labels_with_all_that_a_judge_is_given() -> None:
    session = every_kind_of_turn()
    rate(turn_called(session, "Q1"), 3.5, why="No failure case.", by="Ada", at=START)
    rate(turn_called(session, "Resume Q"), 4.0, why="", by="Ada", at=START)
    first, second = labelled(Session.model_validate_json(session.model_dump_json()))
    turn = session.turns[0]
    assert turn.answer is not None
    assert (first["question"], first["answer"]) == (turn.question.text, turn.answer.text)
    assert first["reference_answer"] == turn.question.sample_answer
    assert first["key_points"] == [point.fact for point in turn.question.key_points]
    assert (first["level"], first["source"]) == (4.2, "openai/gpt-4o-mini")
    assert (first["human_level"], first["why"], first["by"]) == (3.5, "No failure case.", "Ada")
    assert (second["label"], second["level"], second["status"]) == ("Resume Q", None, "unscored")
