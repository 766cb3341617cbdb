"""A session's row in the index: all that lists, trends and the choice of questions need to know."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from interview_cli.interview.session import Session

# The statuses a session does not leave by itself; rows of others are checked against their file.
ENDED = ("completed", "abandoned")


class IndexRow(TypedDict):
    """One session at a glance.

    `created_at` is ISO 8601 in UTC with microseconds, so that text order is time order. `overall`
    and `scores` (by category) are 0-100, `overall` None when nothing is scored. `scored_by`,
    `rubric_version` and `prompt_hash` say by what: only rows equal in all three compare, and
    several values are joined by "+". `planned`, `answered` count main questions; `unscored` counts
    answers without a level and `rated` those that a person rated; `minutes` is the planned time.
    `asked_ids` are the ids of the main questions asked, separated by spaces (one text is read many
    times faster than a list). `attempts` and `judges` are its judged answers, packed (store.attempts).
    `delivery` is how it was spoken, packed (coach.delivery_series), empty where it was typed.
    `stamp` says which state of the file the row was made of.
    """

    id: str
    created_at: str
    candidate: str
    role: str
    role_name: str
    type: str
    level: str
    status: str
    overall: float | None
    scores: dict[str, float]
    scored_by: str
    rubric_version: str
    prompt_hash: str
    planned: int
    answered: int
    unscored: int
    rated: int
    minutes: int
    asked_ids: str
    attempts: str
    judges: str
    delivery: str
    stamp: str


def row_of(session: Session, stamp: str) -> IndexRow:
    """The row of a session whose file bears that stamp."""
    from interview_cli.coach.delivery_series import packed as delivery_packed
    from interview_cli.interview.analytics import count, scoring_judgements
    from interview_cli.interview.attempts import attempts_of
    from interview_cli.store.attempts import packed

    counts = count(session)
    scored = scoring_judgements(session)
    feedback = session.feedback
    attempts, judges = packed(attempts_of(session), session.created_at)
    return {
        "id": session.id,
        "created_at": session.created_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "candidate": session.candidate.name,
        "role": session.plan.role,
        "role_name": session.plan.role_name,
        "type": session.plan.type,
        "level": session.plan.level,
        "status": session.status,
        "overall": feedback.overall if feedback else None,
        "scores": {part.category: part.score for part in feedback.categories} if feedback else {},
        "scored_by": _joined(judgement.source for judgement in scored),
        "rubric_version": _joined(judgement.rubric_version for judgement in scored),
        "prompt_hash": _joined(judgement.prompt_hash for judgement in scored),
        "planned": counts.planned,
        "answered": counts.answered,
        "unscored": counts.unscored,
        "rated": sum(bool(turn.standing_ratings) for turn in session.turns),
        "minutes": session.plan.minutes,
        "asked_ids": " ".join(turn.question.id for turn in session.main_turns),
        "attempts": attempts,
        "judges": judges,
        "delivery": delivery_packed(counts.delivery),
        "stamp": stamp,
    }


def _joined(values: Iterable[str]) -> str:
    return "+".join(sorted({value for value in values if value}))
