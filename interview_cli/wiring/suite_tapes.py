"""Recording suites, and making recordings and results the blessed ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from interview_cli.errors import UsageError
from interview_cli.wiring import suite_models
from interview_cli.wiring.suite_course import Course, RunWish, Watching, course_of
from interview_cli.wiring.suite_runs import open_runs, play, run_suite

if TYPE_CHECKING:
    from interview_cli.llm.cassette import Cassette
    from interview_cli.llm.recording import Recorder
    from interview_cli.regress.baseline import Baseline
    from interview_cli.regress.outcome import CaseRun
    from interview_cli.regress.report import RunReport
    from interview_cli.regress.runner import Player
    from interview_cli.regress.suite import OpenSuite
    from interview_cli.wiring.home import Home


def record_suite(
    home: Home,
    opened: OpenSuite,
    wish: RunWish,
    watching: Watching,
    *,
    synthetic: bool,
    fresh: bool,
) -> tuple[Cassette, list[CaseRun]]:
    """Run a suite and keep all replies on its cassette, or beside it on the candidate's.

    What stands there with the same version of its prompt is not asked again, unless all is wanted `fresh`.
    What came is kept, however the run ends. Raises UsageError, StorageError.
    """
    from interview_cli.llm.cassette import Cassette, read_cassette
    from interview_cli.llm.recording import Recorder

    path = opened.candidate if wish.candidate else opened.cassette
    there = read_cassette(path) if path.is_file() else Cassette(opened.suite.id)
    recorder = Recorder(there, synthetic=synthetic, fresh=fresh)
    course = course_of(home, opened, wish)
    players = _stand_in(course, recorder) if synthetic else _recorded(course, recorder)
    with _kept(recorder, path):
        runs = play(course, players, watching)
        if not wish.only and not any(run.status == "error" for run in runs):
            recorder.drop_unused([player.name for player in players])
    return there, runs


def _stand_in(course: Course, recorder: Recorder) -> list[Player]:
    suite = course.opened.suite
    if suite.grader or suite_models.candidate_of(suite):
        raise UsageError(
            "The stand-in grades nothing and plays no candidate.",
            "Record a real model, or leave grader and candidate_model out of the suite.",
        )
    return suite_models.synthetic(suite_models.stand_in_for(course.home, course.opened), recorder)


def _recorded(course: Course, recorder: Recorder) -> list[Player]:
    from interview_cli.regress.suite import SYNTHETIC

    if SYNTHETIC in course.models:
        raise UsageError(
            "The model of this suite is the synthetic stand-in.",
            "Record a real one with --model NAME, or rebuild the stand-in's replies with --synthetic.",
        )
    return suite_models.live(course.home, course.models, course.opened.suite, recorder)


def bless_suite(home: Home, opened: OpenSuite, wish: RunWish, run_id: str | None) -> Baseline:
    """Make a run the one that later ones are compared with: a kept one, else a replay of the recordings.

    The candidate's recordings take the place of the blessed ones. Raises UsageError, NotFoundError,
    StorageError.
    """
    from interview_cli.regress.baseline import baseline_of, written
    from interview_cli.store.files import write_bytes

    if run_id is not None:
        report = _kept_run(home, opened, run_id)
    else:
        report = run_suite(home, opened, wish, Watching())
    baseline = baseline_of(report)
    if wish.candidate:
        write_bytes(opened.cassette, opened.candidate.read_bytes())
        opened.candidate.unlink()
    write_bytes(opened.baseline, written(baseline, suite_models.scrub))
    return baseline


def _kept_run(home: Home, opened: OpenSuite, run_id: str) -> RunReport:
    """A kept run that may be blessed: one of this suite as it is now, and of all its cases."""
    from interview_cli.regress.report import read_report

    report = read_report(open_runs(home).load(run_id), run_id)
    if report.suite != opened.suite.id:
        raise UsageError(f"The run {report.id} is one of {report.suite}, not of {opened.suite.id}.")
    if report.suite_version != opened.version:
        raise UsageError(
            f"The suite was changed since the run {report.id}.", "Run it again, then bless that."
        )
    if left_out := {case.id for case in opened.cases} - {run.case for run in report.runs}:
        raise UsageError(
            f"The run {report.id} left out {len(left_out)} of the suite's cases.", "Run all, then bless."
        )
    return report


@contextmanager
def _kept(recorder: Recorder, path: Path) -> Iterator[None]:
    """Write the cassette when all is done, or as far as it came."""
    from interview_cli.llm.cassette import written
    from interview_cli.store.files import write_bytes

    try:
        yield
    finally:
        if recorder.cassette.recordings:
            write_bytes(path, written(recorder.cassette, suite_models.scrub))
