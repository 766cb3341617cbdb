"""The storage under TinyDB: a JSON file that is written whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
from tinydb.storages import Storage

from interview_cli.errors import StorageError
from interview_cli.store.codec import PLAIN, Codec
from interview_cli.store.files import CorruptedFileError, read_bytes, write_bytes

Tables = dict[str, dict[str, Any]]


class AtomicStorage(Storage):
    """TinyDB's tables as one private file, encoded by orjson and a codec.

    Text that is no valid Unicode (a lone surrogate, as undecodable input may hold) is stored with
    U+FFFD in its place.
    """

    def __init__(self, path: Path, codec: Codec = PLAIN) -> None:
        super().__init__()
        self.path = path
        self._codec = codec

    def read(self) -> Tables | None:
        """All tables, None when there is no file. Raises CorruptedFileError, StorageError."""
        data = read_bytes(self.path)
        if data is None:
            return None
        if not data:
            raise CorruptedFileError(self.path, "is empty")
        try:
            tables = orjson.loads(self._codec.decode(data))
        except ValueError as error:
            raise CorruptedFileError(self.path, "is no complete JSON") from error
        if not _are_tables(tables):
            raise CorruptedFileError(self.path, "holds something else than tables of documents")
        return tables  # type: ignore[no-any-return] # _are_tables has looked

    def write(self, data: Tables) -> None:
        """Replace all tables. Raises StorageError, and the file is then as it was."""
        write_bytes(self.path, self._codec.encode(_to_json(data, self.path)))


def _are_tables(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(table, dict) and all(isinstance(document, dict) for document in table.values())
        for table in value.values()
    )


def _to_json(tables: Tables, path: Path) -> bytes:
    try:
        return orjson.dumps(tables)
    except TypeError:
        # orjson refuses lone surrogates with a TypeError; looking for them first would slow every save.
        try:
            return orjson.dumps(_valid_text(tables))
        except TypeError as error:
            raise StorageError(f"Cannot save {path}: {error}.", "Nothing was written.") from error


def _valid_text(value: Any) -> Any:
    """The same value with lone surrogates replaced by U+FFFD in all its texts."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_valid_text(key): _valid_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_valid_text(item) for item in value]
    return value
