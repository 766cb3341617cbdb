"""`--output` and `--force`: where a command puts the document that it writes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from interview_cli.cli import console
from interview_cli.errors import UsageError
from interview_cli.store.output_file import check_target, write_target

OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - or none: stdout.")
]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite FILE.")]


def target_of(output: Path | None, *, force: bool, binary: str = "") -> Path | None:
    """The file to write, or None for stdout; `binary` names what no terminal can show.

    Raises UsageError, before anything is read, for a file that can't or shouldn't be written.
    """
    if output is not None and str(output) != "-":
        check_target(output, force=force)
        return output
    if binary and console.is_terminal(sys.stdout):
        raise UsageError(f"A terminal cannot show {binary}.", f"Name a file: --output FILE.{binary}")
    return None


def hand_over(data: bytes, target: Path | None) -> None:
    """Write a document to its file and say so, or to stdout. Raises StorageError."""
    if target is not None:
        write_target(target, data)
        console.say(f"Wrote {target}.")
    elif console.is_terminal(sys.stdout):
        # What a terminal would obey must not reach it, so here the text is not byte for byte the file's.
        console.out(data.decode().rstrip())
    else:
        console.out_bytes(data)
