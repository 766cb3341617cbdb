"""WAV files: written so that a crash costs nothing, read whatever their header claims."""

from __future__ import annotations

import errno
import os
import struct
import time
from pathlib import Path
from typing import BinaryIO

from interview_cli.errors import StorageError, UsageError
from interview_cli.voice.capture.pcm import SAMPLE_BYTES, SAMPLE_RATE
from interview_cli.voice.capture.wav_form import PCM, wav_form, wav_pieces
from interview_cli.voice.ports import VoiceError

HEADER_BYTES = 44
_LONGEST = 0xFFFFFFFF - HEADER_BYTES
# Seconds of sound that a loss of power may cost.
SYNC_EVERY = 1.0


class WavWriter:
    """A 16 kHz mono recording on disk, whole at every moment: the header grows with the sound.

    The sound is written first, then its size, so that a player reads all but the last piece after a crash,
    and `read_wav` that too. Raises StorageError when the file can't be made, or is there already.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._size = 0
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StorageError(f"The recording can't be made: {error.strerror}: {path}.") from error
        self._synced = time.monotonic()
        try:
            self._put(_header(0), 0)
        except OSError as error:
            os.close(self._file)
            path.unlink(missing_ok=True)
            raise self._failed(error) from error

    @property
    def size(self) -> int:
        """How many bytes of sound are in the file."""
        return self._size

    def write(self, pcm: bytes) -> None:
        """Put sound behind what is there. Raises VoiceError when the disk does not take it all."""
        try:
            try:
                self._put(pcm, HEADER_BYTES + self._size)
            finally:
                # Also when the disk is full: what fits is the recording then.
                there = os.fstat(self._file).st_size - HEADER_BYTES
                self._size = there // SAMPLE_BYTES * SAMPLE_BYTES
                self._put(_header(self._size), 0)
            if time.monotonic() - self._synced >= SYNC_EVERY:
                os.fsync(self._file)
                self._synced = time.monotonic()
        except OSError as error:
            raise self._failed(error) from error

    def _put(self, data: bytes, place: int) -> None:
        put = 0
        while put < len(data):
            put += os.pwrite(self._file, data[put:], place + put)

    def recorded(self, from_byte: int = 0) -> bytes:
        """The sound so far, from a byte on; empty when the file is gone."""
        try:
            with self.path.open("rb") as file:
                file.seek(HEADER_BYTES + from_byte)
                pcm = file.read()
        except FileNotFoundError:
            return b""
        return pcm[: len(pcm) // SAMPLE_BYTES * SAMPLE_BYTES]

    def _failed(self, error: OSError) -> VoiceError:
        return recording_failed(error, self.path, self._size)

    def close(self) -> None:
        """Bring the rest to the disk. Once is enough; more does no harm."""
        if self._file < 0:
            return
        file, self._file = self._file, -1
        try:
            os.ftruncate(file, HEADER_BYTES + self._size)
            os.fsync(file)
        except OSError as error:
            raise VoiceError(
                f"The end of the recording may be lost: {error.strerror}: {self.path}."
            ) from error
        finally:
            os.close(file)


def recording_failed(error: OSError, path: Path, size: int) -> VoiceError:
    """What to say when the disk takes no more of a recording of which `size` bytes of sound are safe."""
    full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
    kept = size // SAMPLE_BYTES / SAMPLE_RATE
    return VoiceError(
        f"{'The disk is full' if full else f'The recording failed: {error.strerror}'}: "
        f"the first {kept:.1f} s are kept in {path}.",
        "Make room on the disk, or record to another one by --data-dir." if full else "",
    )


def wav_bytes(pcm: bytes) -> bytes:
    """Sound as a whole WAV file."""
    return _header(len(pcm)) + pcm


def _header(size: int) -> bytes:
    size = min(size, _LONGEST)
    form = struct.pack(
        "<4sIHHIIHH", b"fmt ", 16, PCM, 1, SAMPLE_RATE, SAMPLE_RATE * SAMPLE_BYTES, SAMPLE_BYTES, 16
    )
    return struct.pack("<4sI4s", b"RIFF", 36 + size, b"WAVE") + form + struct.pack("<4sI", b"data", size)


def read_wav(path: Path, longest_seconds: float = 4 * 3600.0) -> bytes:
    """The sound of a WAV file as 16 kHz mono PCM: 8 to 32 bits or float, any channels, 1 to 192 kHz.

    A header that does not match the file, as after a crash, is set right. Raises UsageError when there is
    no such file, it is no WAV file, it is compressed, or longer than `longest_seconds`.
    """
    try:
        with path.open("rb") as file:
            return wav_sound(file, path.name, longest_seconds)
    except OSError as error:
        raise UsageError(f"{path} can't be read: {error.strerror}.") from error


def wav_sound(file: BinaryIO, name: str, longest_seconds: float = 4 * 3600.0) -> bytes:
    """The sound of an open WAV file, as `read_wav` has it. Raises UsageError, OSError."""
    form = wav_form(file, name)
    if not form.readable:
        raise UsageError(f"{name} is a compressed WAV file.", "Convert it to plain PCM.")
    if form.seconds > longest_seconds:
        raise UsageError(f"{name} lasts {form.seconds / 60:.0f} minutes, which is too long.")
    return b"".join(wav_pieces(file, form))
