"""Nothing of the rubric reaches the candidate before it was answered."""

from __future__ import annotations

from typing import ClassVar, Literal

from interview_cli.regress.checks.base import CaseCheck, TargetName, shortened
from interview_cli.regress.outcome import Finding, Seen


class NoLeak(CaseCheck):
    """No question and no lead-in tells an expected point that was not made yet, a score, or the sample
    answer.
    """

    targets: ClassVar[frozenset[TargetName]] = frozenset({"interview", "next_step"})

    check: Literal["no_leak"]

    def look(self, seen: Seen) -> Finding:
        """The first place where something leaks."""
        from interview_cli.regress.interview_measures import leak_in

        asked = seen.outcome.asked
        leaks = [leak for one in asked if (leak := leak_in(one))]
        score = 1 - len(leaks) / len(asked) if asked else 1.0
        return self.found(not leaks, f"tells {shortened(leaks[0])!r}" if leaks else "", score=score)
