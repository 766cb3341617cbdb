"""No question is followed up more often than the plan allows."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar, Literal

from interview_cli.regress.checks.base import CaseCheck, TargetName
from interview_cli.regress.outcome import Finding, Seen


class FollowUpLimit(CaseCheck):
    """The follow-ups of every question stay within the plan's limit, or within `most`."""

    targets: ClassVar[frozenset[TargetName]] = frozenset({"interview"})

    check: Literal["follow_up_limit"]
    most: int | None = None

    def look(self, seen: Seen) -> Finding:
        """The question with too many, if there is one."""
        session = seen.outcome.session
        assert session is not None
        most = session.plan.limits.max_follow_ups if self.most is None else self.most
        counts = Counter(turn.parent for turn in session.turns if turn.parent)
        over = [
            f"{session.turn(main).label} has {count}"
            for main, count in counts.items()
            if main and count > most
        ]
        return self.found(not over, f"{', '.join(over)}; the limit is {most}" if over else "")
