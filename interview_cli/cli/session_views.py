"""Stored sessions as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from interview_cli.cli import console

if TYPE_CHECKING:
    from interview_cli.report.overview import ListedRow


def print_sessions(rows: Sequence[ListedRow], taken: Iterable[str], *, scale: int, scores: bool) -> None:
    """A table of sessions as wide as the terminal; ids are as short as all `taken` ids allow."""
    from interview_cli.report import overview

    cells = overview.cells(rows, taken, scale=scale, scores=scores)
    columns, cells, line = overview.fitted(cells, console.rich_stdout().width, gap=console.TABLE_GAP)
    if line:
        console.out_prose(line)
    console.table(columns, cells, right=("Answered",))
