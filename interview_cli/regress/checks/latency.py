"""No reply takes longer than a person would wait."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from interview_cli.regress.checks.base import CaseCheck
from interview_cli.regress.outcome import Finding, Seen


class Latency(CaseCheck):
    """The slowest call of a case takes at most `seconds`; a replay goes by the times of the recording."""

    check: Literal["latency"]
    seconds: Annotated[float, Field(gt=0, allow_inf_nan=False)]

    def look(self, seen: Seen) -> Finding:
        """How long the slowest call took."""
        slowest = max((call.seconds for call in seen.outcome.calls), default=0.0)
        return self.found(slowest <= self.seconds, f"{slowest:.1f} s, at most {self.seconds:g}")
