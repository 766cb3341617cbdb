"""`interview batch`: many sessions from one file."""

from __future__ import annotations

import math
import os
import shlex
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli import console
from interview_cli.cli.batch_file import batch_key, read_batch
from interview_cli.cli.batch_tally import Tally
from interview_cli.cli.cluster_options import ClusterOption, SendKeysOption, checked_cluster
from interview_cli.cli.consent_option import YesOption
from interview_cli.cli.run import command_group, run_of
from interview_cli.errors import UsageError

if TYPE_CHECKING:
    from interview_cli.wiring.batch_meter import Progress

app = command_group("Hold many sessions from one file.")


@app.callback()
def batch() -> None:
    """Hold many sessions from one file."""


@app.command()
def run(
    ctx: typer.Context,
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="Rows: YAML, JSON lines or CSV; - reads JSON lines from stdin."),
    ],
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", min=1, max=500, help="Interviews under way at a time (default: cores)."),
    ] = None,
    model: Annotated[
        list[str] | None,
        typer.Option("--model", help="Model for rows that name none; repeat for a chain of fallbacks."),
    ] = None,
    yes: YesOption = False,
    offline: Annotated[
        bool, typer.Option("--offline", help="The offline coach for rows that name no model.")
    ] = False,
    no_fallback: Annotated[
        bool, typer.Option("--no-fallback", help="A row fails when no provider answers.")
    ] = False,
    continue_: Annotated[
        bool, typer.Option("--continue", help="Only the rows that the last run of FILE did not complete.")
    ] = False,
    max_cost: Annotated[
        float | None,
        typer.Option("--max-cost", min=0, metavar="USD", help="Begin no more rows from this cost on."),
    ] = None,
    limit: Annotated[
        list[str] | None,
        typer.Option(
            "--limit", metavar="PROVIDER=N", help="Calls at once, or openai=20,500/min; repeatable."
        ),
    ] = None,
    documents: Annotated[
        bool, typer.Option("--documents", help="Put the whole session into each line too.")
    ] = False,
    cluster: ClusterOption = None,
    send_keys: SendKeysOption = False,
) -> None:
    """Hold every session of a file: one JSON line out for each row, in the order of the file.

    Exit code 0 when all are complete, else that of the worst row: 5, 3, 2, 4, or 6 for rows to go on with.
    """
    from interview_cli.batch.sheet import read_sheet
    from interview_cli.llm.limits import parse_limits
    from interview_cli.llm.providers import full_name
    from interview_cli.wiring.batch import BatchWish, run_batch

    address = checked_cluster(cluster, send_keys=send_keys)
    check_cost(max_cost)
    if offline and model:
        raise UsageError(
            "--offline and --model both say who leads rows that name no model.", "Leave out one of them."
        )
    text, source, folder = read_batch(file)
    entries = read_sheet(text, source)
    wish = BatchWish(
        jobs=jobs or os.cpu_count() or 1,
        models=tuple(full_name(name) for name in model or ()),
        offline=offline,
        fallback=not no_fallback,
        max_cost=max_cost,
        limits=parse_limits(limit or []),
        go_on=continue_,
        cluster=address,
        send_keys=send_keys,
        documents=documents,
    )
    tally = Tally(len(entries))

    def on_progress(progress: Progress) -> None:
        tally.cost = progress.cost
        _tell(progress)

    held = run_batch(run_of(ctx).home, entries, batch_key(file), folder, wish, on_progress, _say)
    try:
        for result, document in held:
            tally.count(result)
            line = result.model_dump(mode="json")
            if documents:
                line["document"] = _parsed(document)
            console.out_json_line(line)
    except KeyboardInterrupt:
        _say("Interrupted; complete rows are kept. Go on with it:")
        console.say_command(_again(ctx, file))
        raise
    finally:
        console.ticker("")
    for told in tally.lines():
        console.say(told)
    raise typer.Exit(tally.worst)


def check_cost(max_cost: float | None) -> None:
    """Raise UsageError for a cost that no batch could ever reach."""
    if max_cost is not None and not math.isfinite(max_cost):
        raise UsageError(
            f"--max-cost {max_cost} is no sum of money.", "Name US dollars, or leave it out for no limit."
        )


def _parsed(document: str | None) -> object:
    import orjson

    return None if document is None else orjson.loads(document)


def _tell(progress: Progress) -> None:
    cost = f", {progress.cost:.4f} USD" if progress.cost else ""
    failed = f", {progress.failed} failed" if progress.failed else ""
    console.ticker(f"{progress.done} of {progress.total} rows{failed}{cost}")


def _say(line: str) -> None:
    """A line of talk amid the progress."""
    console.ticker("")
    console.say(line)


def _again(ctx: typer.Context, file: str) -> str:
    """The command that goes on with this batch, with the options that were given to it."""
    from interview_cli.cli.typed import typed

    places = [word for words in typed(ctx.find_root()).values() for word in words]
    options = [word for words in typed(ctx).values() for word in words if word != "--continue"]
    return shlex.join(["interview", *places, "batch", "run", file, *options, "--continue"])
