"""Where a question is written for whoever looks on: not more often than an eye can follow."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

UPDATES_PER_SECOND = 30


class Slate:
    """Passes on the newest text it was given, at most so many times a second; nothing once it is closed."""

    def __init__(self, show: Callable[[str], None]) -> None:
        self._show = show
        self._newest = ""
        self._free_at = 0.0
        self._waiting: asyncio.TimerHandle | None = None

    def write(self, text: str) -> None:
        """Show a text now, or as soon as it is time for another one. Only inside a running event loop."""
        self._newest = text
        loop = asyncio.get_running_loop()
        if loop.time() >= self._free_at:
            self._pass_on()
        elif self._waiting is None:
            self._waiting = loop.call_at(self._free_at, self._pass_on)

    def close(self) -> None:
        """Show nothing any more."""
        if self._waiting is not None:
            self._waiting.cancel()

    def _pass_on(self) -> None:
        self.close()
        self._waiting = None
        self._free_at = asyncio.get_running_loop().time() + 1 / UPDATES_PER_SECOND
        self._show(self._newest)
