"""Stored sessions: saved at every change, found by id or prefix, listed from an index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from interview_cli.errors import NotFoundError, StorageError, UsageError
from interview_cli.store import drill
from interview_cli.store.codec import PLAIN, Codec
from interview_cli.store.files import CorruptedFileError, make_private_folder, plain_errors, set_aside, sweep
from interview_cli.store.folders import SESSION_FILE, SessionFolders
from interview_cli.store.index import INDEX_FILE, Index
from interview_cli.store.locks import session_lock
from interview_cli.store.names import LAST, not_found
from interview_cli.store.recorded import RECORDED_FILE, note_recorded
from interview_cli.store.row import ENDED, IndexRow, row_of

if TYPE_CHECKING:
    from random import Random

    from interview_cli.interview.session import Session
    from interview_cli.library.role import Question

_ID_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_ID_LENGTH = 10
_MOST_LISTED = 5
# Rows that are put into the index together where many sessions are stored.
_LISTED_AT_ONCE = 100
_START = "Begin one with: interview session start"


class Asked(NamedTuple):
    """How often a question was asked, and when the last session it was asked in began (UTC)."""

    times: int
    last: datetime


class SessionStore:
    """The sessions in the data folder `root`, safe against crashes and other processes.

    A session is to be changed by one process at a time: `hold` it meanwhile. `unreadable` says,
    by session id, why the last `rows()` left a session out; `aside` where damaged ones were set aside.
    """

    def __init__(self, root: Path, codec: Codec = PLAIN) -> None:
        self._root = root
        self._folders = SessionFolders(root, codec)
        self._index = Index(root, codec)
        self._saved_status: dict[str, str] = {}
        self._waiting: list[IndexRow] | None = None
        self.unreadable: dict[str, str] = {}
        self.aside: dict[str, Path] = {}

    def check_writable(self) -> None:
        """Make sure that a session can be stored. Raises StorageError."""
        self._folders.check_writable()

    def new_id(self, rng: Random | None = None) -> str:
        """A random id that no stored session has and that can't be taken for `last`."""
        from random import SystemRandom

        source = rng or SystemRandom()
        while True:
            session_id = "".join(source.choices(_ID_ALPHABET, k=_ID_LENGTH))
            if not session_id.startswith(LAST) and not self._folders.stamp(session_id):
                return session_id

    def create(self, session: Session) -> None:
        """Store a new session. Raises StorageError, also when there is one of that id."""
        self._folders.make(session.id)
        try:
            self._write(session)
        except StorageError:
            # What made the write fail is the error to tell; an empty folder does no harm.
            with suppress(OSError):
                self._folders.folder(session.id).rmdir()
            raise
        self._list(session)

    def save(self, session: Session) -> None:
        """Write the whole document; returns when it is safe on disk. Raises StorageError.

        The index is touched only when a session has ended or is opened again. A document of an older
        schema version is kept as `session.json.v<n>` when it is first replaced.
        """
        before = self._saved_status.get(session.id) or self._folders.prepare_to_replace(session.id)
        if before in ENDED:
            # Rows of ended sessions are trusted, so this one must be missing until the new one is there.
            self._index.update((), gone=(session.id,))
        self._write(session)
        if before in ENDED or session.status in ENDED:
            self._list(session)

    def put(self, session: Session) -> None:
        """Store a session whose id its maker chose, in place of what is there of it, if only an empty folder.

        Raises StorageError.
        """
        if not self._folders.folder(session.id).exists():
            self.create(session)
            return
        self.save(session)
        if session.status not in ENDED:
            self._list(session)

    @contextmanager
    def listing_at_once(self) -> Iterator[None]:
        """Inside, sessions that are stored go into the index many at a time: for whoever stores many.

        Until then they are found all the same, as those that the index misses. Raises StorageError.
        """
        self._waiting = []
        try:
            yield
        finally:
            waiting, self._waiting = self._waiting, None
            with suppress(StorageError):
                self._index.update(waiting)

    def is_stored(self, session_id: str) -> bool:
        """Whether there is a document of that id. Raises UsageError for what is no id, StorageError."""
        return bool(self._folders.stamp(session_id))

    def load(self, session_id: str) -> Session:
        """A stored session, brought up to the current schema version.

        Raises NotFoundError, UsageError for what is no id, StorageError; a damaged file is set aside
        first, and the error names the place, then and later.
        """
        try:
            session = self._folders.read(session_id)
        except CorruptedFileError as error:
            place = set_aside(error.path)
            self._drop(session_id)
            raise StorageError(
                f"The session {session_id} is damaged: its file {error.cause}. It was set aside as {place}.",
                "All other sessions can be used as before.",
            ) from error
        if session is None:
            raise self._missing(session_id, (session_id,))
        return session

    @contextmanager
    def hold(self, session_id: str) -> Iterator[None]:
        """Keep other processes from working on a stored session. Raises NotFoundError, StorageError."""
        if not self._folders.stamp(session_id):
            raise self._missing(session_id, (session_id,))
        with session_lock(self._folders.folder(session_id)):
            sweep(self._folders.document(session_id))
            yield

    def recordings(self, session_id: str) -> Path:
        """The private folder of a stored session's recordings, made if it is not there yet.

        Raises UsageError for what is no id, NotFoundError, StorageError.
        """
        if not self._folders.stamp(session_id):
            raise self._missing(session_id, (session_id,))
        folder = self._folders.recordings(session_id)
        if not folder.is_dir():
            with plain_errors("save", self._root / RECORDED_FILE):
                note_recorded(self._root, session_id)
            make_private_folder(folder)
        return folder

    def recording(self, session_id: str, name: str) -> Path | None:
        """Where a recording of a session lies, by the name its take has; None when it is not there.

        The name may be the path of a file that was handed in. Raises UsageError for what is no id.
        """
        path = self._folders.recordings(session_id) / name
        return path if path.is_file() else None

    def resolve(self, prefix: str, candidate: str = "") -> str:
        """The id that a unique beginning of it, or `last` for the newest session, stands for.

        With `candidate` (in any case) it is that person's session.
        Raises NotFoundError, StorageError; UsageError when several sessions begin so.
        """
        wanted = prefix.strip().lower()
        if wanted == LAST:
            return self._newest(candidate)
        fitting = sorted(name for name in self._folders.ids() if wanted and name.startswith(wanted))
        stored = [name for name in fitting if self._folders.stamp(name)]
        if wanted in stored or len(stored) == 1:
            found = wanted if wanted in stored else stored[0]
            if candidate and (whose := self._candidate_of(found)) and not _same(whose, candidate):
                raise UsageError(f"The session {found} is {whose}'s.", "Leave out --candidate.")
            return found
        if not stored:
            raise self._missing(prefix, fitting)
        more = f" and {len(stored) - _MOST_LISTED} more" if len(stored) > _MOST_LISTED else ""
        raise UsageError(
            f"{len(stored)} sessions begin with {wanted!r}: {', '.join(stored[:_MOST_LISTED])}{more}.",
            "Give more letters of the id.",
        )

    def rows(self) -> list[IndexRow]:
        """A row for every session that can be read, newest first. Raises StorageError.

        Rows that are missing, or of an open session and older than its file, are made anew and kept.
        """
        listed = self._index.rows()
        present = self._folders.ids()
        changed = {
            name for name, row in listed.items() if row["status"] not in ENDED and not self._is_of_now(row)
        }
        fresh = self._reread((present - listed.keys()) | (present & changed))
        gone = (listed.keys() - present) | (changed - fresh.keys())
        if fresh or gone:
            # The index only saves work, so a read-only or full disk must not keep anyone from reading.
            with suppress(StorageError):
                self._index.update(fresh.values(), gone, still_true=self._is_of_now)
        rows = {**listed, **fresh}
        for name in gone:
            del rows[name]
        self.aside = {
            name: place for name in sorted(present - rows.keys()) if (place := self._folders.aside(name))
        }
        return sorted(rows.values(), key=itemgetter("created_at", "id"), reverse=True)

    def listed(self) -> list[IndexRow]:
        """The rows as the index has them, newest first; answers given since may be missing.

        It reads one file, however many sessions are under way. Raises StorageError.
        """
        return sorted(self._index.rows().values(), key=itemgetter("created_at", "id"), reverse=True)

    def stamps(self) -> dict[str, str]:
        """Texts of which one differs once a session was begun, ended, judged again or removed.

        Answers in an open session change none of them: see `are_of`. Raises StorageError.
        """
        return {INDEX_FILE: self._index.stamp, "sessions/": self._folders.stamp_of_all}

    def are_of(self, stamps: Mapping[str, str]) -> bool:
        """Whether the files of sessions are still those that the stamps in their rows were made of."""
        return all(self._folders.stamp(session_id) == stamp for session_id, stamp in stamps.items())

    def unscored(self) -> list[str]:
        """The ids of sessions with answers still to be judged, newest first. Raises StorageError."""
        return [row["id"] for row in self.rows() if row["unscored"]]

    def asked_question_ids(self, candidate: str, rows: Sequence[IndexRow] | None = None) -> dict[str, Asked]:
        """Every question id that a candidate was asked before, opening no session.

        `rows` are what `rows()` gave just now. Raises StorageError.
        """
        asked: dict[str, Asked] = {}
        for row in reversed(self.rows() if rows is None else rows):
            if row["candidate"] == candidate:
                began = datetime.fromisoformat(row["created_at"])
                for name in row["asked_ids"].split():
                    asked[name] = Asked(asked[name].times + 1 if name in asked else 1, began)
        return asked

    def questions_asked(self, candidate: str, role: str, sessions: int = 5) -> list[Question]:
        """The main questions of a candidate's newest sessions for a role, whole, the newest session first.

        Opens at most `sessions` documents however many are stored; one that cannot be read is passed over.
        """
        of_role = [row for row in self.rows() if row["candidate"] == candidate and row["role"] == role]
        asked: list[Question] = []
        for row in of_role[:sessions]:
            with suppress(StorageError):
                if session := self._folders.read(row["id"]):
                    asked += [turn.question for turn in session.main_turns]
        return asked

    def remove(self, session_id: str) -> None:
        """Delete a session with everything recorded in it.

        Raises NotFoundError, UsageError, StorageError; also when it is open in another process.
        """
        if session_id not in self._folders.ids():
            raise self._not_found(session_id)
        # Rows of ended sessions are trusted, so none must outlive its document, whatever ends this halfway.
        self._folders.delete(session_id, lambda: self._drop(session_id))
        self._saved_status.pop(session_id, None)
        drill.forget(self._root)
        self._folders.sync()

    def _write(self, session: Session) -> None:
        self._folders.write(session)
        self._saved_status[session.id] = session.status

    def _is_of_now(self, row: IndexRow) -> bool:
        """Whether the session's file is still the one that the row was made of."""
        return row["stamp"] == self._folders.stamp(row["id"])

    def _reread(self, session_ids: Iterable[str]) -> dict[str, IndexRow]:
        self.unreadable = {}
        fresh = {}
        for name in session_ids:
            stamp = self._folders.stamp(name)
            try:
                session = self._folders.read(name)
            except StorageError as error:
                self.unreadable[name] = error.message
                continue
            if session is not None:
                fresh[name] = row_of(session, stamp)
        return fresh

    def _list(self, session: Session) -> None:
        # The session is safe on disk and rows() reads it again, so a busy or full index stops no interview.
        row = row_of(session, self._folders.stamp(session.id))
        if self._waiting is not None:
            self._waiting.append(row)
            if len(self._waiting) < _LISTED_AT_ONCE:
                return
            rows, self._waiting = self._waiting, []
        else:
            rows = [row]
        with suppress(StorageError):
            self._index.update(rows)

    def _drop(self, session_id: str) -> None:
        # rows() leaves out what has no folder, whether or not the index could be written.
        with suppress(StorageError):
            self._index.update((), gone=(session_id,))

    def _newest(self, candidate: str) -> str:
        rows = self.rows()
        if not rows:
            raise NotFoundError("No session is stored yet.", _START)
        found = next((row["id"] for row in rows if not candidate or _same(row["candidate"], candidate)), None)
        if found is None:
            raise NotFoundError(
                f"No session of {candidate!r} is stored.", "See all of them: interview history"
            )
        return found

    def _candidate_of(self, session_id: str) -> str:
        return next((row["candidate"] for row in self.rows() if row["id"] == session_id), "")

    def _missing(self, wanted: str, fitting: Iterable[str]) -> NotFoundError | StorageError:
        """The error for a session without a document, which one of the `fitting` ids may have had."""
        for name in fitting:
            if place := self._folders.aside(name):
                return StorageError(
                    f"The session {name} was damaged and set aside as {place}.",
                    f"Mend that file and name it {SESSION_FILE} again, or delete its folder.",
                )
        return self._not_found(wanted)

    def _not_found(self, wanted: str) -> NotFoundError:
        stored = {name for name in self._folders.ids() if self._folders.stamp(name)}
        return not_found("session", wanted, stored, _START)


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
