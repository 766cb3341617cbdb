"""A data folder with past interviews, and the app on it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from textual.app import App
from textual.pilot import Pilot

from interview_cli.interview.session import Session, Turn
from interview_cli.tui.screens.history import HistoryScreen
from interview_cli.tui.widgets.past_table import PastTable
from interview_cli.wiring import open_home, open_sessions
from interview_cli.wiring.home import Home
from tests.documents import START, every_kind_of_turn, plain_session, question
from tests.tui.seen import press
from tests.tui.waiting import until

OPEN, HOSTILE_ONE = "openabcdef", "k3fabcdefg"


def home_at(folder: Path, *sessions: Session) -> Home:
    """The places of a run, with these interviews stored."""
    home = open_home(folder / "data", folder / "config.yaml")
    store = open_sessions(home)
    for session in sessions:
        store.create(session)
    return home


def practised(folder: Path) -> Home:
    """Five interviews: two for sales, an open one, one with every kind of turn, one for the backend."""
    return home_at(
        folder,
        plain_session("backabcdef", days=-9, score=55),
        every_kind_of_turn(HOSTILE_ONE),
        under_way(OPEN, days=2),
        plain_session("saleabcdef", days=3, score=48, role="sales_associate", kind="behavioral"),
        plain_session("sal2abcdef", days=4, score=81, role="sales_associate", kind="behavioral"),
    )


def under_way(session_id: str, *, days: float = 0) -> Session:
    """An interview that was left at its second question."""
    session = every_kind_of_turn(session_id)
    session.created_at = session.updated_at = START + timedelta(days=days)
    session.status, session.feedback, session.models = "in_progress", None, []
    session.events, session.usage = [], []
    session.candidate.resume = None
    session.turns = [
        *session.turns[:2],
        Turn(
            id="t3",
            label="Q2",
            action="preset",
            round="Technical",
            question=question("be-index", "When does an index make a query slower?"),
            asked_at=session.created_at,
            suggested_seconds=150,
            draft="Every write has to keep",
        ),
    ]
    return session


def table_of(app: App[Any]) -> PastTable:
    """The table of the history."""
    return app.screen.query_one(PastTable)


def is_listed(app: App[Any]) -> bool:
    """Whether the history is on the screen with its rows."""
    return isinstance(app.screen, HistoryScreen) and bool(table_of(app).past.entries)


async def listed(pilot: Pilot[Any]) -> PastTable:
    """The table, once its rows are there."""
    await until(pilot, lambda: is_listed(pilot.app))
    return table_of(pilot.app)


async def go_to(pilot: Pilot[Any], session_id: str) -> None:
    """Move the cursor to an interview by its whole id in the filter."""
    await press(pilot, "slash", *session_id, "enter")
    await until(pilot, lambda: ids_shown(pilot.app) == [session_id])


def ids_shown(app: App[Any]) -> list[str]:
    """The ids of the rows in the order they are in."""
    return [entry.id for entry in table_of(app).shown]
