"""Archives of all data, read again with distrust: their interviews and recordings, and nothing else."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from typing import BinaryIO, NamedTuple

from interview_cli.errors import UsageError
from interview_cli.store.names import is_recording_name, is_session_id

BEGINNING = b"PK\x03\x04"
_HINT = "Import what was written by: interview data export"
_SESSION = re.compile(r"sessions/([^/]+)/session\.json")
_RECORDING = re.compile(r"sessions/([^/]+)/recordings/([^/]+)")
# 80 bytes or more for each file: those of a hundred thousand.
_MOST_DIRECTORY = 16 * 2**20
_MOST_SESSION = 8 * 2**20
# Half an hour of sound.
_MOST_RECORDING = 64 * 2**20
# Speech does not become a tenth of itself; a file of zeros a thousandth.
_MOST_TIMES = 100
_FREE = 64 * 2**20
_DAMAGES = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


class Unpacked(NamedTuple):
    """A file of the archive, and when it was changed last (to two seconds, in local time)."""

    data: bytes
    changed: datetime


class Unpacking:
    """An archive open for reading, called `name` in messages. Raises UsageError for any other file."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._name = name
        with self._told("is no archive that can be read"):
            self._archive = zipfile.ZipFile(_Bounded(io.FileIO(file.fileno(), closefd=False)))
        entries = self._archive.infolist()
        if sum(entry.file_size for entry in entries) > _FREE + _MOST_TIMES * file.seek(0, io.SEEK_END):
            raise UsageError(f"{name} would become more than {_MOST_TIMES} times its size.", _HINT)
        self._entries = {entry.filename: entry for entry in entries}

    def sessions(self) -> Iterator[tuple[str, BinaryIO]]:
        """The documents of sessions, each by its name and open. Raises UsageError where there are none."""
        found = [name for name in self._entries if (of := _SESSION.fullmatch(name)) and is_session_id(of[1])]
        if not found:
            raise UsageError(f"{self._name} has no interviews in it.", _HINT)
        for name in sorted(found):
            yield f"{self._name}:{name}", BytesIO(self._read(name, _MOST_SESSION))

    def recordings(self) -> Iterator[tuple[str, str]]:
        """Every recording, by its session's id and its own name."""
        for name in self._entries:
            found = _RECORDING.fullmatch(name)
            if found and is_session_id(found[1]) and is_recording_name(found[2]):
                yield found[1], found[2]

    def recording(self, session_id: str, name: str) -> Unpacked:
        """One that is listed. Raises UsageError."""
        entry = self._entries[f"sessions/{session_id}/recordings/{name}"]
        data = self._read(entry.filename, _MOST_RECORDING)
        with self._told(f"is damaged in {entry.filename}"):
            return Unpacked(data, datetime(*entry.date_time).astimezone())

    def _read(self, name: str, most: int) -> bytes:
        if self._entries[name].file_size > most:
            raise UsageError(f"{self._name}: {name} is larger than {most // 2**20} MB.", _HINT)
        with self._told(f"is damaged in {name}"):
            return self._archive.read(name)

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        """Tell in plain words what zipfile lets out: its own errors, those of zlib and of the file."""
        try:
            yield
        except _DAMAGES as error:
            raise UsageError(f"{self._name} {what} ({error}).", _HINT) from error


class _Bounded(io.BufferedReader):
    """A file of which zipfile cannot read the list of its files where that would fill the memory."""

    def read(self, size: int | None = -1) -> bytes:
        if size is not None and size > _MOST_DIRECTORY:
            raise zipfile.BadZipFile("it lists more files than a person has")
        return super().read(size)
