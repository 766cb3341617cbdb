"""The files that rows name: ordinary ones, no larger than what a person writes."""

from __future__ import annotations

from pathlib import Path
from stat import S_ISREG

from interview_cli.errors import UsageError

LARGEST_BYTES = 10 * 2**20


def row_file(path: Path, field: str) -> Path:
    """The same path, once it is known to end: opening a FIFO waits, and a device may never end.

    Raises UsageError for what is missing, no ordinary file, or over 10 MB. `field` is what the row calls it.
    """
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        raise _unusable(path, field, error) from error
    if not S_ISREG(status.st_mode):
        raise UsageError(f"{path}: is no ordinary file.", _hint(field))
    if status.st_size > LARGEST_BYTES:
        raise _too_large(path, field)
    return path


def read_row_file(path: Path, field: str) -> bytes:
    """What is in a file that a row names. Raises UsageError as `row_file` does, and if it can't be read."""
    try:
        with row_file(path, field).open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise _unusable(path, field, error) from error
    # Some files of the system say that they are empty, and are not.
    if len(data) > LARGEST_BYTES:
        raise _too_large(path, field)
    return data


def _unusable(path: Path, field: str, error: OSError | ValueError) -> UsageError:
    why = getattr(error, "strerror", None) or error
    return UsageError(f"{path}: {why}.", _hint(field))


def _too_large(path: Path, field: str) -> UsageError:
    return UsageError(f"{path}: larger than {LARGEST_BYTES // 2**20} MB.", _hint(field))


def _hint(field: str) -> str:
    return f"Check the {field} of the row."
