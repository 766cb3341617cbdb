"""Time in an interview that nobody sits in: it is what the answers say they took."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

BEGIN = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


class SimulatedClock:
    """The Clock port at one moment: time never passes by itself, so equal interviews are equal documents."""

    def __init__(self, begin: datetime = BEGIN) -> None:
        self._begin = begin

    def now(self) -> datetime:
        """Always the moment it began."""
        return self._begin

    def monotonic(self) -> float:
        """Never grows; answers bring their own seconds."""
        return 0.0

    async def sleep(self, seconds: float) -> None:
        """Wait in earnest, as whoever waits is called off by what comes."""
        await asyncio.sleep(seconds)


class NoSaver:
    """A SessionSaver that keeps nothing: the session itself is what is wanted."""

    def save(self, session: object) -> None:
        """Nothing to do."""
