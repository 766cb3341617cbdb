"""Worker processes on this machine, for work that keeps processors busy."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from typing import Generic, TypeVar

Task = TypeVar("Task")
Done = TypeVar("Done")

# So many tasks wait in front of each worker that none is ever idle, and no more are taken from the source.
_AHEAD = 2


class WorkerDied(Exception):  # noqa: N818 (it says what happened)
    """The process that worked on a task ended without a word, as one does that ran out of memory."""


def work_off(
    tasks: Iterable[Task], work: Callable[[Task], Done], workers: int
) -> Iterator[tuple[Task, Done | BaseException]]:
    """What came of each task, as it comes; an exception in place of a result.

    `work` must be a module's function. Where a worker dies, every task that was under way is done again in a
    worker of its own, so that the one that killed it takes no other with it.
    """
    waiting = iter(tasks)
    while True:
        shift = _Shift(work, workers)
        yield from shift.run(waiting)
        if not shift.lost:
            return
        for task in shift.lost:
            alone = _Shift(work, 1)
            yield from alone.run(iter([task]))
            if alone.lost:
                yield task, WorkerDied("The process that worked on it died.")


class _Shift(Generic[Task, Done]):
    """One set of workers, until all is done or one of them dies. `lost` are then the tasks under way."""

    def __init__(self, work: Callable[[Task], Done], workers: int) -> None:
        self._work = work
        self._workers = workers
        self._running: dict[Future[Done], Task] = {}
        self.lost: list[Task] = []

    def run(self, waiting: Iterator[Task]) -> Iterator[tuple[Task, Done | BaseException]]:
        """What came of tasks, as it comes."""
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(self._workers, context, _depend_on_the_parent) as pool:
            try:
                while self._fill(pool, waiting):
                    done, _ = wait(self._running, return_when=FIRST_COMPLETED)
                    for future in done:
                        error = future.exception()
                        if isinstance(error, BrokenProcessPool):
                            raise error
                        task = self._running.pop(future)
                        yield task, future.result() if error is None else error
            except BrokenProcessPool:
                self.lost = list(self._running.values())
            finally:
                pool.shutdown(cancel_futures=True)

    def _fill(self, pool: ProcessPoolExecutor, waiting: Iterator[Task]) -> bool:
        """Hand out tasks as far as there is room; whether any is under way then."""
        for task in islice(waiting, self._workers * _AHEAD - len(self._running)):
            try:
                with _interrupts_later():
                    self._running[pool.submit(self._work, task)] = task
            except BrokenProcessPool:
                self._running[Future()] = task
                raise
        return bool(self._running)


@contextmanager
def _interrupts_later() -> Iterator[None]:
    """Ctrl+C waits until the end, and processes begun inside are deaf to it while they set themselves up."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _depend_on_the_parent() -> None:
    """In a worker: leave Ctrl+C to the parent, and end with it, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
