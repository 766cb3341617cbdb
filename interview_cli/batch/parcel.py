"""What a worker on another machine needs of this one's files, in one piece."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from threading import Lock

from interview_cli import __version__
from interview_cli.batch.row_file import read_row_file
from interview_cli.errors import UsageError

LARGEST_BYTES = 50_000_000
# A worker's threads share what one of them has laid out, once all of it is there.
_unpacking = Lock()
_unpacked: dict[str, tuple[tempfile.TemporaryDirectory[str], Path]] = {}


@dataclass(frozen=True, slots=True)
class Parcel:
    """Files by their places below one folder, and the version of the program that packed them.

    Only names and numbers are shown of it: what is in it may be private.
    """

    files: Mapping[str, bytes] = field(repr=False)
    version: str = __version__

    @property
    def digest(self) -> str:
        """What tells it from other parcels."""
        told = hashlib.sha256()
        for place in sorted(self.files):
            told.update(place.encode() + b"\0" + hashlib.sha256(self.files[place]).digest())
        return told.hexdigest()


class Packer:
    """Collects files for a parcel. Raises UsageError for too much."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}
        self._size = 0

    def add(self, place: str, data: bytes) -> str:
        """Put data at a place; returns the place."""
        self._size += len(data) - len(self._files.get(place, b""))
        if self._size > LARGEST_BYTES:
            raise UsageError(f"The files for the cluster take more than {LARGEST_BYTES // 1_000_000} MB.")
        self._files[place] = data
        return place

    def add_file(self, path: Path, folder: str, field: str) -> str:
        """Put a file that a row names as its `field` into a folder, once however often it is named.

        Returns its place. Raises UsageError where it is no ordinary file, too.
        """
        data = read_row_file(path, field)
        mark = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:8]
        return self.add(f"{folder}/{mark}/{path.name}", data)

    def add_folder(self, path: Path, place: str, endings: frozenset[str]) -> None:
        """Put the files of a folder with these endings below a place; nothing where there is no folder."""
        for file in _below(path):
            if file.suffix in endings:
                self.add(str(PurePosixPath(place, *file.relative_to(path).parts)), file.read_bytes())

    def parcel(self) -> Parcel:
        """All that was collected."""
        return Parcel(dict(self._files))


def unpack(parcel: Parcel) -> Path:
    """The folder that a parcel's files lie in, laid out once in each process and gone with it.

    Raises UsageError when another version of the program packed it.
    """
    if parcel.version != __version__:
        raise UsageError(
            f"The worker has interview-cli {__version__}, but {parcel.version} sent the work.",
            "Install the same version on the workers.",
        )
    with _unpacking:
        known = _unpacked.get(parcel.digest)
        return known[1] if known is not None else _laid_out(parcel)


def _laid_out(parcel: Parcel) -> Path:
    folder = tempfile.TemporaryDirectory(prefix="interview-", ignore_cleanup_errors=True)
    root = Path(folder.name)
    for place, data in parcel.files.items():
        path = root / place
        if not path.resolve().is_relative_to(root.resolve()):
            raise UsageError(f"A file of the parcel would lie outside of it: {place}.")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    _unpacked[parcel.digest] = (folder, root)
    return root


def _below(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(file for file in path.rglob("*") if file.is_file())
