"""Tasks under way on a Dask cluster: handed over, looked after, and handed over again where it lost them."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from interview_cli.batch.parcel import Parcel
from interview_cli.errors import ProviderError

# A task that the cluster itself forgot is handed over so often.
MOST_TIMES = 3
# Seconds without a worker after which no more is waited for; one that is restarted takes a few.
DESERTED_SECONDS = 30.0
# Seconds that a scheduler which forgot work may take to answer, as it does when it is begun again.
ANSWER_SECONDS = 10.0
# Seconds that one which knows of the work may take to answer.
_BUSY_SECONDS = 30.0
_POLL_SECONDS = 0.05
# After so many seconds in which nothing came, the cluster is looked after.
_QUIET_SECONDS = 2.0
# What Dask calls a worker that takes work on; others are paused or closing.
_AT_WORK = "running"


def carried(parcel: Parcel) -> Parcel:
    """On a worker: the parcel itself.

    As the result of a task it is made again where the workers that held it died; data that is merely put
    there would be gone, and all that needs it with it.
    """
    return parcel


@dataclass(frozen=True, slots=True)
class _Order:
    """A task, what is to be called for it, and how often it was handed over."""

    task: Any
    work: Callable[..., Any]
    arguments: tuple[Any, ...]
    times: int = 1


class ClusterShift:
    """The tasks of one run on a cluster. `tell` is given what the person may do something about."""

    def __init__(self, client: Any, address: str, parcel: Parcel, tell: Callable[[str], None]) -> None:
        from distributed import as_completed

        self._client = client
        self._address = address
        self._parcel = parcel
        self._tell = tell
        self._sent: Any = None
        self._running: dict[Any, _Order] = {}
        self._completed: Any = as_completed()
        self._deserted: float | None = None

    def run(self, source: Iterator[Any], most: int) -> Iterator[tuple[Any, Any]]:
        """What came of each task, as it comes, with `most` of them handed over at a time.

        Raises ProviderError without workers, and what a connection raises that is lost.
        """
        from distributed import CancelledError

        self._take(source, most)
        while self._running:
            future = self._next()
            order = self._running[future]
            try:
                came = self._fetched(future)
            except CancelledError:
                del self._running[future]
                if self._gone(order):
                    continue
                came = ProviderError("The cluster forgot this work again and again.")
            else:
                del self._running[future]
            yield order.task, came
            self._take(source, 1)

    def release(self) -> None:
        """Call off what is under way."""
        for future in self._running:
            future.release()
        self._running.clear()
        if self._sent is not None:
            self._sent.release()

    def _take(self, source: Iterator[Any], most: int) -> None:
        for task, work, arguments in islice(source, most):
            self._submit(_Order(task, work, arguments))

    def _submit(self, order: _Order) -> None:
        future = self._client.submit(order.work, self._carried(), *order.arguments, pure=False)
        self._running[future] = order
        self._completed.add(future)

    def _carried(self) -> Any:
        """The parcel, handed over once, and again where the scheduler forgot it."""
        if self._sent is None or self._sent.cancelled():
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", "Sending large graph")
                self._sent = self._client.submit(carried, self._parcel, pure=False)
        return self._sent

    def _next(self) -> Any:
        """The next future that is done."""
        look = time.monotonic() + _QUIET_SECONDS
        while not self._completed.has_ready():
            time.sleep(_POLL_SECONDS)
            if time.monotonic() >= look:
                self._look_after(_BUSY_SECONDS)
                look = time.monotonic() + _QUIET_SECONDS
        return next(self._completed)

    def _fetched(self, future: Any) -> Any:
        """What came of a task. Raises CancelledError where the cluster forgot it."""
        from distributed import CancelledError, KilledWorker

        seconds = _QUIET_SECONDS
        while True:
            try:
                error = future.exception(timeout=seconds)
                if isinstance(error, CancelledError):
                    raise error
                if isinstance(error, KilledWorker):
                    return RuntimeError("each worker that had this died over it, maybe for want of memory")
                # A result that lay on a worker which died is worked out again meanwhile.
                return future.result(timeout=seconds) if error is None else error
            except TimeoutError:
                self._look_after(_BUSY_SECONDS)
                # One that is long under way, as it is large, is fetched from its beginning.
                seconds *= 2

    def _gone(self, order: _Order) -> bool:
        """Hand a task over again that was forgotten; False when that was done often enough.

        Raises what a connection raises that is lost.
        """
        self._look_after(ANSWER_SECONDS)
        if order.times == MOST_TIMES:
            return False
        self._submit(replace(order, times=order.times + 1))
        return True

    def _look_after(self, seconds: float) -> None:
        """See whether the scheduler answers within `seconds`, and has had workers at work lately."""
        if self._client.status not in ("running", "connecting"):
            raise ConnectionError(f"no connection to {self._address}")
        identity = self._client.sync(self._client.scheduler.identity, n_workers=-1, callback_timeout=seconds)
        workers = [worker["status"] for worker in identity["workers"].values()]
        now = time.monotonic()
        if _AT_WORK in workers:
            self._deserted = None
            return
        lacks = (
            f"no worker but {len(workers)} that paused, as memory is full" if workers else "no worker left"
        )
        start = f"Start some{' with more memory' if workers else ''}: dask worker {self._address}"
        if self._deserted is None:
            self._deserted = now
            self._tell(f"note: The cluster has {lacks}; waiting {DESERTED_SECONDS:.0f} s for one. {start}")
        elif now - self._deserted >= DESERTED_SECONDS:
            raise ProviderError(
                f"The cluster at {self._address} has {lacks}.",
                f"{start}; what was complete is kept, go on with --continue.",
            )
