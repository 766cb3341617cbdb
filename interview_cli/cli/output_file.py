"""Files that a command writes where the person says."""

from __future__ import annotations

import os
from pathlib import Path

from interview_cli.errors import StorageError, UsageError


def check_target(target: Path, *, force: bool) -> None:
    """Refuse what can't or shouldn't be written, before anything is read. Raises UsageError."""
    if not target.parent.is_dir():
        raise UsageError(f"There is no folder {target.parent}.", "Make it first.")
    if not target.exists():
        return
    if not target.is_file():
        raise UsageError(f"{target} is no ordinary file.", "Leave out --output to write to stdout.")
    if not force:
        raise UsageError(f"{target} exists already.", "--force overwrites it.")


def write_target(target: Path, data: bytes) -> None:
    """Write a file for the owner alone: the whole content or nothing. Raises StorageError."""
    import tempfile

    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(descriptor)
            Path(name).replace(target)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StorageError(
            f"Cannot write {target}: {error.strerror or error}.", "Nothing was written; try another place."
        ) from error
