"""Sessions taken in from files: exported ones, and archives of all data with their recordings."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from interview_cli.errors import InterviewError, UsageError
from interview_cli.wiring.home import Home, data_key, open_sessions

if TYPE_CHECKING:
    from interview_cli.interview.session import Session
    from interview_cli.store.sessions import SessionStore
    from interview_cli.store.unpacking import Unpacking


_PIECE = 2**20
_MOST_PIPED = 2 * 2**30


class TakenIn(NamedTuple):
    """The ids of sessions that were imported, and of those that were here already, and what is missing."""

    new: list[str]
    same: list[str]
    problems: list[str]


def sessions_of_file(path: Path) -> Iterator[Session]:
    """The sessions that an exported file or an archive holds, checked, one at a time. Raises UsageError."""
    with _opened(path) as file:
        yield from _sessions_in(file, path)


def page_is_as_written(path: Path) -> bool | None:
    """Whether a page shows what it was written with; None for any other file. Raises UsageError."""
    from interview_cli.report.reading import page_is_as_written as is_as_written

    with _opened(path) as file:
        return is_as_written(file)


def take_in(home: Home, path: Path, *, replace: bool) -> TakenIn:
    """Store the sessions of a file, none of them when one cannot be, and of an archive the recordings too.

    Raises UsageError where another session has the same id, unless it is to be replaced, StorageError.
    """
    taken = TakenIn([], [], [])
    with _opened(path) as file:
        _take_sessions(open_sessions(home), file, path, taken, replace=replace)
        _take_recordings(home, file, path, taken)
    return taken


def _sessions_in(file: BinaryIO, path: Path) -> Iterator[Session]:
    from interview_cli.report.reading import documents_in
    from interview_cli.store.imported import session_of

    file.seek(0)
    archive = _archive_in(file, path)
    for name, each in archive.sessions() if archive else [(str(path), file)]:
        for document in documents_in(each, name):
            yield session_of(document, path)


def _take_sessions(store: SessionStore, file: BinaryIO, path: Path, taken: TakenIn, *, replace: bool) -> None:
    # All are looked at first, and read once more to be stored: no file is too long to be taken in.
    for session in _sessions_in(file, path):
        held = store.load(session.id) if store.is_stored(session.id) else None
        if held == session:
            taken.same.append(session.id)
        elif held is not None and not replace:
            raise UsageError(
                f"Another session {session.id} is here already, last changed on {held.updated_at:%Y-%m-%d}.",
                "--replace puts the imported one in its place.",
            )
        else:
            taken.new.append(session.id)
    new = set(taken.new)
    with store.listing_at_once():
        for session in _sessions_in(file, path):
            if session.id in new:
                store.put(session)


def _take_recordings(home: Home, file: BinaryIO, path: Path, taken: TakenIn) -> None:
    """The recordings of an archive that are not here; one that cannot be had is told of, and no more."""
    file.seek(0)
    archive = _archive_in(file, path)
    if archive is None:
        return
    store, key = open_sessions(home), data_key(home)
    ids = {*taken.new, *taken.same}
    for session_id, name in archive.recordings():
        if session_id in ids and store.recording(session_id, name) is None:
            try:
                _take_recording(store, archive, session_id, name, key)
            except InterviewError as error:
                taken.problems.append(error.message)


def _take_recording(
    store: SessionStore, archive: Unpacking, session_id: str, name: str, key: bytes | None
) -> None:
    from interview_cli.store.files import plain_errors, sync_folder
    from interview_cli.voice.capture.sealing import keep_sound
    from interview_cli.voice.capture.wav_file import wav_sound

    found = archive.recording(session_id, name)
    pcm = wav_sound(BytesIO(found.data), f"{session_id}/{name}")
    folder = store.recordings(session_id)
    with plain_errors("save", folder / name):
        keep_sound(folder / name, pcm, key, found.changed)
        sync_folder(folder)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """A file that can be read more than once; of a pipe, or of `-`, which is stdin, a copy that passes."""
    from interview_cli.inputs import open_input
    from interview_cli.report.reading import HINT

    try:
        with nullcontext(sys.stdin.buffer) if str(path) == "-" else open_input(path) as file:
            if file.seekable():
                yield file
                return
            with TemporaryFile() as copy:
                while piece := file.read(_PIECE):
                    copy.write(piece)
                    if copy.tell() > _MOST_PIPED:
                        raise UsageError(f"{path} does not end within {_MOST_PIPED // 2**30} GB.", HINT)
                copy.seek(0)
                yield copy
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}.", HINT) from error


def _archive_in(file: BinaryIO, path: Path) -> Unpacking | None:
    """The archive that a file is, None for any other."""
    from interview_cli.store.unpacking import BEGINNING, Unpacking

    beginning = file.read(len(BEGINNING))
    file.seek(0)
    return Unpacking(file, str(path)) if beginning == BEGINNING else None
