"""`interview export`: one session as Markdown, JSON or CSV."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from interview_cli.cli import console
from interview_cli.cli.run import run_of
from interview_cli.cli.scale import ScaleOption, ScoresOption, scale_of, with_scores
from interview_cli.errors import UsageError
from interview_cli.store.names import LAST
from interview_cli.store.output_file import check_target, write_target

Format = Literal["md", "json", "csv"]

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command()
def export(
    ctx: typer.Context,
    session_id: Annotated[
        str,
        typer.Argument(metavar="ID", help="Id, its unique beginning, or `last`.", show_default=True),
    ] = LAST,
    candidate: Annotated[
        str, typer.Option("--candidate", metavar="NAME", help="`last` is this candidate's newest.")
    ] = "",
    form: Annotated[Format, typer.Option("--format", "-f", help="What to write.")] = "md",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - or none: stdout.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite FILE.")] = False,
    scores: ScoresOption = None,
    scale: ScaleOption = None,
) -> None:
    """Write a session as a Markdown report, as the JSON document, or as a CSV row for each question."""
    from interview_cli.report.formats import written
    from interview_cli.wiring import open_sessions

    if form != "md" and scale is not None:
        raise UsageError(f"{form} holds levels of 0 to 5.", "--scale goes with --format md.")
    if form == "json" and scores is False:
        raise UsageError("json is the whole document, scores included.", "--no-scores goes with md and csv.")
    home = run_of(ctx).home
    target = None if output is None or str(output) == "-" else output
    if target is not None:
        check_target(target, force=force)
    store = open_sessions(home)
    session = store.load(store.resolve(session_id, candidate))
    # A table is data: there the setting, which is about what is read, changes nothing.
    numbers = with_scores(home, scores) if form == "md" else scores is not False
    data = written(session, form, scale_of(home, scale), scores=numbers)
    if target is not None:
        write_target(target, data)
        console.say(f"Wrote {target}.")
    elif console.is_terminal(sys.stdout):
        # What a terminal would obey must not reach it, so here the text is not byte for byte the file's.
        console.out(data.decode().rstrip())
    else:
        console.out_bytes(data)
