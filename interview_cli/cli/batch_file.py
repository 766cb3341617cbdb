"""The file of a batch as the command line names it: a path, a pipe, or standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from interview_cli.errors import UsageError
from interview_cli.inputs import open_input

STDIN = "-"
LARGEST_BYTES = 50_000_000


def read_batch(file: str) -> tuple[str, str, Path]:
    """The text of a batch, its name, and the folder that the files it names lie in.

    What comes through a pipe, as `<(...)` gives one, lies nowhere: its files are looked for from here on.
    Raises UsageError for what can't be read, is too large or not UTF-8.
    """
    path = Path(file)
    named = "stdin" if file == STDIN else file
    try:
        if file == STDIN:
            data = _bytes_of(sys.stdin.buffer)
        else:
            with open_input(path) as stream:
                data = _bytes_of(stream)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{path}: {getattr(error, 'strerror', None) or error}.", "Check the path."
        ) from error
    if len(data) > LARGEST_BYTES:
        raise UsageError(
            f"{named}: larger than {LARGEST_BYTES // 1_000_000} MB.", "Split it into several files."
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{named}: not UTF-8 text.", "Save the file as UTF-8.") from error
    if file == STDIN:
        return text, "stdin.jsonl", Path()
    return text, file, path.parent if path.is_file() else Path()


def batch_key(file: str) -> Path:
    """What a batch is known by when it is gone on with: its file; all that comes through pipes is one."""
    path = Path(file)
    return path.resolve() if path.is_file() else Path(STDIN)


def _bytes_of(stream: BinaryIO) -> bytes:
    return stream.read(LARGEST_BYTES + 1)
