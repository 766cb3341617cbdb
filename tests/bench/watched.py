"""`python -m tests.bench.watched REPORT ARGUMENT...`: `interview ARGUMENT...` with its event loop watched.

The loop is watched from its policy, so that the program runs as it is. REPORT becomes a JSON document of
`Watch`. With `--stream` before REPORT long questions stream in, as a quick model's would.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

_EVERY_SECONDS = 0.005
# A gap that nobody could notice is not kept.
_LEAST_SECONDS = 0.01
_CLIENT = "litellm"


@dataclass
class Watch:
    """What was seen, in seconds since the loop began: gaps as (when it ended, how long), and when the model
    client's import began and was over.
    """

    gaps: list[tuple[float, float]] = field(default_factory=list)
    import_began: float | None = None
    import_over: float | None = None

    def longest(self, begin: float, end: float) -> float:
        """The longest gap that touches this time, in seconds."""
        return max((long for at, long in self.gaps if at >= begin and at - long <= end), default=0.0)


class WatchedPolicy(asyncio.DefaultEventLoopPolicy):
    """Every loop wakes each 5 ms, and notes how much later than that it woke."""

    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self._watch = watch

    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        """A loop with the watch on it."""
        loop = super().new_event_loop()
        began = time.perf_counter()
        before = began

        def wake() -> None:
            nonlocal before
            now = time.perf_counter()
            late = now - before - _EVERY_SECONDS
            if late >= _LEAST_SECONDS:
                self._watch.gaps.append((now - began, late))
            self._look_for_client(now - began)
            before = now
            loop.call_later(_EVERY_SECONDS, wake)

        loop.call_soon(wake)
        return loop

    def _look_for_client(self, at: float) -> None:
        watch = self._watch
        if watch.import_over is not None or (client := sys.modules.get(_CLIENT)) is None:
            return
        if watch.import_began is None:
            watch.import_began = at
        if not getattr(client.__spec__, "_initializing", False):
            watch.import_over = at


def main(arguments: list[str]) -> int:
    """Run the command; its exit code."""
    streams = arguments[0] == "--stream"
    report, *command = arguments[1:] if streams else arguments
    watch = Watch()
    asyncio.set_event_loop_policy(WatchedPolicy(watch))
    if streams:
        from tests.bench.streaming import stream_questions

        stream_questions()
    from interview_cli.cli.app import run

    try:
        return run(command)
    finally:
        Path(report).write_text(json.dumps(asdict(watch)), "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
