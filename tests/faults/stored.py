"""What a data folder holds, read by the store's own code, so that two states can be compared."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from interview_cli.errors import InterviewError
from interview_cli.interview.analytics import count
from interview_cli.store.notes import NotesStore
from interview_cli.store.resumes import ResumeStore
from interview_cli.store.sessions import SessionStore


@dataclass(frozen=True)
class Stored:
    """All that is kept: sessions and resumes as documents, notes as texts, the rows of batches that are done.

    `unreadable` is what could not be read.
    """

    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    resumes: dict[str, dict[str, Any]] = field(default_factory=dict)
    rows_done: frozenset[int] = frozenset()
    unreadable: list[str] = field(default_factory=list)

    def lost_since(self, before: Stored, *, but: str = "") -> list[str]:
        """What `before` held and this does not, or otherwise; `but` is a session that may be gone."""
        lost = [
            f"the session {name} of before is {'gone' if name not in self.sessions else 'another'}"
            for name, document in before.sessions.items()
            if name != but and self.sessions.get(name) != document
        ]
        lost += [
            f"the note {name} of before is gone"
            for name, text in before.notes.items()
            if self.notes.get(name) != text
        ]
        lost += [
            f"the resume {name} of before is gone" for name in before.resumes if name not in self.resumes
        ]
        return lost


def stored_in(data: Path) -> Stored:
    """Everything in a data folder. Nothing is set aside or raised: what can't be read is told."""
    unreadable: list[str] = []
    sessions: dict[str, dict[str, Any]] = {}
    store = SessionStore(data)
    try:
        rows = store.rows()
    except InterviewError as error:
        rows = []
        unreadable.append(f"the list of sessions: {error.message}")
    unreadable += [f"session {name}: {why}" for name, why in store.unreadable.items()]
    unreadable += [f"session {name} was set aside" for name in store.aside]
    for row in rows:
        name = row["id"]
        try:
            session = store.load(name)
        except InterviewError as error:
            unreadable.append(f"session {name} is listed: {error.message}")
            continue
        sessions[name] = session.model_dump(mode="json")
        if (row["status"], row["answered"]) != (session.status, count(session).answered):
            unreadable.append(f"the list says of session {name} what its file does not")
    try:
        notes = {note.id: note.text for note in NotesStore(data).all()}
    except InterviewError as error:
        notes = {}
        unreadable.append(f"notes: {error.message}")
    resumes = ResumeStore(data)
    kept = {record.name: record.model_dump(mode="json") for record in resumes.list()}
    unreadable += [f"resume {name}: {why}" for name, why in resumes.unreadable.items()]
    return Stored(sessions, notes, kept, _rows_done(data), unreadable)


def _rows_done(data: Path) -> frozenset[int]:
    """The rows that are written down as done in the one batch that was run."""
    found = set()
    for path in (data / "batch").glob("*.jsonl"):
        for line in path.read_bytes().split(b"\n")[1:-1]:
            with suppress(ValueError):
                found.add(json.loads(line)["result"]["row"])
    return frozenset(found)
