"""Rows held on this machine: in processes where they keep one busy, else side by side on an event loop."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, Callable, Generator, Iterator, Mapping, Sequence

from interview_cli.llm.limits import Limit
from interview_cli.wiring.batch_row import hold, hold_row
from interview_cli.wiring.row_task import RowDone, RowTask, lost, not_run

# Fewer interviews than this are over before worker processes would have begun.
FEWEST_FOR_WORKERS = 4


def rows_here(
    tasks: Sequence[RowTask], jobs: int, limits: Mapping[str, Limit], may_begin: Callable[[], bool]
) -> Generator[RowDone]:
    """What came of rows, as it comes; `jobs` is how many are under way at a time."""
    busy = [task for task in tasks if task.keeps_busy]
    waiting = [task for task in tasks if not task.keeps_busy]
    workers = min(jobs, os.cpu_count() or 1, len(busy))
    if workers > 1 and len(busy) >= FEWEST_FOR_WORKERS:
        yield from _in_workers(busy, workers)
    else:
        waiting = sorted([*busy, *waiting], key=lambda task: task.number)
    if waiting:
        yield from _side_by_side(waiting, jobs, limits, may_begin)


def _in_workers(tasks: Sequence[RowTask], workers: int) -> Iterator[RowDone]:
    from interview_cli.batch.pool import work_off

    for task, came in work_off(tasks, hold_row, workers, alike=_matter):
        yield came if isinstance(came, RowDone) else lost(task, came)


def _matter(task: RowTask) -> tuple[str | None, str]:
    """What a row is about: interviews for one role ask and hear much the same."""
    return task.row.role, task.row.plan


def _side_by_side(
    tasks: Sequence[RowTask], jobs: int, limits: Mapping[str, Limit], may_begin: Callable[[], bool]
) -> Iterator[RowDone]:
    """Interviews on one event loop, which mostly wait for providers."""
    with asyncio.Runner() as runner:
        stream = _stream(tasks, jobs, limits, may_begin)
        try:
            while True:
                done = runner.run(anext(stream, None))
                if done is None:
                    return
                yield done
        finally:
            runner.run(stream.aclose())


async def _stream(
    tasks: Sequence[RowTask], jobs: int, limits: Mapping[str, Limit], may_begin: Callable[[], bool]
) -> AsyncGenerator[RowDone]:
    from interview_cli.wiring.row_doors import Doors

    doors = Doors(limits)
    source = iter(tasks)
    running: set[asyncio.Task[RowDone]] = set()
    try:
        while True:
            while len(running) < jobs and (task := next(source, None)) is not None:
                if may_begin():
                    running.add(asyncio.ensure_future(hold(task, doors)))
                else:
                    yield not_run(task)
            if not running:
                return
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for one in done:
                yield one.result()
    finally:
        for one in running:
            one.cancel()
        if running:
            await asyncio.wait(running)
