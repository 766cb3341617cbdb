"""CSV tables with headings, as people and their spreadsheets write them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

from interview_cli.errors import UsageError


def read_table(text: str, source: str, hint: str) -> Iterator[tuple[int, dict[str, str] | None]]:
    """The rows of a table, each with the line it ends on: its cells by their headings, empty ones too.

    None for a row with more cells than headings. Empty rows below the table, which spreadsheets write, are
    left out; one between others is a row of empty cells. Cells may be parted by commas, semicolons or tabs.
    Raises UsageError, ending with `hint`, for what is no table, and for a heading that stands twice.
    """
    rows = csv.DictReader(io.StringIO(text), delimiter=_delimiter(text), strict=True)
    empty: list[tuple[int, dict[str, str] | None]] = []
    try:
        headings = Counter(name.strip() for name in rows.fieldnames or ())
        if twice := [name for name, count in headings.items() if count > 1]:
            raise UsageError(f"{source}:{rows.reader.line_num}: {twice[0]}: the heading stands twice.", hint)
        for row in rows:
            cells = None if None in row else _by_heading(row)
            empty.append((rows.line_num, cells))
            if cells is None or any(cell.strip() for cell in cells.values()):
                yield from empty
                empty.clear()
    except csv.Error as error:
        raise UsageError(f"{source}:{rows.reader.line_num}: not CSV: {error}.", hint) from error


def _by_heading(row: dict[str, str]) -> dict[str, str]:
    return {name.strip(): cell or "" for name, cell in row.items()}


def _delimiter(text: str) -> str:
    """What parts the headings: a comma, else what spreadsheets of other countries write."""
    headings = text.lstrip().partition("\n")[0]
    return next((one for one in (",", ";", "\t") if one in headings), ",")
