"""`interview regress`: whether interviewing and judging got better or worse."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli import console, exits
from interview_cli.cli.cluster_options import ClusterOption, SendKeysOption, checked_cluster
from interview_cli.cli.consent_option import YesOption
from interview_cli.cli.exam import exam
from interview_cli.cli.regress_commands import (
    advice_on_recordings,
    after_errors,
    after_useless,
    given_of,
    refuse,
)
from interview_cli.cli.regress_outputs import (
    GithubOption,
    HtmlOption,
    JsonOption,
    JunitOption,
    broken_runs_in,
    forms_of,
    give_report,
    keep_off,
)
from interview_cli.cli.regress_report import report
from interview_cli.cli.run import command_group, run_of
from interview_cli.errors import NotFoundError, UsageError

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

app.command()(exam)


@app.callback()
def regress() -> None:
    """See whether interviewing and judging got better or worse."""


@app.command()
def run(
    ctx: typer.Context,
    suite: SuiteArgument,
    model: ModelOption = None,
    yes: YesOption = False,
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
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit code 1 where it can't be told whether it is worse, too.")
    ] = False,
    cluster: ClusterOption = None,
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
    from interview_cli.regress.report import passes
    from interview_cli.wiring.suite_course import RunWish
    from interview_cli.wiring.suite_runs import open_suite, own_files, run_suite

    address = checked_cluster(cluster, send_keys=send_keys)
    if live and (replay or candidate):
        raise UsageError(
            "--live asks the models and takes no recordings.", "Leave out --replay and --candidate."
        )
    home, given = run_of(ctx).home, given_of(ctx)
    forms = forms_of(as_json=as_json, junit=junit, html=html, github=github, suite=suite)
    with broken_runs_in(forms, suite):
        opened = open_suite(home, suite)
    keep_off(forms, own_files(opened))
    again = given.go_on(suite, live=live, candidate=candidate)
    wish = RunWish(
        models=tuple(model or ()),
        live=live,
        candidate=candidate,
        repeats=repeats,
        only=tuple(case or ()),
        at_once=at_once,
        go_on=continue_,
        cluster=address,
        send_keys=send_keys,
        again=again,
    )
    try:
        with advice_on_recordings(ctx, opened, wish), broken_runs_in(forms, suite), ExitStack() as stack:
            done = run_suite(home, opened, wish, _watching(stack))
    except KeyboardInterrupt:
        console.say("Interrupted; what came is kept. Go on with it:")
        console.say_command(again)
        raise
    give_report(home, done, forms, given, again=again)
    if not passes(done) or (strict and done.verdict == "inconclusive"):
        raise typer.Exit(exits.BELOW_SCORE)
    raise typer.Exit(exits.PROVIDER if done.errors else exits.FINE)


@app.command()
def record(
    ctx: typer.Context,
    suite: SuiteArgument,
    model: ModelOption = None,
    yes: YesOption = False,
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
    from interview_cli.regress.runner import UNANSWERED
    from interview_cli.regress.stand_ins import SYNTHETIC
    from interview_cli.report.wording import counted
    from interview_cli.wiring.suite_course import RunWish
    from interview_cli.wiring.suite_runs import open_suite
    from interview_cli.wiring.suite_tapes import record_suite

    if synthetic and model:
        raise UsageError("--synthetic asks no model.", "Leave out --model.")
    home, given = run_of(ctx).home, given_of(ctx)
    opened = open_suite(home, suite)
    wish = RunWish(
        models=tuple(model or ()),
        candidate=candidate,
        repeats=repeats,
        only=tuple(case or ()),
        at_once=at_once,
    )
    path = opened.candidate if candidate else opened.cassette
    flags = [*["--candidate"] * candidate, *["--synthetic"] * synthetic, *["--fresh"] * fresh]
    again = given.command("record", suite, *flags)
    try:
        with ExitStack() as stack:
            recorded = record_suite(home, opened, wish, _watching(stack), synthetic=synthetic, fresh=fresh)
    except KeyboardInterrupt:
        console.say("Interrupted; the replies that came are kept. Go on with it:")
        console.say_command(again)
        raise
    runs = recorded.runs
    takes = sum(len(one.takes) for one in recorded.cassette.recordings.values())
    if not takes and not any(run.status == "error" for run in runs):
        raise UsageError("No model was asked, so there is nothing to record.", "Run it as it is.")
    came = f"{recorded.came:,} of them new" if recorded.came else "all from before; --fresh asks anew"
    console.say(f"{takes:,} {'reply is' if takes == 1 else 'replies are'} on {path}, {came}.")
    if errors := [one for one in runs if one.status == "error"]:
        console.say(f"{len(errors)} of {counted(len(runs), 'case run')} got no answer: {errors[0].error}")
        told, commands = after_errors(given, suite, errors, candidate=candidate, again=again)
        console.say(told)
        for command in commands:
            console.say_command(command)
        raise typer.Exit(exits.PROVIDER)
    if useless := [one for one in runs if any(found.check == UNANSWERED for found in one.findings)]:
        told, commands = after_useless(given, suite, useless, candidate=candidate)
        console.say_in_tone(f"warning: {told}", "warn")
        for command in commands:
            console.say_command(command)
    console.say("Run it with:")
    # The stand-in's replies are on the recordings under its own name.
    renamed = ["--model", SYNTHETIC] if synthetic and opened.suite.models != (SYNTHETIC,) else []
    console.say_command(given.command("run", suite, *["--candidate"] * candidate, *renamed))


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
    from interview_cli.cli.regress_views import tell_blessed
    from interview_cli.regress.baseline import NotBlessable
    from interview_cli.wiring.suite_course import RunWish
    from interview_cli.wiring.suite_part import unfinished_runs
    from interview_cli.wiring.suite_runs import open_runs, open_suite
    from interview_cli.wiring.suite_tapes import bless_suite

    home = run_of(ctx).home
    opened = open_suite(home, suite)
    wish = RunWish(models=tuple(model or ()), candidate=candidate)
    try:
        with advice_on_recordings(ctx, opened, wish):
            baseline, blessed = bless_suite(home, opened, wish, run_id)
    except NotBlessable as error:
        store = open_runs(home)
        newest = store.unfinished(opened.suite.id)
        runs = (one for one in unfinished_runs(store) if one.id == newest and one.reported)
        again = [one.command for one in runs if one.command]
        refuse(ctx, error, ("Go on with it, then bless it:", tuple(again[:1])) if again else (error.hint, ()))
    except NotFoundError as error:
        refuse(ctx, error, given_of(ctx).listing)
    tell_blessed(opened, baseline, blessed)
    if candidate:
        console.say(f"The candidate's recordings are now the blessed ones: {opened.cassette}")


app.command()(report)


def _watching(stack: ExitStack) -> Watching:
    from interview_cli.cli.counting import counting
    from interview_cli.wiring.suite_course import Watching

    advance = [lambda: None]

    def begin(count: int) -> None:
        advance[0] = stack.enter_context(counting("cases", count))

    return Watching(begin=begin, ended=lambda run: advance[0](), tell=console.say)
