"""What a run of a suite comes to: its report, held against the baseline or the blessed recordings."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from interview_cli.errors import UsageError
from interview_cli.regress.stand_ins import OFFLINE
from interview_cli.wiring import suite_models, suite_targets

if TYPE_CHECKING:
    from interview_cli.llm.cassette import Cassette
    from interview_cli.regress.comparison import Comparison, Results
    from interview_cli.regress.outcome import CaseRun
    from interview_cli.regress.report import RunReport
    from interview_cli.regress.suite import Suite
    from interview_cli.wiring.suite_course import Course
    from interview_cli.wiring.suite_part import Part

    # By model: what it is held against, in words, the model of that, and its results.
    Held = dict[str, tuple[str, str, Results]]

BLESSED_TAPE = "the blessed recordings"


def report_of(course: Course, runs: Sequence[CaseRun], part: Part, now: datetime) -> RunReport:
    """The report of a run that nothing is held against yet."""
    from interview_cli.regress.report import RunReport, WholeFinding, over_budget
    from interview_cli.regress.side_by_side import compared

    opened = course.opened
    # A measure over all cases says nothing of some of them.
    every, whole = compared(opened.suite, course.cases, runs, with_whole=not course.wish.only)
    return RunReport(
        id=part.id,
        suite=opened.suite.id,
        name=opened.suite.name,
        target=opened.suite.target,
        suite_file=str(opened.path),
        suite_version=opened.version,
        at=now,
        source=course.source,
        models=course.models,
        prompts=dict(sorted(part.prompts.items())),
        rubric_version=rubric_of(opened.suite),
        repeats=course.repeats,
        synthetic=any(run.synthetic for run in runs),
        runs=tuple(every),
        whole=tuple(WholeFinding(model=model, finding=finding) for model, finding in whole),
        over_budget=over_budget(opened.suite.budgets, tuple(runs)),
        only=course.wish.only,
        places={case.id: opened.places[case.id] for case in course.cases},
    )


def against_baseline(course: Course, report: RunReport) -> RunReport:
    """The report held against the committed baseline, where there is one. Raises UsageError."""
    from interview_cli.regress.baseline import read_baseline

    opened = course.opened
    baseline = read_baseline(opened.baseline)
    if baseline is None:
        return report
    if baseline.suite != opened.suite.id:
        raise UsageError(f"{opened.baseline} is the baseline of {baseline.suite}.", "Bless this suite's own.")
    told = f"the baseline of {baseline.at:%Y-%m-%d}"
    found = {model: baseline.of(model) for model in course.models}
    held: Held = {model: (told, one[0], one[1]) for model, one in found.items() if one is not None}
    without_model = {name for name in baseline.results if baseline.synthetic or name == OFFLINE}
    comparisons = tuple(_comparisons(course, report, held, without_model))
    return report.model_copy(update={"comparisons": comparisons})


def against_blessed(course: Course, report: RunReport) -> RunReport:
    """The report held against the blessed recordings, whatever versions of prompts they were made with."""
    from interview_cli.regress.comparison import results_of
    from interview_cli.regress.runner import Runner, jobs_of
    from interview_cli.regress.side_by_side import compared
    from interview_cli.wiring.suite_secrets import without_secrets

    suite = course.opened.suite
    tape = suite_models.read_tape(course.opened)
    players = suite_models.replayed(tape, course.models, suite, any_version=True)
    target = suite_targets.build_target(course.home, course.opened)
    # A case that came with the change is not on the blessed tape, and is new.
    runner = Runner(suite, target, course.wish.at_once, leave_out_missing=True)
    before, _ = compared(
        suite, course.cases, asyncio.run(runner.run(jobs_of(players, course.cases, course.repeats)))
    )
    before = [without_secrets(run) for run in before]
    results = {model: results_of(run for run in before if run.model == model) for model in course.models}
    held: Held = {model: (BLESSED_TAPE, model, found) for model, found in results.items()}
    blessed = {model: {case: tuple(each) for case, each in found.items()} for model, found in results.items()}
    comparisons = tuple(_comparisons(course, report, held, _without_model(before)))
    change = suite_models.read_tape(course.opened, candidate=True)
    asked = {*course.models, suite.grader, suite_models.candidate_of(suite)}
    now, then = (_versions(one, asked) for one in (change, tape))
    unchanged = tuple(name for name in report.prompts if now[name] and now[name] <= then[name])
    return report.model_copy(update={"comparisons": comparisons, "blessed": blessed, "unchanged": unchanged})


def _versions(tape: Cassette, models: Collection[str | None]) -> dict[str, set[tuple[str, float | None]]]:
    """The versions and temperatures of each prompt that replies of these models were recorded with."""
    found: dict[str, set[tuple[str, float | None]]] = defaultdict(set)
    for one in tape.recordings.values():
        if one.model in models:
            found[one.prompt].add((one.prompt_hash, one.temperature))
    return found


def _without_model(runs: Sequence[CaseRun]) -> set[str]:
    """The names under which no real model had a part: the offline coach, and the stand-in on recordings."""
    asked = {run.model for run in runs if not run.of and not run.synthetic}
    return {run.model for run in runs if run.model == OFFLINE or run.model not in asked}


def _comparisons(
    course: Course, report: RunReport, held: Held, without_model: Collection[str]
) -> Iterator[Comparison]:
    from interview_cli.regress.comparison import compare, results_of
    from interview_cli.regress.units import units_of

    units = units_of(course.opened.suite, course.opened.cases)
    tried = {run.case for run in report.runs}
    for model, (against, before_model, before) in held.items():
        after = results_of(run for run in report.runs if run.model == model)
        # Cases that were left out by choice, or that a provider failed in, are not gone.
        left_out = {case for case in before if case not in after and (course.wish.only or case in tried)}
        known = {case: found for case, found in before.items() if case not in left_out}
        by_rules = before_model in without_model and model in _without_model(report.runs)
        yield compare(
            known,
            after,
            against=against,
            model=model,
            before_model=before_model,
            units=units,
            by_rules=by_rules,
        )


def rubric_of(suite: Suite) -> str:
    """The version of the rubric that a suite's answers are judged by; empty where none are."""
    if suite.target not in ("judge", "interview"):
        return ""
    from interview_cli.coach.rubric import rubric_version

    return rubric_version()
