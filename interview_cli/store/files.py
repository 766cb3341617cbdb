"""Files, private unless said otherwise: written whole or not at all, and errors told in plain words."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from interview_cli.errors import StorageError
from interview_cli.inputs import open_input

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
# The umask takes from it what the person doesn't give to others.
_ORDINARY_FILE = 0o666
# About what an interview of ten questions has in its document.
_PROBE_BYTES = 64 * 1024
# A thousand times what an interview has; a batch of twenty thousand rows has half of it.
_MOST_BYTES = 100_000_000

_MAKE_ROOM = "Free some space; everything saved before is kept."
_ELSEWHERE = "Choose another {place}."
_MAKE_WRITABLE = "Make it writable, or choose another {place}."
_MAKE_READABLE = "Make it readable, or choose another {place}."
_READING = ("read", "list")
_CAUSES = {
    errno.ENOSPC: ("the disk is full", _MAKE_ROOM),
    errno.EDQUOT: ("the disk quota is used up", _MAKE_ROOM),
    errno.EFBIG: ("the file is larger than the system allows", "Raise the limit on file sizes (ulimit -f)."),
    errno.EROFS: ("the file system is read-only", _MAKE_WRITABLE),
    errno.EACCES: ("permission denied", _MAKE_WRITABLE),
    errno.EPERM: ("permission denied", _MAKE_WRITABLE),
    errno.EEXIST: ("a file is in the place of the folder", _ELSEWHERE),
    errno.ENOTDIR: ("a part of the path is not a folder", _ELSEWHERE),
}


class CorruptedFileError(StorageError):
    """A stored file that can't be understood. `cause` completes "the file ..."."""

    def __init__(self, path: Path, cause: str) -> None:
        super().__init__(f"{path} is damaged: it {cause}.", "It was left as it is.")
        self.path = path
        self.cause = cause


@contextmanager
def plain_errors(action: str, path: Path, *, private: bool = True) -> Iterator[None]:
    """Turn what the system refuses inside into a StorageError that names the path and the cause.

    What is not `private` lies where the person put it, and not in the data folder.
    """
    try:
        yield
    except OSError as error:
        fallback = ((error.strerror or str(error)).lower(), _ELSEWHERE)
        cause, hint = _CAUSES.get(error.errno or 0, fallback)
        if hint is _MAKE_WRITABLE and action in _READING:
            hint = _MAKE_READABLE
        place = "folder with --data-dir" if private else "place"
        raise StorageError(f"Cannot {action} {path}: {cause}.", hint.format(place=place)) from error


def make_private_folder(path: Path) -> None:
    """Make a folder and its missing parents, for the owner alone. Raises StorageError."""
    with plain_errors("make the folder", path):
        for missing in reversed([folder for folder in (path, *path.parents) if not folder.exists()]):
            missing.mkdir(PRIVATE_FOLDER, exist_ok=True)
            sync_folder(missing.parent)


def check_writable(folder: Path) -> None:
    """Write as much as an interview takes into a folder and leave nothing behind. Raises StorageError."""
    from tempfile import TemporaryFile

    make_private_folder(folder)
    with plain_errors("write in", folder), TemporaryFile(dir=folder, buffering=0) as probe:
        probe.write(bytes(_PROBE_BYTES))


def read_bytes(path: Path) -> bytes | None:
    """The content of a file, None when there is none. Raises StorageError, for more than 100 MB too."""
    with plain_errors("read", path):
        try:
            with open_input(path) as file:
                data = file.read(_MOST_BYTES + 1)
        except FileNotFoundError:
            return None
    if len(data) > _MOST_BYTES:
        raise CorruptedFileError(path, f"is larger than {_MOST_BYTES // 1_000_000} MB")
    return data


def stamp_of(path: Path) -> str:
    """A text that changes when a file is written; empty without one. Raises StorageError."""
    with plain_errors("read", path):
        try:
            status = path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return ""
    return f"{status.st_mtime_ns:x}-{status.st_size:x}"


def write_bytes(path: Path, data: bytes, *, private: bool = True) -> None:
    """Write a file so that a crash at any moment leaves the old content or the new, as `writing` does."""
    with writing(path, private=private) as file:
        file.write(data)


@contextmanager
def writing(path: Path, *, private: bool = True) -> Iterator[BinaryIO]:
    """A file to fill; a crash at any moment leaves the old content or, once it is left, the new.

    The new content is safe on disk then. A link to a file stays one. A `private` file is the owner's
    alone; any other has the permissions it had, and a new one what the umask gives. Raises StorageError, also
    for what is no file, such as a device; the old content is then still there and no temporary file is left,
    as after any error inside.
    """
    with plain_errors("save", path, private=private):
        check_is_file(path)
        if path.is_symlink():
            path = path.resolve()
    temporary = path.with_name(f".{path.name}.{os.urandom(6).hex()}.tmp")
    with plain_errors("save", path, private=private):
        had = None if private or not path.exists() else stat.S_IMODE(path.stat().st_mode)
        mode = PRIVATE_FILE if private else _ORDINARY_FILE if had is None else had
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
            with os.fdopen(descriptor, "wb") as file:
                yield file
                file.flush()
                os.fsync(descriptor)
            if had is not None:
                # The umask may have taken from it.
                temporary.chmod(had)
            temporary.replace(path)
        except BaseException:
            # What made the write fail is the error to tell, not a failed tidying up after it.
            with suppress(OSError):
                temporary.unlink()
            raise
        sync_folder(path.parent)


def check_is_file(path: Path) -> None:
    """Refuse a place where something stands that is no file. Raises StorageError."""
    if path.exists() and not path.is_file():
        raise StorageError(
            f"Cannot save {path}: it is no file.", "Move away what is there, or name another place."
        )


def sweep(path: Path) -> None:
    """Remove temporary files that killed processes left beside `path`; only while it is locked."""
    with plain_errors("tidy up beside", path):
        for leftover in path.parent.glob(f".{path.name}.*.tmp"):
            leftover.unlink(missing_ok=True)


def set_aside(path: Path) -> Path:
    """Rename a damaged file to `<name>.corrupt-<UTC time>` and return the new path. Raises StorageError."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    place = path.with_name(f"{path.name}.corrupt-{stamp}")
    with plain_errors("set aside the damaged file", path):
        path.rename(place)
    return place


def keep_copy(path: Path, mark: str) -> None:
    """Copy a file to `<name>.<mark>` unless that copy is there. Raises StorageError."""
    copy = path.with_name(f"{path.name}.{mark}")
    data = read_bytes(path)
    if data is not None and not copy.exists():
        write_bytes(copy, data)


def sync_folder(folder: Path) -> None:
    """Make a new name in a folder last; systems without folder descriptors (Windows) need no such step."""
    # A folder that may be written but not read can't be opened; the new name is there all the same.
    if hasattr(os, "O_DIRECTORY") and os.access(folder, os.R_OK):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
