"""One document per file: read, migrated and validated; written whole."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tinydb import TinyDB

from interview_cli.store.codec import Codec
from interview_cli.store.files import CorruptedFileError
from interview_cli.store.migrations import Migration, migrated
from interview_cli.store.storage import AtomicStorage
from interview_cli.validation import field_name, in_words

if TYPE_CHECKING:
    from pydantic import BaseModel

    Model = TypeVar("Model", bound=BaseModel)

_ONLY = "1"


def read_document(path: Path, table: str, codec: Codec) -> dict[str, Any] | None:
    """The one document of a file as it is stored, None when there is no file.

    Raises CorruptedFileError, StorageError.
    """
    with TinyDB(path, codec=codec, storage=AtomicStorage) as database:
        documents = database.table(table).all()
    if not documents and not path.exists():
        return None
    if len(documents) != 1:
        raise CorruptedFileError(path, f"holds {len(documents)} documents of the kind {table}")
    return dict(documents[0])


def write_document(path: Path, table: str, document: dict[str, Any], codec: Codec) -> None:
    """Replace the one document of a file. Raises StorageError.

    The tables go to the storage directly: through the table, TinyDB would first read what is replaced.
    """
    with TinyDB(path, codec=codec, storage=AtomicStorage) as database:
        database.storage.write({table: {_ONLY: document}})


def as_model(
    document: dict[str, Any], path: Path, model: type[Model], steps: Mapping[int, Migration]
) -> Model:
    """A stored document as the model it was made of. Raises CorruptedFileError, StorageError."""
    from pydantic import ValidationError

    try:
        return model.model_validate(migrated(document, path, current_version(model), steps))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = field_name(first) or "the document"
        raise CorruptedFileError(path, f"does not fit ({where} {in_words(first)})") from error


def current_version(model: type[BaseModel]) -> int:
    """The schema version this program writes documents of that model in."""
    return int(model.model_fields["schema_version"].default)
