"""A disk that may lose what was not synced: the worst that file systems such as ext4 and XFS may do.

What POSIX promises after a loss of power is little: the bytes of a file as of its last fsync, and the
names of a folder as of the folder's last fsync. Everything since may be there or not, each name by
itself; of the bytes nothing, a beginning, a length without bytes (zeros), or all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Literal

from tests.faults.trace import Call

# How many changes of names are tried in all their combinations; of more, the telling ones.
MOST_COMBINED = 4
_FLAGS = re.compile(r"\bO_\w+")
_OFFSET = re.compile(r"(\d+)\)?$")

Bytes = Literal["lost", "beginning", "zeros", "kept"]
MODES: tuple[Bytes, ...] = ("lost", "beginning", "zeros", "kept")


class UnknownCallError(Exception):
    """A call on the disk that the model does not know, so that what it says would not be so."""


@dataclass(eq=False)
class File:
    """The bytes of a file as programs see them, and as they were synced last."""

    now: bytes = b""
    synced: bytes = b""

    def after(self, mode: Bytes) -> bytes:
        """The bytes that a loss of power leaves."""
        if self.now == self.synced or mode == "kept":
            return self.now
        if mode == "lost":
            return self.synced
        if mode == "zeros":
            return self.synced[: len(self.now)].ljust(len(self.now), b"\0")
        new = self.now[len(self.synced) :] if self.now.startswith(self.synced) else self.now
        return (self.synced if self.now.startswith(self.synced) else b"") + new[: len(new) // 2]


@dataclass(frozen=True, eq=False)
class NameChange:
    """One call's change of names: those that go, and those that come with what they name."""

    folder: Folder
    gone: tuple[str, ...] = ()
    come: tuple[tuple[str, File | Folder], ...] = ()

    def apply(self, names: dict[str, File | Folder]) -> None:
        """Make the change in a table of names."""
        for name in self.gone:
            names.pop(name, None)
        names.update(self.come)


@dataclass(eq=False)
class Folder:
    """The names in a folder as programs see them, and as they were synced last."""

    now: dict[str, File | Folder] = field(default_factory=dict)
    synced: dict[str, File | Folder] = field(default_factory=dict)
    since: list[NameChange] = field(default_factory=list)

    def change(self, gone: tuple[str, ...] = (), **come: File | Folder) -> None:
        """Change names; lasting once the folder is synced."""
        change = NameChange(self, gone, tuple(come.items()))
        change.apply(self.now)
        self.since.append(change)

    def sync(self) -> None:
        """Make the names last."""
        self.synced = dict(self.now)
        self.since.clear()

    def after(self, kept: frozenset[NameChange]) -> dict[str, File | Folder]:
        """The names that a loss of power leaves when, of the changes since, these are kept."""
        names = dict(self.synced)
        for change in self.since:
            if change in kept:
                change.apply(names)
        return names


Image = dict[str, bytes | None]


class Disk:
    """The tree under `root`, which is there and synced; calls are done on it one after another."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._top = _loaded(root)
        # Where the next write of a descriptor goes; -1 for the end of the file.
        self._places: dict[tuple[str, str], int] = {}
        self._doing: dict[str, Callable[[Call], None]] = {
            **dict.fromkeys(("open", "openat", "creat"), self._open),
            "close": self._close,
            **dict.fromkeys(("write", "pwrite64"), self._write),
            "ftruncate": self._truncate,
            **dict.fromkeys(("fsync", "fdatasync"), self._sync),
            **dict.fromkeys(("rename", "renameat", "renameat2"), self._rename),
            **dict.fromkeys(("mkdir", "mkdirat"), self._make),
            **dict.fromkeys(("unlink", "unlinkat", "rmdir"), self._remove),
            **dict.fromkeys(("chmod", "fchmod", "fchmodat"), lambda call: None),
        }

    def do(self, call: Call) -> bool:
        """Do a call; false when it is about nothing under the root. Raises UnknownCallError."""
        inside = [path for path in call.paths if self._is_inside(path)]
        opened = self._is_inside(call.opened)
        if not inside and not opened:
            return False
        done = self._doing.get(call.name)
        if done is None:
            raise UnknownCallError(f"{call.name} of {inside}")
        done(call)
        return True

    def images(self) -> Iterator[tuple[str, Image]]:
        """Every state that a loss of power now may leave, with a word on it; None stands for a folder."""
        pending = list(_pending(self._top))
        dirty = any(file.now != file.synced for file in _files(self._top))
        for kept in _choices(pending):
            for mode in MODES if dirty else MODES[-1:]:
                image: Image = {}
                _fill(self._top, "", frozenset(kept), mode, image)
                yield f"{len(kept)} of {len(pending)} names kept, bytes {mode}", image

    def now(self) -> Image:
        """The state as programs see it."""
        image: Image = {}
        _fill_now(self._top, "", image)
        return image

    def _is_inside(self, path: str) -> bool:
        return path == str(self._root) or path.startswith(f"{self._root}/")

    def _at(self, path: str) -> File | Folder | None:
        node: File | Folder | None = self._top
        for part in Path(path).relative_to(self._root).parts:
            node = node.now.get(part) if isinstance(node, Folder) else None
        return node

    def _folder_of(self, path: str) -> tuple[Folder, str]:
        folder = self._at(str(Path(path).parent))
        if not isinstance(folder, Folder):
            raise UnknownCallError(f"{path} lies in no known folder")
        return folder, Path(path).name

    def _open(self, call: Call) -> None:
        flags = set(_FLAGS.findall(call.arguments)) | (
            {"O_CREAT", "O_TRUNC"} if call.name == "creat" else set()
        )
        if "O_TMPFILE" in flags:
            return
        path = call.paths[0]
        node = self._at(path)
        if node is None and "O_CREAT" in flags:
            node = File()
            folder, name = self._folder_of(path)
            folder.change(**{name: node})
        if isinstance(node, File) and "O_TRUNC" in flags:
            node.now = b""
        self._places[str(call.result), call.opened] = -1 if "O_APPEND" in flags else 0

    def _close(self, call: Call) -> None:
        for descriptor in call.descriptors:
            self._places.pop(descriptor, None)

    def _file(self, call: Call) -> tuple[File, tuple[str, str]] | None:
        number, path = call.descriptors[0]
        node = self._at(path)
        if not isinstance(node, File):
            if path.endswith(" (deleted)") or "/#" in path:
                return None
            raise UnknownCallError(f"{call.name} of {path}, which is no known file")
        return node, (number, path)

    def _write(self, call: Call) -> None:
        found = self._file(call)
        if found is None:
            return
        file, place = found
        data = call.texts[0][: call.result]
        if call.name == "pwrite64":
            offset = int(_OFFSET.findall(call.arguments)[0])
        else:
            # A file is renamed only when it is written, so a descriptor keeps its path meanwhile.
            offset = self._places[place]
            if offset < 0:
                offset = len(file.now)
            else:
                self._places[place] = offset + len(data)
        file.now = file.now[:offset].ljust(offset, b"\0") + data + file.now[offset + len(data) :]

    def _truncate(self, call: Call) -> None:
        found = self._file(call)
        if found is not None:
            size = int(_OFFSET.findall(call.arguments)[0])
            found[0].now = found[0].now[:size].ljust(size, b"\0")

    def _sync(self, call: Call) -> None:
        node = self._at(call.paths[0])
        if isinstance(node, File):
            node.synced = node.now
        elif isinstance(node, Folder):
            node.sync()

    def _make(self, call: Call) -> None:
        folder, name = self._folder_of(call.paths[0])
        folder.change(**{name: Folder()})

    def _remove(self, call: Call) -> None:
        folder, name = self._folder_of(call.paths[0])
        folder.change((name,))

    def _rename(self, call: Call) -> None:
        old, new = call.paths
        node = self._at(old)
        there, before = self._folder_of(old)
        here, after = self._folder_of(new)
        if node is None or there is not here:
            raise UnknownCallError(f"rename of {old} to {new}")
        here.change((before,), **{after: node})


def write_image(image: Image, root: Path) -> None:
    """Make a state real under `root`."""
    for name in sorted(image):
        content = image[name]
        path = root / name
        if content is None:
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def _loaded(root: Path) -> Folder:
    folder = Folder()
    for path in root.iterdir():
        data = None if path.is_dir() else path.read_bytes()
        folder.now[path.name] = _loaded(path) if data is None else File(data, data)
    folder.sync()
    return folder


def _pending(folder: Folder) -> Iterator[NameChange]:
    yield from folder.since
    for node in {id(node): node for node in (*folder.now.values(), *folder.synced.values())}.values():
        if isinstance(node, Folder):
            yield from _pending(node)


def _files(folder: Folder) -> Iterator[File]:
    for node in folder.now.values():
        if isinstance(node, Folder):
            yield from _files(node)
        else:
            yield node


def _choices(pending: list[NameChange]) -> Iterator[tuple[NameChange, ...]]:
    """Which changes of names are kept: every combination of a few; of many none, one, all but one."""
    if len(pending) <= MOST_COMBINED:
        for count in range(len(pending) + 1):
            yield from combinations(pending, count)
        return
    yield ()
    for place, change in enumerate(pending):
        yield (change,)
        yield tuple(pending[:place] + pending[place + 1 :])
        yield tuple(pending[: place + 1])


def _fill(folder: Folder, at: str, kept: frozenset[NameChange], mode: Bytes, image: Image) -> None:
    for name, node in folder.after(kept).items():
        path = f"{at}{name}"
        if isinstance(node, Folder):
            image[path] = None
            _fill(node, f"{path}/", kept, mode, image)
        else:
            image[path] = node.after(mode)


def _fill_now(folder: Folder, at: str, image: Image) -> None:
    for name, node in folder.now.items():
        image[f"{at}{name}"] = None if isinstance(node, Folder) else node.now
        if isinstance(node, Folder):
            _fill_now(node, f"{at}{name}/", image)
