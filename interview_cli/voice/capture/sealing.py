"""Recordings that are there already made encrypted, or plain again, without losing a sample."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from interview_cli.errors import StorageError
from interview_cli.voice.capture.sealed_file import SealedWriter, is_sealed, read_sealed
from interview_cli.voice.capture.wav_file import WavWriter, read_wav

# So much sound (bytes) goes into a piece, half a minute.
_PIECE = 2**20


def seal(path: Path, key: bytes) -> bool:
    """Encrypt a plain recording in its place; whether there was anything to do.

    Raises UsageError for what is no recording, StorageError; the file is then as it was.
    """
    if is_sealed(path):
        return False
    pcm = read_wav(path)
    temporary = _beside(path)
    writer = SealedWriter(temporary, key)
    _written(writer, pcm)
    _replaced(temporary, path, pcm, read_sealed(temporary, key))
    return True


def unseal(path: Path, key: bytes) -> bool:
    """Make an encrypted recording plain in its place; whether there was anything to do.

    Raises UsageError where the key does not open it, StorageError; the file is then as it was.
    """
    if not is_sealed(path):
        return False
    pcm = read_sealed(path, key)
    temporary = _beside(path)
    _written(WavWriter(temporary), pcm)
    _replaced(temporary, path, pcm, read_wav(temporary) if pcm else b"")
    return True


def keep_sound(path: Path, pcm: bytes, key: bytes | None, changed: datetime) -> None:
    """Keep sound from elsewhere as a recording of that age, encrypted where there is a key.

    Raises StorageError, OSError.
    """
    temporary = _beside(path)
    _written(WavWriter(temporary) if key is None else SealedWriter(temporary, key), pcm)
    os.utime(temporary, (changed.timestamp(), changed.timestamp()))
    temporary.replace(path)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.urandom(6).hex()}.tmp")


def _written(writer: SealedWriter | WavWriter, pcm: bytes) -> None:
    try:
        for start in range(0, len(pcm), _PIECE):
            writer.write(pcm[start : start + _PIECE])
        writer.close()
    except BaseException:
        writer.path.unlink(missing_ok=True)
        raise


def _replaced(temporary: Path, path: Path, wanted: bytes, found: bytes) -> None:
    """Put a file in another's place once it was read back and holds the same sound."""
    if wanted != found:
        temporary.unlink(missing_ok=True)
        raise StorageError(f"{path} could not be converted.", "It was left as it is.")
    # The age of a recording says how long it is kept.
    times = path.stat()
    os.utime(temporary, ns=(times.st_atime_ns, times.st_mtime_ns))
    temporary.replace(path)
