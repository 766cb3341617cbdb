"""A Dask cluster that works tasks off; what comes back is for the caller to keep."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

from interview_cli.batch.cluster_shift import ClusterShift
from interview_cli.batch.parcel import Parcel
from interview_cli.errors import ProviderError, UsageError

Task = TypeVar("Task")

CONNECT_SECONDS = 10
_LONGEST_CONNECT_SECONDS = 15
# Tasks that are handed over ahead for each thread of the cluster: none is idle, and few are to be called off.
_AHEAD = 2
_TELLING = re.compile(r"\bssl|certificate|no such file|what answers there", re.IGNORECASE)
_INSTALL = "Install the extra: pip install 'interview-cli[cluster]'"


class Cluster:
    """A connection to a scheduler. Work that a worker dies over is given to another by the scheduler.

    Raises UsageError when nothing answers at the address, or `distributed` is not installed.
    """

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
            from distributed.comm import get_address_host_port
        except ImportError as error:
            raise UsageError("A cluster needs the package distributed.", _INSTALL) from error
        except ValueError as error:
            told = " ".join(str(error).split())
            raise UsageError(f"Dask's own configuration cannot be read: {told}.", "Mend it.") from error
        try:
            # A client that can't make sense of its address would stay behind, half begun.
            get_address_host_port(address)
            self._client: Any = _connected(partial(Client, address, timeout=CONNECT_SECONDS))
        except (OSError, ValueError, TypeError, AssertionError, NotImplementedError) as error:
            raise UsageError(
                f"No Dask scheduler answers at {address}{_reason(error)}.", _hint(address)
            ) from error
        self._address = address
        _silence()

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
        tell: Callable[[str], None] = lambda line: None,
    ) -> Iterator[tuple[Task, Any]]:
        """What came of each task, as it comes; an exception in place of a result.

        A task comes with the function to be called on a worker, which is given the parcel and the arguments.
        `tell` is given what the person may do something about while it waits. Raises UsageError when there is
        no worker, ProviderError when all of them are gone for a while, or the scheduler is.
        """
        from distributed import CancelledError
        from distributed.comm.core import CommClosedError

        threads = self.threads
        if not threads:
            raise UsageError(
                f"The cluster at {self._address} has no workers.",
                f"Start some: dask worker {self._address}",
            )
        shift = ClusterShift(self._client, self._address, parcel, tell)
        try:
            yield from shift.run(iter(tasks), threads * _AHEAD)
        except (CancelledError, CommClosedError, OSError, TimeoutError) as error:
            raise ProviderError(
                f"The cluster at {self._address} was lost.",
                "What was complete is kept; go on with --continue.",
            ) from error
        finally:
            shift.release()


def _connected(open_client: Callable[[], Any]) -> Any:
    """A client, in a thread of its own: a server that is no scheduler would keep it waiting for ever.

    Raises what it raises, and TimeoutError.
    """
    came: list[Any] = []

    def connect() -> None:
        try:
            came.append(open_client())
        except Exception as error:  # raised again where it is waited for
            came.append(error)

    thread = threading.Thread(target=connect, daemon=True)
    thread.start()
    thread.join(_LONGEST_CONNECT_SECONDS)
    if not came:
        raise TimeoutError("what answers there is none")
    if isinstance(came[0], Exception):
        raise came[0]
    return came[0]


def _reason(error: BaseException) -> str:
    """What Dask says of it where a person can make something of that: certificates, and other servers."""
    told = " ".join(str(error.__cause__ or error).split())
    return f": {told}" if _TELLING.search(told) else ""


def _hint(address: str) -> str:
    if address.startswith("tls:"):
        return (
            "Start one with: dask scheduler; for TLS, Dask's settings must name the certificates: "
            "DASK_DISTRIBUTED__COMM__TLS__CA_FILE, ..TLS__CLIENT__CERT and ..TLS__CLIENT__KEY."
        )
    return "Start one with: dask scheduler; and name its address, which begins with tls: where it uses TLS."


def _silence() -> None:
    """Keep Dask's own log off the terminal: what the person should know is told in other words."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
