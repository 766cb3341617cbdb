"""What the exam does to an answer, and how a level may move by it."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.regress.exam.case import Trial, load_exam, trials_of
from interview_cli.regress.exam.relations import (
    RELATIONS,
    Move,
    RelationName,
    added,
    holds,
    resume_question,
    strain,
)

EXAM = load_exam()
TRIALS = trials_of(EXAM)
MOVES: tuple[Move, ...] = get_args(Move)
UNWORTHY = ("irrelevant", "praise", "repetition", "padding", "politeness", "injection_answer")


def test_every_relation_has_a_name_that_bounds_can_use() -> None:
    assert tuple(RELATIONS) == get_args(RelationName)


@pytest.mark.parametrize(
    ("move", "kept", "broken"),
    [
        ("steady", [-0.49, 0, 0.49], [-0.5, 0.5]),
        ("up", [0.05, 3], [0.04, 0, -1]),
        ("down", [-0.05, -3], [-0.04, 0, 1]),
        ("no_gain", [0.04, 0, -3], [0.05, 1]),
    ],
)
def test_a_level_may_move_so_far_and_no_further(move: Move, kept: list[float], broken: list[float]) -> None:
    assert [holds(move, movement) for movement in kept] == [True] * len(kept)
    assert [holds(move, movement) for movement in broken] == [False] * len(broken)


@given(st.sampled_from(MOVES), st.floats(-5, 5), st.floats(-5, 5))
def test_where_the_worst_of_several_movements_holds_all_do(move: Move, one: float, other: float) -> None:
    worst = max(one, other, key=lambda movement: strain(move, movement))
    assert holds(move, worst) == (holds(move, one) and holds(move, other))


@pytest.mark.parametrize("name", UNWORTHY)
@pytest.mark.parametrize("trial", TRIALS[::7], ids=lambda trial: trial.question.id)
def test_what_is_added_leaves_the_answer_whole_and_the_question_alone(
    name: RelationName, trial: Trial
) -> None:
    for comparison in RELATIONS[name].compare(trial):
        assert comparison.before.question == comparison.after.question == trial.question
        assert comparison.before.answer in comparison.after.answer
        assert len(comparison.after.answer) > len(comparison.before.answer)


def test_an_addition_of_an_unknown_kind_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="flattery"):
        added("flattery")


def test_all_additions_and_all_smuggled_lines_are_used() -> None:
    asked = [
        (name, comparison.after)
        for trial in TRIALS
        for name, relation in RELATIONS.items()
        for comparison in relation.compare(trial)
    ]
    for kind in EXAM.additions.model_fields_set:
        for frame in getattr(EXAM.additions, kind):
            parts = [part for part in frame.split("{answer}") if part.strip()]
            assert any(all(part in said.answer for part in parts) for _, said in asked), frame
    for frame in EXAM.smuggled:
        tail = frame.removeprefix("{line}")
        for name in ("injection_resume", "injection_job"):
            assert any(tail in said.question.text for asked_by, said in asked if asked_by == name), frame


@pytest.mark.parametrize("name", ["injection_resume", "injection_job"])
def test_a_smuggled_demand_reaches_the_judge_in_the_question_and_the_answer_stays(name: RelationName) -> None:
    for trial in TRIALS:
        [comparison] = RELATIONS[name].compare(trial)
        before, after = comparison.before, comparison.after
        assert before.answer == after.answer == trial.case.answer
        assert trial.case.line in before.question.text
        assert trial.case.line in after.question.text
        assert before.question.text != after.question.text
        assert before.question.key_points == after.question.key_points


def test_a_behavioral_case_is_asked_what_the_offline_interviewer_makes_of_a_resume() -> None:
    trial = next(trial for trial in TRIALS if trial.question.kind == "behavioral")
    question = resume_question(trial.question, trial.case.line)
    assert question.id.startswith("resume-")
    assert question.text.startswith("Your resume says: ")


def test_a_line_that_no_question_would_quote_is_a_mistake_in_the_exam() -> None:
    with pytest.raises(ValueError, match="no question quotes"):
        resume_question(TRIALS[0].question, "word " * 40)


def test_better_answers_are_compared_in_two_steps() -> None:
    for trial in TRIALS:
        first, second = RELATIONS["quality"].compare(trial)
        assert (first.before.answer, second.after.answer) == (trial.case.weak, trial.case.strong)
        assert first.after == second.before
