"""What `doctor` says of stored data: whether it is encrypted, and what is removed when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from interview_cli.cli.check import Check
from interview_cli.errors import InterviewError, StorageError

if TYPE_CHECKING:
    from interview_cli.settings import Settings
    from interview_cli.wiring import Home


def data_checks(home: Home, settings: Settings) -> Iterator[Check]:
    """Encryption and retention, one after the other. Never raises an InterviewError."""
    for name, look in (("encryption", _encryption), ("retention", _retention)):
        try:
            yield look(home, settings)
        except InterviewError as error:
            yield Check(name, "problem", error.message, error.hint, storage=isinstance(error, StorageError))


def _encryption(home: Home, settings: Settings) -> Check:
    from interview_cli.wiring.at_rest import state_of

    state = state_of(home)
    if state == "being made plain":
        return Check(
            "encryption", "note", "half switched off", "Finish it: interview config set encrypt false"
        )
    if state == "being encrypted":
        return Check(
            "encryption",
            "problem",
            "half switched on: what is not converted yet lies there plain",
            "Finish it: interview config set encrypt true",
            storage=True,
        )
    if settings.encrypt and state == "plain":
        return Check(
            "encryption",
            "problem",
            "the setting is on, and the data folder is not encrypted",
            "Encrypt it: interview config set encrypt true",
            storage=True,
        )
    return Check(
        "encryption", "ok", "on" if state == "encrypted" else "off (interview config set encrypt true)"
    )


def _retention(home: Home, settings: Settings) -> Check:
    from interview_cli.report.wording import counted
    from interview_cli.store.retention import next_removal
    from interview_cli.wiring.retention import what_is_due

    due = what_is_due(home)
    kept = {"recordings": settings.retention_recordings, "sessions": settings.retention_sessions}
    told = ", ".join(f"{what} {f'for {days} days' if days else 'for good'}" for what, days in kept.items())
    if due.recordings or due.sessions:
        parts = [counted(len(due.recordings), "recording")] * bool(due.recordings)
        parts += [counted(len(due.sessions), "session")] * bool(due.sessions)
        return Check(
            "retention",
            "note",
            f"kept are {told}; due: {' and '.join(parts)}",
            "Any other command removes recordings, and sessions within the hour.",
        )
    coming = next_removal(home.data_dir, settings.retention_recordings, datetime.now(UTC))
    later = f"; the next recording goes on {coming:%Y-%m-%d}" if coming else ""
    return Check("retention", "ok", f"kept are {told}; nothing is due{later}")
