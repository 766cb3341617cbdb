"""What lies in a data folder made encrypted, or plain again: file after file, each whole before or after.

It may be cut short at any moment: what reads files takes both kinds, and doing it again does the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from interview_cli.errors import InterviewError, StorageError
from interview_cli.store.codec import MAGIC, SealedCodec
from interview_cli.store.drill import DRILL_FILE, PUT_AWAY_FILE
from interview_cli.store.files import plain_errors, read_bytes, sweep, write_bytes
from interview_cli.store.folders import SESSION_FILE
from interview_cli.store.index import INDEX_FILE
from interview_cli.store.locks import drill_lock, index_lock, notes_lock, session_lock
from interview_cli.store.names import RESUMES
from interview_cli.store.notes import NOTES_FILE
from interview_cli.store.recorded import RECORDINGS

_TEMPORARY = ".tmp"


@dataclass(slots=True)
class Converted:
    """How many files were converted, and what was left as it is: whose, and why."""

    files: int = 0
    left: list[str] = field(default_factory=list)


def convert(
    root: Path, codec: SealedCodec, recording: Callable[[Path], bool], tell: Callable[[int, int], None]
) -> Converted:
    """Write every file anew as the codec has it; `recording` does that for a recording.

    `tell` is given how many parts are done, and of how many. Sessions that are open elsewhere are left, and
    so is what the key does not open. Raises StorageError where the disk takes no more.
    """
    done = Converted()
    sessions = sorted(path for path in (root / "sessions").glob("*") if path.is_dir())
    for number, folder in enumerate(sessions, start=1):
        _session(folder, codec, recording, done)
        tell(number, len(sessions))
    for name, lock in ((INDEX_FILE, index_lock), (NOTES_FILE, notes_lock)):
        _under(lock(root), root, name, codec, done)
    for name in (DRILL_FILE, PUT_AWAY_FILE):
        _under(drill_lock(root), root, name, codec, done)
    _sweep(root / RESUMES)
    for path in _named(root / RESUMES, "*.json*"):
        _file(path, codec, done)
    return done


def _session(folder: Path, codec: SealedCodec, recording: Callable[[Path], bool], done: Converted) -> None:
    with ExitStack() as stack:
        try:
            stack.enter_context(session_lock(folder))
        except StorageError as error:
            done.left.append(error.message)
            return
        _sweep(folder)
        for path in _named(folder, f"{SESSION_FILE}*"):
            _file(path, codec, done)
        _sweep(folder / RECORDINGS)
        for path in _named(folder / RECORDINGS, "*.wav"):
            try:
                with plain_errors("convert", path):
                    done.files += recording(path)
            except InterviewError as error:
                done.left.append(error.message)


def _under(
    lock: AbstractContextManager[None], root: Path, name: str, codec: SealedCodec, done: Converted
) -> None:
    if not any(root.glob(f"{name}*")) and not any(root.glob(f".{name}.*{_TEMPORARY}")):
        return
    with lock:
        sweep(root / name)
        for path in _named(root, f"{name}*"):
            _file(path, codec, done)


def _file(path: Path, codec: SealedCodec, done: Converted) -> None:
    data = read_bytes(path)
    if data is None:
        return
    try:
        plain = codec.decode(data)
    except StorageError as error:
        done.left.append(f"{path}: {error.message}")
        return
    wanted = codec.encode(plain)
    if wanted.startswith(MAGIC) != data.startswith(MAGIC):
        write_bytes(path, wanted)
        done.files += 1


def holds_sealed(root: Path) -> bool:
    """Whether anything in a data folder is encrypted. Raises StorageError."""
    with plain_errors("list", root):
        sessions = root.glob(f"sessions/*/{SESSION_FILE}")
        for path in (*root.glob("*.json"), *(root / RESUMES).glob("*.json"), *sessions):
            with path.open("rb") as file:
                if file.read(len(MAGIC)) == MAGIC:
                    return True
    return False


def _sweep(folder: Path) -> None:
    """Remove what killed processes left half written, which would stay as it is."""
    with plain_errors("tidy up in", folder):
        for leftover in folder.glob(f".*{_TEMPORARY}"):
            leftover.unlink(missing_ok=True)


def _named(folder: Path, pattern: str) -> Iterator[Path]:
    """The files of a folder, without those that are locks or only half written."""
    with plain_errors("list", folder):
        found = sorted(folder.glob(pattern))
    return (path for path in found if path.is_file() and not path.name.endswith((_TEMPORARY, ".lock")))
