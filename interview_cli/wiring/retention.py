"""Removes what is past its days, whichever command comes by."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from interview_cli.errors import InterviewError, StorageError
from interview_cli.wiring.home import Home, open_sessions, open_settings

if TYPE_CHECKING:
    from pathlib import Path


class Due(NamedTuple):
    """What is past its days and will be removed."""

    recordings: list[Path]
    sessions: list[str]


def what_is_due(home: Home) -> Due:
    """What the next look removes. Raises UsageError, StorageError."""
    from interview_cli.store.retention import due_recordings, due_sessions

    settings = open_settings(home)
    now = datetime.now(UTC)
    sessions = (
        due_sessions(open_sessions(home), settings.retention_sessions, now)
        if settings.retention_sessions
        else []
    )
    return Due(due_recordings(home.data_dir, settings.retention_recordings, now), sessions)


def tidy(home: Home, tell: Callable[[str], None]) -> None:
    """Remove what is due, once a day; says what was removed. A command goes on whatever happens here."""
    from interview_cli.store.retention_stamp import is_time

    if not is_time(home.data_dir, [home.config_file]):
        return
    # Settings that are wrong, a full disk or a locked folder are told by the command that needs them.
    with suppress(InterviewError):
        _tidy(home, tell)


def _tidy(home: Home, tell: Callable[[str], None]) -> None:
    from interview_cli.store.retention import remove
    from interview_cli.store.retention_stamp import stamp

    due = what_is_due(home)
    if due.recordings or due.sessions:
        settings = open_settings(home)
        removed = remove(due.recordings, due.sessions, open_sessions(home))
        if removed.recordings:
            tell(
                f"Removed {removed.recordings} recording{'s' * (removed.recordings != 1)} older than "
                f"{settings.retention_recordings} days (retention.recordings)."
            )
        if removed.sessions:
            tell(
                f"Removed {len(removed.sessions)} session{'s' * (len(removed.sessions) != 1)} older than "
                f"{settings.retention_sessions} days (retention.sessions)."
            )
    with suppress(StorageError):
        stamp(home.data_dir)
