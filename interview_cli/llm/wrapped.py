"""A model around another one, which goes by its name."""

from __future__ import annotations

from abc import ABC, abstractmethod

from interview_cli.llm.port import ModelPort, OnText, Reply, Request


class Wrapped(ABC):
    """Goes by the name of the model it is around and warms it up; what a call does is for each to say."""

    def __init__(self, model: ModelPort) -> None:
        self._model = model

    @property
    def name(self) -> str:
        """The model's own name."""
        return self._model.name

    async def warm_up(self) -> None:
        """Warm the model up."""
        await self._model.warm_up()

    @abstractmethod
    async def complete(self, request: Request, *, on_text: OnText | None = None) -> Reply:
        """A reply to a request, as `ModelPort` has it. Raises ModelError."""
