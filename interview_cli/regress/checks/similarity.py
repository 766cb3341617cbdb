"""The output says nearly the same as a text of reference."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from interview_cli.regress.checks.base import CaseCheck, texts_of
from interview_cli.regress.outcome import Finding, Seen


class Similarity(CaseCheck):
    """The words at `path` are like those of `value` or of the case, in their order, by `least` (0-1).

    Ratcliff and Obershelp's ratio over words: twice the words in common runs by all words of both. It knows
    no synonyms; for sense rather than words, take `judged`.
    """

    needs_expected: ClassVar[bool] = True

    check: Literal["similarity"]
    path: str = ""
    value: str | None = None
    least: Annotated[float, Field(ge=0, le=1)] = 0.6

    def applies(self, expected: Any) -> bool:
        """Whether there is a text of reference, here or with the case."""
        return self.value is not None or expected is not None

    def look(self, seen: Seen) -> Finding:
        """How like it is."""
        wanted = self.value if seen.expected is None else str(seen.expected)
        ratio = likeness(texts_of(seen.outcome, self.path), wanted or "")
        return self.found(ratio >= self.least, f"{ratio:.2f}, at least {self.least:g}", score=ratio)


def likeness(one: str, other: str) -> float:
    """How like the words of two texts are (0-1)."""
    return SequenceMatcher(None, one.casefold().split(), other.casefold().split(), autojunk=False).ratio()
