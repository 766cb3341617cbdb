"""Files that a command writes where the person says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from interview_cli.errors import StorageError, UsageError
from interview_cli.store.files import writing


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
    with writing_target(target) as file:
        file.write(data)


@contextmanager
def writing_target(target: Path) -> Iterator[BinaryIO]:
    """A file for the owner alone, to fill: the whole content or nothing. Raises StorageError."""
    try:
        with writing(target) as file:
            yield file
    except StorageError as error:
        raise StorageError(error.message, "Nothing was written; try another place.") from error
