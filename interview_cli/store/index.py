"""The index of sessions: one row each, so that a list of them opens no session.

It only repeats what the session files say and can be made anew from them at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import cast

from tinydb import TinyDB, where
from tinydb.middlewares import CachingMiddleware

from interview_cli.store.codec import PLAIN, Codec, LockedFileError
from interview_cli.store.files import CorruptedFileError, set_aside, stamp_of, sweep
from interview_cli.store.locks import index_lock
from interview_cli.store.row import IndexRow
from interview_cli.store.storage import AtomicStorage

INDEX_FILE = "index.json"

# The number grows when rows change shape: rows under another name are not found, and made anew.
_TABLE = "sessions.3"
_FIELDS = IndexRow.__required_keys__


class Index:
    """The rows of all sessions in one TinyDB file.

    TinyDB keeps the file open to anyone's inspection and gives tables and queries for changing
    it; reading, which must be fast, takes the table as it lies in the storage.
    """

    def __init__(self, root: Path, codec: Codec) -> None:
        self._root = root
        self._path = root / INDEX_FILE
        self._codec = codec

    def rows(self) -> dict[str, IndexRow]:
        """All rows by session id; none when the index is missing or damaged. Raises StorageError."""
        storage = AtomicStorage(self._path, self._codec)
        try:
            tables = storage.read() or {}
        except CorruptedFileError:
            # The next update sets it aside under the lock; until then every row counts as missing.
            return {}
        except LockedFileError:
            # Without any key the sessions cannot be read either; with one the index alone is damaged.
            if self._codec is PLAIN:
                raise
            return {}
        # Table.all() would copy every row, which takes as long again as reading them.
        rows = cast("Iterable[IndexRow]", tables.get(_TABLE, {}).values())
        return {row["id"]: row for row in rows if row.keys() == _FIELDS}

    @property
    def stamp(self) -> str:
        """A text that changes when any row does; empty without an index. Raises StorageError."""
        return stamp_of(self._path)

    def update(
        self,
        rows: Iterable[IndexRow],
        gone: Collection[str] = (),
        *,
        still_true: Callable[[IndexRow], bool] = lambda row: True,
    ) -> None:
        """Put rows in the place of those with the same id and drop the rows of `gone`.

        `still_true` is asked under the lock, so that a row made of an older state of its session
        never replaces a newer one. Raises StorageError.
        """
        with index_lock(self._root):
            sweep(self._path)
            in_one_write = CachingMiddleware(AtomicStorage)  # type: ignore[no-untyped-call]
            with TinyDB(self._path, codec=self._codec, storage=in_one_write) as database:
                for other in self._tables_of(database) - {_TABLE}:
                    database.drop_table(other)
                table = database.table(_TABLE)
                valid = [row for row in rows if still_true(row)]
                replaced: set[object] = {*gone, *(row["id"] for row in valid)}
                table.remove(where("id").test(lambda session_id: session_id in replaced))
                table.insert_multiple(valid)

    def _tables_of(self, database: TinyDB) -> set[str]:
        """The names of the tables; a damaged file is set aside, and then there are none."""
        try:
            return database.tables()
        except CorruptedFileError:
            set_aside(self._path)
        except LockedFileError:
            if self._codec is PLAIN:
                raise
            set_aside(self._path)
        return set()
