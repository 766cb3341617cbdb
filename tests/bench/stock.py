"""Many stored sessions, as a person would have after years."""

from __future__ import annotations

import base64
import hashlib
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from interview_cli.coach.evaluation import CategoryScore, CriterionScore, Evaluation, Feedback
from interview_cli.interview.plan import Plan, make_rounds
from interview_cli.interview.session import Answer, Candidate, Session, Turn
from interview_cli.library.locator import bundled
from interview_cli.library.shelf import Library
from interview_cli.store.sessions import SessionStore

ROLES = ("backend_engineer", "sales_associate", "data_scientist")


def a_session(session_id: str, day: int, turns: int = 10, *, open_: bool = False) -> Session:
    """A session with real questions, answers of usual length and judgements."""
    rng = random.Random(day)
    role = _library().role(ROLES[day % len(ROLES)])
    at = datetime(2016, 1, 1, tzinfo=UTC) + timedelta(hours=7 * day)
    session = Session(
        id=session_id,
        created_at=at,
        updated_at=at,
        status="in_progress" if open_ else "completed",
        plan=Plan(
            role=role.id,
            role_name=role.name,
            rounds=make_rounds("technical", 30, turns),
            weights=role.weights,
        ),
        candidate=Candidate(name="me"),
    )
    for place in range(turns):
        session.turns.append(a_turn(role.questions[place % len(role.questions)], place, at, rng))
    if not open_:
        score = rng.uniform(30, 95)
        session.feedback = Feedback(
            source="offline",
            overall=round(score, 1),
            band="good",
            categories=[CategoryScore(category="technical", score=round(score, 1), answers=turns)],
            summary="A steady interview.",
        )
    return session


def a_turn(question, place: int, at: datetime, rng: random.Random) -> Turn:
    """One answered and judged turn."""
    level = round(rng.uniform(1, 5), 1)
    judged = Evaluation(
        at=at,
        status="scored",
        source="offline",
        rubric_version="bench",
        level=level,
        criteria=[
            CriterionScore(criterion=name, category="technical", level=level, reason="Measured.")
            for name in ("correctness", "depth", "completeness")
        ],
    )
    return Turn(
        id=f"t{place + 1}",
        label=f"Q{place + 1}",
        action="preset",
        round="Technical",
        question=question,
        asked_at=at,
        status="answered",
        answer=Answer(text=question.sample_answer, at=at, seconds=90),
        evaluations=[judged],
    )


def fill(data_dir: Path, count: int) -> SessionStore:
    """Store that many ended sessions, with their index."""
    store = SessionStore(data_dir)
    template = [a_session(f"template{day}", day) for day in range(30)]
    for number in range(count):
        session = template[number % len(template)]
        session.id = _id(number)
        session.created_at = session.updated_at = datetime(2016, 1, 1, tzinfo=UTC) + timedelta(
            hours=7 * number
        )
        for place, turn in enumerate(session.turns, 1):
            assert turn.answer is not None
            turn.answer.at = session.created_at + timedelta(minutes=3 * place)
        store._folders.make(session.id)
        store._folders.write(session)
    store.rows()
    return store


def _id(number: int) -> str:
    """An id as random as real ones, and the same in every run."""
    return (
        base64.b32encode(hashlib.blake2b(str(number).encode(), digest_size=10).digest()).decode().lower()[:10]
    )


_shelf: list[Library] = []


def _library() -> Library:
    if not _shelf:
        _shelf.append(Library([bundled("roles")], [bundled("prompts")]))
    return _shelf[0]
