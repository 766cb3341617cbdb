"""`interview data`: all that is kept of the person."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from interview_cli.cli import console, exits
from interview_cli.cli.output import ForceOption, hand_over, target_of
from interview_cli.cli.run import command_group, run_of

app = command_group("Hand over all that is kept.")


@app.callback()
def data() -> None:
    """Hand over all that is kept."""


@app.command("export")
def export_data(
    ctx: typer.Context,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The zip to write; - is stdout.")
    ] = Path("interview-data.zip"),
    force: ForceOption = False,
) -> None:
    """Write all of your data as one zip with a manifest, decrypted where it was encrypted."""
    from interview_cli.wiring.data import export_data as exported

    target = target_of(output, force=force, binary="zip")
    archive, problems = exported(run_of(ctx).home)
    hand_over(archive, target)
    if target is not None:
        console.say(f"It holds {len(archive) / 2**20:.1f} MB and is not encrypted: keep it safe.")
    for problem in problems:
        console.say(f"missing: {problem}")
    raise typer.Exit(exits.STORAGE if problems else exits.FINE)
