"""Answers of the history that people rated, as cases: which ones, and at which level."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_cli.interview.session import Rating
from interview_cli.regress.suite import Ratings
from interview_cli.store.sessions import SessionStore
from interview_cli.wiring.home import Home
from interview_cli.wiring.rated import rated_cases
from tests.documents import START, every_kind_of_turn, plain_session


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "data", tmp_path / "c.yaml", tmp_path / "roles", tmp_path / "prompts")


def rate(home: Home, session_id: str, *levels: tuple[str, float | None], role: str = "") -> None:
    """Store a session whose first answer people rated, one after the other."""
    session = plain_session(session_id)
    session.plan.role = role or session.plan.role
    for by, level in levels:
        session.turns[0].ratings.append(Rating(by=by, level=level, at=START))
    SessionStore(home.data_dir).create(session)


def wanted(**fields: object) -> Ratings:
    return Ratings.model_validate({"history": True, **fields})


def test_an_answer_has_the_mean_of_what_people_think_of_it_last(home: Home) -> None:
    rate(home, "k3faaaaaaa", ("Ada", 1), ("Grace", 4), ("ada ", 2))
    rate(home, "k3fbbbbbbb", ("Ada", 3), ("Ada", None))
    rate(home, "k3fccccccc")
    [case] = rated_cases(home, wanted())
    assert (case.id, case.human) == ("k3faaaaaaa Q1", 3.0)


def test_only_so_many_of_a_role_are_taken(home: Home) -> None:
    for name in ("k3faaaaaaa", "k3fbbbbbbb", "k3fccccccc"):
        rate(home, name, ("Ada", 2))
    rate(home, "k3fddddddd", ("Ada", 2), role="lion_tamer")
    assert len(rated_cases(home, wanted())) == 4
    assert [case.id for case in rated_cases(home, wanted(role="lion_tamer"))] == ["k3fddddddd Q1"]
    assert len(rated_cases(home, wanted(role="backend_engineer", most=2))) == 2


def test_a_session_that_cannot_be_read_and_questions_without_an_answer_are_left_out(home: Home) -> None:
    rate(home, "k3faaaaaaa", ("Ada", 2))
    rate(home, "k3fbbbbbbb", ("Ada", 2))
    session = every_kind_of_turn("k3fccccccc")
    for turn in session.turns:
        turn.ratings.append(Rating(by="Ada", level=2, at=START))
    store = SessionStore(home.data_dir)
    store.create(session)
    answered = [turn for turn in session.turns if turn.answer is not None and turn.parent is None]
    document = next((home.data_dir / "sessions").rglob("*k3fbbbbbbb*"))
    for path in [document, *document.rglob("*")]:
        if path.is_file():
            path.write_text("{")
    found = [case.id for case in rated_cases(home, wanted())]
    assert sorted(found) == ["k3faaaaaaa Q1", *sorted(f"k3fccccccc {turn.label}" for turn in answered)]
    assert len(answered) < len(session.turns)
