"""A model provider for batches: leads, judges, plays candidates, and notes how many calls came together."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from interview_cli.library.locator import bundled
from interview_cli.library.shelf import Library
from tests.interview.model_play import Play
from tests.loopback import Behaviour

CANDIDATE = Library([], [bundled("prompts")]).prompt("candidate")
PLAYED = "I would measure where the time goes first, since guesses cost more than a profile."
Change = Callable[[dict[str, Any]], Behaviour | None]


class BatchPlay:
    """Replies to every prompt of an interview. `change` may give another reply to a request.

    `delay` (seconds) is how long every reply takes; `candidates` are the requests to play one.
    """

    def __init__(self, change: Change = lambda request: None, delay: float = 0.0) -> None:
        self._change = change
        self._delay = delay
        self._play = Play()
        self._begun: list[float] = []
        self.candidates: list[dict[str, Any]] = []

    def __call__(self, request: dict[str, Any], number: int) -> Behaviour:
        self._begun.append(time.monotonic())
        changed = self._change(request)
        if changed is not None:
            return changed
        if request["messages"][0]["content"] == CANDIDATE.system:
            self.candidates.append(request)
            return Behaviour(text=json.dumps({"answer": PLAYED}), delay=self._delay)
        return Behaviour(text=self._play(request, number).text, delay=self._delay)

    @property
    def most_at_once(self) -> int:
        """The most calls that were under way together: each holds its place until the reply is sent."""
        return max(
            sum(begun <= moment < begun + self._delay for begun in self._begun) for moment in self._begun
        )
