"""Interviews held at a chosen time, for tests of what comes back and what is compared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from interview_cli.coach.evaluation import Evaluation, PointResult
from interview_cli.interview.analytics import count
from interview_cli.interview.attempts import Attempt, JudgedBy
from interview_cli.interview.plan import Plan, Round
from interview_cli.interview.session import Candidate, Session, Status, Turn
from interview_cli.library.role import Question
from tests.documents import answered, criterion, judged, question

DAY = timedelta(days=1)
RETRIES = question(
    "be-retries", "How do you keep a retried payment from being charged twice?", "A key.", "A constraint."
)
INDEXES = question("be-indexes", "When does an index make a query slower than none?", "Writes.", "Few rows.")
STORY = question("sal-story", "Tell me about a customer whom you won back last year.", kind="behavioral")
OFFLINE = JudgedBy("offline", "r1", "")


def attempt(level: float, at: datetime, name: str = "be-retries", **others: Any) -> Attempt:
    """One attempt; keyword arguments set its other fields."""
    fields: dict[str, Any] = {
        "key": f"key-{name}",
        "question": name,
        "candidate": "Ada",
        "by": OFFLINE,
        "gated": False,
        "session": f"s{at:%Y%m%d%H%M}",
        "role": "backend_engineer",
        **others,
    }
    return Attempt(level=level, at=at, **fields)


def turn(
    place: int,
    asked: Question,
    level: float | None,
    at: datetime,
    made: Mapping[str, bool] | None = None,
    **others: Any,
) -> Turn:
    """An answer at a level, judged offline (not judged when it is None); `made` are expected points."""
    evaluation = None
    if level is not None:
        points = [PointResult(fact=fact, found=found) for fact, found in (made or {}).items()]
        judgement = {"source": "offline", "points": points, **others}
        evaluation = judged(level, criterion("depth", "technical", level), **judgement)
    made_turn = answered(place, asked, "I use a key and a constraint, since clients retry.", evaluation)
    assert made_turn.answer is not None
    made_turn.answer.at = at
    return made_turn


def gated(turn_: Turn, level: float = 0.5) -> Turn:
    """The same turn, settled by a plain check."""
    settled: Evaluation = judged(level, source="offline")
    turn_.evaluations = [settled.model_copy(update={"status": "gated"})]
    return turn_


def held(
    session_id: str,
    at: datetime,
    levels: Mapping[Question, float | None] | list[Turn],
    *,
    candidate: str = "Ada",
    role: str = "backend_engineer",
    status: Status = "completed",
    **plan: Any,
) -> Session:
    """An interview of that time; its questions with the level of each answer, or its turns."""
    turns = levels if isinstance(levels, list) else []
    if isinstance(levels, Mapping):
        turns = [turn(place, asked, level, at) for place, (asked, level) in enumerate(levels.items(), 1)]
    session = Session(
        id=session_id,
        created_at=at,
        updated_at=at,
        status=status,
        plan=Plan(
            role=role,
            role_name=role.replace("_", " ").title(),
            rounds=[Round(name="Technical", kind="technical", questions=max(1, len(turns)), seconds=300)],
            **plan,
        ),
        candidate=Candidate(name=candidate),
        turns=turns,
    )
    session.analytics = count(session)
    return session


def days_ago(days: float) -> datetime:
    """A moment some days before now."""
    return datetime.now(UTC) - days * DAY
