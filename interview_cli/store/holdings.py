"""All that is kept of a person in a data folder: what it is, for handing it over and for erasing it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from interview_cli.errors import StorageError
from interview_cli.store.files import plain_errors, sync_folder
from interview_cli.store.locks import DRILL_LOCK, INDEX_LOCK, NOTES_LOCK, session_lock
from interview_cli.store.log_file import LOG_FILE
from interview_cli.store.names import VAULT_FILE, is_session_id
from interview_cli.store.recorded import RECORDED_FILE, RECORDINGS
from interview_cli.store.retention_stamp import STAMP_FILE

# Models of engines that were downloaded, which say nothing of anybody.
MODELS = "models"
SESSIONS = "sessions"
_KINDS = {
    "sessions": "interview",
    "resumes": "resume",
    "notes.json": "notes",
    "put-away.json": "questions put away",
    "choices.json": "last choices",
    "consents.json": "consents",
    "batch": "batch",
    "regress": "run of a suite",
}
# Made anew from the rest, or of use to the program alone.
_DERIVED = ("index.json", "drill.json", STAMP_FILE, RECORDED_FILE, VAULT_FILE)
# The vault is for its own room to forget, which may hold its key elsewhere.
_STAYING = (MODELS, VAULT_FILE)
_PASSING = (".lock", ".tmp")
_LOCKS = (INDEX_LOCK, NOTES_LOCK, DRILL_LOCK)


class Holding(NamedTuple):
    """One file of the data folder: where it lies, its path in there, and what it is."""

    path: Path
    name: str
    kind: str


def holdings(root: Path) -> Iterator[Holding]:
    """Every file that holds something of the person, in the order of their names. Raises StorageError.

    Locks, half-written files and what is made anew from the others are left out, and so is what others put
    into the folder.
    """
    for entry in _entries(root):
        if not _is_own(entry.name) or entry.name in (MODELS, *_DERIVED):
            continue
        with plain_errors("list", entry):
            # Links inside lead to what is not the program's; a folder itself may lie elsewhere.
            paths = sorted(entry.rglob("*")) if entry.is_dir() else [entry]
            files = [path for path in paths if path.is_file() and (path == entry or not path.is_symlink())]
        for path in files:
            name = path.relative_to(root).as_posix()
            if not name.endswith(_PASSING) and (entry.name != SESSIONS or _is_of_a_session(name)):
                yield Holding(path, name, _kind(name, entry.name))


def foreign(root: Path) -> list[str]:
    """The names of what others put into a data folder. Raises StorageError."""
    return [entry.name for entry in _entries(root) if not _is_own(entry.name)]


def erase(root: Path) -> int:
    """Delete all that the program keeps but downloaded models and the vault; how many files that were.

    Backups, damaged files that were set aside, journals and logs go too. Raises StorageError where something
    is open in another process or cannot be deleted; all else is gone then, and doing it again does the rest.
    """
    failures: list[StorageError] = []
    erased = 0
    # What is derived goes first: a list must not outlive what it lists, whatever ends this halfway.
    for entry in sorted(_entries(root), key=lambda path: path.name not in _DERIVED):
        if entry.name in _STAYING or not _is_own(entry.name):
            continue
        for path in _parts_of(entry):
            try:
                erased += _delete(path)
            except StorageError as error:
                failures.append(error)
    _sync(root)
    if failures:
        raise StorageError(
            f"{len(failures)} of the things stored could not be deleted. {failures[0].message}",
            failures[0].hint,
        )
    return erased


def _parts_of(entry: Path) -> list[Path]:
    """What is deleted one by one: sessions, and what lies in a folder that is a link to elsewhere."""
    with plain_errors("list", entry):
        if entry.name == SESSIONS and entry.is_dir():
            return sorted(path for path in entry.iterdir() if is_session_id(path.name))
        return sorted(entry.iterdir()) if entry.is_symlink() and entry.is_dir() else [entry]


def _is_own(name: str) -> bool:
    """Whether the program calls something so: its files and folders, their copies, locks and leftovers."""
    if name in (*_KINDS, *_DERIVED, *_LOCKS, MODELS):
        return True
    files = [known for known in (*_KINDS, *_DERIVED) if "." in known]
    begins = tuple(f"{mark}{known}." for known in files for mark in ("", "."))
    return name.startswith((*begins, LOG_FILE))


def _is_of_a_session(name: str) -> bool:
    folder = name.split("/")[1:2]
    return bool(folder) and is_session_id(folder[0])


def _sync(root: Path) -> None:
    """What was told as deleted must not come back after a loss of power."""
    for folder in (root / "sessions", root):
        if folder.is_dir():
            with plain_errors("delete in", folder):
                sync_folder(folder)


def _entries(root: Path) -> list[Path]:
    with plain_errors("list", root):
        return sorted(root.iterdir()) if root.exists() else []


def _delete(path: Path) -> int:
    """Delete a file or a folder with all in it; a session only when nobody works on it."""
    with plain_errors("delete", path):
        if not path.is_dir() or path.is_symlink():
            path.unlink()
            return 1
        count = sum(each.is_file() for each in path.rglob("*"))
        if path.parent.name == "sessions":
            with session_lock(path):
                shutil.rmtree(path)
        else:
            shutil.rmtree(path)
        return count


def _kind(name: str, top: str) -> str:
    if f"/{RECORDINGS}/" in f"/{name}":
        return "recording"
    if ".corrupt-" in name:
        return "damaged file"
    return _KINDS.get(top, "log" if name.endswith(".log") else "other")
