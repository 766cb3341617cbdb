"""One worker process: tasks go in through one pipe, results come out of another.

Each end of a pipe is open in one process alone, so that whoever is left when the other dies reads its end,
even in the middle of a message.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext
from queue import SimpleQueue
from typing import Any

_ENOUGH = b""


class PoolWorker:
    """A process that does `work`, a module's function, on what it is given, in that order."""

    def __init__(self, context: SpawnContext, work: Callable[[Any], Any]) -> None:
        tasks, self._tasks = context.Pipe(duplex=False)
        self.results, results = context.Pipe(duplex=False)
        self._process = context.Process(target=_serve, args=(tasks, results, work), daemon=True)
        with _interrupts_later():
            self._process.start()
        tasks.close()
        results.close()

    def give(self, task: Any) -> None:
        """Hand over a task. A worker that died meanwhile says so by the end of its results."""
        with suppress(OSError):
            self._tasks.send_bytes(pickle.dumps(task))

    def result(self) -> Any:
        """What came of the first task that has no result yet; an exception in place of a result.

        Raises EOFError or OSError when the process died.
        """
        data = self.results.recv_bytes()
        try:
            return pickle.loads(data)  # noqa: S301 (from our own process)
        except Exception as error:  # exceptions of all kinds come back, and some can't be built again
            return error

    def end(self, *, at_once: bool) -> None:
        """End the process, in the middle of its work where that is to be at once."""
        if at_once:
            self._process.kill()
        else:
            with suppress(OSError):
                self._tasks.send_bytes(_ENOUGH)
        self._process.join()
        self._process.close()
        self._tasks.close()
        self.results.close()


@contextmanager
def _interrupts_later() -> Iterator[None]:
    """Ctrl+C waits until the end, and processes begun inside are deaf to it while they set themselves up."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(tasks: Connection, results: Connection, work: Callable[[Any], Any]) -> None:
    """In the process: leave Ctrl+C to the parent, work until it says enough, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    waiting: SimpleQueue[bytes] = SimpleQueue()
    # Tasks are read while another is worked on, or the parent would wait to be read as the worker does.
    threading.Thread(target=_receive, args=(tasks, waiting), daemon=True).start()
    while data := waiting.get():
        results.send_bytes(_outcome(work, data))


def _receive(tasks: Connection, waiting: SimpleQueue[bytes]) -> None:
    data = None
    while data != _ENOUGH:
        try:
            data = tasks.recv_bytes()
        except (EOFError, OSError):
            os._exit(1)
        waiting.put(data)


def _outcome(work: Callable[[Any], Any], data: bytes) -> bytes:
    try:
        return pickle.dumps(work(pickle.loads(data)))  # noqa: S301 (from our own parent)
    except Exception as error:  # whatever goes wrong is that task's result
        with suppress(Exception):
            return pickle.dumps(error)
        return pickle.dumps(RuntimeError(f"{type(error).__name__}: {error}"))
