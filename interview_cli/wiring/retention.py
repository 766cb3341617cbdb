"""Removes what is past its days, whichever command comes by."""

from __future__ import annotations

import os
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
    days = settings.retention_sessions
    sessions = due_sessions(open_sessions(home), days, now) if days else []
    return Due(due_recordings(home.data_dir, settings.retention_recordings, now), sessions)


def tidy(home: Home, tell: Callable[[str], None]) -> None:
    """Remove what is due and say so. A command goes on whatever happens here.

    Recordings are looked at every time, sessions once a day where they are not kept for good.
    """
    # Settings that are wrong, a full disk or a locked folder are told by the command that needs them.
    with suppress(InterviewError, OSError):
        if _may_be_due(home):
            _tidy(home, tell)


def _may_be_due(home: Home) -> bool:
    from interview_cli.store.retention_stamp import is_time, may_be_due, stamp

    if may_be_due(home.data_dir):
        return True
    # Without settings sessions are kept for good.
    environ = os.environ if home.environ is None else home.environ
    asked = home.config_file.is_file() or bool(environ.get("INTERVIEW_RETENTION_SESSIONS"))
    if not asked or not is_time(home.data_dir, home.config_file):
        return False
    with suppress(StorageError):
        stamp(home.data_dir)
    return True


def _tidy(home: Home, tell: Callable[[str], None]) -> None:
    from interview_cli.store.retention import remove

    due = what_is_due(home)
    if not (due.recordings or due.sessions):
        return
    settings = open_settings(home)
    removed = remove(due.recordings, due.sessions, open_sessions(home))
    parts = (
        (removed.recordings, "recording", settings.retention_recordings),
        (len(removed.sessions), "session", settings.retention_sessions),
    )
    for count, thing, days in parts:
        if count:
            things = f"{count} {thing}{'s' * (count != 1)}"
            tell(f"Removed {things} older than {days} day{'s' * (days != 1)} (retention.{thing}s).")
