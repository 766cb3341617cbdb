"""A file system of its own for a data folder, in a mount namespace that nobody else sees."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_FILLER = "filler"


class NoDiskError(Exception):
    """This machine gives no file system of its own; says why."""


@dataclass(frozen=True)
class SmallDisk:
    """A tmpfs at `place`, to be seen from outside at `view`; commands reach it with `under` before them."""

    place: Path
    view: Path
    under: tuple[str, ...]

    def remount(self, options: str) -> None:
        """Make it larger, read-only or writable again."""
        self._do("mount", "-o", f"remount,{options}", str(self.place))

    def fill(self) -> None:
        """Leave no room, not for one byte."""
        with (self.view / _FILLER).open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"x" * 4096)
            except OSError:
                return

    def make_room(self) -> None:
        """Take back what filled it."""
        (self.view / _FILLER).unlink()

    def _do(self, *words: str) -> None:
        subprocess.run([*self.under, *words], check=True, capture_output=True)


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[SmallDisk]:
    """A new disk of that size at a folder. Raises NoDiskError."""
    if not (shutil.which("unshare") and shutil.which("nsenter")):
        raise NoDiskError("unshare and nsenter are not installed (util-linux)")
    place.mkdir(parents=True, exist_ok=True)
    user = [] if os.geteuid() == 0 else ["--map-root-user"]
    mount = 'mount -t tmpfs -o size="$1" tmpfs "$2" && echo mounted && exec cat'
    holder = subprocess.Popen(
        ["unshare", *user, "--mount", "sh", "-c", mount, "sh", size, str(place)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    assert holder.stderr is not None
    try:
        if holder.stdout.readline() != b"mounted\n":
            raise NoDiskError(f"no right to mount: {holder.stderr.read().decode().strip()[:80]}")
        enter = ["nsenter", "--target", str(holder.pid), "--mount"]
        enter += [] if os.geteuid() == 0 else ["--user", "--preserve-credentials"]
        yield SmallDisk(place, Path(f"/proc/{holder.pid}/root{place}"), tuple(enter))
    finally:
        holder.stdin.close()
        holder.wait()
        holder.stdout.close()
        holder.stderr.close()
