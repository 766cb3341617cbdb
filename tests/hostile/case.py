"""A hostile file: what kind of input it is, how it is laid out on the disk, and what must become of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal[
    *("resume", "job", "answers", "plan", "role", "prompt", "settings", "batch", "suite", "cases"),
    *("cassette", "rows", "session", "imported", "persona", "reply", "option"),
]
# Refused with a plain error, taken and made harmless, or either of both where nobody minds which.
Must = Literal["refused", "harmless", "either"]
Content = bytes | Callable[[], bytes]


@dataclass(frozen=True)
class Case:
    """One attack. `content` is made when it is laid out; `lay` puts something else than a file in its place.

    `at` is a path outside the test's folder, such as a device, and `arguments` are those of a command where
    a command line itself is the attack.
    """

    name: str
    kind: Kind
    file: str = ""
    content: Content = b""
    must: Must = "refused"
    lay: Callable[[Path], None] | None = None
    at: str = ""
    arguments: tuple[str, ...] = ()

    def laid_in(self, folder: Path) -> Path:
        """The path of the input, written into a folder."""
        if self.at:
            return Path(self.at)
        path = folder / self.file
        if self.lay is not None:
            self.lay(path)
        else:
            path.write_bytes(self.content() if callable(self.content) else self.content)
        return path


def fifo(path: Path) -> None:
    """A pipe that nobody ever writes to."""
    os.mkfifo(path)


def folder(path: Path) -> None:
    """A folder where a file is expected."""
    path.mkdir()


def link_to(target: str) -> Callable[[Path], None]:
    """A symbolic link to somewhere else."""
    return lambda path: path.symlink_to(target)


def sparse(megabytes: int) -> Callable[[Path], None]:
    """A file that is large and takes no room on the disk: one line of null bytes."""

    def lay(path: Path) -> None:
        with path.open("wb") as file:
            file.truncate(megabytes * 2**20)

    return lay


def not_readable(path: Path) -> None:
    """A link that leads to itself."""
    path.symlink_to(path.name)
