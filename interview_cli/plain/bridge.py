"""Runs an engine on a thread of its own, so that reading a line may block."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable

from interview_cli.interview.engine import Engine
from interview_cli.interview.events import Command, EngineEvent, TimeUp

SHUTDOWN_SECONDS = 10


class Bridge:
    """The engine behind a queue: `next_event` waits for it, `send` talks to it.

    `on_time_up` and `on_failure` are called on the engine's thread at once, while the main thread
    reads a line.
    """

    def __init__(
        self, engine: Engine, on_time_up: Callable[[TimeUp], None], on_failure: Callable[[], None]
    ) -> None:
        self._engine = engine
        self._on_time_up = on_time_up
        self._on_failure = on_failure
        self._failure: BaseException | None = None
        self._events: queue.Queue[EngineEvent | None] = queue.Queue()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="interview-engine", daemon=True)

    def start(self) -> None:
        """Begin the interview."""
        self._thread.start()
        self._ready.wait()

    def next_event(self) -> EngineEvent | None:
        """The next event; None when there are no more. Raises what ended the engine."""
        event = self._events.get()
        if event is None:
            self.check()
        return event

    def waiting(self) -> bool:
        """Whether an event is there already."""
        return not self._events.empty()

    def send(self, command: Command) -> None:
        """Hand a command to the engine. Raises what ended it."""
        self.check()
        assert self._loop is not None
        try:
            self._loop.call_soon_threadsafe(self._engine.send, command)
        except RuntimeError:  # the loop was closed just now
            self.join()
            self.check()
            raise

    def check(self) -> None:
        """Raise what ended the engine, if anything did."""
        if self._failure is not None:
            raise self._failure

    def join(self) -> None:
        """Wait for the engine's thread to end."""
        self._thread.join(SHUTDOWN_SECONDS)

    def _run(self) -> None:
        try:
            asyncio.run(self._pump())
        except BaseException as error:  # carried to the main thread, which raises it
            self._failure = error
            self._on_failure()
        self._events.put(None)

    async def _pump(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._ready.set()
        async for event in self._engine.events():
            if isinstance(event, TimeUp):
                self._on_time_up(event)
            self._events.put(event)
