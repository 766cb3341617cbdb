"""Running, recording and blessing suites, from files to a report."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from interview_cli.errors import UsageError
from interview_cli.wiring import regression

if TYPE_CHECKING:
    from interview_cli.llm.cassette import Cassette
    from interview_cli.regress.baseline import Baseline
    from interview_cli.regress.case import Case
    from interview_cli.regress.comparison import Comparison, Results
    from interview_cli.regress.outcome import CaseRun
    from interview_cli.regress.report import RunReport, Source
    from interview_cli.regress.runner import Player
    from interview_cli.regress.suite import OpenSuite
    from interview_cli.store.suite_runs import SuiteRunStore
    from interview_cli.wiring.home import Home

    # By model: what it is held against, in words, the model of that, and its results.
    Held = dict[str, tuple[str, str, Results]]

DEFAULT_AT_ONCE = 8
BLESSED_TAPE = "the blessed recordings"


@dataclass(frozen=True, slots=True)
class RunWish:
    """How a suite is to be run: by which models, from where, and how much of it.

    `only` are patterns of case ids; `go_on` takes up the newest run that did not end. `cluster` is the
    address of a Dask scheduler, `send_keys` lets keys of this environment travel there.
    """

    models: tuple[str, ...] = ()
    live: bool = False
    candidate: bool = False
    repeats: int | None = None
    only: tuple[str, ...] = ()
    at_once: int = DEFAULT_AT_ONCE
    go_on: bool = False
    cluster: str = ""
    send_keys: bool = False


@dataclass(frozen=True, slots=True)
class Watching:
    """Who is told of a run under way: how many case runs there are, and each as it ends."""

    begin: Callable[[int], None] = lambda count: None
    ended: Callable[[CaseRun], None] = lambda run: None


def open_suite(home: Home, path: Path) -> OpenSuite:
    """A suite with all its cases, rated answers from the history among them. Raises UsageError."""
    from interview_cli.regress import suite as suites

    opened = suites.open_suite(path)
    ratings = [source for source in opened.suite.cases_from if isinstance(source, suites.Ratings)]
    if not ratings:
        return opened
    from interview_cli.wiring.rated import rated_cases

    return suites.open_suite(path, [case for source in ratings for case in rated_cases(home, source)])


def run_suite(home: Home, opened: OpenSuite, wish: RunWish, watching: Watching) -> RunReport:
    """Run a suite, compare it, and keep the report. Raises UsageError, StorageError."""
    from interview_cli.regress.comparison import results_of

    suite = opened.suite
    models = named_models(wish.models or suite.models)
    store = open_runs(home)
    source: Source = "candidate" if wish.candidate else "live" if wish.live else "replay"
    asks_others = suite.grader or regression.candidate_of(suite)
    if all(name == regression.OFFLINE for name in models) and not asks_others:
        source = "offline"
    if source in ("live", "offline"):
        players = regression.live(home, models, suite)
    else:
        players = regression.replayed(_tape(opened, wish), models, suite)
    cases = chosen(opened, wish.only)
    repeats = wish.repeats or suite.repeats
    now = datetime.now(UTC)
    run_id, kept = _begun(store, opened, wish, models, now)
    runs, prompts = _played(home, opened, players, cases, repeats, wish, kept, store, run_id, watching)
    report = _report(opened, models, cases, runs, source, repeats, run_id, now, prompts)
    if source == "candidate":
        blessed = regression.replayed(_blessed_tape(opened), models, suite, any_version=True)
        from interview_cli.regress.runner import Runner, compared, jobs_of

        # A case that came with the change is not on the blessed tape, and is new.
        runner = Runner(suite, regression.build_target(home, opened), wish.at_once, leave_out_missing=True)
        before = asyncio.run(runner.run(jobs_of(blessed, cases, repeats)))
        before, _ = compared(suite, cases, before)
        results = {model: results_of(run for run in before if run.model == model) for model in models}
        held: Held = {model: (BLESSED_TAPE, model, found) for model, found in results.items()}
        report = report.model_copy(
            update={
                "blessed": {
                    model: {case: tuple(each) for case, each in found.items()}
                    for model, found in results.items()
                }
            }
        )
    else:
        held = _of_baseline(opened, models)
    report = report.model_copy(update={"comparisons": tuple(_comparisons(opened, report, held, wish.only))})
    # What a provider failed in can be made up for by going on with the run.
    store.keep(suite.id, run_id, report.model_dump_json().encode(), ended=not report.errors)
    return report


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
    from interview_cli.regress.suite import SYNTHETIC

    path = opened.candidate if wish.candidate else opened.cassette
    there = read_cassette(path) if path.is_file() else Cassette(opened.suite.id)
    models = (SYNTHETIC,) if synthetic else named_models(wish.models or opened.suite.models)
    if synthetic and (opened.suite.grader or regression.candidate_of(opened.suite)):
        raise UsageError(
            "The stand-in grades nothing and plays no candidate.",
            "Record a real model, or leave grader and candidate_model out of the suite.",
        )
    if not synthetic and SYNTHETIC in models:
        raise UsageError(
            "The model of this suite is the synthetic stand-in.",
            "Record a real one with --model NAME, or rebuild the stand-in's replies with --synthetic.",
        )
    recorder = Recorder(there, synthetic=synthetic, fresh=fresh)
    players = (
        regression.synthetic(regression.stand_in_for(home, opened), recorder)
        if synthetic
        else regression.live(home, models, opened.suite, recorder)
    )
    cases = chosen(opened, wish.only)
    repeats = wish.repeats or opened.suite.repeats
    with _kept(recorder, path):
        runs, _ = _played(home, opened, players, cases, repeats, wish, [], None, "", watching)
        if not wish.only and not any(run.status == "error" for run in runs):
            recorder.drop_unused(models)
    return there, runs


def bless_suite(home: Home, opened: OpenSuite, wish: RunWish, run_id: str | None) -> Baseline:
    """Make a run the one that later ones are compared with: a kept one, else a replay of the recordings.

    The candidate's recordings take the place of the blessed ones. Raises UsageError, NotFoundError,
    StorageError.
    """
    from interview_cli.regress.baseline import baseline_of, written
    from interview_cli.regress.report import read_report
    from interview_cli.store.files import write_bytes

    if run_id is not None:
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
    else:
        report = run_suite(home, opened, wish, Watching())
    baseline = baseline_of(report)
    if wish.candidate:
        write_bytes(opened.cassette, opened.candidate.read_bytes())
        opened.candidate.unlink()
    write_bytes(opened.baseline, written(baseline))
    return baseline


def open_runs(home: Home) -> SuiteRunStore:
    """The runs of suites that are kept."""
    from interview_cli.store.suite_runs import SuiteRunStore

    return SuiteRunStore(home.data_dir)


def named_models(names: Sequence[str]) -> tuple[str, ...]:
    """Models by their whole names, each once; the offline coach and the stand-in as they are."""
    from interview_cli.llm.providers import full_name
    from interview_cli.regress.suite import OFFLINE, SYNTHETIC

    apart = (OFFLINE, SYNTHETIC)
    return tuple(dict.fromkeys(name if name in apart else full_name(name) for name in names))


def chosen(opened: OpenSuite, only: Sequence[str]) -> list[Case]:
    """The cases whose ids fit one of the patterns; all without any. Raises UsageError when none does."""
    cases = [case for case in opened.cases if not only or any(fnmatchcase(case.id, one) for one in only)]
    if not cases:
        fitting = f"fits {' or '.join(only)}" if only else "is there: no answer of the history is rated"
        raise UsageError(f"No case of {opened.suite.id} {fitting}.")
    return cases


def _played(
    home: Home,
    opened: OpenSuite,
    players: Sequence[Player],
    cases: Sequence[Case],
    repeats: int,
    wish: RunWish,
    kept: Sequence[CaseRun],
    store: SuiteRunStore | None,
    run_id: str,
    watching: Watching,
) -> tuple[list[CaseRun], dict[str, str]]:
    """The runs of all cases, those kept already left as they are, and the versions of their prompts."""
    from interview_cli.regress.runner import Runner, jobs_of

    done = {run.key: run for run in kept}
    jobs = jobs_of(players, cases, repeats)
    watching.begin(len(jobs))
    for run in kept:
        watching.ended(run)

    def ended(run: CaseRun) -> None:
        if store is not None and run.status != "error":
            store.append(opened.suite.id, run_id, [run.model_dump_json().encode()])
        watching.ended(run)

    left = [job for job in jobs if job.key not in done]
    if wish.cluster and left:
        from interview_cli.wiring.cluster_suite import Tape, cases_on_cluster

        tape: Tape = "" if wish.live else "candidate" if wish.candidate else "cassette"
        fresh, prompts = cases_on_cluster(
            home, opened, left, tape, wish.cluster, send_keys=wish.send_keys, on_run=ended
        )
    else:
        runner = Runner(opened.suite, regression.build_target(home, opened), wish.at_once, on_run=ended)
        fresh, prompts = asyncio.run(runner.run(left)), runner.prompts
    found = done | {run.key: run for run in fresh}
    return [found[job.key] for job in jobs], prompts


def _begun(
    store: SuiteRunStore, opened: OpenSuite, wish: RunWish, models: Sequence[str], now: datetime
) -> tuple[str, list[CaseRun]]:
    """The id of the run, and what an earlier one that did not end left of it."""
    from pydantic import ValidationError

    from interview_cli.regress.outcome import CaseRun

    suite = opened.suite.id
    if not wish.go_on:
        return store.new_id(suite, now), []
    unfinished = store.unfinished(suite)
    if unfinished is None:
        raise UsageError(f"No run of {suite} was interrupted.", "Leave out --continue.")
    ids = {case.id for case in opened.cases}
    runs = []
    for line in store.part(suite, unfinished):
        # What can't be read, as another version wrote it, is run again.
        with suppress(ValidationError):
            runs.append(CaseRun.model_validate_json(line))
    return unfinished, [run for run in runs if run.model in models and run.case in ids]


def _report(
    opened: OpenSuite,
    models: Sequence[str],
    cases: Sequence[Case],
    runs: Sequence[CaseRun],
    source: Source,
    repeats: int,
    run_id: str,
    now: datetime,
    prompts: dict[str, str],
) -> RunReport:
    from interview_cli.regress.report import RunReport, WholeFinding, over_budget
    from interview_cli.regress.runner import compared

    every, whole = compared(opened.suite, cases, runs)
    rubric = ""
    if opened.suite.target in ("judge", "interview"):
        from interview_cli.coach.rubric import rubric_version

        rubric = rubric_version()
    return RunReport(
        id=run_id,
        suite=opened.suite.id,
        name=opened.suite.name,
        target=opened.suite.target,
        suite_file=str(opened.path),
        suite_version=opened.version,
        at=now,
        source=source,
        models=tuple(models),
        prompts=prompts,
        rubric_version=rubric,
        repeats=repeats,
        synthetic=any(run.synthetic for run in runs),
        runs=tuple(every),
        whole=tuple(WholeFinding(model=model, finding=finding) for model, finding in whole),
        over_budget=over_budget(opened.suite.budgets, tuple(runs)),
        lines=opened.lines,
    )


def _of_baseline(opened: OpenSuite, models: Sequence[str]) -> Held:
    from interview_cli.regress.baseline import read_baseline

    baseline = read_baseline(opened.baseline)
    if baseline is None:
        return {}
    if baseline.suite != opened.suite.id:
        raise UsageError(f"{opened.baseline} is the baseline of {baseline.suite}.", "Bless this suite's own.")
    told = f"the baseline of {baseline.at:%Y-%m-%d}"
    found = {model: baseline.of(model) for model in models}
    return {model: (told, held[0], held[1]) for model, held in found.items() if held is not None}


def _comparisons(
    opened: OpenSuite, report: RunReport, held: Held, only: Sequence[str]
) -> Iterator[Comparison]:
    from interview_cli.regress.comparison import compare, results_of
    from interview_cli.regress.units import units_of

    units = units_of(opened.suite, opened.cases)
    for model, (against, before_model, before) in held.items():
        after = results_of(run for run in report.runs if run.model == model)
        tried = {run.case for run in report.runs}
        # Cases that were left out by choice, or that a provider failed in, are not gone.
        known = {case: found for case, found in before.items() if case in tried or not only}
        yield compare(known, after, against=against, model=model, before_model=before_model, units=units)


def _tape(opened: OpenSuite, wish: RunWish) -> Cassette:
    from interview_cli.llm.cassette import read_cassette

    path = opened.candidate if wish.candidate else opened.cassette
    if not path.is_file():
        flag = " --candidate" if wish.candidate else ""
        raise UsageError(
            f"There are no recordings at {path}.",
            f"Record them: interview regress record {opened.path}{flag} --model NAME; or ask now: --live",
        )
    return read_cassette(path)


def _blessed_tape(opened: OpenSuite) -> Cassette:
    return _tape(opened, RunWish())


@contextmanager
def _kept(recorder: object, path: Path) -> Iterator[None]:
    """Write the cassette when all is done, or as far as it came."""
    from interview_cli.llm.cassette import written
    from interview_cli.llm.recording import Recorder
    from interview_cli.store.files import write_bytes

    assert isinstance(recorder, Recorder)
    try:
        yield
    finally:
        if recorder.cassette.recordings:
            write_bytes(path, written(recorder.cassette, regression.scrub))
