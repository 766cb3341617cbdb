"""Follow-ups ask for what the answer left open, and come where something was."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from interview_cli.regress.checks.base import CaseCheck, TargetName
from interview_cli.regress.outcome import Finding, Seen


class FollowUpQuality(CaseCheck):
    """At least `least` (0-1) of the follow-ups are worth asking.

    One is when its answer was incomplete (some expected point missing), when it follows from what was said or
    asked, and when it gives away none of the missing points.
    """

    targets: ClassVar[frozenset[TargetName]] = frozenset({"interview", "next_step"})

    check: Literal["follow_up_quality"]
    least: Annotated[float, Field(ge=0, le=1)] = 0.8

    def look(self, seen: Seen) -> Finding:
        """The share of good ones, and what is wrong with the first other one."""
        from interview_cli.regress.interview_measures import fault_of

        asked = [one for one in seen.outcome.asked if one.follow_up]
        faults = [fault for one in asked if (fault := fault_of(one))]
        if not asked:
            return self.found(True, "no follow-up was asked")
        share = 1 - len(faults) / len(asked)
        says = f"{len(asked) - len(faults)} of {len(asked)} follow-ups are to the point"
        says += f"; {faults[0]}" if faults else ""
        return self.found(share >= self.least, says, score=share)
