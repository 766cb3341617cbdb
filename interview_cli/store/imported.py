"""Session documents from elsewhere, checked before they are stored as one's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interview_cli.errors import StorageError, UsageError
from interview_cli.store.documents import as_model
from interview_cli.store.files import CorruptedFileError
from interview_cli.store.migrations import SESSION_MIGRATIONS
from interview_cli.store.names import is_recording_name, is_resume_name, is_session_id

if TYPE_CHECKING:
    from interview_cli.coach.speech import Take
    from interview_cli.interview.session import Session

# Recordings are named after turns, and become paths.
_TURN = re.compile(r"t\d{1,6}")


def session_of(document: dict[str, Any], where: Path) -> Session:
    """A session from a document that was written elsewhere, in the current schema version.

    Nothing in it that becomes a path leads anywhere but into its own folder: names of recordings that are
    no such names are dropped, as is that of a resume. Raises UsageError.
    """
    from interview_cli.interview.session import Session

    try:
        session = as_model(document, where, Session, SESSION_MIGRATIONS)
    except CorruptedFileError as error:
        raise UsageError(
            f"{where} holds no session that can be read: it {error.cause}.", "Nothing was imported."
        ) from error
    except StorageError as error:
        raise UsageError(error.message, error.hint) from error
    if not is_session_id(session.id):
        raise UsageError(f"{where} holds a session whose id is none.", "Nothing was imported.")
    if any(not _TURN.fullmatch(turn.id) for turn in session.turns):
        raise UsageError(
            f"{where} holds a session with a question whose id is none.", "Nothing was imported."
        )
    for take in _takes(session):
        if not is_recording_name(take.file):
            take.file = ""
    if session.candidate.resume is not None and not is_resume_name(session.candidate.resume):
        session.candidate.resume = None
    return session


def _takes(session: Session) -> Iterator[Take]:
    for turn in session.turns:
        yield from turn.draft_takes
        if turn.answer is not None:
            yield from turn.answer.takes
