"""No question is asked twice, in whatever words."""

from __future__ import annotations

from typing import ClassVar, Literal

from interview_cli.library.role import Question
from interview_cli.regress.checks.base import CaseCheck, TargetName, shortened
from interview_cli.regress.outcome import Asked, Finding, Seen


class NoRepeat(CaseCheck):
    """No question resembles one that was asked before it."""

    targets: ClassVar[frozenset[TargetName]] = frozenset({"next_step", "interview"})

    check: Literal["no_repeat"]

    def look(self, seen: Seen) -> Finding:
        """The first question that repeats another, if one does; the score is the share that doesn't."""
        asked = seen.outcome.asked
        repeats = [(one.question.text, past.text) for one in asked if (past := _repeated(one)) is not None]
        if not repeats:
            return self.found(True)
        again, earlier = repeats[0]
        says = f"{shortened(again, 60)!r} repeats {shortened(earlier, 60)!r}"
        return self.found(False, says, score=1 - len(repeats) / len(asked))


def _repeated(asked: Asked) -> Question | None:
    """The earlier question that this one repeats. A follow-up expects what its main question does, and so
    repeats one only by its words."""
    from interview_cli.interview.choice import is_repeat
    from interview_cli.interview.repetition import same_question

    for past in asked.before:
        if is_repeat(asked.question, [past]) if asked.follow_up else same_question(asked.question, past):
            return past
    return None
