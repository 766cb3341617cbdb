"""A chain of models behind one door: retry with backoff, then the next model, then one clear error."""

from __future__ import annotations

import asyncio
import math
import random as randomness
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from interview_cli.llm.port import FailureKind, ModelError, ModelPort, OnText, Reply, Request

if TYPE_CHECKING:
    from tenacity import RetryCallState

COOLDOWN = 60.0  # seconds that a model which stays down is left alone
_FIRST_BACKOFF = 1.0
LONGEST_RETRY_AFTER = 30.0  # seconds; a provider that asks for more is left alone
_LONGEST_BACKOFF = 16.0
_ASIDE_KINDS: frozenset[FailureKind] = frozenset({"timeout", "rate_limit", "unavailable", "authentication"})
_NEVER_RETRIED: frozenset[FailureKind] = frozenset({"authentication", "bad_request"})
NO_MODEL_LEFT = "no other model is left"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the person should know: which model failed, how, and what is done about it.

    `wait` is the seconds until the next attempt on the same model, None when it is given up.
    """

    model: str
    kind: FailureKind
    happened: str
    next: str
    wait: float | None = None


@dataclass(slots=True)
class _Member:
    """One model of the chain; it is left alone until the clock reads `aside_until`."""

    model: ModelPort
    aside_until: float = -math.inf
    error: ModelError | None = None


class FallbackModel:
    """The first model of a chain that answers.

    A call is tried `attempts` times on each model, waiting longer each time (exponential from `first_backoff`
    seconds, one without it, with jitter, and at least what Retry-After asks for); `patience` is how many
    seconds after its start a call may still be retried on the same model. A model that stays down is left
    alone for `cooldown` seconds, then tried once by one call before all calls use it again; a model that
    rejects its key is left alone for good. `sleep`, `random` (0 to 1) and `clock` are there for tests.
    """

    def __init__(
        self,
        models: Sequence[ModelPort],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        random: Callable[[], float] = randomness.random,
        clock: Callable[[], float] = time.monotonic,
        on_notice: Callable[[Notice], None] | None = None,
        attempts: int = 3,
        cooldown: float = COOLDOWN,
        patience: float = 45.0,
        first_backoff: float | None = None,
    ) -> None:
        if not models:
            raise ValueError("a chain needs at least one model")
        self._members = [_Member(model) for model in models]
        self._sleep = sleep
        self._random = random
        self._clock = clock
        self._on_notice = on_notice or (lambda notice: None)
        self._attempts = attempts
        self._cooldown = cooldown
        self._patience = patience
        self._first_backoff = _FIRST_BACKOFF if first_backoff is None else first_backoff

    @property
    def name(self) -> str:
        """The names of the chain, first choice first."""
        return ", ".join(member.model.name for member in self._members)

    async def warm_up(self) -> None:
        """Warm every model of the chain up."""
        for member in self._members:
            await member.model.warm_up()

    async def complete(self, request: Request, *, on_text: OnText | None = None) -> Reply:
        """The reply of the first model that gives one; its usage counts all attempts. Raises ModelError.

        A reply that breaks off is a failure like any other: it is asked for again, from its beginning.
        """
        began = self._clock()
        failures: list[ModelError] = []
        tried = 0

        async def call(model: ModelPort) -> Reply:
            nonlocal tried
            tried += 1
            return await model.complete(request, on_text=on_text)

        for position, member in enumerate(self._members):
            now = self._clock()
            if member.error is not None and now < member.aside_until:
                failures.append(member.error)
                continue
            limit = self._attempts
            if member.error is not None:
                limit = 1
                member.aside_until = now + self._cooldown  # one call tries it, the others keep away meanwhile
            try:
                reply = await self._persist(member.model, call, began + self._patience_for(request), limit)
            except ModelError as error:
                self._note_failure(member, error)
                failures.append(error)
                self._announce_next(error, self._members[position + 1 :])
            else:
                member.error = None
                return replace(reply, usage=replace(reply.usage, attempts=tried))
        raise _summary(self.name, failures, max(tried, 1))

    def _patience_for(self, request: Request) -> float:
        """Seconds after its start in which a call may be tried again: no longer than its own time."""
        return min(self._patience, request.timeout)

    async def _persist(
        self, model: ModelPort, call: Callable[[ModelPort], Awaitable[Reply]], until: float, limit: int
    ) -> Reply:
        """`call` on one model, retried within the limits. Raises the last attempt's ModelError."""
        from tenacity import AsyncRetrying, retry_if_exception

        def stop(state: RetryCallState) -> bool:
            late = self._clock() + state.upcoming_sleep > until
            too_long = (_error(state).retry_after or 0.0) > LONGEST_RETRY_AFTER
            return state.attempt_number >= limit or too_long or late

        retrying = AsyncRetrying(
            sleep=self._sleep,
            wait=self._wait,
            stop=stop,
            retry=retry_if_exception(_worth_another_try),
            before_sleep=self._announce_retry,
            reraise=True,
        )
        return await retrying(call, model)

    def _wait(self, state: RetryCallState) -> float:
        """Seconds to wait: exponential, with half of it random, and never less than Retry-After."""
        backoff = min(self._first_backoff * 2.0 ** (state.attempt_number - 1), _LONGEST_BACKOFF)
        asked = _error(state).retry_after
        return (backoff / 2 if asked is None else asked) + self._random() * backoff / 2

    def _note_failure(self, member: _Member, error: ModelError) -> None:
        """Set a model aside when it is down; one that merely could not handle a request is not."""
        if error.kind not in _ASIDE_KINDS:
            member.error = None
            return
        member.error = error
        for_good = error.kind == "authentication"
        member.aside_until = math.inf if for_good else self._clock() + self._cooldown

    def _announce_retry(self, state: RetryCallState) -> None:
        error, wait = _error(state), state.upcoming_sleep
        following = f"trying {error.model or 'it'} again in {wait:.0f} s"
        self._on_notice(Notice(error.model, error.kind, error.message, following, wait))

    def _announce_next(self, error: ModelError, rest: Sequence[_Member]) -> None:
        now = self._clock()
        ready = [member.model.name for member in rest if member.error is None or now >= member.aside_until]
        following = f"trying {ready[0]}" if ready else NO_MODEL_LEFT
        self._on_notice(Notice(error.model, error.kind, error.message, following))


def _error(state: RetryCallState) -> ModelError:
    error = state.outcome.exception() if state.outcome else None
    assert isinstance(error, ModelError)  # only a ModelError is ever retried
    return error


def _worth_another_try(error: BaseException) -> bool:
    return isinstance(error, ModelError) and error.retryable and error.kind not in _NEVER_RETRIED


def _summary(name: str, failures: Sequence[ModelError], attempts: int) -> ModelError:
    """One error for a whole chain: the last one's kind, and what each model said."""
    last = failures[-1]
    messages = dict.fromkeys(failure.message for failure in failures)
    return ModelError(
        last.message if len(messages) == 1 else "No model answered. " + " ".join(messages),
        kind=last.kind,
        model=name,
        retryable=last.retryable,
        retry_after=last.retry_after,
        hint=last.hint,
        attempts=attempts,
    )
