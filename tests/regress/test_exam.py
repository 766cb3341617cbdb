"""From levels to what the exam found, and from that to a verdict."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from interview_cli.coach.evaluation import Evaluation
from interview_cli.coach.offline import OfflineJudge, analyse
from interview_cli.errors import ContentError
from interview_cli.regress.exam.bounds import BOUNDS_FILE, Bounds, load_bounds
from interview_cli.regress.exam.case import load_exam, trials_of
from interview_cli.regress.exam.findings import ExamReport
from interview_cli.regress.exam.relations import RELATIONS, Said
from interview_cli.regress.exam.sitting import answers_of, judge_all, report_of
from tests.regress.opinions import sound

AT = datetime(2026, 3, 2, tzinfo=UTC)
TRIALS = trials_of(load_exam())
ANSWERS = answers_of(TRIALS)
WEAK = Said(TRIALS[0].question, TRIALS[0].case.weak)


def evaluation(level: float | None) -> Evaluation:
    status = "scored" if level is not None else "unscored"
    why = "" if level is not None else "The provider is gone."
    return Evaluation(at=AT, status=status, source="test", rubric_version="r", level=level, why_unscored=why)


def reported(
    change: Callable[[Said], float | None] = lambda _: None, bounds: Bounds | None = None
) -> ExamReport:
    """The report on a sound judge whose level is another where `change` gives one; below 0 is unscored."""
    judged = {}
    for said in ANSWERS:
        level = change(said)
        level = sound(said.question.text, said.answer) if level is None else level
        judged[said] = evaluation(None if level < 0 else level)
    return report_of(TRIALS, judged, "openai/test", 1, bounds or Bounds())


def test_a_sound_judge_keeps_every_relation_in_every_case() -> None:
    report = reported()
    assert report.passed
    assert report.failures == []
    assert {relation.relation for relation in report.relations} == set(RELATIONS)
    assert all(
        (relation.held, relation.cases, relation.share) == (30, 30, 1) for relation in report.relations
    )


def test_one_wrong_level_is_found_and_told_with_its_answers() -> None:
    report = reported(lambda said: 3.2 if said == WEAK else None)
    assert not report.passed
    [failure] = report.failures
    assert (failure.relation, failure.case, failure.kind) == ("quality", "be-index-tradeoffs", "technical")
    assert failure.step == "weak to middling"
    assert failure.before is not None
    assert (failure.before.answer, failure.before.level, failure.movement) == (WEAK.answer, 3.2, -0.2)
    [quality] = [relation for relation in report.relations if relation.relation == "quality"]
    assert (quality.held, quality.worst, quality.within) == (29, -0.2, False)


def test_a_relation_may_fail_in_as_many_cases_as_its_judge_s_bound_allows() -> None:
    wrong = {TRIALS[n].case.weak for n in (0, 1)}

    def change(said: Said) -> float | None:
        return 3.2 if said.answer in wrong else None

    assert reported(change, Bounds(judges={"openai/test": {"quality": 0.93}})).passed
    assert not reported(change, Bounds(judges={"openai/test": {"quality": 0.94}})).passed
    assert not reported(change, Bounds(judges={"openai/other": {"quality": 0.5}})).passed
    assert reported(change, Bounds(default=0.9)).passed


def test_an_unscored_answer_is_no_pass_and_no_failure() -> None:
    report = reported(lambda said: -1.0 if said == WEAK else None, Bounds(default=0.0))
    assert not report.passed
    assert report.failures == []
    assert (report.unscored, report.why_unscored) == (1, "The provider is gone.")
    left = {relation.relation: relation.unscored for relation in report.relations}
    assert {name for name, unscored in left.items() if unscored} == {"quality", "injection_answer"}


def test_a_case_fails_by_what_was_judged_of_it_even_where_a_part_was_not() -> None:
    strong = Said(TRIALS[0].question, TRIALS[0].case.strong)
    report = reported({WEAK: -1.0, strong: 0.0}.get)
    assert [(failure.relation, failure.step) for failure in report.failures] == [
        ("quality", "middling to strong")
    ]


def test_an_exam_nobody_answered_is_no_pass() -> None:
    report = report_of(TRIALS, {}, "openai/test", 1, Bounds(default=0.0))
    assert not report.passed
    assert report.unscored == report.answers == len(ANSWERS)
    assert all(relation.share is None and not relation.within for relation in report.relations)


async def test_the_offline_coach_stays_within_its_bounds() -> None:
    judged = await judge_all(ANSWERS, OfflineJudge(lambda: AT), analyse)
    report = report_of(TRIALS, judged, "offline", 1, load_bounds())
    told = [(relation.relation, relation.held, relation.bound) for relation in report.relations]
    print(*told, sep="\n")
    assert report.passed, told


def test_models_must_keep_every_relation_in_every_case() -> None:
    bounds = load_bounds(BOUNDS_FILE)
    assert set(bounds.judges) == {"offline"}
    assert bounds.default == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("judges: {offline: {paddng: 0.5}}", "paddng"),
        ("default: 1.5", "default"),
        ("offline: 1", "offline"),
    ],
)
def test_bounds_that_would_bind_nothing_are_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "bounds.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ContentError, match=said):
        load_bounds(path)
