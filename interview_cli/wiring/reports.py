"""Reports of stored sessions with what stands beside them."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from interview_cli.errors import NotFoundError, UsageError
from interview_cli.wiring.home import Home, data_key, open_resumes, open_sessions
from interview_cli.wiring.taking_in import sessions_of_file

if TYPE_CHECKING:
    from interview_cli.interview.session import Session
    from interview_cli.report.beside import Beside
    from interview_cli.store.sessions import SessionStore

AudioWish = Literal["link", "embed", "none"]


def told_in_report(
    home: Home,
    store: SessionStore,
    session: Session,
    audio: AudioWish = "link",
    *,
    anonymous: bool = False,
    earlier: bool | None = None,
) -> tuple[Session, Beside]:
    """A stored session as a report tells it, and what stands beside it.

    Unless it is wished otherwise, who asked for an interview by a plan is told of no `earlier` one.
    """
    alone = bool(session.candidate.fields) if earlier is None else not earlier
    beside = _beside(home, store, session, audio, anonymous=anonymous, alone=alone)
    told = made_anonymous(home, session) if anonymous else session
    if alone:
        turns = [turn.model_copy(update={"before": None}) for turn in told.turns]
        told = told.model_copy(update={"turns": turns})
    return told, beside


def _beside(
    home: Home, store: SessionStore, session: Session, audio: AudioWish, *, anonymous: bool, alone: bool
) -> Beside:
    """The earlier sessions and the recordings that a report of a stored session tells of.

    An `anonymous` report tells of the same sessions, its own under another id and nobody's name; one that
    stands `alone` of no other.
    """
    from interview_cli.report.anonymous import CANDIDATE, other_id
    from interview_cli.report.beside import Beside, nowhere

    rows = [] if alone else store.rows()
    if anonymous:
        own = session.candidate.name
        rows = [
            {**row, "id": other_id(row["id"]), "candidate": CANDIDATE}
            for row in rows
            if row["candidate"] == own
        ]
    find = nowhere if audio == "none" else _finder(home, store, session.id, embed=audio == "embed")
    return Beside(rows=rows, find=find)


def made_anonymous(home: Home, session: Session, called: str = "") -> Session:
    """The session without who it was; the resume's own name and addresses are taken out too."""
    from interview_cli.report.anonymous import CANDIDATE, anonymous
    from interview_cli.resume.redaction import Redaction

    basics = None
    if session.candidate.resume:
        try:
            basics = open_resumes(home).load(session.candidate.resume).resume.basics
        except NotFoundError:
            basics = None
    names = [basics.name] if basics and basics.name else []
    return anonymous(session, called=called or CANDIDATE, names=names, hide=Redaction(basics))


def numbered_candidates(home: Home, sessions: Iterable[Session]) -> Iterator[Session]:
    """Sessions without who it was, told apart as "Candidate 1" and so on."""
    from interview_cli.report.anonymous import CANDIDATE

    numbers: dict[str, int] = {}
    for session in sessions:
        number = numbers.setdefault(session.candidate.name.strip().casefold(), len(numbers) + 1)
        yield made_anonymous(home, session, f"{CANDIDATE} {number}")


def session_named(home: Home, wanted: str) -> Session:
    """A stored session by its id, or the one of an exported file. Raises NotFoundError, UsageError."""
    path = Path(wanted).expanduser()
    if path.suffix or path.is_file():
        first, *others = islice(sessions_of_file(path), 2)
        if others:
            raise UsageError(
                f"{path} holds several sessions.", f"Import them first: interview history import {path}"
            )
        return first
    store = open_sessions(home)
    return store.load(store.resolve(wanted))


def all_sessions(store: SessionStore, skipped: Callable[[str], None]) -> Iterator[Session]:
    """Every stored session, oldest first, one at a time; those that cannot be read are told and left out."""
    from interview_cli.errors import StorageError

    for row in reversed(store.rows()):
        try:
            yield store.load(row["id"])
        except StorageError as error:
            skipped(error.message)
    for session_id, why in store.unreadable.items():
        skipped(f"The session {session_id} is left out: {why}")


def _finder(home: Home, store: SessionStore, session_id: str, *, embed: bool) -> Callable[[str], str]:
    """Gives the address of a recording; an encrypted one has none, as no player opens it, unless embedded."""
    from interview_cli.voice.capture.sealed_file import is_sealed
    from interview_cli.wiring.data import recording_bytes

    def find(name: str) -> str:
        path = store.recording(session_id, name)
        if path is None:
            return ""
        if embed:
            sound = base64.b64encode(recording_bytes(path, data_key(home))).decode()
            return f"data:audio/wav;base64,{sound}"
        return "" if is_sealed(path) else path.absolute().as_uri()

    return find
