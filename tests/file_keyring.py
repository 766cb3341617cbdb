"""The system's keyring for tests: a real backend of `keyring` that keeps its entries in a file.

Chosen by PYTHON_KEYRING_BACKEND=tests.file_keyring.FileKeyring, its file by FILE_KEYRING.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

LOCKED = "locked"


class FileKeyring(KeyringBackend):
    """Entries by service and name; a file that says "locked" is a keyring that nobody opened."""

    priority = 9

    @property
    def _path(self) -> Path:
        return Path(os.environ["FILE_KEYRING"])

    def _entries(self) -> dict[str, str]:
        if not self._path.exists():
            return {}
        text = self._path.read_text("utf-8")
        if text == LOCKED:
            raise KeyringLocked("the keyring is locked")
        found: dict[str, str] = json.loads(text)
        return found

    def get_password(self, service: str, username: str) -> str | None:
        """The entry, None where there is none."""
        return self._entries().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep an entry."""
        self._path.write_text(json.dumps(self._entries() | {f"{service}/{username}": password}), "utf-8")

    def delete_password(self, service: str, username: str) -> None:
        """Forget an entry."""
        entries = self._entries()
        if entries.pop(f"{service}/{username}", None) is None:
            raise PasswordDeleteError("no such entry")
        self._path.write_text(json.dumps(entries), "utf-8")
