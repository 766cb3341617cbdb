"""`interview report`: several interviews told together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from interview_cli.cli import console
from interview_cli.cli.output import ForceOption, OutputOption, hand_over, target_of
from interview_cli.cli.run import command_group, run_of
from interview_cli.cli.scale import ScaleOption, scale_of
from interview_cli.errors import UsageError

if TYPE_CHECKING:
    from interview_cli.report.side_by_side import SideBySide

app = command_group("Tell several interviews together.")

Format = Literal["text", "md", "html", "csv"]


@app.callback()
def report() -> None:
    """Tell several interviews together."""


@app.command()
def compare(
    ctx: typer.Context,
    sessions: Annotated[
        list[str], typer.Argument(metavar="ID|FILE...", help="Sessions, or exported files (json, html).")
    ],
    form: Annotated[Format, typer.Option("--format", "-f", help="What to write.")] = "text",
    output: OutputOption = None,
    force: ForceOption = False,
    anonymous: Annotated[
        bool, typer.Option("--anonymous", help="Say Candidate 1, Candidate 2 in place of names.")
    ] = False,
    scale: ScaleOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Put candidates who held one plan side by side: scores, questions, and what to ask again."""
    from interview_cli.report.grids import FORMATS
    from interview_cli.report.side_by_side import document, side_by_side
    from interview_cli.wiring.reports import numbered_candidates, session_named

    _check(sessions, form, output, as_json=as_json)
    home = run_of(ctx).home
    target = target_of(output, force=force)
    found = [session_named(home, name) for name in sessions]
    if len({session.id for session in found}) < len(found):
        raise UsageError("The same interview was named twice.", "Name each once.")
    told = list(numbered_candidates(home, found)) if anonymous else found
    if as_json:
        console.out_json(document(told, held=found))
        return
    page = side_by_side(told, held=found, scale=scale_of(home, scale))
    if form == "text":
        _print(page)
    else:
        hand_over(FORMATS[form](page).encode(), target)


def _check(sessions: list[str], form: str, output: Path | None, *, as_json: bool) -> None:
    if len(sessions) < 2:
        raise UsageError("Comparing takes two interviews at least.", "See ids with: interview history")
    if as_json and (form != "text" or output is not None):
        raise UsageError("--json writes to stdout.", "Leave out --format and --output.")
    if output is not None and form == "text":
        raise UsageError("A file takes a format.", "Add --format md, html or csv.")


def _print(page: SideBySide) -> None:
    console.out(page.title)
    for note in page.notes:
        console.out_prose(f"Note: {note}")
    for grid in page.grids:
        console.out()
        console.grid([grid.title, *page.candidates], grid.rows)
