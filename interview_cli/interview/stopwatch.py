"""Time a person spends on a question: it runs while they may answer and rests otherwise."""

from __future__ import annotations

from collections.abc import Callable


class Stopwatch:
    """Adds up seconds while it runs; any of several named reasons can hold it."""

    def __init__(self, monotonic: Callable[[], float], already: float = 0.0) -> None:
        self._monotonic = monotonic
        self._seconds = already
        self._since: float | None = None
        self._holds: set[str] = set()

    @property
    def seconds(self) -> float:
        """Seconds counted so far."""
        running = self._monotonic() - self._since if self._since is not None else 0.0
        return self._seconds + running

    @property
    def running(self) -> bool:
        """Whether time is being counted."""
        return self._since is not None

    def start(self) -> None:
        """Count from now on, unless something holds the watch."""
        if self._since is None and not self._holds:
            self._since = self._monotonic()

    def hold(self, reason: str) -> None:
        """Stand still for a reason, such as `pause` or `speech`."""
        self._holds.add(reason)
        self.stop()

    def release(self, reason: str) -> None:
        """Give up a reason to stand still; the watch runs once none is left."""
        self._holds.discard(reason)
        self.start()

    def stop(self) -> None:
        """Stop counting and keep what was counted."""
        self._seconds = self.seconds
        self._since = None
