"""A model that replies and fails as a test says, and a clock that only moves when someone sleeps."""

from __future__ import annotations

import asyncio

from interview_cli.llm.port import CallUsage, FailureKind, Message, ModelError, OnText, Reply, Request

REQUEST = Request(purpose="test", messages=(Message.of("user", "Hello?"),), prompt_hash="abc")


def fails(kind: FailureKind, *, retryable: bool = True, retry_after: float | None = None) -> ModelError:
    """An error as a gateway raises it."""
    return ModelError(f"{kind}!", kind=kind, model="m", retryable=retryable, retry_after=retry_after)


class ScriptedModel:
    """Plays its steps one after another; the last one stays. Keeps the requests it was sent."""

    def __init__(self, name: str, *steps: str | ModelError) -> None:
        self.name = name
        self.steps = list(steps)
        self.requests: list[Request] = []

    async def warm_up(self) -> None:
        """Nothing to warm up."""

    async def complete(self, request: Request, *, on_text: OnText | None = None) -> Reply:
        """The next step: its text as a reply, or its error.

        A streamed one is told word by word; the word `BREAK` raises an error in the middle.
        """
        step = self.steps[min(len(self.requests), len(self.steps) - 1)]
        self.requests.append(request)
        if isinstance(step, ModelError):
            raise step
        if on_text is not None:
            told = ""
            for word in step.split(" "):
                if word == "BREAK":
                    raise fails("unavailable")
                told += f" {word}" if told else word
                on_text(told)
                await asyncio.sleep(0)
        usage = CallUsage(request.purpose, self.name, 10, 5, 0.001, 0.5, prompt_hash=request.prompt_hash)
        return Reply(step, self.name, "stop", usage)


class FakeTime:
    """A clock whose `sleep` moves it on at once; remembers how long was slept."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        """The time in seconds."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Move on by that many seconds."""
        self.slept.append(seconds)
        self.now += seconds
