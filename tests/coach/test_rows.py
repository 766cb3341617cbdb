"""Rows of question, reference and answer are scored without an interview."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from interview_cli.coach.gates import LEVELS
from interview_cli.coach.rows import Row, RowScore, question_of, score_of, score_offline
from tests.coach.bundled_questions import QUESTIONS

NOW = datetime(2026, 1, 5, tzinfo=UTC)
ASKED = "What decides how fast a query by primary key is?"
TEXT = (
    "The index is a balanced tree, so a lookup reads one page per level. Pages in memory cost no disk read."
)


def scored(answer: str | None, **fields: Any) -> RowScore:
    row = Row.model_validate({"question": ASKED, "reference_answer": TEXT, "answer": answer, **fields})
    return score_offline(row, NOW)


def test_a_row_says_its_score_its_level_and_which_points_were_made() -> None:
    score = scored("The lookup walks down a balanced tree and reads a page on each level.")
    assert score.score is not None
    assert 0.5 < score.score < 1
    assert score.level == pytest.approx(score.score * 5, abs=0.01)
    assert score.found == ["The index is a balanced tree, so a lookup reads one page per level."]
    assert score.missing == ["Pages in memory cost no disk read."]
    assert score.source == "offline"


@pytest.mark.parametrize(
    ("answer", "made"),
    [
        ("Repeating the request leaves the same state as one.", True),
        ("You can send it a second time and nothing more changes.", True),
        ("You can send it twice and get the same state.", True),
        ("It is a header that every browser sends along with its cookies.", False),
        ("The server encrypts the state.", False),
        ("A request like that is compressed and signed on its way.", False),
    ],
)
def test_the_only_point_of_a_reference_is_made_when_the_grade_says_so(answer: str, made: bool) -> None:
    reference = "You can send it twice and the state is as after the first one."
    score = scored(answer, question="What does idempotent mean?", reference_answer=reference)
    assert ((score.score or 0) >= 0.7, score.found) == (made, [reference] if made else [])


MANY_POINTS = (
    "A leak shows as memory that grows and never comes back after a collection. Take two heap snapshots and "
    "compare which classes grew. Follow the path from those objects to a root to see who holds them. Usual "
    "holders are caches without a bound, listeners that were never removed and static collections."
)


@pytest.mark.parametrize(
    ("answer", "made"),
    [
        ("The memory grows and after a collection it does not come back.", {0}),
        ("I would compare two snapshots of the heap and look at which class grew.", {1}),
        ("Mostly somebody forgot to remove a listener, or a cache has no bound.", {3}),
        (
            "Memory climbs and never falls after a collection. I take two snapshots, compare the classes "
            "that grew, and walk the path to the root that holds them. It is mostly an unbounded cache or a "
            "listener nobody removed.",
            {0, 1, 2, 3},
        ),
        ("I would restart the service every night and buy a larger machine for it.", set()),
        ("Every language with classes has some kind of collection, and a debugger.", set()),
    ],
)
def test_points_of_a_reference_are_found_where_they_are_said(answer: str, made: set[int]) -> None:
    score = scored(answer, question="How do you find a leak?", reference_answer=MANY_POINTS)
    facts = [point.fact for point in question_of(Row(reference_answer=MANY_POINTS, answer="")).key_points]
    assert {facts.index(fact) for fact in score.found} == made
    assert sorted([*score.found, *score.missing]) == sorted(facts)
    assert (score.score or 0) >= 0.6 * len(made) / len(facts)


@pytest.mark.parametrize(
    ("answer", "gate"),
    [
        ("", "empty"),
        (None, "empty"),
        ("I don't know.", "no_answer"),
        ("It depends.", "too_short"),
        ("asdf jkl qwer zxcv asdf jkl", "gibberish"),
        ("What decides how fast a query by primary key is", "echo"),
        ("Der Index ist ein Baum und die Seiten sind im Speicher, wenn man sie oft liest.", "language"),
    ],
)
def test_plain_gates_settle_the_score_and_are_named(answer: str | None, gate: Any) -> None:
    score = scored(answer)
    assert score.gates == [gate]
    assert score.level == LEVELS[gate]
    assert score.found == []


def test_a_few_words_pass_where_the_reference_has_few_or_where_they_make_a_point() -> None:
    assert scored("A balanced tree.", reference_answer="It is a balanced tree.").gates == []
    long = f"{TEXT} Dirty pages are written by the checkpointer."
    assert scored("balanced tree, page per level", reference_answer=long).gates == []
    assert scored("some kind of tree", reference_answer=long).gates == ["too_short"]


def test_given_key_points_are_the_ones_that_are_checked() -> None:
    points = [
        "It reads one page per level.",
        {"fact": "Hot pages stay in memory.", "synonyms": ["buffer pool"]},
    ]
    score = scored(
        "Most of it comes from the buffer pool, so nothing is read from disk at all.", key_points=points
    )
    assert score.found == ["Hot pages stay in memory."]
    assert score.missing == ["It reads one page per level."]
    alone = scored("Most of it comes from the buffer pool.", key_points=points, reference_answer="")
    assert alone.found == ["Hot pages stay in memory."]


def test_making_more_of_the_given_points_scores_higher() -> None:
    points = ["It reads one page per level.", "Hot pages stay in memory."]
    one = scored("The lookup reads one page on every level of the tree.", key_points=points)
    both = scored(
        "The lookup reads one page on every level of the tree. Hot pages stay in memory.", key_points=points
    )
    assert (one.score or 0) < (both.score or 0)


def test_a_story_is_judged_as_a_story_not_by_the_words_of_another_one() -> None:
    question = QUESTIONS["bh-disagree-with-manager"]
    story = (
        "Last spring my manager wanted to move the billing job on a Friday. I had to answer for it, and I "
        "disagreed. I listed every consumer, showed her the three that run on Saturdays and proposed Sunday. "
        "She agreed, I tested the rollback twice, and in the end the run went from four hours to one."
    )
    reference = (
        question.sample_answer if question else "I disagreed with my lead about a release and we waited."
    )
    fields = {"question": "Tell me about a time you changed something risky.", "reference_answer": reference}
    assert (scored(story, kind="behavioral", **fields).score or 0) > 0.5
    assert (
        scored("It is always good to plan well and to communicate.", kind="behavioral", **fields).score or 0
    ) < 0.3


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"reference_answer": "", "answer": "x"}, "reference_answer or key_points"),
        ({"reference_answer": "...", "answer": "x"}, "reference_answer or key_points"),
        ({"reference_answer": TEXT}, "answer"),
        ({"reference_answer": TEXT, "answer": 7}, "answer"),
        ({"reference_answer": TEXT, "answer": "x", "kind": "quiz"}, "kind"),
        ({"reference_answer": TEXT, "answer": "x", "max_score": 0}, "max_score"),
        ({"reference_answer": TEXT, "answer": "x" * 20_001}, "answer"),
    ],
)
def test_a_row_that_cannot_be_scored_says_what_is_wrong(fields: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        Row.model_validate(fields)


def test_fields_of_other_programs_are_left_alone() -> None:
    assert scored("A balanced tree with one page per level.", id=7, human=0.8).score is not None


def test_the_judge_gets_the_row_as_a_question_with_points_and_reference() -> None:
    question = question_of(Row(question="Why?", reference_answer=TEXT, answer="x"))
    assert question.text == "Why?"
    assert [point.fact for point in question.key_points] == [
        "The index is a balanced tree, so a lookup reads one page per level.",
        "Pages in memory cost no disk read.",
    ]
    assert question.sample_answer == TEXT


def test_an_unscored_judgement_stays_without_a_score() -> None:
    from interview_cli.coach.evaluation import Evaluation

    evaluation = Evaluation(
        at=NOW, status="unscored", source="openai/test", rubric_version="r", why_unscored="It timed out."
    )
    score = score_of(evaluation)
    assert (score.score, score.level, score.why) == (None, None, "It timed out.")
