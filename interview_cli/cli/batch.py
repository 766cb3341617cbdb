"""`interview batch`: many sessions from one file."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli import console, exits
from interview_cli.cli.cluster_options import ClusterOption, SendKeysOption, check_cluster
from interview_cli.cli.run import command_group, run_of
from interview_cli.errors import UsageError

if TYPE_CHECKING:
    from interview_cli.wiring.batch import Progress

STDIN = "-"
LARGEST_BYTES = 50_000_000

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
    cluster: ClusterOption = "",
    send_keys: SendKeysOption = False,
) -> None:
    """Hold every session of a file: one JSON line out for each row, in the order of the file.

    Exit code 0 when all are complete, else that of the worst row: 5, 3, 2, 4, or 6 for rows to go on with.
    """
    from interview_cli.batch.sheet import read_sheet
    from interview_cli.llm.limits import parse_limits
    from interview_cli.llm.providers import full_name
    from interview_cli.wiring.batch import BatchWish, run_batch

    check_cluster(cluster, send_keys=send_keys)
    text, source, folder = _read(file)
    entries = read_sheet(text, source)
    wish = BatchWish(
        jobs=jobs or os.cpu_count() or 1,
        models=tuple(full_name(name) for name in model or ()),
        offline=offline,
        fallback=not no_fallback,
        max_cost=max_cost,
        limits=parse_limits(limit or []),
        go_on=continue_,
        cluster=cluster,
        send_keys=send_keys,
        documents=documents,
    )
    codes: Counter[int] = Counter()
    try:
        for result, document in run_batch(
            run_of(ctx).home,
            entries,
            Path(file).resolve() if file != STDIN else Path(STDIN),
            folder,
            wish,
            _tell,
            console.say,
        ):
            codes[result.code] += 1
            line = result.model_dump(mode="json")
            if documents:
                line["document"] = _parsed(document)
            console.out_json_line(line)
    except KeyboardInterrupt:
        console.ticker("")
        console.say(f"Interrupted; complete rows are kept. Go on with: interview batch run {file} --continue")
        raise
    console.ticker("")
    console.say(_summary(codes, len(entries)))
    raise typer.Exit(_worst(codes))


def _read(file: str) -> tuple[str, str, Path]:
    """The text of a batch, its name, and the folder that its files lie in. Raises UsageError."""
    path = Path(file)
    try:
        if file == STDIN:
            return sys.stdin.buffer.read().decode("utf-8-sig"), "stdin.jsonl", Path()
        if path.stat().st_size > LARGEST_BYTES:
            raise UsageError(
                f"{path}: larger than {LARGEST_BYTES // 1_000_000} MB.", "Split it into several files."
            )
        return path.read_text("utf-8-sig"), file, path.parent
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}.", "Check the path.") from error
    except UnicodeDecodeError as error:
        named = "stdin" if file == STDIN else path
        raise UsageError(f"{named}: not UTF-8 text.", "Save the file as UTF-8.") from error


def _parsed(document: str | None) -> object:
    import orjson

    return None if document is None else orjson.loads(document)


def _tell(progress: Progress) -> None:
    cost = f", {progress.cost:.4f} USD" if progress.cost else ""
    failed = f", {progress.failed} failed" if progress.failed else ""
    console.ticker(f"{progress.done} of {progress.total} rows{failed}{cost}")


def _summary(codes: Counter[int], total: int) -> str:
    complete = codes[exits.FINE]
    told = f"{complete} of {total} rows complete"
    others = [
        (codes[exits.RESUMABLE], "not finished"),
        (total - complete - codes[exits.RESUMABLE], "failed"),
    ]
    told += "".join(f", {count} {what}" for count, what in others if count)
    return f"{told}."


def _worst(codes: Counter[int]) -> int:
    order = (exits.DEFECT, exits.STORAGE, exits.PROVIDER, exits.USAGE, exits.NOT_FOUND, exits.RESUMABLE)
    return next((code for code in order if codes[code]), exits.FINE)
