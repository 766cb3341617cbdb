"""The layer of bytes under every stored file: plain, or encrypted with the data folder's key."""

from __future__ import annotations

from typing import Protocol

from interview_cli.errors import StorageError

# What an encrypted file begins with; no JSON and no WAV does.
MAGIC = b"ICSEAL1\n"


class LockedFileError(StorageError):
    """A stored file is encrypted, and the key at hand does not open it. It is left as it is."""


class Codec(Protocol):
    """Turns the bytes of a document into the bytes of a file and back."""

    def encode(self, data: bytes) -> bytes:
        """The bytes to write."""
        ...

    def decode(self, data: bytes) -> bytes:
        """The bytes that were encoded. Raises LockedFileError when they can't be restored."""
        ...


class PlainCodec:
    """Leaves the bytes as they are."""

    def encode(self, data: bytes) -> bytes:
        """The same bytes."""
        return data

    def decode(self, data: bytes) -> bytes:
        """The same bytes. Raises LockedFileError for encrypted ones."""
        if data.startswith(MAGIC):
            raise LockedFileError(
                "A stored file is encrypted, and its key is not here.",
                "Put the file vault.json back into the data folder.",
            )
        return data


class SealedCodec:
    """Encrypts with AES-256-GCM; reads plain files too, as long as some are left from before.

    With `plainly` it goes the other way: what it writes is plain.
    """

    def __init__(self, key: bytes, *, plainly: bool = False) -> None:
        self._key = key
        self._plainly = plainly

    def encode(self, data: bytes) -> bytes:
        """The encrypted bytes, unlike each time; the same ones where all is to be plain."""
        from interview_cli.store.vault import encrypted

        return data if self._plainly else MAGIC + encrypted(self._key, data)

    def decode(self, data: bytes) -> bytes:
        """The bytes again. Raises LockedFileError when they were changed, or are of another data folder."""
        from interview_cli.store.vault import decrypted

        if not data.startswith(MAGIC):
            return data
        try:
            return decrypted(self._key, data[len(MAGIC) :])
        except ValueError as error:
            raise LockedFileError(
                "A stored file was changed, or belongs to another data folder: the key does not open it.",
                "It was left as it is.",
            ) from error


PLAIN = PlainCodec()
