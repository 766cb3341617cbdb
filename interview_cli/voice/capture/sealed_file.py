"""Recordings that are encrypted while they are made: piece after piece, each whole or not there.

A file begins with a mark and a random name; each piece has its length, a nonce, and its sound under
AES-256-GCM, bound to that name and to its place, so that no piece can be moved, left out or taken from
another recording. A piece that a crash cut short is left out.
"""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from interview_cli.errors import StorageError, UsageError
from interview_cli.voice.capture.pcm import SAMPLE_BYTES
from interview_cli.voice.capture.wav_file import SYNC_EVERY, recording_failed

MARK = b"ICSOUND1"
_NAME_BYTES = 16
_NONCE_BYTES = 12
_LENGTH = struct.Struct("<I")
_PLACE = struct.Struct("<Q")
# A piece is a fraction of a second of sound; more is no piece of ours.
_LONGEST_PIECE = 16 * 2**20


class SealedWriter:
    """A 16 kHz mono recording on disk, encrypted with `key` (32 bytes).

    Raises StorageError when the file can't be made, or is there already.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self.path = path
        self._cipher = AESGCM(key)
        self._key = key
        self._name = os.urandom(_NAME_BYTES)
        self._size = self._pieces = 0
        try:
            self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StorageError(f"The recording can't be made: {error.strerror}: {path}.") from error
        self._end = 0
        self._synced = time.monotonic()
        try:
            self._append(MARK + self._name)
        except OSError as error:
            os.close(self._file)
            path.unlink(missing_ok=True)
            raise recording_failed(error, path, 0) from error

    @property
    def size(self) -> int:
        """How many bytes of sound are in the file."""
        return self._size

    def write(self, pcm: bytes) -> None:
        """Put sound behind what is there. Raises VoiceError when the disk does not take it."""
        nonce = os.urandom(_NONCE_BYTES)
        piece = nonce + self._cipher.encrypt(nonce, pcm, self._name + _PLACE.pack(self._pieces))
        try:
            self._append(_LENGTH.pack(len(piece)) + piece)
            self._pieces += 1
            self._size += len(pcm)
            if time.monotonic() - self._synced >= SYNC_EVERY:
                os.fsync(self._file)
                self._synced = time.monotonic()
        except OSError as error:
            raise recording_failed(error, self.path, self._size) from error

    def recorded(self, from_byte: int = 0) -> bytes:
        """The sound so far, from a byte on; empty when the file is gone."""
        try:
            with self.path.open("rb") as file:
                return b"".join(_pieces(file, self._key))[from_byte:]
        except FileNotFoundError:
            return b""

    def close(self) -> None:
        """Bring the rest to the disk. Once is enough; more does no harm."""
        if self._file < 0:
            return
        file, self._file = self._file, -1
        try:
            os.fsync(file)
        except OSError as error:
            raise recording_failed(error, self.path, self._size) from error
        finally:
            os.close(file)

    def _append(self, data: bytes) -> None:
        """Put all of it behind the last whole piece, or leave the file as it was."""
        put = 0
        try:
            while put < len(data):
                put += os.pwrite(self._file, data[put:], self._end + put)
        except OSError:
            os.ftruncate(self._file, self._end)
            raise
        self._end += len(data)


def is_sealed(path: Path) -> bool:
    """Whether a recording is encrypted. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(MARK)) == MARK


def read_sealed(path: Path, key: bytes | None) -> bytes:
    """The sound of an encrypted recording, as 16 kHz mono PCM.

    Raises UsageError when there is no key, or the recording does not open with it.
    """
    if key is None:
        raise UsageError(f"{path.name} is encrypted, and its key is not here.")
    try:
        with path.open("rb") as file:
            pcm = b"".join(_pieces(file, key))
    except OSError as error:
        raise UsageError(f"{path} can't be read: {error.strerror}.") from error
    return pcm[: len(pcm) // SAMPLE_BYTES * SAMPLE_BYTES]


def _pieces(file: BinaryIO, key: bytes) -> Iterator[bytes]:
    """The sound of all whole pieces. Raises UsageError for one that does not fit the key."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cipher = AESGCM(key)
    name = file.read(len(MARK) + _NAME_BYTES)[len(MARK) :]
    place = 0
    while len(head := file.read(_LENGTH.size)) == _LENGTH.size:
        (length,) = _LENGTH.unpack(head)
        piece = file.read(length) if _NONCE_BYTES < length <= _LONGEST_PIECE else b""
        if len(piece) < length or not piece:
            return
        try:
            yield cipher.decrypt(piece[:_NONCE_BYTES], piece[_NONCE_BYTES:], name + _PLACE.pack(place))
        except InvalidTag as error:
            raise UsageError(
                "A recording does not open with the key of this data folder.", "It was left as it is."
            ) from error
        place += 1
