"""`interview data`: all that is kept of the person."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from interview_cli.cli import console, exits
from interview_cli.cli.run import command_group, run_of
from interview_cli.errors import UsageError

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
    force: Annotated[bool, typer.Option("--force", help="Overwrite FILE.")] = False,
) -> None:
    """Write all of your data as one zip with a manifest, decrypted where it was encrypted."""
    from interview_cli.store.output_file import check_target, write_target
    from interview_cli.wiring.data import export_data as exported

    to_stdout = str(output) == "-"
    if to_stdout and console.is_terminal(sys.stdout):
        raise UsageError("A terminal cannot show a zip.", "Name a file: --output data.zip")
    if not to_stdout:
        check_target(output, force=force)
    archive, problems = exported(run_of(ctx).home)
    if to_stdout:
        console.out_bytes(archive)
    else:
        write_target(output, archive)
        console.say(f"Wrote {output}, {len(archive) / 2**20:.1f} MB. It is not encrypted: keep it safe.")
    for problem in problems:
        console.say(f"missing: {problem}")
    raise typer.Exit(exits.STORAGE if problems else exits.FINE)
