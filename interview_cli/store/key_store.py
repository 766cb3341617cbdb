"""Keys of providers: in the system's keyring, or in a file under a passphrase where there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

import orjson

from interview_cli.errors import NotFoundError, StorageError, UsageError
from interview_cli.store import system_keyring
from interview_cli.store.files import make_private_folder, read_bytes, write_bytes
from interview_cli.store.vault import Ask, Vault, sealed, unsealed

KEYS_FILE = "keys.json"
VAULT_FILE = "keys.vault.json"

Place = Literal["keyring", "file"]
# A shorter key would be told by its last four characters.
_LONG_ENOUGH = 12
_SHOWN = 4
_LONGEST = 8192


class KeptKey(NamedTuple):
    """A key that is kept: whose, where, and its last characters (empty for a short key)."""

    provider: str
    place: Place
    ending: str


class KeyStore:
    """The keys in the folder of the settings. No key is ever in the list of them."""

    def __init__(self, folder: Path, ask: Ask) -> None:
        self._path = folder / KEYS_FILE
        self._vault = Vault(folder / VAULT_FILE)
        self._ask = ask
        self._opened: bytes | None = None

    def kept(self) -> list[KeptKey]:
        """All keys that are kept, by provider. Raises StorageError."""
        return [
            KeptKey(provider, one["place"], one["ending"]) for provider, one in sorted(self._read().items())
        ]

    def get(self, provider: str) -> str | None:
        """The key of a provider, None when none is kept.

        Raises StorageError, and UsageError where a passphrase is needed that nobody gave or that is wrong.
        """
        one = self._read().get(provider)
        if one is None:
            return None
        if one["place"] == "keyring":
            kept = system_keyring.get(_entry(provider))
        else:
            text = unsealed(self._key(), one["sealed"])
            kept = text.decode() if text is not None else None
        if kept is None:
            raise StorageError(
                f"The key of {provider} cannot be read where it is kept.",
                f"Set it again: interview keys set {provider}",
            )
        return kept

    def put(self, provider: str, key: str, place: Place | None = None) -> Place:
        """Keep a key in the place of one kept before; None chooses the keyring where there is one.

        Raises UsageError for what can be no key, StorageError.
        """
        checked = _checked(key)
        chosen: Place = place or ("keyring" if system_keyring.is_there() else "file")
        known = self._read()
        one: dict[str, Any] = {"place": chosen, "ending": ending_of(checked)}
        if chosen == "keyring":
            if not system_keyring.is_there():
                raise StorageError("This system has no keyring.", "Keep it in a file: --in file")
            system_keyring.put(_entry(provider), checked)
        else:
            one["sealed"] = sealed(self._key(), checked.encode())
        before = known.get(provider)
        self._write(known | {provider: one})
        if before is not None and before["place"] == "keyring" and chosen == "file":
            system_keyring.drop(_entry(provider))
        return chosen

    def remove(self, provider: str) -> None:
        """Forget a key. Raises NotFoundError, StorageError."""
        known = self._read()
        if provider not in known:
            kept = ", ".join(known) or "none"
            raise NotFoundError(f"No key of {provider} is kept.", f"Kept are: {kept}.")
        if known.pop(provider)["place"] == "keyring":
            system_keyring.drop(_entry(provider))
        self._write(known)

    def change_passphrase(self) -> None:
        """Put what is under a passphrase under another. Raises NotFoundError, UsageError, StorageError."""
        if self._vault.place is None:
            raise NotFoundError("No key is kept under a passphrase.", "Keep one: interview keys set PROVIDER")
        self._vault.move(self._key(), "passphrase", self._ask)

    def needs_passphrase(self) -> bool:
        """Whether a key is kept that only a passphrase opens. Raises StorageError."""
        return any(one.place == "file" for one in self.kept()) and self._vault.place == "passphrase"

    def unlock(self) -> None:
        """Ask for the passphrase now, if one is needed. Raises UsageError, StorageError."""
        if self._opened is None and self.needs_passphrase():
            self._key()

    def _key(self) -> bytes:
        if self._opened is None:
            there = self._vault.place is not None
            self._opened = self._vault.open(self._ask) if there else self._vault.make("passphrase", self._ask)
        return self._opened

    def _read(self) -> dict[str, dict[str, Any]]:
        # A folder of settings that is none holds no keys either.
        data = read_bytes(self._path) if self._path.is_file() else None
        if data is None:
            return {}
        try:
            return dict(_entries(orjson.loads(data)["keys"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StorageError(
                f"{self._path} is damaged, so no kept key is known.", "Remove it and set the keys again."
            ) from error

    def _write(self, keys: Mapping[str, dict[str, Any]]) -> None:
        make_private_folder(self._path.parent)
        document = {"version": 1, "keys": dict(sorted(keys.items()))}
        write_bytes(self._path, orjson.dumps(document, option=orjson.OPT_INDENT_2))


def _entries(keys: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for provider, one in keys.items():
        if one["place"] not in ("keyring", "file") or not isinstance(one["ending"], str):
            raise ValueError("no such place")
        yield provider, one


def _entry(provider: str) -> str:
    return f"key {provider}"


def ending_of(key: str) -> str:
    """The last four characters of a key, none of one that they would tell too much of."""
    return key[-_SHOWN:] if len(key) >= _LONG_ENOUGH else ""


def _checked(key: str) -> str:
    text = key.strip()
    if not text:
        raise UsageError("No key was given.", "Paste it at the prompt, or pipe it in.")
    if len(text) > _LONGEST or not text.isascii() or not text.isprintable() or " " in text:
        raise UsageError("That is no key: it has spaces or signs that no key has.", "Copy it once more.")
    return text
