"""A vault: one random key of 256 bits, kept in the system's keyring or in a file under a passphrase.

Whatever is encrypted is encrypted with that key, so that another passphrase changes one small file. The
passphrase goes through scrypt (RFC 7914) with the cost that OWASP's Password Storage Cheat Sheet gives for
32 MiB of memory (N = 2^15, r = 8, p = 3); texts are sealed by AES-256-GCM (NIST SP 800-38D) with a random
nonce of 96 bits each. `cryptography` does both.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import orjson

from interview_cli.errors import StorageError, UsageError
from interview_cli.store import system_keyring
from interview_cli.store.files import make_private_folder, read_bytes, sweep, write_bytes

KEY_BYTES = 32
NONCE_BYTES = 12
SALT_BYTES = 16
SHORTEST_PASSPHRASE = 8
_COST = {"n": 2**15, "r": 8, "p": 3}
# A file that asks for more would make opening it a way to use up memory.
_MOST_COST = {"n": 2**20, "r": 32, "p": 16}
# Proves that a key from the keyring is the vault's own, before anything is written with it.
_PROOF = b"interview-cli vault"

Place = Literal["keyring", "passphrase"]
Way = Literal["in", "out"]
Ask = Callable[[str], str]
# What a passphrase is asked for by: the one there is, a first one, and one in the place of another.
PRESENT, NEW, ANOTHER = "Passphrase", "New passphrase", "Another passphrase"


class WrongPassphrase(UsageError):  # noqa: N818 (what is amiss has a name of its own)
    """The passphrase does not open the vault."""


class Vault:
    """The vault whose description lies in the file `path`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def is_there(self) -> bool:
        """Whether there is one; at once."""
        return self._path.exists()

    @property
    def place(self) -> Place | None:
        """Where its key is; None when there is no vault. Raises StorageError."""
        held = self._read()
        return None if held is None else held["place"]

    @property
    def way(self) -> Way | None:
        """Which way what is there is being converted, None where all of it is. Raises StorageError."""
        held = self._read()
        way = held.get("way") if held is not None else None
        return way if way in ("in", "out") else None

    def mark(self, way: Way | None) -> None:
        """Say which way files go from now on, None once all went. Raises StorageError."""
        held = self._read()
        if held is not None and held.get("way") != way:
            self._write(held | {"way": way})

    def make(self, place: Place, ask: Ask, way: Way | None = None) -> bytes:
        """Make the vault and return its key. `ask` gives the new passphrase where one is needed.

        Raises UsageError for a passphrase that is too short, StorageError.
        """
        key = os.urandom(KEY_BYTES)
        self._write(self._described(key, place, lambda: ask(NEW)) | {"way": way})
        return key

    def move(self, key: bytes, place: Place, ask: Ask) -> None:
        """Keep the same key elsewhere, or under another passphrase. Raises UsageError, StorageError."""
        before = self._read()
        label = ANOTHER if before is not None and before["place"] == "passphrase" else NEW
        way = before.get("way") if before is not None else None
        self._write(self._described(key, place, lambda: ask(label)) | {"way": way})
        if before is not None and before["place"] == "keyring":
            system_keyring.drop(_entry(before["id"]))

    def open(self, ask: Ask) -> bytes:
        """The key. `ask` is given what to ask for, where a passphrase is needed.

        Raises WrongPassphrase, StorageError; nothing is changed then.
        """
        held = self._read()
        if held is None:
            raise StorageError(
                f"{self._path} is not there, so nothing can be decrypted.", "Restore that file."
            )
        if held["place"] == "keyring":
            return self._from_keyring(held)
        key = unsealed(self._stretched(ask(PRESENT), held), held["sealed"])
        if key is None:
            raise WrongPassphrase("That is not the passphrase.", "Nothing was changed; try again.")
        return key

    def remove(self) -> None:
        """Forget the key for good. Raises StorageError."""
        held = self._read()
        if held is not None and held["place"] == "keyring":
            system_keyring.drop(_entry(held["id"]))
        self._path.unlink(missing_ok=True)

    def _described(self, key: bytes, place: Place, passphrase: Callable[[], str]) -> dict[str, Any]:
        held: dict[str, Any] = {"version": 1, "id": os.urandom(8).hex(), "place": place}
        if place == "keyring":
            system_keyring.put(_entry(held["id"]), base64.b64encode(key).decode())
            return held | {"sealed": sealed(key, _PROOF)}
        held |= {"scrypt": {**_COST, "salt": base64.b64encode(os.urandom(SALT_BYTES)).decode()}}
        return held | {"sealed": sealed(self._stretched(_checked(passphrase()), held), key)}

    def _from_keyring(self, held: dict[str, Any]) -> bytes:
        kept = system_keyring.get(_entry(held["id"]))
        key = base64.b64decode(kept) if kept else b""
        if len(key) != KEY_BYTES or unsealed(key, held["sealed"]) != _PROOF:
            raise StorageError(
                f"The system's keyring does not hold the key of {self._path}.",
                "Open the keyring that it was made with, on that machine and for that user.",
            )
        return key

    def _stretched(self, passphrase: str, held: dict[str, Any]) -> bytes:
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

        cost = held["scrypt"]
        salt = base64.b64decode(cost["salt"])
        return Scrypt(salt, KEY_BYTES, cost["n"], cost["r"], cost["p"]).derive(passphrase.encode())

    def _read(self) -> dict[str, Any] | None:
        data = read_bytes(self._path)
        if data is None:
            return None
        try:
            held = orjson.loads(data)
            fits = held["place"] == "keyring" or all(
                0 < held["scrypt"][name] <= most for name, most in _MOST_COST.items()
            )
            if not fits or held["version"] != 1 or not isinstance(held["sealed"], str):
                raise ValueError("values out of bounds")
        except (ValueError, KeyError, TypeError) as error:
            raise StorageError(
                f"{self._path} is damaged, so nothing can be decrypted.", "Restore that file from a backup."
            ) from error
        return dict(held)

    def _write(self, held: dict[str, Any]) -> None:
        make_private_folder(self._path.parent)
        sweep(self._path)
        write_bytes(self._path, orjson.dumps(held, option=orjson.OPT_INDENT_2))


def sealed(key: bytes, text: bytes) -> str:
    """A text encrypted under a key, as base64."""
    return base64.b64encode(encrypted(key, text)).decode()


def unsealed(key: bytes, text: str) -> bytes | None:
    """The text again; None when the key is another one, or the text was changed."""
    try:
        return decrypted(key, base64.b64decode(text, validate=True))
    except ValueError:
        return None


def encrypted(key: bytes, data: bytes) -> bytes:
    """Data under a key: a nonce, then the ciphertext with its tag."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, data, None)


def decrypted(key: bytes, data: bytes) -> bytes:
    """The data again. Raises ValueError when the key is another one, or the data were changed or cut."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], None)
    except InvalidTag as error:
        raise ValueError("does not fit the key") from error


def _entry(vault_id: str) -> str:
    return f"vault {vault_id}"


def _checked(passphrase: str) -> str:
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise UsageError(
            f"A passphrase has at least {SHORTEST_PASSPHRASE} characters.", "Four or five words are good."
        )
    return passphrase
