"""The output, or a part of it, is exactly what was expected."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from interview_cli.regress.checks.base import CaseCheck, shortened, value_at
from interview_cli.regress.outcome import Finding, Seen


class Equals(CaseCheck):
    """The value at `path` equals `value`, or what the case expects; texts are compared without outer white
    space.
    """

    needs_expected: ClassVar[bool] = True

    check: Literal["equals"]
    path: str = ""
    value: Any = None

    def applies(self, expected: Any) -> bool:
        """Whether a value was named, here or by the case."""
        return self.value is not None or expected is not None

    def look(self, seen: Seen) -> Finding:
        """Whether the two are equal."""
        wanted = self.value if seen.expected is None else seen.expected
        found = value_at(seen.outcome.output, self.path)
        # To Python true is 1, and to nobody else.
        passed = _bare(found) == _bare(wanted) and isinstance(found, bool) == isinstance(wanted, bool)
        return self.found(passed, "" if passed else f"is {shortened(found)}, expected {shortened(wanted)}")


def _bare(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value
