"""`interview data`: all that is kept of the person."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from interview_cli.cli import console, exits
from interview_cli.cli.output import ForceOption, target_of
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
    from interview_cli.store.output_file import writing_target
    from interview_cli.wiring.data import export_data as exported

    target = target_of(output, force=force, binary="zip")
    home = run_of(ctx).home
    if target is None:
        problems = exported(home, sys.stdout.buffer)
    else:
        with writing_target(target) as file:
            problems = exported(home, file)
        size = target.stat().st_size
        told = f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.1f} kB"
        console.say(f"Wrote {target}, {told}. It is not encrypted: keep it safe.")
    for problem in problems:
        console.say(f"missing: {problem}")
    raise typer.Exit(exits.STORAGE if problems else exits.FINE)
