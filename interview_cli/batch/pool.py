"""Worker processes on this machine, for work that keeps processors busy."""

from __future__ import annotations

import multiprocessing
from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import islice
from multiprocessing.connection import wait
from typing import Generic, TypeVar

from interview_cli.batch.pool_worker import PoolWorker

Task = TypeVar("Task")
Done = TypeVar("Done")

# So many tasks are with each worker that none is ever idle, and no more are taken from the source.
_AHEAD = 2
# Among so many of the next tasks a worker looks for one that is like those it did before.
_LOOKED_OVER = 64
# A task may have the bad luck of a worker that is killed from outside, but not as often as it is tried.
_MOST_TIMES = 2


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
    leaves none idle, so that what it remembers is of use. Where a worker dies, another takes its place; the
    task it was at is tried once more, and those that waited behind it come to no harm. Closed early, the
    workers end at once.
    """
    pool = _Pool(work, workers, _Queue(iter(tasks), alike))
    try:
        yield from pool.run()
    finally:
        pool.end()


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
        self._next += islice(self._source, max(0, most - len(self._next)))
        if not self._next:
            return
        place = 0
        if self._alike is not None:
            kinds = map(self._alike, self._next)
            fitting = (at for at, kind in enumerate(kinds) if self._whose.setdefault(kind, worker) == worker)
            place = next(fitting, 0)
        yield self._next.pop(place)

    def put_back(self, tasks: Iterable[Task]) -> None:
        """Let tasks come next that no worker began."""
        self._next[:0] = tasks


class _Pool(Generic[Task, Done]):
    """The workers by their places, each with the tasks that it has, and how often it had the first."""

    def __init__(self, work: Callable[[Task], Done], workers: int, waiting: _Queue[Task]) -> None:
        self._work = work
        self._context = multiprocessing.get_context("spawn")
        self._waiting = waiting
        self._workers: list[PoolWorker | None] = [None] * workers
        self._given: list[deque[tuple[Task, int]]] = [deque() for _ in range(workers)]

    def run(self) -> Iterator[tuple[Task, Done | BaseException]]:
        """What came of tasks, as it comes."""
        while True:
            self._fill()
            busy = {
                worker.results: place
                for place, worker in enumerate(self._workers)
                if worker is not None and self._given[place]
            }
            if not busy:
                return
            ready = wait([*busy])
            for place in [place for results, place in busy.items() if results in ready]:
                yield from self._heard_from(place)

    def end(self) -> None:
        """End all workers: at once where they are at work."""
        for place, worker in enumerate(self._workers):
            if worker is not None:
                worker.end(at_once=bool(self._given[place]))

    def _fill(self) -> None:
        """Hand out tasks as far as there is room."""
        room = Counter({place: _AHEAD - len(given) for place, given in enumerate(self._given)})
        # By turns, so that no worker waits while another has two.
        for place in [place for left in range(_AHEAD, 0, -1) for place in room if room[place] >= left]:
            for task in self._waiting.take(place):
                self._give(place, task, 1)

    def _give(self, place: int, task: Task, times: int) -> None:
        worker = self._workers[place] or PoolWorker(self._context, self._work)
        self._workers[place] = worker
        self._given[place].append((task, times))
        worker.give(task)

    def _heard_from(self, place: int) -> Iterator[tuple[Task, Done | BaseException]]:
        """What a worker has to say: a result, or nothing any more."""
        worker, given = self._workers[place], self._given[place]
        assert worker is not None
        try:
            came = worker.result()
        except (EOFError, OSError):
            worker.end(at_once=True)
            self._workers[place] = None
            (task, times), *behind = given
            given.clear()
            self._waiting.put_back(other for other, _ in behind)
            if times < _MOST_TIMES:
                self._give(place, task, times + 1)
            else:
                yield task, WorkerDied("The process that worked on it died.")
            return
        yield given.popleft()[0], came
