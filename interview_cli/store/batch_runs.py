"""Batches under way: which rows are done, so that going on holds none of them twice."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from interview_cli.errors import StorageError, UsageError
from interview_cli.store.files import make_private_folder, plain_errors, read_bytes, write_bytes
from interview_cli.store.locks import locked

FOLDER = "batch"


class BatchJournal:
    """What came of the rows of one batch file so far: a line for the run and one for each row.

    `run` tells this run from others of the same file; it is kept when the run is gone on with. `spent` is
    what rows cost that were not completed (US dollars).
    """

    def __init__(self, root: Path, source: str) -> None:
        name = hashlib.sha256(source.encode()).hexdigest()[:16]
        self._path = root / FOLDER / f"{name}.jsonl"
        self.run = ""
        self.spent = 0.0

    def rows(self) -> dict[str, dict[str, Any]]:
        """The rows that are done, by their digests. Raises UsageError when there is nothing to go on with."""
        data = read_bytes(self._path)
        if data is None:
            raise UsageError("This batch was not run here before.", "Leave out --continue.")
        # A line that was cut by a crash is that of a row that is done again.
        lines = data.split(b"\n")[:-1]
        try:
            head, *rows = [orjson.loads(line) for line in lines]
            self.run = head["run"]
            self.spent = sum(row["spent"] for row in rows if "spent" in row)
            return {row["digest"]: row["result"] for row in rows if "spent" not in row}
        except (ValueError, KeyError, TypeError) as error:
            raise StorageError(
                f"{self._path} is damaged, so what is done of the batch is not known.",
                "Run it without --continue.",
            ) from error

    @contextmanager
    def open(self, *, anew: bool) -> Iterator[BatchWriter]:
        """Inside, rows that are done are written down; `anew` forgets those of an earlier run.

        Raises StorageError, also when the batch is being run already.
        """
        make_private_folder(self._path.parent)
        busy = StorageError("This batch is being run by another process.", "Wait for it to end.")
        with locked(self._path.with_name(f"{self._path.name}.lock"), 0.0, busy):
            if anew:
                self.run = os.urandom(8).hex()
                write_bytes(self._path, orjson.dumps({"run": self.run}) + b"\n")
            with self._appending() as writer:
                yield writer

    @contextmanager
    def _appending(self) -> Iterator[BatchWriter]:
        with plain_errors("save", self._path):
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            _drop_cut_line(descriptor)
        try:
            yield BatchWriter(self._path, descriptor)
        finally:
            os.close(descriptor)


class BatchWriter:
    """Writes rows down, each before the next is taken up."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor = descriptor

    def done(self, digest: str, result: dict[str, Any]) -> None:
        """Keep what came of a row. Raises StorageError."""
        self._write({"digest": digest, "result": result})

    def spent(self, cost: float) -> None:
        """Keep what a row cost (US dollars) that is to be held again. Raises StorageError."""
        self._write({"spent": cost})

    def _write(self, value: dict[str, Any]) -> None:
        line = orjson.dumps(value) + b"\n"
        with plain_errors("save", self._path):
            while line:
                line = line[os.write(self._descriptor, line) :]
            # The row is told next, and a loss of power must not have it held and paid for again.
            os.fsync(self._descriptor)


def _drop_cut_line(descriptor: int) -> None:
    """Shorten a file to its whole lines, so that what is added begins a line of its own."""
    written = os.pread(descriptor, os.fstat(descriptor).st_size, 0)
    os.ftruncate(descriptor, written.rfind(b"\n") + 1)
