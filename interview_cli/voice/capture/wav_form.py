"""How sound lies in a WAV file, whatever its header claims, and that sound as 16 kHz mono."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from interview_cli.errors import UsageError
from interview_cli.voice.capture.pcm import SAMPLE_BYTES, SAMPLE_RATE
from interview_cli.voice.capture.resampling import Resampler, to_pcm

PCM = 1
_FLOAT, _EXTENSIBLE = 3, 0xFFFE
_WIDTHS = {PCM: (1, 2, 3, 4), _FLOAT: (4, 8)}
_RATES = range(1_000, 192_001)
_CHANNELS = range(1, 33)
_PIECE_FRAMES = 65_536
# A size that was not known when the header was written: never filled in, and as ffmpeg, sox and espeak-ng put
# it.
_UNKNOWN_SIZES = frozenset((0, 0xFFFFFFFF, 0x7FFFFFFF - 36, 0x7FFFFFFF, 0x7FFFF000))


@dataclass(frozen=True, slots=True)
class WavForm:
    """How the sound lies in a WAV file; `start` and `size` in bytes. `missing` bytes are promised beyond."""

    codec: int
    channels: int
    rate: int
    width: int
    start: int
    size: int
    missing: int = 0

    @property
    def readable(self) -> bool:
        """Whether it is plain samples; others are compressed."""
        return self.width in _WIDTHS.get(self.codec, ())

    @property
    def frame(self) -> int:
        """Bytes of one sample of each channel."""
        return self.width * self.channels

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return self.size // self.frame / self.rate


def is_wav(beginning: bytes) -> bool:
    """Whether a file with these first twelve bytes is a WAV file."""
    return beginning[:4] in {b"RIFF", b"RF64"} and beginning[8:12] == b"WAVE"


def wav_form(file: BinaryIO, name: str) -> WavForm:
    """What the header says, as far as the file bears it out. Raises UsageError."""
    end = file.seek(0, os.SEEK_END)
    file.seek(0)
    if not is_wav(file.read(12)):
        raise UsageError(f"{name} is no WAV file.")
    form = b""
    place = 12
    while place + 8 <= end:
        file.seek(place)
        chunk, size = struct.unpack("<4sI", file.read(8))
        place += 8
        if chunk == b"fmt ":
            form = file.read(min(size, 40))
        elif chunk == b"data":
            return _found(form, file, place, size, end, name)
        place += size + size % 2
    raise UsageError(f"{name} has no sound in it: it ends in its header.")


def _found(form: bytes, file: BinaryIO, start: int, size: int, end: int, name: str) -> WavForm:
    if len(form) < 16:
        raise UsageError(f"{name} is damaged: its header does not say what the sound is like.")
    codec, channels, rate, _, _, bits = struct.unpack("<HHIIHH", form[:16])
    if codec == _EXTENSIBLE and len(form) >= 26:
        codec = struct.unpack("<H", form[24:26])[0]
    if channels not in _CHANNELS or rate not in _RATES:
        raise UsageError(f"{name} is damaged: its header claims {channels} channels at {rate} Hz.")
    there = end - start
    # Who writes into a pipe can't come back to the header; samples behind the sound are sound, too.
    unfinished = size in _UNKNOWN_SIZES or (size < there and not _are_chunks(file, start + size, end))
    return WavForm(
        codec=codec,
        channels=channels,
        rate=rate,
        width=(bits + 7) // 8,
        start=start,
        size=there if unfinished else min(size, there),
        missing=0 if unfinished else max(0, size - there),
    )


def _are_chunks(file: BinaryIO, place: int, end: int) -> bool:
    """Whether chunks, as players and editors append them, fill a file from here to its end."""
    place += place % 2
    while place + 8 <= end:
        file.seek(place)
        name, size = struct.unpack("<4sI", file.read(8))
        if not (name.isascii() and name.decode("ascii", "replace").isprintable()):
            return False
        place += 8 + size + size % 2
    # A chunk of odd length may lack its last byte, and a stray byte may follow.
    return place <= end + 1


def wav_pieces(file: BinaryIO, form: WavForm) -> Iterator[bytes]:
    """The sound as 16 kHz mono PCM, piece by piece; a sample that is cut off is left out.

    Needs numpy unless it has that form already.
    """
    file.seek(form.start)
    left = form.size // form.frame * form.frame
    plain = (form.codec, form.channels, form.rate, form.width) == (PCM, 1, SAMPLE_RATE, SAMPLE_BYTES)
    resampler = None if plain else Resampler(form.rate)
    while left > 0:
        raw = file.read(min(left, _PIECE_FRAMES * form.frame))
        raw = raw[: len(raw) // form.frame * form.frame]
        if not raw:
            break
        left -= len(raw)
        yield raw if resampler is None else to_pcm(resampler.feed(_mixed(raw, form)))
    if resampler is not None:
        yield to_pcm(resampler.end())


def _mixed(raw: bytes, form: WavForm) -> Any:
    """Whole frames as mono in -1..1."""
    import numpy

    if form.codec == _FLOAT:
        samples = numpy.nan_to_num(numpy.frombuffer(raw, f"<f{form.width}"), nan=0.0, posinf=1.0, neginf=-1.0)
        samples = samples.clip(-8.0, 8.0).astype("f4")
    elif form.width == 1:
        samples = (numpy.frombuffer(raw, "u1").astype("f4") - 128) / 128
    elif form.width == 3:
        # The three bytes become the upper ones of four.
        wide: Any = numpy.zeros((len(raw) // 3, 4), "u1")
        wide[:, 1:] = numpy.frombuffer(raw, "u1").reshape(-1, 3)
        samples = wide.view("<i4").ravel().astype("f4") / 2**31
    else:
        samples = numpy.frombuffer(raw, f"<i{form.width}").astype("f4") / 2 ** (form.width * 8 - 1)
    return samples.reshape(-1, form.channels).mean(axis=1)
