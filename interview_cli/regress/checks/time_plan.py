"""The interview stays within the time it was planned for."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from interview_cli.regress.checks.base import CaseCheck, TargetName
from interview_cli.regress.outcome import Finding, Seen


class TimePlan(CaseCheck):
    """The time spent is at most `slack` (a share) over the plan's, and no question asks for more than is
    left.
    """

    targets: ClassVar[frozenset[TargetName]] = frozenset({"interview"})

    check: Literal["time_plan"]
    slack: Annotated[float, Field(ge=0, le=1)] = 0.1

    def look(self, seen: Seen) -> Finding:
        """Whether the plan was kept, and where it was not."""
        session = seen.outcome.session
        assert session is not None
        planned = session.plan.minutes * 60
        spent, asked_too_much = 0.0, ""
        for turn in session.turns:
            left = planned - spent
            if turn.suggested_seconds > left + 1 and not asked_too_much:
                asked_too_much = f"{turn.label} suggests {turn.suggested_seconds} s with {left:.0f} s left"
            spent += turn.seconds
        over = spent > planned * (1 + self.slack)
        told = f"took {spent / 60:.0f} of {session.plan.minutes} minutes"
        return self.found(not over and not asked_too_much, "; ".join(filter(None, (told, asked_too_much))))
