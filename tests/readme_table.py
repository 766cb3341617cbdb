"""Tables of README.md that are made from the program."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"


def rows_in_readme(table: re.Pattern[str]) -> list[str]:
    """The rows of the table that the pattern finds; empty without one."""
    found = table.search(README.read_text("utf-8"))
    return found.group().splitlines() if found else []


def put_in_readme(table: re.Pattern[str], rows: Sequence[str]) -> None:
    """Replace the rows of the table that the pattern finds."""
    text = "\n".join(rows) + "\n"
    README.write_text(table.sub(lambda _: text, README.read_text("utf-8")), "utf-8")
