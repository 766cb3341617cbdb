"""A local engine in a process of its own, started as `child ENGINE WEIGHTS THREADS`.

Orders come on standard input and replies go to standard output (see frames.py). It ends as soon as its
standard input does, which is when its parent goes away, however that happens. Whatever libraries print goes
to standard error.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from interview_cli.voice.transcribe.engine import Engine, Order
from interview_cli.voice.transcribe.frames import read_frame, write_frame


class _CalledOff(Exception):  # noqa: N818 (nothing went wrong)
    """Nobody waits for the reply any more."""


class _Inbox:
    """The orders as they come; read in a thread, so that they are taken while the engine computes."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.orders: queue.SimpleQueue[tuple[dict[str, Any], bytes]] = queue.SimpleQueue()
        self.called_off = 0

    def read(self) -> None:
        """Take orders until the parent goes away, and end the process then, whatever it does."""
        while frame := read_frame(self._stream):
            header, data = frame
            if header["do"] == "cancel":
                self.called_off = max(self.called_off, header["id"])
            else:
                self.orders.put((header, data))
        os._exit(0)

    def check(self, number: int) -> Callable[[], None]:
        """What raises once order `number` was called off."""

        def check() -> None:
            if number <= self.called_off:
                raise _CalledOff

        return check


def opened(engine: str, weights: Path, threads: int) -> Engine:
    """The engine of that name with its model loaded."""
    if engine == "whisper":
        from interview_cli.voice.transcribe.openai_engine import OpenAIWhisper

        return OpenAIWhisper(weights, threads)
    from interview_cli.voice.transcribe.faster_engine import FasterWhisper

    return FasterWhisper(weights, threads)


def main(arguments: list[str]) -> None:
    """Load the engine, then answer one order after another until the parent goes away."""
    name, weights, threads = arguments
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program that started this one
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    inbox = _Inbox(sys.stdin.buffer)
    threading.Thread(target=inbox.read, name="orders", daemon=True).start()
    try:
        engine = opened(name, Path(weights), int(threads))
    except Exception as error:  # any class may come out of these libraries
        kind = "failed" if isinstance(error, ImportError) else "unreadable"
        write_frame(replies, {"id": 0, "is": kind, "why": _reason(error)})
        os._exit(1)  # an ordinary exit would wait for the thread that reads
    write_frame(replies, {"id": 0, "is": "ready"})
    while True:
        header, data = inbox.orders.get()
        number = header["id"]
        reply: dict[str, Any] = {"id": number}
        order = Order(
            data, header["language"], header["prompt"], tuple(header["temperatures"]), header["most_tokens"]
        )
        try:
            reply |= {"is": "part", **engine.understand(order, inbox.check(number))}
        except _CalledOff:
            reply["is"] = "cancelled"
        except Exception as error:  # see above; the engine can be used on
            reply |= {"is": "failed", "why": _reason(error)}
        write_frame(replies, reply)


def _reason(error: Exception) -> str:
    """What went wrong in one line."""
    words = " ".join(str(error).split())
    return words[:300] or type(error).__name__


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        main(sys.argv[1:])
    os._exit(0)
