"""`interview regress`: whether interviewing and judging got better or worse."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli import console, exits
from interview_cli.cli.cluster_options import ClusterOption, SendKeysOption, check_cluster
from interview_cli.cli.exam import exam
from interview_cli.cli.regress_outputs import check_files, give_report
from interview_cli.cli.run import command_group, run_of
from interview_cli.errors import StorageError, UsageError

if TYPE_CHECKING:
    from interview_cli.wiring.suite_course import Watching

app = command_group("See whether interviewing and judging got better or worse.")

SuiteArgument = Annotated[
    Path,
    typer.Argument(
        metavar="SUITE", help="A suite (YAML); see examples/regress.", exists=True, dir_okay=False
    ),
]
ModelOption = Annotated[
    list[str] | None,
    typer.Option("--model", help="Model in place of the suite's; repeat for several, or `offline`."),
]
CaseOption = Annotated[
    list[str] | None,
    typer.Option("--case", metavar="ID", help="Only these cases; * stands for anything; repeatable."),
]
RepeatsOption = Annotated[
    int | None, typer.Option(min=1, max=20, help="Runs of each case, in place of the suite's.")
]
AtOnceOption = Annotated[int, typer.Option(min=1, max=500, help="Cases under way at a time.")]
CandidateOption = Annotated[
    bool, typer.Option("--candidate", help="Recordings of a change, kept beside the blessed ones.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
JunitOption = Annotated[Path | None, typer.Option(metavar="FILE", help="Write the results as JUnit XML too.")]
HtmlOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write a page with differences and history too.")
]
GithubOption = Annotated[
    bool, typer.Option("--github", help="Write GitHub's job summary, and annotations for what failed.")
]

app.command()(exam)


@app.callback()
def regress() -> None:
    """See whether interviewing and judging got better or worse."""


@app.command()
def run(
    ctx: typer.Context,
    suite: SuiteArgument,
    model: ModelOption = None,
    live: Annotated[
        bool, typer.Option("--live", help="Ask the models now; recordings are left alone.")
    ] = False,
    replay: Annotated[
        bool, typer.Option("--replay", help="Go by the recordings; no key, no network (default).")
    ] = False,
    candidate: CandidateOption = False,
    repeats: RepeatsOption = None,
    case: CaseOption = None,
    at_once: AtOnceOption = 8,
    continue_: Annotated[
        bool, typer.Option("--continue", help="Go on with the newest run that was interrupted.")
    ] = False,
    cluster: ClusterOption = "",
    send_keys: SendKeysOption = False,
    as_json: JsonOption = False,
    junit: JunitOption = None,
    html: HtmlOption = None,
    github: GithubOption = False,
) -> None:
    """Run a suite and say whether it came out better or worse than the baseline.

    Exit code 1 when it is worse or a guard failed, 2 for a recording that is missing, 3 when a provider
    failed.
    """
    from interview_cli.llm.replay import CassetteMiss
    from interview_cli.regress.report import passes
    from interview_cli.wiring.suite_course import RunWish
    from interview_cli.wiring.suite_runs import open_suite, run_suite

    check_cluster(cluster, send_keys=send_keys)
    if live and (replay or candidate):
        raise UsageError(
            "--live asks the models and takes no recordings.", "Leave out --replay and --candidate."
        )
    home = run_of(ctx).home
    check_files(junit, html)
    opened = open_suite(home, suite)
    wish = RunWish(
        models=tuple(model or ()),
        live=live,
        candidate=candidate,
        repeats=repeats,
        only=tuple(case or ()),
        at_once=at_once,
        go_on=continue_,
        cluster=cluster,
        send_keys=send_keys,
    )
    try:
        with ExitStack() as stack:
            report = run_suite(home, opened, wish, _watching(stack))
    except CassetteMiss as miss:
        if not miss.hint:
            miss.hint = _after_miss(suite, miss, candidate=candidate)
        raise
    except KeyboardInterrupt:
        flag = " --live" if live else " --candidate" if candidate else ""
        console.say(f"Interrupted; what came is kept. Go on: interview regress run {suite}{flag} --continue")
        raise
    give_report(home, report, as_json=as_json, junit=junit, html=html, github=github)
    if not passes(report):
        raise typer.Exit(exits.BELOW_SCORE)
    raise typer.Exit(exits.PROVIDER if report.errors else exits.FINE)


@app.command()
def record(
    ctx: typer.Context,
    suite: SuiteArgument,
    model: ModelOption = None,
    candidate: CandidateOption = False,
    synthetic: Annotated[
        bool, typer.Option("--synthetic", help="Rebuild recordings without a real model; they are marked so.")
    ] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Ask for everything anew, recorded or not.")] = False,
    repeats: RepeatsOption = None,
    case: CaseOption = None,
    at_once: AtOnceOption = 8,
) -> None:
    """Record the models' replies to a suite, so that it runs without a key and without a network."""
    from interview_cli.wiring.suite_course import RunWish
    from interview_cli.wiring.suite_runs import open_suite
    from interview_cli.wiring.suite_tapes import record_suite

    if synthetic and model:
        raise UsageError("--synthetic asks no model.", "Leave out --model.")
    home = run_of(ctx).home
    opened = open_suite(home, suite)
    wish = RunWish(
        models=tuple(model or ()),
        candidate=candidate,
        repeats=repeats,
        only=tuple(case or ()),
        at_once=at_once,
    )
    with ExitStack() as stack:
        cassette, runs = record_suite(home, opened, wish, _watching(stack), synthetic=synthetic, fresh=fresh)
    takes = sum(len(one.takes) for one in cassette.recordings.values())
    path = opened.candidate if candidate else opened.cassette
    console.say(f"{takes} replies are on {path}.")
    errors = [one for one in runs if one.status == "error"]
    if errors:
        console.say(f"{len(errors)} of {len(runs)} case runs got no answer: {errors[0].error}")
        console.say("Record again; what is there is not asked for twice.")
        raise typer.Exit(exits.PROVIDER)
    flag = " --candidate" if candidate else ""
    console.say(f"Run it with: interview regress run {suite}{flag}")


@app.command()
def bless(
    ctx: typer.Context,
    suite: SuiteArgument,
    run_id: Annotated[
        str | None,
        typer.Option("--run", metavar="ID", help="A run that is kept, or `last`; else a replay now."),
    ] = None,
    candidate: CandidateOption = False,
    model: ModelOption = None,
) -> None:
    """Make a run the baseline that later ones are compared with; commit the file it writes."""
    from interview_cli.wiring.suite_course import RunWish
    from interview_cli.wiring.suite_runs import open_suite
    from interview_cli.wiring.suite_tapes import bless_suite

    home = run_of(ctx).home
    opened = open_suite(home, suite)
    baseline = bless_suite(home, opened, RunWish(models=tuple(model or ()), candidate=candidate), run_id)
    cases = sum(len(results) for results in baseline.results.values())
    failing = sum(
        not all(one.passed for one in results)
        for found in baseline.results.values()
        for results in found.values()
    )
    known = f"; {failing} of them fail, and will count as known" if failing else ""
    console.say(f"Blessed {cases} results{known}: {opened.baseline}")
    if candidate:
        console.say(f"The candidate's recordings are now the blessed ones: {opened.cassette}")


@app.command()
def report(
    ctx: typer.Context,
    wanted: Annotated[
        str, typer.Argument(metavar="[RUN]", help="A run, a suite's id for its newest, or `last`.")
    ] = "last",
    list_: Annotated[bool, typer.Option("--list", help="List the runs that are kept.")] = False,
    as_json: JsonOption = False,
    junit: JunitOption = None,
    html: HtmlOption = None,
    github: GithubOption = False,
) -> None:
    """Open a run again, in any form."""
    from interview_cli.regress.report import read_report
    from interview_cli.wiring.suite_runs import open_runs

    home = run_of(ctx).home
    store = open_runs(home)
    if list_:
        from interview_cli.cli.regress_views import print_runs

        readable = []
        for name in (name for suite in store.suites() for name in store.ids(suite)):
            try:
                readable.append(read_report(store.load(name), name))
            except StorageError as error:
                console.say(f"note: {error.message}")
        print_runs(readable, as_json=as_json)
        return
    found = read_report(store.load(wanted), wanted)
    give_report(home, found, as_json=as_json, junit=junit, html=html, github=github)


def _watching(stack: ExitStack) -> Watching:
    from interview_cli.cli.counting import counting
    from interview_cli.wiring.suite_course import Watching

    advance = [lambda: None]

    def begin(count: int) -> None:
        advance[0] = stack.enter_context(counting("cases", count))

    return Watching(begin=begin, ended=lambda run: advance[0]())


def _after_miss(suite: Path, miss: object, *, candidate: bool) -> str:
    from interview_cli.llm.replay import CassetteMiss

    assert isinstance(miss, CassetteMiss)
    if miss.changed and not candidate:
        return (
            f"Record the change beside the blessed replies: interview regress record {suite} --candidate; "
            f"then compare: interview regress run {suite} --candidate"
        )
    flag = " --candidate" if candidate else ""
    return (
        f"Record what is missing: interview regress record {suite}{flag}; or ask the models now with --live."
    )
