"""Whether there may be anything past its days; light, as every command asks."""

from __future__ import annotations

import time
from pathlib import Path

STAMP_FILE = "retention.stamp"
DAY = 24 * 3600.0
# Looking through all sessions takes its time, so that once a day is enough.
_EVERY_SECONDS = 20 * 3600.0


def may_be_due(root: Path) -> bool:
    """Whether a recording is so old that it may be due: no less than a day can be set. Raises OSError."""
    from interview_cli.store.recorded import recordings

    before = time.time() - DAY
    return any(modified(path) < before for path in recordings(root))


def is_time(root: Path, config: Path) -> bool:
    """Whether to look through the sessions again: once a day, and when the settings have changed.

    A stamp from the future, as after the clock went back, counts as none.
    """
    try:
        looked = (root / STAMP_FILE).stat().st_mtime
    except OSError:
        return (root / "sessions").is_dir()
    fresh = 0 <= time.time() - looked < _EVERY_SECONDS
    return not fresh or (config.is_file() and modified(config) > looked)


def stamp(root: Path) -> None:
    """Note that it was looked now. Raises StorageError."""
    from interview_cli.store.files import make_private_folder, write_bytes

    make_private_folder(root)
    write_bytes(root / STAMP_FILE, b"")


def modified(path: Path) -> float:
    """When a file was written last, in seconds since 1970; as long ago as can be where it is gone."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
