"""Recording suites, and making recordings and results the blessed ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from interview_cli.errors import UsageError
from interview_cli.regress.stand_ins import SYNTHETIC
from interview_cli.wiring import suite_models
from interview_cli.wiring.suite_course import Course, RunWish, Watching, course_of
from interview_cli.wiring.suite_runs import open_runs, play, run_suite

if TYPE_CHECKING:
    from interview_cli.llm.cassette import Cassette, Found
    from interview_cli.llm.recording import Recorder
    from interview_cli.llm.takes import Recording, Take
    from interview_cli.regress.baseline import Baseline
    from interview_cli.regress.outcome import CaseRun
    from interview_cli.regress.report import RunReport
    from interview_cli.regress.runner import Player
    from interview_cli.regress.suite_file import OpenSuite
    from interview_cli.wiring.home import Home

_TEXTS_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of recording: all replies that are on the file, how many of them `came` now, and the runs."""

    cassette: Cassette
    came: int
    runs: list[CaseRun]


def record_suite(
    home: Home,
    opened: OpenSuite,
    wish: RunWish,
    watching: Watching,
    *,
    synthetic: bool,
    fresh: bool,
) -> Recorded:
    """Run a suite and keep all replies on its cassette, or beside it on the candidate's.

    What stands there to the same version of a request is not asked again, unless all is wanted `fresh`. Each
    reply is kept as it comes, so that recording again goes on however this ends; when all came, the file is
    written in order. `watching` is told what the person should know of what was found there.

    Raises UsageError, StorageError; the latter before any model is asked where the file cannot be written.
    """
    from interview_cli.llm.cassette import Afresh, afresh_line, found_at, line_of, written
    from interview_cli.llm.recording import Recorder
    from interview_cli.store.tape import held_tape

    path = opened.candidate if wish.candidate else opened.cassette
    # Prompts and rubrics stand in one request after the other, and are searched for keys once.
    scrub = lru_cache(maxsize=_TEXTS_KEPT)(suite_models.scrub)
    with held_tape(home.data_dir, path) as tape:
        found = found_at(path, opened.suite.id, headless=fresh)
        there = found.cassette
        suite_models.check_tape(there, opened, path)
        course = course_of(home, opened, wish)
        came = [0]

        def keep(recording: Recording, take: Take) -> None:
            tape.add(line_of(recording, [take], scrub))
            came[0] += 1

        afresh = Afresh((SYNTHETIC,) if synthetic else course.models, wish.only)
        going_on = fresh and found.afresh == afresh
        recorder = Recorder(
            there,
            synthetic=synthetic,
            fresh=fresh,
            anew=set(found.anew) if going_on else set(),
            keep=keep,
        )
        players = _stand_in(course, recorder) if synthetic else _recorded(course, recorder)
        for told in _told(found, going_on=going_on):
            watching.tell(told)
        tape.begin(found.opening, [afresh_line(afresh)] if fresh and not going_on else [])
        runs = play(course, players, watching)
        ended = not any(run.status == "error" for run in runs)
        if ended and not wish.only:
            recorder.drop_unused([player.name for player in players])
        # Written in order, the file would no longer tell which replies are still to be asked for anew.
        if there.recordings and (ended if fresh else found.afresh is None):
            tape.finish(written(there, scrub))
    return Recorded(there, came[0], runs)


def _told(found: Found, *, going_on: bool) -> Iterator[str]:
    if found.afresh is not None and not going_on:
        yield (
            f"note: Asking for everything anew was interrupted: {_new_replies(len(found.anew))} there, "
            "beside older ones. Record with --fresh to go on with it."
        )
    if found.left_out:
        more = len(found.left_out) - 1
        others = f", with {more} more" if more else ""
        yield f"note: {found.left_out[0]}. The line is left out{others}."
    if going_on:
        came = _new_replies(len(found.anew))
        yield f"note: Asking for everything anew was interrupted, and goes on: {came} there."


def _new_replies(count: int) -> str:
    return "1 new reply is" if count == 1 else f"{count:,} new replies are"


def _stand_in(course: Course, recorder: Recorder) -> list[Player]:
    suite = course.opened.suite
    if suite.grader or suite_models.candidate_of(suite):
        raise UsageError(
            "The stand-in grades nothing and plays no candidate.",
            "Record a real model, or leave grader and candidate_model out of the suite.",
        )
    return suite_models.synthetic(suite_models.stand_in_for(course.home, course.opened), recorder)


def _recorded(course: Course, recorder: Recorder) -> list[Player]:
    if SYNTHETIC in course.models:
        raise UsageError(
            "The model of this suite is the synthetic stand-in.",
            "Record a real one with --model NAME, or rebuild the stand-in's replies with --synthetic.",
        )
    return suite_models.live(course.home, course.models, course.opened.suite, recorder)


def bless_suite(
    home: Home, opened: OpenSuite, wish: RunWish, run_id: str | None
) -> tuple[Baseline, RunReport]:
    """Make a run the one that later ones are compared with: a kept one, else a replay of the recordings.

    The candidate's recordings take the place of the blessed ones. Returns the baseline and the run.

    Raises UsageError, NotFoundError, StorageError.
    """
    from interview_cli.regress.baseline import baseline_of, written
    from interview_cli.store.files import write_bytes

    if run_id is not None:
        report = _kept_run(home, opened, run_id, candidate=wish.candidate)
    else:
        report = run_suite(home, opened, wish, Watching())
    if report.source in ("replay", "candidate"):
        _check_whole(opened, candidate=wish.candidate)
    baseline = baseline_of(report)
    data = written(baseline, suite_models.scrub)
    if wish.candidate:
        _bless_candidate(home, opened, data)
    else:
        write_bytes(opened.baseline, data, private=False)
    return baseline, report


def _check_whole(opened: OpenSuite, *, candidate: bool) -> None:
    """Raise UsageError for recordings that are being made anew, of which some are still the old ones."""
    path = opened.candidate if candidate else opened.cassette
    if suite_models.read_tape(opened, candidate=candidate).mixed:
        raise UsageError(
            f"{path} was begun to be recorded anew and is not done: it holds old replies beside new ones.",
            "Go on with record --fresh, then bless.",
        )


def _bless_candidate(home: Home, opened: OpenSuite, baseline: bytes) -> None:
    """Put the candidate's results and recordings in the place of the blessed ones.

    Its file goes last: whatever comes between, blessing it again does the rest.
    """
    from interview_cli.llm.cassette import written
    from interview_cli.store.files import plain_errors, write_bytes
    from interview_cli.store.tape import held_tape

    with held_tape(home.data_dir, opened.candidate), held_tape(home.data_dir, opened.cassette) as tape:
        recordings = written(suite_models.read_tape(opened, candidate=True), suite_models.scrub)
        tape.begin(None)
        write_bytes(opened.baseline, baseline, private=False)
        tape.finish(recordings)
        with plain_errors("remove", opened.candidate, private=False):
            opened.candidate.unlink()


def _kept_run(home: Home, opened: OpenSuite, run_id: str, *, candidate: bool) -> RunReport:
    """A kept run that may be blessed: one of this suite as it is now, of all its cases, and of the recordings
    that are to be blessed.
    """
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
    if (report.source == "candidate") != candidate:
        raise UsageError(
            f"The run {report.id} is {'none' if candidate else 'one'} of the candidate's recordings.",
            "Leave out --candidate." if candidate else "Bless them with it: add --candidate.",
        )
    return report
