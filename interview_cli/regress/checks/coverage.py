"""The interview asks what was planned."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from interview_cli.regress.checks.base import CaseCheck, TargetName
from interview_cli.regress.outcome import Finding, Seen


class Coverage(CaseCheck):
    """At least `least` (0-1) of the planned main questions are asked, every round among them."""

    targets: ClassVar[frozenset[TargetName]] = frozenset({"interview"})

    check: Literal["coverage"]
    least: Annotated[float, Field(ge=0, le=1)] = 0.9

    def look(self, seen: Seen) -> Finding:
        """The share that was asked, and the rounds that were left out."""
        session = seen.outcome.session
        assert session is not None
        planned = {part.name: part.questions for part in session.plan.rounds}
        asked = {name: sum(turn.round == name for turn in session.main_turns) for name in planned}
        share = sum(asked.values()) / max(1, sum(planned.values()))
        left_out = [name for name, count in asked.items() if not count]
        says = f"{sum(asked.values())} of {sum(planned.values())} questions"
        says += f"; nothing of {', '.join(left_out)}" if left_out else ""
        return self.found(share >= self.least and not left_out, says, score=min(1.0, share))
