"""Running suites, from their files to a report that is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from interview_cli.wiring import suite_targets
from interview_cli.wiring.suite_course import Course, RunWish, Watching, course_of

if TYPE_CHECKING:
    from interview_cli.regress.outcome import CaseRun
    from interview_cli.regress.report import RunReport
    from interview_cli.regress.runner import Player
    from interview_cli.regress.suite import OpenSuite
    from interview_cli.store.suite_runs import SuiteRunStore
    from interview_cli.wiring.home import Home
    from interview_cli.wiring.suite_part import Part


def open_suite(home: Home, path: Path) -> OpenSuite:
    """A suite with all its cases, rated answers from the history among them. Raises UsageError."""
    from interview_cli.regress import suite as suites

    opened = suites.open_suite(path)
    ratings = [source for source in opened.suite.cases_from if isinstance(source, suites.Ratings)]
    if not ratings:
        return opened
    from interview_cli.wiring.rated import rated_cases

    return suites.open_suite(path, [case for source in ratings for case in rated_cases(home, source)])


def open_runs(home: Home) -> SuiteRunStore:
    """The runs of suites that are kept."""
    from interview_cli.store.suite_runs import SuiteRunStore

    return SuiteRunStore(home.data_dir)


def run_suite(home: Home, opened: OpenSuite, wish: RunWish, watching: Watching) -> RunReport:
    """Run a suite, compare it, and keep the report. Raises UsageError, StorageError."""
    from interview_cli.wiring.suite_part import begin_part
    from interview_cli.wiring.suite_reports import against_baseline, against_blessed, report_of

    course = course_of(home, opened, wish)
    store, now = open_runs(home), datetime.now(UTC)
    players = course.players
    part = begin_part(store, course, now)
    runs = play(course, players, watching, part)
    report = report_of(course, runs, part, now)
    report = (
        against_blessed(course, report) if course.source == "candidate" else against_baseline(course, report)
    )
    # What a provider failed in can be made up for by going on with the run.
    store.keep(report.suite, report.id, report.model_dump_json().encode(), ended=not report.errors)
    return report


def play(
    course: Course, players: Sequence[Player], watching: Watching, part: Part | None = None
) -> list[CaseRun]:
    """The runs of all cases in their order; those that the part has already are left as they are."""
    from interview_cli.regress.runner import Runner, jobs_of

    done = {run.key: run for run in part.runs} if part else {}
    jobs = jobs_of(players, course.cases, course.repeats)
    watching.begin(len(jobs))
    for run in done.values():
        watching.ended(run)
    spent = [sum(run.cost or 0.0 for run in done.values())]

    def ended(run: CaseRun, prompts: dict[str, str]) -> None:
        spent[0] += run.cost or 0.0
        if part is not None:
            part.add(run, prompts)
        watching.ended(run)

    def may_go_on() -> str:
        budget = course.opened.suite.budgets.cost
        over = course.source == "live" and budget is not None and spent[0] > budget
        return f"not run, as the budget of {budget:g} USD is spent" if over else ""

    left = [job for job in jobs if job.key not in done]
    if course.wish.cluster and left:
        from interview_cli.wiring.cluster_suite import cases_on_cluster

        fresh = cases_on_cluster(course, left, ended)
    else:
        target = suite_targets.build_target(course.home, course.opened)
        runner = Runner(course.opened.suite, target, course.wish.at_once, may_go_on=may_go_on)
        runner.on_run = lambda run: ended(run, runner.prompts)
        fresh = asyncio.run(runner.run(left))
    found = done | {run.key: run for run in fresh}
    return [found[job.key] for job in jobs]
