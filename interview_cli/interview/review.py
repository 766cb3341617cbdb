"""From a session to what the coach reviews at its end."""

from __future__ import annotations

from interview_cli.coach.feedback import JudgedAnswer, Standard
from interview_cli.interview.session import Session


def judged_answers(session: Session) -> list[JudgedAnswer]:
    """Every turn as the coach reviews it: label, question, answered or not, and the judgement that counts."""
    return [
        JudgedAnswer(
            label=turn.label,
            question=turn.question,
            evaluation=turn.evaluation,
            answered=turn.status == "answered",
            follow_up=turn.parent is not None,
            made_later=session.made_later(turn),
        )
        for turn in session.turns
    ]


def standard_of(session: Session) -> Standard:
    """What the answers of a session are held against."""
    plan = session.plan
    return Standard(weights=plan.weights, level=plan.level, planned=plan.total_questions)
