"""Where sessions lie on disk: `<root>/sessions/<id>/session.json`, recordings beside it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from interview_cli.errors import StorageError
from interview_cli.store.codec import Codec
from interview_cli.store.documents import as_model, current_version, read_document, write_document
from interview_cli.store.files import (
    CorruptedFileError,
    check_writable,
    keep_copy,
    make_private_folder,
    plain_errors,
    set_aside,
    stamp_of,
    sync_folder,
)
from interview_cli.store.locks import SESSION_LOCK, session_lock
from interview_cli.store.migrations import SESSION_MIGRATIONS, version_of
from interview_cli.store.names import check_session_id, session_ids_among
from interview_cli.store.recorded import RECORDINGS

if TYPE_CHECKING:
    from interview_cli.interview.session import Session

SESSION_FILE = "session.json"

_TABLE = "session"


class SessionFolders:
    """The folders of all sessions under a data folder. Every id is checked before it becomes a path."""

    def __init__(self, root: Path, codec: Codec) -> None:
        self._sessions = root / "sessions"
        self._codec = codec

    def check_writable(self) -> None:
        """Make sure that a session can be stored. Raises StorageError."""
        check_writable(self._sessions)

    def folder(self, session_id: str) -> Path:
        """The folder of a session. Raises UsageError for what is no id."""
        return self._sessions / check_session_id(session_id)

    def document(self, session_id: str) -> Path:
        """The file of a session. Raises UsageError for what is no id."""
        return self.folder(session_id) / SESSION_FILE

    def recordings(self, session_id: str) -> Path:
        """The folder of what was recorded in a session. Raises UsageError for what is no id."""
        return self.folder(session_id) / RECORDINGS

    def ids(self) -> set[str]:
        """The ids of all sessions, and of folders that hold none (yet). Raises StorageError."""
        with plain_errors("list", self._sessions):
            try:
                return session_ids_among(os.listdir(self._sessions))  # noqa: PTH208 - iterdir takes twice as long
            except FileNotFoundError:
                return set()

    def stamp(self, session_id: str) -> str:
        """A text that changes when the document is saved; empty without a document. Raises StorageError."""
        return stamp_of(self.document(session_id))

    @property
    def stamp_of_all(self) -> str:
        """A text that changes when a session's folder is made or removed. Raises StorageError."""
        return stamp_of(self._sessions)

    def aside(self, session_id: str) -> Path | None:
        """Where a damaged document was set aside last, when there is no other. Raises StorageError."""
        path = self.document(session_id)
        with plain_errors("list", path.parent):
            places = sorted(path.parent.glob(f"{SESSION_FILE}.corrupt-*"))
        return places[-1] if places and not self.stamp(session_id) else None

    def make(self, session_id: str) -> None:
        """Make the folder of a new session. Raises StorageError, also when there is one."""
        folder = self.folder(session_id)
        if folder.exists():
            raise StorageError(f"There is already a session {session_id}.", "Take another id.")
        make_private_folder(folder)

    def read(self, session_id: str) -> Session | None:
        """A session in the current schema version, None when it has no document.

        Raises UsageError, CorruptedFileError, StorageError.
        """
        from interview_cli.interview.session import Session

        path = self.document(session_id)
        document = read_document(path, _TABLE, self._codec)
        if document is None:
            return None
        session = as_model(document, path, Session, SESSION_MIGRATIONS)
        if session.id != session_id:
            raise CorruptedFileError(path, f"holds the session {session.id}")
        return session

    def write(self, session: Session) -> None:
        """Replace the whole document. Raises UsageError, StorageError."""
        path = self.document(session.id)
        write_document(path, _TABLE, session.model_dump(mode="json"), self._codec)

    def prepare_to_replace(self, session_id: str) -> str | None:
        """The status of the document on disk that is about to be replaced for the first time.

        One of an older version is copied and a damaged one set aside, so that nothing is lost.
        None when there is none. Raises StorageError, also for one of a newer version.
        """
        from interview_cli.interview.session import Session

        path = self.document(session_id)
        try:
            document = read_document(path, _TABLE, self._codec)
            if document is None:
                return None
            version = version_of(document, path, current_version(Session))
        except CorruptedFileError:
            set_aside(path)
            return None
        if version < current_version(Session):
            keep_copy(path, f"v{version}")
        return str(document.get("status"))

    def delete(self, session_id: str, unlist: Callable[[], None]) -> None:
        """Delete a session with all its files. Raises StorageError, also when it is open elsewhere.

        `unlist` is called once nobody else has it open, before anything is deleted. The document goes last,
        so that a deletion cut short can be seen and done again. It lasts once it is synced (`sync`).
        """
        folder = self.folder(session_id)
        with plain_errors("delete", folder):
            with session_lock(folder):
                unlist()
                for path in folder.iterdir():
                    if path.is_dir() and not path.is_symlink():
                        shutil.rmtree(path)
                    elif path.name not in (SESSION_FILE, SESSION_LOCK):
                        path.unlink()
                (folder / SESSION_FILE).unlink(missing_ok=True)
            shutil.rmtree(folder)

    def sync(self) -> None:
        """Make deletions last: what was told as deleted must not come back. Raises StorageError."""
        for folder in (self._sessions, self._sessions.parent):
            with plain_errors("delete in", folder):
                if folder.is_dir():
                    sync_folder(folder)
