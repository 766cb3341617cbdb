"""The output says certain words, or keeps from saying them."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from interview_cli.errors import UsageError
from interview_cli.regress.checks.base import CaseCheck, shortened, texts_of, value_at
from interview_cli.regress.outcome import Finding, Seen

Words = str | tuple[str, ...]


class Contains(CaseCheck):
    """The text at `path` contains the words of `value` or of the case: all of them, `any` one, or `none`.

    Upper and lower case are alike unless `case_sensitive`; any white space is like any other.
    """

    needs_expected: ClassVar[bool] = True

    check: Literal["contains"]
    path: str = ""
    value: Words | None = None
    which: Literal["all", "any", "none"] = "all"
    case_sensitive: bool = False

    def applies(self, expected: Any) -> bool:
        """Whether words were named, here or by the case."""
        return self.value is not None or expected is not None

    def look(self, seen: Seen) -> Finding:
        """Whether the words are there as wanted; of several the score is the share that is."""
        wanted = _words(self.value if seen.expected is None else seen.expected, self.label)
        if self.path and value_at(seen.outcome.output, self.path) is None:
            return self.found(False, f"there is nothing at {self.path}")
        text = self._folded(texts_of(seen.outcome, self.path))
        there = [words for words in wanted if self._folded(words) in text]
        if self.which == "any":
            passed, says = bool(there), f"has none of: {shortened(', '.join(wanted))}"
            return self.found(passed, "" if passed else says)
        if self.which == "none":
            says = f"has: {shortened(', '.join(there))}"
            return self.found(not there, says if there else "", score=1 - len(there) / len(wanted))
        missing = [words for words in wanted if words not in there]
        says = f"lacks: {shortened(', '.join(missing))}" if missing else ""
        return self.found(not missing, says, score=len(there) / len(wanted))

    def _folded(self, text: str) -> str:
        line = " ".join(text.split())
        return line if self.case_sensitive else line.casefold()


def _words(value: Any, label: str) -> list[str]:
    words = [value] if isinstance(value, str) else value
    if (
        not isinstance(words, list | tuple)
        or not words
        or not all(isinstance(one, str) and one.strip() for one in words)
    ):
        raise UsageError(f"{label}: expects a text or a list of texts, not {shortened(value)}.")
    return list(words)
