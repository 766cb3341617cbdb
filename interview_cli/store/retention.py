"""What is kept no longer than a person wants: recordings and sessions past their days."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from interview_cli.errors import StorageError
from interview_cli.store.files import plain_errors
from interview_cli.store.locks import session_lock
from interview_cli.store.recorded import recordings
from interview_cli.store.retention_stamp import DAY, modified

if TYPE_CHECKING:
    from interview_cli.store.sessions import SessionStore


@dataclass(slots=True)
class Removed:
    """What was removed: how many recordings, and the ids of sessions."""

    recordings: int = 0
    sessions: list[str] = field(default_factory=list)


def due_recordings(root: Path, days: int, now: datetime) -> list[Path]:
    """The recordings that are older than so many days; none with 0. Raises StorageError."""
    before = now.timestamp() - days * DAY
    return [path for path in _all(root) if modified(path) < before] if days else []


def next_removal(root: Path, days: int, now: datetime) -> datetime | None:
    """When the oldest recording that is not due yet will be; None without any. Raises StorageError."""
    before = now.timestamp() - days * DAY
    times = [time for path in _all(root) if (time := modified(path)) >= before] if days else []
    return datetime.fromtimestamp(min(times) + days * DAY).astimezone() if times else None


def due_sessions(store: SessionStore, days: int, now: datetime) -> list[str]:
    """The ids of sessions that began more than so many days ago; none with 0. Raises StorageError."""
    if not days:
        return []
    before = now - timedelta(days=days)
    return [row["id"] for row in store.rows() if datetime.fromisoformat(row["created_at"]) < before]


def remove(due: Iterable[Path], sessions: Iterable[str], store: SessionStore) -> Removed:
    """Delete the recordings and sessions that are due; those open in another process are left."""
    removed = Removed()
    for session_id in sessions:
        # One that is open in another process is due again.
        with suppress(StorageError):
            store.remove(session_id)
            removed.sessions.append(session_id)
    for path in due:
        # One that went with its session is no failure, and one that cannot go now is due again.
        with suppress(StorageError), plain_errors("delete", path), session_lock(path.parent.parent):
            path.unlink(missing_ok=True)
            removed.recordings += 1
    return removed


def _all(root: Path) -> list[Path]:
    with plain_errors("list", root):
        return list(recordings(root))
