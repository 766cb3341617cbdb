"""An attempt beside the one before: what was added, missing again and lost, where the two compare."""

from __future__ import annotations

import pytest

from interview_cli.coach.evaluation import StarResult
from interview_cli.coach.feedback import OfflineReviewer
from interview_cli.coach.offline import OfflineJudge, analyse
from interview_cli.interview.attempts import attempts_of, lasting_id, text_key
from interview_cli.interview.comparison import Earlier, compare
from interview_cli.interview.rejudge import judge_later, unjudged
from interview_cli.interview.session import Before
from tests.documents import MODEL, START, every_kind_of_turn
from tests.fakes import MemoryStore
from tests.practice import DAY, INDEXES, RETRIES, gated, held, turn

THEN = {"A key.": False, "A constraint.": True, "A stored result.": False}
NOW = {"A key.": True, "A constraint.": False, "A stored result.": False}


def beside(then: dict, now: dict) -> Before:
    """An attempt of today beside one of the day before; keyword arguments of both judgements."""
    earlier = turn(1, RETRIES, then.pop("level", 1.5), START, **then)
    later = turn(1, RETRIES, now.pop("level", 3.0), START + DAY, **now)
    found = compare(Earlier("aaaa2222", earlier), later)
    assert found is not None
    return found


def test_points_are_told_apart_by_what_became_of_them() -> None:
    before = beside({"made": THEN}, {"made": NOW})
    assert (before.added, before.still_missing, before.lost) == (
        ["A key."],
        ["A stored result."],
        ["A constraint."],
    )
    assert (before.session, before.at, before.level, before.source) == ("aaaa2222", START, 1.5, "offline")
    assert before.why_apart == ""


def test_parts_of_a_story_are_points_too() -> None:
    then = StarResult(shares={"action": 0.8}, missing=["situation", "task", "result"])
    now = StarResult(shares={"action": 0.5, "result": 0.2}, missing=["situation", "task"])
    before = beside({"star": then}, {"star": now})
    assert before.added == ["result (part of the story)"]
    assert before.still_missing == ["situation (part of the story)", "task (part of the story)"]


def test_where_neither_attempt_tells_a_story_its_parts_are_not_counted() -> None:
    none_told = StarResult(shares={}, missing=["situation", "task", "action", "result"])
    before = beside({"star": none_told, "made": THEN}, {"star": none_told, "made": NOW})
    assert before.still_missing == ["A stored result."]


def test_points_that_only_one_of_the_two_knows_are_left_out() -> None:
    before = beside({"made": {"Old.": False}}, {"made": {"New.": True}})
    assert (before.added, before.still_missing, before.lost) == ([], [], [])


@pytest.mark.parametrize(
    ("then", "why"),
    [
        ({"source": MODEL}, f"that one was judged by {MODEL}, this one by the offline coach"),
        ({"rubric": "r0"}, "the two were judged by different versions of the rubric"),
    ],
)
def test_what_was_judged_in_another_way_does_not_compare_and_says_why(then: dict, why: str) -> None:
    before = beside({"made": THEN, **then}, {"made": NOW})
    assert before.why_apart == why
    assert (before.added, before.still_missing, before.lost) == ([], [], [])


def test_the_prompts_must_be_the_same_too() -> None:
    earlier, later = (turn(1, RETRIES, 2, START, source=MODEL) for _ in range(2))
    later.evaluations[-1].prompt_hash = "other"
    found = compare(Earlier("aaaa2222", earlier), later)
    assert found is not None
    assert found.why_apart == "the two were judged with different versions of the prompts"


def test_a_plain_check_compares_with_any_judge() -> None:
    earlier = gated(turn(1, RETRIES, 2, START))
    later = turn(1, RETRIES, 3, START + DAY, source=MODEL)
    found = compare(Earlier("aaaa2222", earlier), later)
    assert found is not None
    assert (found.level, found.why_apart) == (0.5, "")


def test_a_first_attempt_has_nothing_before_it_and_one_not_judged_compares_with_none() -> None:
    assert compare(None, turn(1, RETRIES, 3, START)) is None
    assert compare(Earlier("aaaa2222", turn(1, RETRIES, None, START)), turn(1, RETRIES, 3, START)) is None
    open_ = compare(Earlier("aaaa2222", turn(1, RETRIES, 2, START)), turn(1, RETRIES, None, START + DAY))
    assert open_ is not None
    assert open_.why_apart == "this answer is not judged yet"


async def test_an_answer_that_is_judged_later_is_set_beside_the_one_before_then() -> None:
    session = held("bbbb2222", START + DAY, {RETRIES: None})
    earlier = Earlier("aaaa2222", turn(1, RETRIES, 1, START))
    judge = OfflineJudge(lambda: START)
    turns = unjudged(session)
    await judge_later(session, turns, judge, OfflineReviewer(), MemoryStore(), analyse, lambda turn_: earlier)
    assert session.turns[0].before is not None
    assert session.turns[0].before.level == 1


def test_judged_answers_to_main_questions_are_attempts_and_nothing_else_is() -> None:
    session = every_kind_of_turn()
    main = {turn.id: turn for turn in session.main_turns}
    judged = [turn for turn in main.values() if turn.evaluation and turn.evaluation.level is not None]
    made = attempts_of(session)
    assert 0 < len(made) == len(judged) < len(session.turns)
    assert [one.level for one in made] == [turn.evaluation.level for turn in judged]
    assert [one.gated for one in made] == [turn.evaluation.status == "gated" for turn in judged]


def test_the_wording_says_which_question_it_is_and_not_capitals_or_line_breaks() -> None:
    assert text_key("When does an index\n make it slower?") == text_key("WHEN does an index make it slower?")
    assert text_key("When does an index make it slower?") != text_key("When does an index make it faster?")


def test_a_question_of_one_interview_alone_gets_a_lasting_name() -> None:
    session = held("aaaa2222", START, {INDEXES: 2})
    (asked,) = session.turns
    assert lasting_id(asked) == "be-indexes"
    asked.action, asked.question = "resume", INDEXES.model_copy(update={"id": "resume-1"})
    name = lasting_id(asked)
    assert name.startswith("resume-1-")
    other = asked.model_copy(update={"question": RETRIES.model_copy(update={"id": "resume-1"})})
    assert lasting_id(other) != name
    # A drill asks it under that name, as a question of its plan.
    drilled = asked.model_copy(
        update={"action": "preset", "question": INDEXES.model_copy(update={"id": name})}
    )
    assert lasting_id(drilled) == name
