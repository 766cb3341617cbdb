"""A person's practice as it looks the same every time: past interviews, and one under way."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from interview_cli.interview.session import Session, Turn
from interview_cli.tui.app import InterviewApp
from interview_cli.tui.ports import Start
from interview_cli.wiring import open_home, open_sessions
from interview_cli.wiring.full_screen import build_app
from interview_cli.wiring.home import Home
from tests.documents import START, every_kind_of_turn, plain_session, question

ENDED, UNDER_WAY = "k3fabcdefg", "u7wayabcde"
# Scores of backend interviews over weeks; then others, which stand apart.
BACKEND = (41.0, 47.5, 44.0, 55.5, 61.0, 58.5, 66.0, 72.5)


def home_at(folder: Path) -> Home:
    """The places of a run in a folder of its own."""
    return open_home(folder / "data", folder / "config.yaml")


def practised(home: Home) -> Home:
    """The same places with past interviews in them, and one under way."""
    store = open_sessions(home)
    for place, score in enumerate(BACKEND):
        store.create(plain_session(f"bck{place}abcdef", days=3 * place, score=score))
    store.create(plain_session("slsabcdefg", days=9, score=63.0, role="sales_associate", kind="behavioral"))
    store.create(plain_session("abnabcdefg", days=16, score=None, status="abandoned"))
    store.create(every_kind_of_turn(ENDED))
    store.create(under_way())
    return home


def under_way() -> Session:
    """An interview left at its second question, the first one judged with its follow-up."""
    session = every_kind_of_turn(UNDER_WAY)
    session.created_at = session.updated_at = START + timedelta(days=24)
    session.status = "in_progress"
    session.feedback = None
    session.models = []
    session.events = []
    session.usage = []
    session.turns = [
        *session.turns[:2],
        Turn(
            id="t3",
            label="Q2",
            action="preset",
            round="Technical",
            question=question("be-index", "When does an index on a column make a query **slower**?"),
            lead_in="Let us leave payments.",
            asked_at=START + timedelta(minutes=9),
            suggested_seconds=150,
            draft="Every write has to keep the index up to date, so",
        ),
    ]
    return session


def app_at(home: Home, start: Start, **others: Any) -> InterviewApp:
    """The app on these places, with a clock that stands still."""
    return build_app(home, start, plain_motion=True, monotonic=lambda: 0.0, **others)
