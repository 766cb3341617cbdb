"""The layer of bytes under every stored file: plain today, so that an encrypted one can take its place."""

from __future__ import annotations

from typing import Protocol


class Codec(Protocol):
    """Turns the bytes of a document into the bytes of a file and back."""

    def encode(self, data: bytes) -> bytes:
        """The bytes to write."""
        ...

    def decode(self, data: bytes) -> bytes:
        """The bytes that were encoded. Raises ValueError when they can't be restored."""
        ...


class PlainCodec:
    """Leaves the bytes as they are."""

    def encode(self, data: bytes) -> bytes:
        """The same bytes."""
        return data

    def decode(self, data: bytes) -> bytes:
        """The same bytes."""
        return data


PLAIN = PlainCodec()
