"""Running suites, from their files to a report that is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from interview_cli.errors import UsageError
from interview_cli.wiring import suite_models, suite_targets
from interview_cli.wiring.suite_course import Course, RunWish, Watching, course_of

if TYPE_CHECKING:
    from interview_cli.regress.outcome import CaseRun
    from interview_cli.regress.report import RunReport
    from interview_cli.regress.runner import Player
    from interview_cli.regress.suite_file import OpenSuite
    from interview_cli.store.suite_runs import SuiteRunStore
    from interview_cli.wiring.home import Home
    from interview_cli.wiring.suite_part import Part


def open_suite(home: Home, path: Path) -> OpenSuite:
    """A suite with all its cases, rated answers from the history among them. Raises UsageError."""
    from interview_cli.regress import suite_file
    from interview_cli.regress.suite import Ratings

    opened = suite_file.open_suite(path)
    ratings = [source for source in opened.suite.cases_from if isinstance(source, Ratings)]
    if ratings:
        from interview_cli.wiring.rated import rated_cases

        rated = [case for source in ratings for case in rated_cases(home, source)]
        opened = suite_file.open_suite(path, rated)
    suite_file.check_cases(opened, suite_targets.build_target(home, opened).check)
    return opened


def own_files(opened: OpenSuite) -> list[Path]:
    """The files that a suite consists of, there or not: itself, its cases, its recordings and results."""
    beside = [opened.folder / name for name in opened.named]
    return [opened.path, opened.cassette, opened.candidate, opened.baseline, *beside]


def open_runs(home: Home) -> SuiteRunStore:
    """The runs of suites that are kept."""
    from interview_cli.store.suite_runs import SuiteRunStore

    return SuiteRunStore(home.data_dir)


def run_suite(home: Home, opened: OpenSuite, wish: RunWish, watching: Watching) -> RunReport:
    """Run a suite, compare it, and keep the report. Raises UsageError, StorageError."""
    from interview_cli.wiring.suite_part import begun_part, superseded_by

    course = course_of(home, opened, wish)
    store, now = open_runs(home), datetime.now(UTC)
    players = course.players(watching.tell)
    with begun_part(store, course, now) as part:
        try:
            runs = play(course, players, watching, part)
        except UsageError as error:
            # A miss quotes what was asked.
            error.message = suite_models.scrub(error.message)
            # What nobody paid for is no run that was interrupted.
            if course.source != "live" or not part.runs:
                store.drop_part(part.suite, part.id)
            raise
        report = _report(course, runs, part, now)
        # What a provider failed in can be made up for by going on with the run.
        ended = not report.errors
        older = superseded_by(part, course, ended=ended)
        data = report.model_dump_json().encode()
        store.keep(report.suite, report.id, data, ended=ended, superseded=older)
    return report


def _report(course: Course, runs: Sequence[CaseRun], part: Part, now: datetime) -> RunReport:
    from interview_cli.wiring.suite_reports import against_baseline, against_blessed, report_of

    report = report_of(course, runs, part, now)
    compared = against_blessed if course.source == "candidate" else against_baseline
    return compared(course, report)


def play(
    course: Course, players: Sequence[Player], watching: Watching, part: Part | None = None
) -> list[CaseRun]:
    """The runs of all cases in their order; those that the part has already are left as they are."""
    from interview_cli.regress.runner import Runner, jobs_of
    from interview_cli.wiring.suite_secrets import without_secrets

    found = {run.key: run for run in part.runs} if part else {}
    jobs = jobs_of(players, course.cases, course.repeats)
    watching.begin(len(jobs))
    for run in found.values():
        watching.ended(run)
    left = [job for job in jobs if job.key not in found]
    spent = [sum(run.cost or 0.0 for run in found.values())]

    def ended(came: CaseRun, prompts: dict[str, str]) -> None:
        # From here on a run is kept, shown and compared.
        run = found[came.key] = without_secrets(came)
        spent[0] += run.cost or 0.0
        if part is not None:
            part.add(run, prompts)
        watching.ended(run)

    def may_go_on() -> str:
        budget = course.opened.suite.budgets.cost
        over = course.source == "live" and budget is not None and spent[0] > budget
        return f"not run, as the budget of {budget:g} USD is spent" if over else ""

    if course.wish.cluster and left:
        from interview_cli.wiring.cluster_suite import cases_on_cluster

        cases_on_cluster(course, left, ended, watching.tell)
    else:
        target = suite_targets.build_target(course.home, course.opened)
        runner = Runner(course.opened.suite, target, course.wish.at_once, may_go_on=may_go_on)
        runner.on_run = lambda run: ended(run, runner.prompts)
        asyncio.run(runner.run(left))
    return [found[job.key] for job in jobs]
