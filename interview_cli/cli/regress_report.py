"""`interview regress report`: a run opened again, and the list of those that are kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from interview_cli.cli import console
from interview_cli.cli.regress_commands import given_of, refuse
from interview_cli.cli.regress_outputs import (
    GithubOption,
    HtmlOption,
    JsonOption,
    JunitOption,
    forms_of,
    give_report,
)
from interview_cli.cli.run import run_of
from interview_cli.errors import NotFoundError, StorageError

if TYPE_CHECKING:
    from interview_cli.regress.report import RunReport
    from interview_cli.store.suite_runs import SuiteRunStore
    from interview_cli.wiring.suite_part import UnfinishedRun


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
    from interview_cli.wiring.suite_part import unfinished_runs
    from interview_cli.wiring.suite_runs import open_runs

    home = run_of(ctx).home
    store = open_runs(home)
    unfinished = unfinished_runs(store)
    if list_:
        parts = [one for one in unfinished if not one.reported]
        _print_runs(_readable(store), parts, as_json=as_json)
        if not as_json:
            left = (one for one in parts if not one.under_way)
            _tell_commands(one for one in left if store.unfinished(one.suite) == one.id)
        return
    forms = forms_of(as_json=as_json, junit=junit, html=html, github=github)
    try:
        data = store.load(wanted)
    except NotFoundError as error:
        meant = [one for one in unfinished if not one.reported and _fits(one, wanted)]
        if not meant:
            refuse(ctx, error, given_of(ctx).listing)
        if meant[0].under_way:
            error.message = f"The run {meant[0].id} is under way: {_kept(meant[0])} are there."
            refuse(ctx, error, ("Open it when it has ended.", ()))
        error.message = f"The run {meant[0].id} was interrupted, and {_kept(meant[0])} are there."
        refuse(ctx, error, ("Go on with it:", (meant[0].command,)))
    found = read_report(data, wanted)
    # What is gone on with is the newest run of its suite.
    newest = store.unfinished(found.suite) == found.id
    again = [one.command for one in unfinished if one.id == found.id and newest]
    give_report(home, found, forms, given_of(ctx), again=again[0] if again else "")
    if wanted in ("last", found.suite):
        newer = [one for one in unfinished if _fits(one, wanted) and one.at > found.at]
        _tell_newer([one for one in newer if not one.under_way])


def _readable(store: SuiteRunStore) -> list[RunReport]:
    from interview_cli.regress.report import read_report

    readable = []
    for name in (name for suite in store.suites() for name in store.ids(suite)):
        try:
            readable.append(read_report(store.load(name), name))
        except StorageError as error:
            console.say(f"note: {error.message}")
    return readable


def _fits(run: UnfinishedRun, wanted: str) -> bool:
    return wanted in ("last", run.suite) or run.id.startswith(wanted)


def _kept(run: UnfinishedRun) -> str:
    return f"{run.kept} of {run.total} case runs"


def _tell_newer(interrupted: Sequence[UnfinishedRun]) -> None:
    if interrupted:
        newest = interrupted[0]
        told = f"a newer run, {newest.id}, was interrupted, and {_kept(newest)} are there"
        console.say(f"note: {told}. Go on with it:")
        console.say_command(newest.command)


def _print_runs(reports: Sequence[RunReport], interrupted: Sequence[UnfinishedRun], *, as_json: bool) -> None:
    """The runs that are kept, newest first, those among them that did not end."""
    summaries = [_summary(one) for one in reports] + [_summary_of_part(one) for one in interrupted]
    summaries.sort(key=lambda one: one["at"], reverse=True)
    if as_json:
        console.out_json([{**one, "at": one["at"].isoformat()} for one in summaries])
        return
    if not summaries:
        console.say("No run of a suite is kept yet. Run one with: interview regress run SUITE")
        return
    columns = ["Run", "At (UTC)", "Model", "From", "Passed", "Result"]
    console.table(columns, [_row(one) for one in summaries], spare=["From", "At (UTC)"])


def _tell_commands(runs: Iterable[UnfinishedRun]) -> None:
    for one in runs:
        console.say(f"Go on with {one.id}:")
        console.say_command(one.command)


def _row(one: dict[str, Any]) -> list[str]:
    result = one["result"]
    if one["interrupted"]:
        result = f"{result}, {one['runs']} of {one['total']} case runs"
    elif one["errors"]:
        result = f"{result}, {one['errors']} without an answer"
    return [
        one["id"],
        f"{one['at']:%Y-%m-%d %H:%M}",
        ", ".join(one["models"]),
        one["source"],
        f"{one['passed']} of {one['runs']}" if one["runs"] else "",
        result,
    ]


def _summary(report: RunReport) -> dict[str, Any]:
    from interview_cli.regress.report import passes
    from interview_cli.regress.reports.words import headline

    return {
        "id": report.id,
        "suite": report.suite,
        "at": report.at,
        "models": list(report.models),
        "source": report.source,
        "runs": len(report.runs),
        "passed": sum(run.passed for run in report.runs),
        "errors": report.errors,
        "passes": passes(report) and not report.errors,
        "result": headline(report)[1],
        "verdict": report.verdict,
        "synthetic": report.synthetic,
        "interrupted": False,
    }


def _summary_of_part(run: UnfinishedRun) -> dict[str, Any]:
    return {
        "id": run.id,
        "suite": run.suite,
        "at": run.at,
        "models": list(run.models),
        "source": run.source,
        "runs": run.kept,
        "passed": run.passed,
        "errors": 0,
        "passes": False,
        "result": "Under way" if run.under_way else "Interrupted",
        "verdict": None,
        "synthetic": run.synthetic,
        "interrupted": True,
        "total": run.total,
        "command": run.command,
    }
