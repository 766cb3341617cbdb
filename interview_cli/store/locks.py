"""Locks between processes: of a session, the index, the notes, the drill, and of what runs are made of.

They are locks of the operating system, so that one held by a killed process is free at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from interview_cli.errors import StorageError
from interview_cli.store.files import PRIVATE_FILE, plain_errors

SESSION_LOCK = "session.lock"
INDEX_LOCK = "index.lock"
NOTES_LOCK = "notes.lock"
DRILL_LOCK = "drill.lock"

# A session is held for a whole interview, so waiting long is no use; the others for well under a second.
_SESSION_PATIENCE = 0.2
_INDEX_PATIENCE = 10.0
_POLL_SECONDS = 0.01


@contextmanager
def session_lock(folder: Path) -> Iterator[None]:
    """Hold the session of that folder. Raises StorageError when another process does."""
    busy = StorageError(
        f"The session {folder.name} is open in another process.",
        "Finish it there, or close that program.",
    )
    with locked(folder / SESSION_LOCK, _SESSION_PATIENCE, busy):
        yield


@contextmanager
def index_lock(root: Path) -> Iterator[None]:
    """Hold the index in the data folder `root`. Raises StorageError when it stays busy."""
    busy = StorageError("The index of sessions is busy in another process.", "Try again in a moment.")
    with locked(root / INDEX_LOCK, _INDEX_PATIENCE, busy):
        yield


@contextmanager
def notes_lock(root: Path) -> Iterator[None]:
    """Hold the notes in the data folder `root`. Raises StorageError when they stay busy."""
    busy = StorageError("The notes are busy in another process.", "Try again in a moment.")
    with locked(root / NOTES_LOCK, _INDEX_PATIENCE, busy):
        yield


@contextmanager
def drill_lock(root: Path) -> Iterator[None]:
    """Hold what is kept about the drill in the data folder `root`. Raises StorageError when it stays busy."""
    busy = StorageError("The drill is busy in another process.", "Try again in a moment.")
    with locked(root / DRILL_LOCK, _INDEX_PATIENCE, busy):
        yield


@contextmanager
def locked(path: Path, patience: float, busy: StorageError) -> Iterator[None]:
    """Hold a file's lock. Raises `busy` when another holds it for longer than `patience` (seconds)."""
    from filelock import FileLock, Timeout

    lock = FileLock(
        path, timeout=patience, mode=PRIVATE_FILE, thread_local=False, poll_interval=_POLL_SECONDS
    )
    with plain_errors("lock", path):
        try:
            lock.acquire()
        except Timeout as error:
            raise busy from error
    try:
        yield
    finally:
        lock.release()


def is_locked(path: Path) -> bool:
    """Whether a file's lock is held, here or elsewhere. Raises StorageError."""
    busy = StorageError("It is held.")
    try:
        if path.exists():
            with locked(path, 0.0, busy):
                pass
    except StorageError as error:
        if error is busy:
            return True
        raise
    return False
