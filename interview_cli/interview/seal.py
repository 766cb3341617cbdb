"""The seal of an interview: digests that show that plan, questions and answers belong together.

Anyone with this program can make a new seal. It shows that a file is what was written, not who wrote it.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from interview_cli.coach.evaluation import Record

if TYPE_CHECKING:
    from interview_cli.interview.plan import Plan
    from interview_cli.interview.session import Session, Turn

# So many letters of a digest are shown: enough that two differ, and few enough to compare by eye.
SHOWN = 16


class Seal(Record):
    """SHA-256 digests in hexadecimal.

    `plan` is that of the plan file an interview was started from, empty without one; `answers` covers the
    plan as held, the candidate and every question with its answer and times, `judgements` all scores with
    what they rest on and all counts, anew whenever the program judges again. Both are empty until the
    interview ends.
    """

    plan: str = ""
    answers: str = ""
    judgements: str = ""

    @property
    def in_words(self) -> str:
        """The beginnings of both digests."""
        parts = [f"plan {self.plan[:SHOWN]}"] * bool(self.plan)
        parts += [f"answers {self.answers[:SHOWN]}"] * bool(self.answers)
        return ", ".join(parts)


def plan_digest(plan: Plan) -> str:
    """The digest of a plan as its file has it; how the file is laid out changes nothing."""
    return _digest(plan.model_dump(mode="json", exclude_defaults=True))


def answers_digest(session: Session) -> str:
    """The digest of what was asked and answered, and by whom; judgements and ratings may change later."""
    return _digest(
        {
            "session": session.id,
            "created_at": session.created_at.isoformat(),
            "candidate": {"name": session.candidate.name, "fields": session.candidate.fields},
            "plan": session.plan.model_dump(mode="json", exclude_defaults=True),
            "turns": [_told(turn) for turn in session.turns],
        }
    )


def judgements_digest(session: Session) -> str:
    """The digest of what was judged, and of the result; what people think of it may be added later."""
    return _digest(
        {
            "status": session.status,
            "evaluations": [
                [judged.model_dump(mode="json", exclude_defaults=True) for judged in turn.evaluations]
                for turn in session.turns
            ],
            "delivery": [
                turn.delivery.model_dump(mode="json", exclude_defaults=True) if turn.delivery else None
                for turn in session.turns
            ],
            "analytics": session.analytics.model_dump(mode="json", exclude_defaults=True),
            "feedback": session.feedback.model_dump(mode="json", exclude_defaults=True)
            if session.feedback
            else None,
        }
    )


def sealed(session: Session) -> Seal:
    """The seal of a session as it stands, for the plan file that it was started from."""
    return Seal(
        plan=session.seal.plan if session.seal else "",
        answers=answers_digest(session),
        judgements=judgements_digest(session),
    )


def sealed_again(session: Session) -> Seal | None:
    """The seal of a session that was judged again: answers are still those of when it ended."""
    seal = session.seal
    return (
        seal.model_copy(update={"judgements": judgements_digest(session)}) if seal and seal.answers else seal
    )


def _told(turn: Turn) -> dict[str, Any]:
    answer = turn.answer
    return {
        "id": turn.id,
        "label": turn.label,
        "parent": turn.parent,
        "lead_in": turn.lead_in,
        "question": turn.question.model_dump(mode="json", exclude_defaults=True),
        "rephrased": turn.rephrased,
        "asides": turn.asides,
        "asked_at": turn.asked_at.isoformat(),
        "seconds": turn.seconds,
        "status": turn.status,
        "answer": answer.model_dump(mode="json", include={"text", "source", "seconds", "at"})
        if answer
        else None,
    }


def _digest(value: dict[str, Any]) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
