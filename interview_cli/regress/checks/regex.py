"""The output fits a regular expression, or does not."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import field_validator

from interview_cli.errors import UsageError
from interview_cli.regress.checks.base import CaseCheck, shortened, texts_of, value_at
from interview_cli.regress.outcome import Finding, Seen
from interview_cli.regress.patterns import SlowPatternError, flaw_of, place_of


class Regex(CaseCheck):
    """The text at `path` has a place that fits `pattern`, or with `absent` none.

    The pattern is Python's; dots fit line breaks, and upper and lower case are alike unless `case_sensitive`.
    One that takes more than two seconds on a text is given up, and fails.
    """

    needs_expected: ClassVar[bool] = True

    check: Literal["regex"]
    path: str = ""
    pattern: str | None = None
    absent: bool = False
    case_sensitive: bool = False

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        if flaw := flaw_of(pattern or ""):
            raise ValueError(f"is no regular expression: {flaw}")
        return pattern

    def applies(self, expected: Any) -> bool:
        """Whether a pattern was named, here or by the case."""
        return self.pattern is not None or expected is not None

    def check_expected(self, expected: Any) -> None:
        """Make sure that a case's pattern is one. Raises UsageError."""
        if expected is not None and (flaw := flaw_of(str(expected))):
            raise UsageError(f"{self.label}: {expected!r} is no regular expression: {flaw}.")

    def look(self, seen: Seen) -> Finding:
        """Whether the pattern is found as wanted."""
        pattern = (self.pattern if seen.expected is None else str(seen.expected)) or ""
        self.check_expected(seen.expected)
        if self.path and value_at(seen.outcome.output, self.path) is None:
            return self.found(False, f"there is nothing at {self.path}")
        text = texts_of(seen.outcome, self.path)
        try:
            place = place_of(pattern, text, case_sensitive=self.case_sensitive)
        except SlowPatternError as error:
            return self.found(False, str(error))
        if self.absent:
            says = f"has {shortened(place)!r}, which fits {pattern}" if place is not None else ""
            return self.found(place is None, says)
        return self.found(place is not None, "" if place is not None else f"has nothing that fits {pattern}")
