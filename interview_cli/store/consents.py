"""What a person agreed to, once: what is sent where, and that recordings are kept."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import orjson

from interview_cli.errors import StorageError
from interview_cli.store.files import make_private_folder, read_bytes, write_bytes

CONSENTS_FILE = "consents.json"
RECORDING = "recording"


class Consents:
    """The consents kept in the data folder `root`; a file that cannot be read counts as none."""

    def __init__(self, root: Path) -> None:
        self._path = root / CONSENTS_FILE

    def given(self) -> dict[str, str]:
        """When each thing was agreed to (ISO 8601), by its name. Raises StorageError."""
        data = read_bytes(self._path)
        try:
            found = orjson.loads(data)["given"] if data else {}
        except (ValueError, KeyError, TypeError):
            # Asking once more is the safe way to read a damaged file.
            return {}
        return (
            {name: at for name, at in found.items() if isinstance(at, str)} if isinstance(found, dict) else {}
        )

    def give(self, names: list[str], now: datetime) -> None:
        """Note that these things were agreed to now. Raises StorageError."""
        known = self.given()
        make_private_folder(self._path.parent)
        document = {"version": 1, "given": known | dict.fromkeys(names, now.isoformat())}
        write_bytes(self._path, orjson.dumps(document, option=orjson.OPT_INDENT_2))

    def take_back(self) -> None:
        """Forget all of it, so that it is asked again. Raises StorageError."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(f"Cannot delete {self._path}.", "Make the folder writable.") from error
