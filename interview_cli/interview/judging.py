"""Judgements that run beside the interview, one task for each answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from interview_cli.coach.evaluation import Evaluation
from interview_cli.interview.ports import Judge
from interview_cli.interview.session import Turn


class Judgements:
    """Starts judgements and hands each to `done` when it arrives, in whatever order they do.

    Each begins after `head_start` seconds, in which the request for the next question goes out first.
    """

    def __init__(
        self, judge: Judge, done: Callable[[Turn, Evaluation], None], head_start: float = 0.0
    ) -> None:
        self._judge = judge
        self._done = done
        self._head_start = head_start
        self.tasks: list[asyncio.Task[None]] = []

    def start(self, turn: Turn) -> None:
        """Begin to judge an answered turn."""
        self.tasks.append(asyncio.create_task(self._one(turn)))

    def all_done(self) -> asyncio.Future[list[None]]:
        """A future for all judgements; its result raises what one of them raised."""
        return asyncio.gather(*self.tasks)

    async def _one(self, turn: Turn) -> None:
        if self._head_start:
            await asyncio.sleep(self._head_start)
        if turn.answer is None or turn.analysis is None:
            raise ValueError(f"turn {turn.id} has no answer to judge")
        self._done(turn, await self._judge.judge(turn.question, turn.answer.text, turn.analysis))
