"""Which sessions have recordings: a short list, so that every command can look at their age.

It only repeats what the folders say, and is made anew from them where it is missing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from interview_cli.store.names import is_session_id

RECORDED_FILE = "recorded.list"
RECORDINGS = "recordings"


def note_recorded(root: Path, session_id: str) -> None:
    """Put a session on the list, before its first recording is made. Raises OSError."""
    listed(root)
    if (root / RECORDED_FILE).exists() and not (root / RECORDED_FILE).is_file():
        return
    descriptor = os.open(root / RECORDED_FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(f"{session_id}\n")


def recordings(root: Path) -> Iterator[Path]:
    """All recordings, by session. Raises OSError."""
    for name in listed(root):
        with suppress(FileNotFoundError, NotADirectoryError):
            yield from sorted(
                path for path in (root / "sessions" / name / RECORDINGS).iterdir() if path.suffix == ".wav"
            )


def listed(root: Path) -> list[str]:
    """The ids on the list; one that is missing is made of the folders. Raises OSError."""
    path = root / RECORDED_FILE
    try:
        if path.is_file():
            return [name for name in dict.fromkeys(path.read_text("utf-8").split()) if is_session_id(name)]
    except UnicodeDecodeError:
        path.unlink()
    sessions = root / "sessions"
    if not sessions.is_dir():
        return []
    found = sorted(name for name in os.listdir(sessions) if (sessions / name / RECORDINGS).is_dir())  # noqa: PTH208
    # Where something stands that is no file, it is made of the folders every time.
    if path.exists() and not path.is_file():
        return found
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.writelines(f"{name}\n" for name in found)
    return found
