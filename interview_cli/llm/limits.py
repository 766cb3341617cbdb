"""How many calls a provider gets at a time and in a minute, whoever makes them in this process."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from interview_cli.errors import UsageError
from interview_cli.llm.port import ModelPort, OnText, Reply, Request
from interview_cli.llm.wrapped import Wrapped

_LIMIT = re.compile(r"(?P<provider>[\w.-]+)=(?P<at_once>\d+)?(?:(?:,|(?<==))(?P<minute>\d+)/min)?")
_HINT = "Write PROVIDER=CALLS_AT_ONCE, or with a rate: openai=20,500/min."


@dataclass(frozen=True, slots=True)
class Limit:
    """Calls at once and calls begun in a minute; None for no limit."""

    at_once: int | None = None
    per_minute: int | None = None


def parse_limits(texts: Sequence[str]) -> dict[str, Limit]:
    """Limits by provider from texts such as `openai=20,500/min`. Raises UsageError."""
    found: dict[str, Limit] = {}
    for text in texts:
        match = _LIMIT.fullmatch(text.strip())
        if match is None or (match["at_once"] is None and match["minute"] is None):
            raise UsageError(f"{text!r} is no limit.", _HINT)
        numbers = [None if match[name] is None else int(match[name]) for name in ("at_once", "minute")]
        if 0 in numbers:
            raise UsageError(f"{text!r} would let no call through.", _HINT)
        found[_prefix(match["provider"])] = Limit(*numbers)
    return found


def _prefix(provider: str) -> str:
    """A provider's name as names of models begin with it. Raises UsageError for one that there is not."""
    from interview_cli.llm.providers import full_name

    try:
        return full_name(f"{provider}/any").partition("/")[0]
    except UsageError as error:
        raise UsageError(f"There is no model provider {provider!r} to limit.", _HINT) from error


class Gate:
    """Lets calls to one provider through, in the order they came."""

    def __init__(
        self,
        limit: Limit,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._room = asyncio.Semaphore(limit.at_once) if limit.at_once else None
        self._apart = 60.0 / limit.per_minute if limit.per_minute else 0.0
        self._next = 0.0
        self._clock = clock
        self._sleep = sleep

    @asynccontextmanager
    async def through(self) -> AsyncIterator[None]:
        """Waits until a call may begin, and counts it as under way inside.

        Calls are spread evenly over the minute, as providers count in windows of their own.
        """
        if self._room is None:
            await self._wait_for_turn()
            yield
            return
        async with self._room:
            await self._wait_for_turn()
            yield

    async def _wait_for_turn(self) -> None:
        if not self._apart:
            return
        now = self._clock()
        begin = max(now, self._next)
        self._next = begin + self._apart
        if begin > now:
            await self._sleep(begin - now)


class Gates:
    """The gates of all providers that have a limit."""

    def __init__(self, limits: Mapping[str, Limit]) -> None:
        self._gates = {provider: Gate(limit) for provider, limit in limits.items()}

    def before(self, model: ModelPort) -> ModelPort:
        """The model behind its provider's gate; as it is where there is none."""
        gate = self._gates.get(model.name.partition("/")[0])
        return Gated(model, gate) if gate is not None else model


class Gated(Wrapped):
    """A model whose every call waits at a gate."""

    def __init__(self, model: ModelPort, gate: Gate) -> None:
        super().__init__(model)
        self._gate = gate

    async def complete(self, request: Request, *, on_text: OnText | None = None) -> Reply:
        """The model's reply, once the gate lets the call through. Raises ModelError."""
        async with self._gate.through():
            return await self._model.complete(request, on_text=on_text)
