"""When it was last looked for what is past its days; light, as every command asks."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

STAMP_FILE = "retention.stamp"
# Looking takes a glance into every session's folder, so that once a day is enough.
_EVERY_SECONDS = 20 * 3600.0


def is_time(root: Path, changed: Iterable[Path]) -> bool:
    """Whether it is time to look again: once a day, and when one of the files that say how has changed.

    A stamp from the future, as after the clock went back, counts as none.
    """
    try:
        looked = (root / STAMP_FILE).stat().st_mtime
    except OSError:
        return (root / "sessions").is_dir()
    if not 0 <= time.time() - looked < _EVERY_SECONDS:
        return True
    return any(path.is_file() and path.stat().st_mtime > looked for path in changed)


def stamp(root: Path) -> None:
    """Note that it was looked now. Raises StorageError."""
    from interview_cli.store.files import make_private_folder, write_bytes

    make_private_folder(root)
    write_bytes(root / STAMP_FILE, b"")
