"""Files that a person names: ordinary ones, no larger than they can sensibly be."""

from __future__ import annotations

from pathlib import Path
from stat import S_ISREG

from interview_cli.errors import UsageError


def ordinary(path: Path, most: int, hint: str) -> Path:
    """The same path, once it is known to end: opening a FIFO waits, and a device may never end.

    Raises UsageError, ending with `hint`, for what is missing, no ordinary file, or over `most` bytes.
    """
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        raise _unusable(path, hint, error) from error
    if not S_ISREG(status.st_mode):
        raise UsageError(f"{path}: is no ordinary file.", hint)
    if status.st_size > most:
        raise _too_large(path, most, hint)
    return path


def read_ordinary(path: Path, most: int, hint: str) -> bytes:
    """What is in a file. Raises UsageError as `ordinary` does, and if it can't be read."""
    try:
        with ordinary(path, most, hint).open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise _unusable(path, hint, error) from error
    # Some files of the system say that they are empty, and are not.
    if len(data) > most:
        raise _too_large(path, most, hint)
    return data


def _unusable(path: Path, hint: str, error: OSError | ValueError) -> UsageError:
    why = getattr(error, "strerror", None) or error
    return UsageError(f"{path}: {why}.", hint)


def _too_large(path: Path, most: int, hint: str) -> UsageError:
    return UsageError(f"{path}: larger than {most // 2**20} MB.", hint)
