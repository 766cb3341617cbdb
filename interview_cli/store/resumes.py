"""Stored resumes: one file each, found by name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from interview_cli.errors import NotFoundError, StorageError
from interview_cli.store.codec import PLAIN, Codec
from interview_cli.store.documents import as_model, read_document, write_document
from interview_cli.store.files import (
    CorruptedFileError,
    make_private_folder,
    plain_errors,
    read_bytes,
    set_aside,
    sync_folder,
)
from interview_cli.store.migrations import RESUME_MIGRATIONS
from interview_cli.store.names import RESUMES, is_resume_name, not_found, resume_path

if TYPE_CHECKING:
    from interview_cli.resume.document import ResumeRecord

_TABLE = "resume"
_START = "Add one with: interview resume ingest FILE"


class ResumeStore:
    """The resumes in `<root>/resumes`. `unreadable` says why the last `list()` left a resume out, by name."""

    def __init__(self, root: Path, codec: Codec = PLAIN) -> None:
        self._root = root
        self._folder = root / RESUMES
        self._codec = codec
        self.unreadable: dict[str, str] = {}

    def save(self, record: ResumeRecord) -> None:
        """Keep a resume under its name, in the place of one kept before. Raises UsageError, StorageError."""
        path = self._path(record.name)
        make_private_folder(self._folder)
        write_document(path, _TABLE, record.model_dump(mode="json"), self._codec)

    def load(self, name: str) -> ResumeRecord:
        """The resume of that name.

        Raises NotFoundError, UsageError for what can't be a name, StorageError; a damaged file is set
        aside first, and the error names the place.
        """
        try:
            record = self._read(name)
        except CorruptedFileError as error:
            place = set_aside(error.path)
            raise StorageError(
                f"The resume {name} is damaged: its file {error.cause}. It was set aside as {place}.",
                "Ingest the resume again.",
            ) from error
        if record is None:
            raise self._not_found(name)
        return record

    def file_of(self, name: str) -> bytes:
        """The file that a resume is kept in. Raises NotFoundError, UsageError, StorageError."""
        data = read_bytes(self._path(name))
        if data is None:
            raise self._not_found(name)
        return data

    def list(self) -> tuple[ResumeRecord, ...]:
        """All resumes that can be read, by name. Raises StorageError."""
        self.unreadable = {}
        records = []
        for name in self._names():
            try:
                record = self._read(name)
            except StorageError as error:
                self.unreadable[name] = error.message
                continue
            if record is not None:
                records.append(record)
        return tuple(records)

    def remove(self, name: str) -> None:
        """Delete a resume. Raises NotFoundError, UsageError, StorageError."""
        path = self._path(name)
        with plain_errors("delete", path):
            try:
                path.unlink()
                sync_folder(path.parent)
            except FileNotFoundError:
                raise self._not_found(name) from None

    def _path(self, name: str) -> Path:
        return resume_path(self._root, name)

    def _names(self) -> tuple[str, ...]:
        with plain_errors("list", self._folder):
            return tuple(
                sorted(path.stem for path in self._folder.glob("*.json") if is_resume_name(path.stem))
            )

    def _read(self, name: str) -> ResumeRecord | None:
        from interview_cli.resume.document import ResumeRecord

        path = self._path(name)
        document = read_document(path, _TABLE, self._codec)
        return None if document is None else as_model(document, path, ResumeRecord, RESUME_MIGRATIONS)

    def _not_found(self, name: str) -> NotFoundError:
        return not_found("resume", name, self._names(), _START)
