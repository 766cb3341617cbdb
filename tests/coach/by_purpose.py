"""A model that replies by what it is asked for: one criterion, the points, the closing words."""

from __future__ import annotations

import json
from typing import Any

from interview_cli.llm.port import ModelError, OnText, Reply, Request
from tests.llm.scripted import ScriptedModel

Step = str | ModelError


class PurposeModel(ScriptedModel):
    """Plays the steps of a request's purpose one after another; the last one stays."""

    def __init__(self, name: str = "openai/test", **steps: Step | list[Step]) -> None:
        super().__init__(name)
        self._left = {purpose: step if isinstance(step, list) else [step] for purpose, step in steps.items()}

    async def complete(self, request: Request, *, on_text: OnText | None = None) -> Reply:
        """The next step of the request's purpose."""
        steps = self._left[request.purpose]
        self.steps = [steps.pop(0) if len(steps) > 1 else steps[0]]
        return await super().complete(request, on_text=on_text)

    def sent(self, purpose: str) -> list[str]:
        """What the requests of a purpose said to the model."""
        return [request.messages[1].parts[0].text for request in self.requests if request.purpose == purpose]


def criterion(level: Any, *quotes: str, reason: str = "Seen.", next_level: str = "Name the cost.") -> str:
    """A well-formed reply on one criterion."""
    return json.dumps({"quotes": list(quotes), "reason": reason, "level": level, "next_level": next_level})


def story(*passages: tuple[str, str, str], measures: tuple[str, ...] = ()) -> str:
    """A reading of a story: (quote, part, doer) for each stretch of it."""
    told = [{"quote": quote, "part": part, "doer": doer} for quote, part, doer in passages]
    return json.dumps({"passages": told, "measures": list(measures)})


def points(*quotes: str) -> str:
    """A reply on all points in order: made with this quote, or not made where it is empty."""
    made = [{"number": place, "quote": quote, "made": bool(quote)} for place, quote in enumerate(quotes, 1)]
    return json.dumps({"points": made})
