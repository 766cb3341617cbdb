"""The output fits a regular expression, or does not."""

from __future__ import annotations

import re
from typing import Any, ClassVar, Literal

from pydantic import field_validator

from interview_cli.errors import UsageError
from interview_cli.regress.checks.base import Check, shortened, texts_of
from interview_cli.regress.outcome import Finding, Seen


class Regex(Check):
    """The text at `path` has a place that fits `pattern`, or with `absent` none.

    The pattern is Python's; dots fit line breaks, and upper and lower case are alike unless `case_sensitive`.
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
        try:
            re.compile(pattern or "")
        except re.error as error:
            raise ValueError(f"is no regular expression: {error}") from error
        return pattern

    def applies(self, expected: Any) -> bool:
        """Whether a pattern was named, here or by the case."""
        return self.pattern is not None or expected is not None

    def look(self, seen: Seen) -> Finding:
        """Whether the pattern is found as wanted."""
        pattern = self.pattern if seen.expected is None else str(seen.expected)
        flags = re.DOTALL | (0 if self.case_sensitive else re.IGNORECASE)
        try:
            match = re.search(pattern or "", texts_of(seen.outcome, self.path), flags)
        except re.error as error:
            raise UsageError(f"{self.label}: {pattern!r} is no regular expression: {error}.") from error
        if self.absent:
            says = f"has {shortened(match[0])!r}, which fits {pattern}" if match else ""
            return self.found(match is None, says)
        return self.found(match is not None, "" if match else f"has nothing that fits {pattern}")
