"""Markdown files of a folder that were changed lately, read with limits and without leaving the folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from interview_cli.errors import UsageError

SUFFIXES = (".md", ".markdown")
MOST_FILES = 200
MOST_SEEN = 100_000
MOST_DEPTH = 12
LARGEST_BYTES = 1_000_000
MOST_TOLD = 3

# What programs put there, in quantity.
_LEFT_OUT = frozenset(
    "node_modules bower_components vendor venv env site-packages __pycache__ dist build target".split()
)


@dataclass(frozen=True, slots=True)
class NoteFile:
    """A file as it was read; `name` is its path inside the folder, `at` when it was changed last."""

    name: str
    at: datetime
    text: str


def read_folder(folder: Path, now: datetime, days: int) -> tuple[list[NoteFile], list[str]]:
    """The files changed in the last `days`, newest first, and what could not be read, in sentences.

    Hidden folders, links and folders of programs are passed over. Raises UsageError without such a folder.
    """
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}.", "Check the path after --notes-dir.")
    since = (now - timedelta(days=days)).timestamp()
    remarks: list[str] = []
    found = sorted(_changed(folder, since, remarks), key=lambda entry: (-entry[1], entry[0]))
    if len(found) > MOST_FILES:
        remarks.append(f"{len(found):,} files were changed in {folder}; the newest {MOST_FILES} are read.")
    files: list[NoteFile] = []
    unread: list[str] = []
    for path, changed in found[:MOST_FILES]:
        name = path.relative_to(folder).as_posix()
        try:
            text = _read(path)
        except OSError as error:
            unread.append(f"{name} ({(error.strerror or str(error)).lower()})")
        except ValueError as error:
            unread.append(f"{name} ({error})")
        else:
            files.append(NoteFile(name, datetime.fromtimestamp(changed, now.tzinfo), text))
    return files, [*remarks, *_left_out(unread)]


def _changed(folder: Path, since: float, remarks: list[str]) -> Iterator[tuple[Path, float]]:
    """Every Markdown file changed since then, with the time of its change."""

    def refused(error: OSError) -> None:
        remarks.append(f"Left out: {error.filename} ({(error.strerror or str(error)).lower()}).")

    seen = 0
    for place, folders, names in os.walk(folder, onerror=refused, followlinks=False):
        depth = len(Path(place).relative_to(folder).parts)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and name not in _LEFT_OUT and depth < MOST_DEPTH
        )
        for name in names:
            seen += 1
            if seen > MOST_SEEN:
                remarks.append(f"{folder} holds more than {MOST_SEEN:,} files; the rest was not looked at.")
                return
            path = Path(place) / name
            if name.startswith(".") or not name.lower().endswith(SUFFIXES):
                continue
            try:
                status = path.lstat()
            except OSError as error:
                refused(error)
                continue
            if stat.S_ISREG(status.st_mode) and status.st_mtime >= since:
                yield path, status.st_mtime


def _read(path: Path) -> str:
    """The text of a file. Raises OSError, ValueError with the reason for what is no text of a usual size."""
    # Between the look and the opening a link or a pipe may have taken the file's place.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ValueError("no plain file")
        data = file.read(LARGEST_BYTES + 1)
    if len(data) > LARGEST_BYTES:
        raise ValueError(f"larger than {LARGEST_BYTES // 1_000_000} MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("not UTF-8 text") from None
    if "\0" in text:
        raise ValueError("not text")
    return text


def _left_out(unread: list[str]) -> list[str]:
    if not unread:
        return []
    more = f" and {len(unread) - MOST_TOLD} more" if len(unread) > MOST_TOLD else ""
    return [f"Left out: {', '.join(unread[:MOST_TOLD])}{more}."]
