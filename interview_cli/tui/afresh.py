"""Judging that runs beside the screens in a thread and a loop of its own, and can be stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from threading import Lock
from typing import TYPE_CHECKING, Any

from interview_cli.tui.past import Entry
from interview_cli.tui.ports import Tell

if TYPE_CHECKING:
    from interview_cli.interview.session import Session


class Afresh:
    """One interview that is judged once more; `said` is the newest thing told of it."""

    def __init__(self, entry: Entry, judge: Callable[[Tell], Coroutine[Any, Any, Session]]) -> None:
        self.entry = entry
        self.said = ""
        self._judge = judge
        self._lock = Lock()
        self._stopped = False
        self._running: tuple[asyncio.AbstractEventLoop, asyncio.Task[Session]] | None = None

    def run(self, tell: Tell) -> Session | None:
        """Judge, in the thread that calls this; None when it was stopped. Raises InterviewError.

        Reading, saving and loading a model client block, so this is not for the loop that draws.
        """
        try:
            return asyncio.run(self._run(tell))
        except asyncio.CancelledError:
            return None

    def stop(self) -> None:
        """Stop as soon as may be, from any thread; what was judged is kept."""
        with self._lock:
            self._stopped = True
            if self._running is not None:
                loop, task = self._running
                loop.call_soon_threadsafe(task.cancel)

    async def _run(self, tell: Tell) -> Session:
        def note(said: str) -> None:
            self.said = said
            tell(said)

        task = asyncio.create_task(self._judge(note))
        with self._lock:
            self._running = asyncio.get_running_loop(), task
            if self._stopped:
                task.cancel()
        try:
            return await task
        finally:
            with self._lock:
                self._running = None
