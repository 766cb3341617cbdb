"""A model that is told, with every request, in which language to write for people."""

from __future__ import annotations

from dataclasses import replace

from interview_cli.library.prompt import Rendered
from interview_cli.llm.port import Message, ModelPort, OnText, Reply, Request, Text
from interview_cli.llm.wrapped import Wrapped


class InLanguage(Wrapped):
    """A model whose every system message ends with an instruction on the language.

    `instruction` is the rendered `language` prompt; its version joins the prompt hash of each request, so
    that what was asked with it is told apart from what was asked without.
    """

    def __init__(self, model: ModelPort, instruction: Rendered) -> None:
        super().__init__(model)
        self._instruction = instruction

    async def complete(self, request: Request, *, on_text: OnText | None = None) -> Reply:
        """The model's reply. Raises ModelError."""
        return await self._model.complete(self._told(request), on_text=on_text)

    def _told(self, request: Request) -> Request:
        messages = tuple(self._with_instruction(message) for message in request.messages)
        version = f"{request.prompt_hash}+{self._instruction.version}"
        variables = {**request.variables, **self._instruction.variables}
        return replace(request, messages=messages, prompt_hash=version, variables=variables)

    def _with_instruction(self, message: Message) -> Message:
        if message.role != "system":
            return message
        texts = [part.text for part in message.parts if isinstance(part, Text)]
        return Message.of("system", "\n\n".join([*texts, self._instruction.system]))
