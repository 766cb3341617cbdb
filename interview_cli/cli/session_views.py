"""Stored sessions as a table, and a word on those that cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from interview_cli.cli import console

if TYPE_CHECKING:
    from interview_cli.report.overview import ListedRow
    from interview_cli.store.row import IndexRow
    from interview_cli.store.sessions import SessionStore


def read_rows(store: SessionStore) -> list[IndexRow]:
    """The rows of all sessions; what could not be read is told."""
    rows = store.rows()
    for session_id, why in store.unreadable.items():
        console.say(f"warning: session {session_id} is left out: {why}")
    for session_id, place in store.aside.items():
        console.say(f"warning: session {session_id} was damaged and set aside as {place}")
    return rows


def print_sessions(
    rows: Sequence[ListedRow],
    every: Sequence[ListedRow],
    store: SessionStore,
    *,
    scale: int,
    scores: bool,
) -> None:
    """A table of some sessions as wide as the terminal; ids are as short as those of `every` one allow."""
    from interview_cli.report import overview

    taken = [*(row["id"] for row in every), *store.unreadable]
    cells = overview.cells(rows, taken, scale=scale, scores=scores)
    columns, cells, line = overview.fitted(cells, console.rich_stdout().width, gap=console.TABLE_GAP)
    if line:
        console.out_prose(line)
    console.table(columns, cells, right=("Answered",), spare=overview.SPARE)
