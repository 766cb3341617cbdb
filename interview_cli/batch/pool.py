"""Worker processes on this machine, for work that keeps processors busy."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from itertools import islice
from typing import Generic, TypeVar

Task = TypeVar("Task")
Done = TypeVar("Done")

# So many tasks wait in front of each worker that none is ever idle, and no more are taken from the source.
_AHEAD = 2
# Among so many of the next tasks a worker looks for one that is like those it did before.
_LOOKED_OVER = 64


class WorkerDied(Exception):  # noqa: N818 (it says what happened)
    """The process that worked on a task ended without a word, as one does that ran out of memory."""


def work_off(
    tasks: Iterable[Task],
    work: Callable[[Task], Done],
    workers: int,
    alike: Callable[[Task], Hashable] | None = None,
) -> Iterator[tuple[Task, Done | BaseException]]:
    """What came of each task, as it comes; an exception in place of a result.

    `work` must be a module's function. Tasks of which `alike` gives the same go to the same worker where that
    leaves none idle, so that what it remembers is of use. Where a worker dies, every task that was under way
    is done again in a worker of its own, so that the one that killed it takes no other with it.
    """
    waiting = _Queue(iter(tasks), alike)
    while True:
        shift = _Shift(work, workers)
        yield from shift.run(waiting)
        if not shift.lost:
            return
        for task in shift.lost:
            alone = _Shift(work, 1)
            yield from alone.run(_Queue(iter([task]), None))
            if alone.lost:
                yield task, WorkerDied("The process that worked on it died.")


class _Queue(Generic[Task]):
    """Tasks that wait, nearly in their order, and which worker did the like before."""

    def __init__(self, source: Iterator[Task], alike: Callable[[Task], Hashable] | None) -> None:
        self._source = source
        self._alike = alike
        self._next: list[Task] = []
        self._whose: dict[Hashable, int] = {}

    def take(self, worker: int) -> Iterator[Task]:
        """The next task for a worker: the first of a kind that is its own or nobody's yet, else the first."""
        most = _LOOKED_OVER if self._alike else 1
        self._next += islice(self._source, most - len(self._next))
        if not self._next:
            return
        place = 0
        if self._alike is not None:
            kinds = map(self._alike, self._next)
            fitting = (at for at, kind in enumerate(kinds) if self._whose.setdefault(kind, worker) == worker)
            place = next(fitting, 0)
        yield self._next.pop(place)


class _Shift(Generic[Task, Done]):
    """One set of workers, until all is done or one of them dies. `lost` are then the tasks under way."""

    def __init__(self, work: Callable[[Task], Done], workers: int) -> None:
        self._work = work
        self._workers = workers
        self._running: dict[Future[Done], tuple[int, Task]] = {}
        self.lost: list[Task] = []

    def run(self, waiting: _Queue[Task]) -> Iterator[tuple[Task, Done | BaseException]]:
        """What came of tasks, as it comes."""
        context = multiprocessing.get_context("spawn")
        with ExitStack() as stack:
            pools = [
                stack.enter_context(ProcessPoolExecutor(1, context, _depend_on_the_parent))
                for _ in range(self._workers)
            ]
            try:
                while self._fill(pools, waiting):
                    done, _ = wait(self._running, return_when=FIRST_COMPLETED)
                    for future in done:
                        error = future.exception()
                        if isinstance(error, BrokenProcessPool):
                            raise error
                        _, task = self._running.pop(future)
                        yield task, future.result() if error is None else error
            except BrokenProcessPool:
                self.lost = [task for _, task in self._running.values()]
            finally:
                # Closed early, no further task begins, and those under way come to their end: a worker
                # killed while it sends a result would leave its pool waiting for the rest of it for ever.
                for pool in pools:
                    pool.shutdown(cancel_futures=True)

    def _fill(self, pools: Sequence[ProcessPoolExecutor], waiting: _Queue[Task]) -> bool:
        """Hand out tasks as far as there is room; whether any is under way then."""
        room = Counter(dict.fromkeys(range(len(pools)), _AHEAD))
        room.subtract(worker for worker, _ in self._running.values())
        # By turns, so that no worker waits while another has two.
        for worker in [worker for left in range(_AHEAD, 0, -1) for worker in room if room[worker] >= left]:
            for task in waiting.take(worker):
                try:
                    with _interrupts_later():
                        self._running[pools[worker].submit(self._work, task)] = (worker, task)
                except BrokenProcessPool:
                    self._running[Future()] = (worker, task)
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
