"""Progress of long work, counted on a terminal's stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from interview_cli.cli import console


@contextmanager
def counting(what: str, total: int) -> Iterator[Callable[[], None]]:
    """Counts up to `total` on a terminal's stderr; elsewhere it says nothing."""
    if not console.is_terminal(sys.stderr):
        yield lambda: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console.rich_stderr(), transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda: progress.advance(task)
