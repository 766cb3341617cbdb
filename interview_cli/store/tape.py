"""The file of a suite's recordings while they are made: each line is there before the next is paid for."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path

from interview_cli.errors import StorageError
from interview_cli.store.files import (
    check_is_file,
    make_private_folder,
    plain_errors,
    sweep,
    write_bytes,
)
from interview_cli.store.locks import locked
from interview_cli.store.suite_runs import FOLDER

_DIGEST_LENGTH = 16


class Tape:
    """A file that lines are added to, and that is written whole in the end.

    A line outlives the process at once; what a loss of power would leave of it is up to the system.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: FileIO | None = None
        self._opening: bytes | None = None
        self._marks: Sequence[bytes] = ()

    def begin(self, opening: bytes | None, marks: Sequence[bytes] = ()) -> None:
        """Make sure that lines can be added, and leave all as it is until the first one is.

        The file then holds `opening` (None: what it holds already), and the lines in `marks` go before that
        one. Raises StorageError.
        """
        from tempfile import TemporaryFile

        with plain_errors("save", self._path, private=False):
            with TemporaryFile(dir=self._path.parent):
                pass
            if self._path.exists():
                self._path.open("ab").close()
        self._opening, self._marks = opening, marks

    def add(self, line: bytes) -> None:
        """Add a line, all of it or nothing. Raises StorageError."""
        with plain_errors("save", self._path, private=False):
            if self._file is None:
                if self._opening is not None:
                    write_bytes(self._path, self._opening, private=False)
                self._file = self._path.open("ab", buffering=0)
            _append(self._file, b"\n".join([*self._marks, line, b""]))
            self._marks = ()

    def finish(self, whole: bytes) -> None:
        """Write the file anew. Raises StorageError; what was added is then still there."""
        self.close()
        write_bytes(self._path, whole, private=False)

    def close(self) -> None:
        """Let the file go; it stays as it is."""
        if self._file is not None:
            self._file.close()
            self._file = None


@contextmanager
def held_tape(root: Path, path: Path) -> Iterator[Tape]:
    """The file of recordings at `path`, kept from others who would record on it; `root` is the data folder.

    Raises StorageError when it is recorded on already, and for a place where something else stands.
    """
    # A link is followed once and for all, and stays one.
    real = Path(os.path.realpath(path))
    check_is_file(real)
    make_private_folder(root / FOLDER)
    name = hashlib.sha256(os.fsencode(real)).hexdigest()[:_DIGEST_LENGTH]
    busy = StorageError(f"The recordings {path} are being made by another process.", "Wait for it to end.")
    with locked(root / FOLDER / f"{name}.lock", 0.0, busy):
        tape = Tape(real)
        try:
            sweep(real)
            yield tape
        finally:
            tape.close()


def _append(file: FileIO, data: bytes) -> None:
    end = os.fstat(file.fileno()).st_size
    rest = memoryview(data)
    try:
        while rest:
            rest = rest[file.write(rest) :]
    except OSError:
        # The beginning of a line that the disk had no room for.
        with suppress(OSError):
            file.truncate(end)
        raise
