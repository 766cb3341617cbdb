"""What calls to models cost: every call is reported, and the reports add up."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from interview_cli.llm.port import CallUsage, ModelError, ModelPort, OnText, Reply, Request
from interview_cli.llm.wrapped import Wrapped


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over calls.

    `cost` is in US dollars and None when no call's price is known; `unpriced` counts the calls
    whose price is not; `mean_seconds` is the mean latency of the calls that gave a reply.
    """

    calls: int = 0
    failed: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None
    unpriced: int = 0
    mean_seconds: float = 0.0


def totals(calls: Sequence[CallUsage]) -> Totals:
    """The sums over a list of usage records."""
    answered = [call for call in calls if not call.failed]
    prices = [call.cost for call in answered if call.cost is not None]
    return Totals(
        calls=len(calls),
        failed=len(calls) - len(answered),
        input_tokens=sum(call.input_tokens for call in calls),
        output_tokens=sum(call.output_tokens for call in calls),
        cost=sum(prices) if prices else None,
        unpriced=len(answered) - len(prices),
        mean_seconds=sum(call.seconds for call in answered) / len(answered) if answered else 0.0,
    )


@dataclass(slots=True)
class UsageRecorder:
    """Collects usage records; hand it to `Metered` as the sink."""

    calls: list[CallUsage] = field(default_factory=list)

    def __call__(self, usage: CallUsage) -> None:
        """Keep one record."""
        self.calls.append(usage)

    def totals(self) -> Totals:
        """The sums so far."""
        return totals(self.calls)


class Metered(Wrapped):
    """A model that reports the usage of every call to `sink`, of failed and abandoned calls too."""

    def __init__(
        self,
        model: ModelPort,
        sink: Callable[[CallUsage], None],
        *,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        super().__init__(model)
        self._sink = sink
        self._clock = clock

    async def complete(self, request: Request, *, on_text: OnText | None = None) -> Reply:
        """The model's reply, reported. Raises ModelError, reported too."""
        began = self._clock()
        try:
            reply = await self._model.complete(request, on_text=on_text)
        except (ModelError, asyncio.CancelledError) as error:
            self._sink(self._failed(request, began, error))
            raise
        self._sink(reply.usage)
        return reply

    def _failed(self, request: Request, began: float, error: BaseException | None) -> CallUsage:
        """The record of a call that gave no reply; without a ModelError its caller gave up on it."""
        known = error if isinstance(error, ModelError) else None
        return CallUsage(
            purpose=request.purpose,
            model=known.model if known and known.model else self.name,
            seconds=self._clock() - began,
            attempts=known.attempts if known else 1,
            failed=known.kind if known else "cancelled",
            prompt_hash=request.prompt_hash,
        )
