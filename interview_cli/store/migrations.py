"""Steps that bring a stored document from one schema version to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from interview_cli.errors import StorageError
from interview_cli.store.files import CorruptedFileError

Document = dict[str, Any]
Migration = Callable[[Document], Document]

# The step under number n takes a document of schema version n and returns it in version n + 1.
SESSION_MIGRATIONS: dict[int, Migration] = {
    # Versions 2 to 4 only add to the document, each addition with a default.
    1: lambda document: document,
    2: lambda document: document,
    3: lambda document: document,
}
RESUME_MIGRATIONS: dict[int, Migration] = {}
NOTES_MIGRATIONS: dict[int, Migration] = {}


def version_of(document: Document, path: Path, current: int) -> int:
    """The schema version of a document read from `path`.

    Raises CorruptedFileError when it has none, StorageError when it is newer than `current`.
    """
    version = document.get("schema_version")
    if type(version) is not int:
        raise CorruptedFileError(path, "has no schema version")
    if version > current:
        raise StorageError(
            f"{path} was written by a newer interview (schema version {version}, known is {current}).",
            "Upgrade interview-cli to open it.",
        )
    return version


def migrated(document: Document, path: Path, current: int, steps: Mapping[int, Migration]) -> Document:
    """The document in schema version `current`; what is on disk stays as it is.

    Raises CorruptedFileError when it does not fit a step, StorageError for a version no step leads from.
    """
    for version in range(version_of(document, path, current), current):
        if version not in steps:
            raise StorageError(
                f"{path} has schema version {version}, which can't be read any more.",
                "Open it once with the version of interview-cli that wrote it.",
            )
        try:
            document = {**steps[version](document), "schema_version": version + 1}
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            # These are what a step meets in a document that is not what its version says.
            raise CorruptedFileError(path, f"does not fit schema version {version}") from error
    return document
