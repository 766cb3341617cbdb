"""Models that did not accept their key, remembered so that nobody asks them again in vain."""

from __future__ import annotations

from collections.abc import Sequence

from interview_cli.llm.port import ModelError, ModelPort, OnText, Reply, Request
from interview_cli.llm.wrapped import Wrapped


class Refusals:
    """What models said to their keys, whoever asked them."""

    def __init__(self) -> None:
        self._refused: dict[str, ModelError] = {}

    def heeding(self, model: ModelPort) -> ModelPort:
        """The model, which is asked nothing more once it did not accept its key."""
        return _Heeding(model, self._refused)

    def of_all(self, names: Sequence[str]) -> ModelError | None:
        """The last refusal of a chain of models, where every one of them gave one."""
        given = [self._refused.get(name) for name in names]
        return given[-1] if given and all(given) else None


class _Heeding(Wrapped):
    def __init__(self, model: ModelPort, refused: dict[str, ModelError]) -> None:
        super().__init__(model)
        self._refused = refused

    async def complete(self, request: Request, *, on_text: OnText | None = None) -> Reply:
        """The model's reply. Raises ModelError, at once where its key was refused before."""
        known = self._refused.get(self.name)
        if known is not None:
            raise ModelError(known.message, kind=known.kind, model=known.model, hint=known.hint)
        try:
            return await self._model.complete(request, on_text=on_text)
        except ModelError as error:
            if error.kind == "authentication":
                self._refused[self.name] = error
            raise
