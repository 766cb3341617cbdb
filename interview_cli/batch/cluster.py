"""A Dask cluster that works tasks off; what comes back is for the caller to keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from types import TracebackType
from typing import Any, Self, TypeVar

from interview_cli.batch.parcel import Parcel
from interview_cli.errors import ProviderError, UsageError

Task = TypeVar("Task")

CONNECT_SECONDS = 10
# Tasks that are handed over ahead for each thread of the cluster: none is idle, and few are to be called off.
_AHEAD = 2
_INSTALL = "Install the extra: pip install 'interview-cli[cluster]'"


class Cluster:
    """A connection to a scheduler. Work that a worker dies over is given to another by the scheduler.

    Raises UsageError when nothing answers at the address, or `distributed` is not installed.
    """

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise UsageError("A cluster needs the package distributed.", _INSTALL) from error
        try:
            self._client: Any = Client(address, timeout=CONNECT_SECONDS)
        except (OSError, ValueError, TypeError, AssertionError) as error:
            # An address that it can't make sense of fails in whichever of its threads looks first.
            raise UsageError(
                f"No Dask scheduler answers at {address}.",
                "Start one with: dask scheduler; and name its address.",
            ) from error
        self._address = address

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close(timeout=CONNECT_SECONDS)

    @property
    def workers(self) -> int:
        """How many worker processes there are now."""
        return len(self._client.scheduler_info(n_workers=-1)["workers"])

    @property
    def threads(self) -> int:
        """How many tasks the workers can have under way together."""
        return sum(self._client.nthreads().values())

    def work_off(
        self,
        tasks: Iterable[tuple[Task, Callable[..., Any], tuple[Any, ...]]],
        parcel: Parcel,
    ) -> Iterator[tuple[Task, Any]]:
        """What came of each task, as it comes; an exception in place of a result.

        A task comes with the function to be called on a worker, which is given the parcel and the arguments.
        Raises UsageError when there is no worker, ProviderError when the scheduler is lost.
        """
        from distributed import CancelledError, as_completed
        from distributed.comm.core import CommClosedError

        if not self.threads:
            raise UsageError(
                f"The cluster at {self._address} has no workers.", "Start some: dask worker ADDRESS"
            )
        source = iter(tasks)
        running: dict[Any, Task] = {}
        try:
            [sent] = self._client.scatter([parcel], broadcast=True, hash=False)
            completed = as_completed()
            self._submit(source, sent, running, completed, self.threads * _AHEAD)
            for future in completed:
                task = running.pop(future)
                error = future.exception()
                if isinstance(error, CancelledError):
                    raise error
                yield task, future.result() if error is None else error
                self._submit(source, sent, running, completed, 1)
        except (CancelledError, CommClosedError, OSError, TimeoutError) as error:
            raise ProviderError(
                f"The cluster at {self._address} was lost.",
                "What was complete is kept; go on with --continue.",
            ) from error
        finally:
            for future in running:
                future.release()

    def _submit(
        self, source: Iterator[Any], sent: Any, running: dict[Any, Any], completed: Any, most: int
    ) -> None:
        for task, work, arguments in islice(source, most):
            future = self._client.submit(work, sent, *arguments, pure=False)
            running[future] = task
            completed.add(future)
