"""A model that is never sent what a person wants kept out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from interview_cli.llm.port import Message, ModelPort, OnText, Reply, Request, Text
from interview_cli.llm.wrapped import Wrapped


class Redacted(Wrapped):
    """A model that is sent every text, of every message, as `hide` leaves it."""

    def __init__(self, model: ModelPort, hide: Callable[[str], str]) -> None:
        super().__init__(model)
        self._hide = hide

    async def complete(self, request: Request, *, on_text: OnText | None = None) -> Reply:
        """The model's reply. Raises ModelError."""
        messages = tuple(self._hidden(message) for message in request.messages)
        variables: dict[str, Any] = {
            name: self._hide(value) if isinstance(value, str) else value
            for name, value in request.variables.items()
        }
        return await self._model.complete(
            replace(request, messages=messages, variables=variables), on_text=on_text
        )

    def _hidden(self, message: Message) -> Message:
        # A picture cannot be searched for addresses; nothing sends one today.
        parts = tuple(
            replace(part, text=self._hide(part.text)) if isinstance(part, Text) else part
            for part in message.parts
        )
        return replace(message, parts=parts)
