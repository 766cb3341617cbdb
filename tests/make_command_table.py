"""Write the command table of README.md anew from the real help: `python -m tests.make_command_table`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import typer

from interview_cli.cli.app import COMMANDS, app
from tests.readme_table import put_in_readme, rows_in_readme

_TABLE = re.compile(r"(?<=\| command \| does \|\n\|---\|---\|\n)(?:(?:\|.*|COMMAND_TABLE)\n)+")


def rows() -> list[str]:
    """A row for every command and subcommand, in the order of the help."""
    group = typer.main.get_command(app)
    context = group.make_context("interview", ["doctor"], resilient_parsing=True)
    return [
        f"| `{path}` | {command.get_short_help_str(200)} |"
        for name in COMMANDS
        for path, command in _leaves(name, group.get_command(context, name), context)
    ]


def _leaves(path: str, command: Any, context: Any) -> Iterator[tuple[str, Any]]:
    children = getattr(command, "commands", None)
    if children is None:
        yield path, command
        return
    if command.invoke_without_command:
        yield path, command
    for name in command.list_commands(context):
        yield from _leaves(f"{path} {name}", command.get_command(context, name), context)


def current_table() -> list[str]:
    """The rows that stand in README.md."""
    return rows_in_readme(_TABLE)


if __name__ == "__main__":
    put_in_readme(_TABLE, rows())
