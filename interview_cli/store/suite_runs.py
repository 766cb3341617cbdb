"""Runs of suites: each kept whole when it ends, and case by case while it is under way."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from interview_cli.errors import NotFoundError, StorageError, UsageError
from interview_cli.store.files import (
    make_private_folder,
    plain_errors,
    read_bytes,
    write_bytes,
)
from interview_cli.store.locks import is_locked, locked

FOLDER = "regress"
# Older runs of a suite are removed when a new one is kept.
MOST_KEPT = 50
LAST = "last"
# Whoever only looks whether a run is under way holds it for an instant.
_LOOKED_SECONDS = 0.3
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_PART, _WHOLE, _LOCK = ".part.jsonl", ".json", ".lock"


class SuiteRunStore:
    """The runs in the data folder `root`, by suite and id; ids sort by time."""

    def __init__(self, root: Path) -> None:
        self._root = root / FOLDER

    def new_id(self, suite: str, now: datetime) -> str:
        """An id for a run that begins now."""
        return f"{_checked(suite)}-{now:%Y%m%dt%H%M%S%f}-{os.urandom(2).hex()}"

    @contextmanager
    def held(self, suite: str, run_id: str) -> Iterator[None]:
        """Inside, a run is under way here, and nowhere else. Raises StorageError when it is elsewhere."""
        path = self._path(suite, run_id, _LOCK)
        make_private_folder(path.parent)
        busy = StorageError(f"The run {run_id} is under way in another process.", "Wait for it to end.")
        with locked(path, _LOOKED_SECONDS, busy):
            yield

    def is_held(self, suite: str, run_id: str) -> bool:
        """Whether a run is under way, here or elsewhere. Raises StorageError."""
        return is_locked(self._path(suite, run_id, _LOCK))

    def append(self, suite: str, run_id: str, lines: Iterable[bytes]) -> None:
        """Keep what has come so far of a run. Raises StorageError."""
        path = self._path(suite, run_id, _PART)
        make_private_folder(path.parent)
        with plain_errors("save", path):
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(descriptor, "ab") as file:
                file.writelines(line + b"\n" for line in lines)

    def part(self, suite: str, run_id: str) -> list[bytes]:
        """The lines of a run that did not end; a last one that was cut is left out. Raises StorageError."""
        data = read_bytes(self._path(suite, run_id, _PART)) or b""
        return [line for line in data.split(b"\n")[:-1] if line.strip()]

    def unfinished(self, suite: str) -> str | None:
        """The newest run of a suite that did not end, or was left with something to make up for."""
        return next(iter(self.part_ids(suite)), None)

    def keep(
        self, suite: str, run_id: str, report: bytes, *, ended: bool = True, superseded: Iterable[str] = ()
    ) -> None:
        """Keep a whole run, and drop the oldest runs, and its own part if it `ended`.

        The parts of runs that it `superseded` are dropped too, unless they are under way elsewhere. Raises
        StorageError.
        """
        path = self._path(suite, run_id, _WHOLE)
        make_private_folder(path.parent)
        write_bytes(path, report)
        with plain_errors("tidy up beside", path):
            if ended:
                self.drop_part(suite, run_id)
            for name in superseded:
                if not self.is_held(suite, name):
                    self.drop_part(suite, name)
            for name in self.ids(suite)[MOST_KEPT:]:
                self._path(suite, name, _WHOLE).unlink(missing_ok=True)

    def drop_part(self, suite: str, run_id: str) -> None:
        """Forget what came so far of a run. Raises StorageError."""
        for ending in (_PART, _LOCK):
            path = self._path(suite, run_id, ending)
            with plain_errors("remove", path):
                path.unlink(missing_ok=True)

    def part_ids(self, suite: str) -> list[str]:
        """The ids of the runs that something can be gone on with, newest first."""
        folder = self._folder(suite)
        return sorted((path.name.removesuffix(_PART) for path in folder.glob(f"*{_PART}")), reverse=True)

    def ids(self, suite: str) -> list[str]:
        """The ids of a suite's runs, newest first."""
        return sorted((path.stem for path in self._folder(suite).glob(f"*{_WHOLE}")), reverse=True)

    def suites(self) -> list[str]:
        """The suites that have runs, sorted."""
        folders = self._root.iterdir() if self._root.is_dir() else ()
        return sorted(path.name for path in folders if path.is_dir() and _ID.fullmatch(path.name))

    def load(self, wanted: str) -> bytes:
        """A run by its id, a beginning of it, a suite's name for its newest, or `last` for the newest of all.

        Raises NotFoundError, StorageError; UsageError when several ids begin so.
        """
        every = {name: suite for suite in self.suites() for name in self.ids(suite)}
        if wanted == LAST and every:
            found = [max(every, key=_time_of)]
        elif wanted in self.suites() and self.ids(wanted):
            found = self.ids(wanted)[:1]
        else:
            found = [name for name in every if wanted and name.startswith(wanted)]
        if not found:
            raise NotFoundError(
                f"No run of a suite is stored as {wanted!r}.",
                "See them with: interview regress report --list",
            )
        if len(found) > 1 and wanted not in found:
            raise UsageError(f"{len(found)} runs begin with {wanted!r}.", "Give more letters of the id.")
        name = wanted if wanted in found else found[0]
        data = read_bytes(self._path(every[name], name, _WHOLE))
        if data is None:
            raise NotFoundError(f"No run of a suite is stored as {wanted!r}.")
        return data

    def history(self, suite: str, most: int) -> list[bytes]:
        """The newest runs of a suite, newest first. Raises StorageError."""
        found = (read_bytes(self._path(suite, name, _WHOLE)) for name in self.ids(suite)[:most])
        return [data for data in found if data is not None]

    def _folder(self, suite: str) -> Path:
        return self._root / _checked(suite)

    def _path(self, suite: str, run_id: str, ending: str) -> Path:
        return self._folder(suite) / f"{_checked(run_id)}{ending}"


def _time_of(run_id: str) -> str:
    return "-".join(run_id.split("-")[-2:])


def _checked(name: str) -> str:
    if not _ID.fullmatch(name):
        raise UsageError(f"{name!r} is no id of a suite or a run.")
    return name
