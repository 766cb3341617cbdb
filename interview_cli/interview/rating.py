"""A person's own level for an answer, put beside the judgement: kept, shown, and in no score."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from interview_cli.coach.evaluation import Level
from interview_cli.errors import NotFoundError, UsageError
from interview_cli.interview.session import Rating, Session, Turn

_MOST_LISTED = 12


def turn_called(session: Session, label: str) -> Turn:
    """The turn of a label as it is shown ("Q1", "q1 follow-up 1"). Raises NotFoundError, which lists them."""
    wanted = _folded(label)
    for turn in session.turns:
        if _folded(turn.label) == wanted:
            return turn
    labels = [turn.label for turn in session.turns]
    more = f" and {len(labels) - _MOST_LISTED} more" if len(labels) > _MOST_LISTED else ""
    known = f"It has: {', '.join(labels[:_MOST_LISTED])}{more}." if labels else "Nothing was asked in it yet."
    raise NotFoundError(f"The session {session.id} has no question {' '.join(label.split())!r}.", known)


def rate(turn: Turn, level: Level | None, *, why: str, by: str, at: datetime) -> Rating:
    """Add a person's rating to an answered turn, or with no level take their last one back.

    Raises UsageError where there is no answer to rate, or no rating to take back.
    """
    if turn.answer is None or turn.status != "answered":
        raise UsageError(f"{turn.label} was not answered, so there is nothing to rate.", "")
    if level is None and not any(_folded(kept.by) == _folded(by) for kept in turn.standing_ratings):
        raise UsageError(f"{turn.label} has no rating by {by}.", "Whose is it? --by NAME says so.")
    rating = Rating(at=at, level=level, why=why.strip(), by=by.strip())
    turn.ratings.append(rating)
    return rating


def labelled(session: Session) -> list[dict[str, Any]]:
    """The rated answers of a session as human labels: one row for every rating that counts.

    `question`, `reference_answer`, `answer`, `key_points` and `kind` are what a judge is given;
    `level` (0-5, None when unscored) and `source` are the coach's judgement, `human_level` (0-5),
    `why` and `by` the person's.
    """
    return [
        {
            "session": session.id,
            "label": turn.label,
            "role": session.plan.role,
            "seniority": session.plan.level,
            "question_id": turn.question.id,
            "kind": turn.question.kind,
            "question": turn.question.text,
            "about": turn.question.about,
            "reference_answer": turn.question.sample_answer,
            "key_points": [point.fact for point in turn.question.key_points],
            "answer": turn.answer.text,
            "status": turn.evaluation.status if turn.evaluation else None,
            "level": turn.evaluation.level if turn.evaluation else None,
            "source": turn.evaluation.source if turn.evaluation else None,
            "rubric_version": turn.evaluation.rubric_version if turn.evaluation else None,
            "prompt_hash": turn.evaluation.prompt_hash if turn.evaluation else None,
            "human_level": rating.level,
            "why": rating.why,
            "by": rating.by,
            "rated_at": rating.at.isoformat(),
        }
        for turn in session.turns
        if turn.answer is not None
        for rating in turn.standing_ratings
    ]


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
