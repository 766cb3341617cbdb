"""What a candidate was asked before is read from the newest sessions alone, however many are stored."""

from __future__ import annotations

from pathlib import Path

from interview_cli.store.sessions import SessionStore
from tests.documents import plain_session


def stored(root: Path, *sessions) -> SessionStore:
    store = SessionStore(root)
    for session in sessions:
        store.create(session)
    return store


def test_the_questions_of_the_newest_sessions_for_that_role_come_newest_first(tmp_path: Path) -> None:
    sessions = [plain_session(f"session{place}", days=place) for place in range(4)]
    for place, session in enumerate(sessions):
        session.turns[0].question = session.turns[0].question.model_copy(update={"id": f"asked-{place}"})
    other_role = plain_session("otherrole", days=9, role="sales_associate")
    somebody = plain_session("somebody", days=9, candidate="Charles")
    store = stored(tmp_path, *sessions, other_role, somebody)
    asked = store.questions_asked("Ada Lovelace", "backend_engineer", sessions=2)
    assert [question.id for question in asked] == ["asked-3", "asked-2"]
    assert store.questions_asked("Nobody", "backend_engineer") == []


def test_no_older_document_is_opened_and_a_damaged_one_is_passed_over(tmp_path: Path) -> None:
    store = stored(tmp_path, *(plain_session(f"session{place}", days=place) for place in range(3)))
    oldest, _, newest = (tmp_path / "sessions" / f"session{place}" / "session.json" for place in range(3))
    store.rows()
    oldest.unlink()
    newest.write_text("{not json", "utf-8")
    assert len(store.questions_asked("Ada Lovelace", "backend_engineer", sessions=2)) == 1
