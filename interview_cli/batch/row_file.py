"""The files that rows name: ordinary ones, no larger than what a person writes."""

from __future__ import annotations

from pathlib import Path

from interview_cli.library.input_file import ordinary, read_ordinary

LARGEST_BYTES = 10 * 2**20


def row_file(path: Path, field: str) -> Path:
    """The same path, once it is known to be an ordinary file of at most 10 MB.

    `field` is what the row calls it. Raises UsageError for any other.
    """
    return ordinary(path, LARGEST_BYTES, _hint(field))


def read_row_file(path: Path, field: str) -> bytes:
    """What is in a file that a row names. Raises UsageError as `row_file` does, and if it can't be read."""
    return read_ordinary(path, LARGEST_BYTES, _hint(field))


def _hint(field: str) -> str:
    return f"Check the {field} of the row."
