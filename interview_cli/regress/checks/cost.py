"""A case costs no more than it may."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from interview_cli.regress.checks.base import CaseCheck
from interview_cli.regress.outcome import Finding, Seen


class Cost(CaseCheck):
    """All calls of a case together cost at most `most` US dollars; an unknown price may be any, and fails."""

    check: Literal["cost"]
    most: Annotated[float, Field(gt=0, allow_inf_nan=False)]

    def look(self, seen: Seen) -> Finding:
        """What it cost."""
        unknown = [call.model for call in seen.outcome.calls if call.cost is None]
        if unknown:
            return self.found(False, f"the price of {unknown[0]} is not known")
        cost = sum(call.cost or 0.0 for call in seen.outcome.calls)
        return self.found(cost <= self.most, f"{cost:.4f} USD, at most {self.most:g}")
