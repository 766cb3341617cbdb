"""A piece of sound to be played, and how the bytes that synthesizers give become one."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import Any

from interview_cli.voice.ports import VoiceError

_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_RATES = range(4_000, 192_001)
_FULL_SCALE = 32_767
_NO_SOUND = "That is no sound this program can read"


@dataclass(frozen=True, slots=True)
class Clip:
    """Mono sound: little-endian int16 samples, `rate` of them a second."""

    pcm: bytes
    rate: int

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.pcm) // 2 / self.rate


def read_clip(data: bytes) -> Clip:
    """The sound in the bytes of a file: WAV of any width, or whatever PyAV decodes (mp3, ogg, flac...).

    Raises VoiceError for bytes that hold no sound.
    """
    clip = read_wav(data) if data[:4] == b"RIFF" and data[8:12] == b"WAVE" else None
    clip = clip or _decoded(data)
    if not clip.pcm:
        raise VoiceError("The sound that came is empty.")
    return clip


def read_wav(data: bytes) -> Clip | None:
    """The sound of a WAV file, or None when its samples are packed in a way that needs a decoder.

    Lengths in the header count only as far as there is data: a program that streams cannot know them and
    writes 0, or two gigabytes. Raises VoiceError for a header without a format.
    """
    place, layout = 12, b""
    while place + 8 <= len(data):
        name, length = data[place : place + 4], struct.unpack_from("<I", data, place + 4)[0]
        body = place + 8
        if name == b"fmt ":
            layout = data[body : body + length]
        elif name == b"data":
            samples = data[body : body + length] if length else data[body:]
            return _from_samples(samples, layout)
        place = body + length + length % 2
    raise VoiceError(f"{_NO_SOUND}: a WAV file without samples.")


def _from_samples(samples: bytes, layout: bytes) -> Clip | None:
    if len(layout) < 16:
        raise VoiceError(f"{_NO_SOUND}: a WAV file that does not say its format.")
    coding, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", layout)
    if coding == _EXTENSIBLE and len(layout) >= 26:
        coding = struct.unpack_from("<H", layout, 24)[0]
    if not channels or rate not in _RATES:
        raise VoiceError(f"{_NO_SOUND}: a WAV file of {channels} channels at {rate} Hz.")
    if (coding, bits, channels) == (_PCM, 16, 1):
        return Clip(samples[: len(samples) // 2 * 2], rate)
    values = _values(samples, coding, bits)
    if values is None:
        return None
    whole = values[: len(values) // channels * channels].reshape(-1, channels)
    return Clip(_int16(whole.mean(axis=1)), rate)


def _values(samples: bytes, coding: int, bits: int) -> Any:
    """Samples as float32 in -1..1; None for a coding that is no plain number."""
    import numpy as np

    if coding == _PCM and bits == 24:
        count = len(samples) // 3
        wide: Any = np.zeros((count, 4), np.uint8)
        wide[:, 1:] = np.frombuffer(samples, np.uint8, count * 3).reshape(count, 3)
        return wide.view("<i4").reshape(count).astype(np.float32) / 2**31
    if coding == _PCM and bits == 8:  # the only unsigned width
        return (np.frombuffer(samples, np.uint8).astype(np.float32) - 128) / 128
    kind = {(_PCM, 16): "<i2", (_PCM, 32): "<i4", (_FLOAT, 32): "<f4", (_FLOAT, 64): "<f8"}.get(
        (coding, bits)
    )
    if kind is None:
        return None
    size = bits // 8
    numbers = np.frombuffer(samples[: len(samples) // size * size], kind).astype(np.float32)
    return numbers if coding == _FLOAT else numbers / 2 ** (bits - 1)


def _int16(values: Any) -> bytes:
    import numpy as np

    clean = np.nan_to_num(values)
    return bytes((np.clip(clean, -1, 1) * _FULL_SCALE).round().astype("<i2").tobytes())


def _decoded(data: bytes) -> Clip:
    """Any file that PyAV reads, at its own rate. What comes before a defect is kept."""
    try:
        import av
    except ImportError as error:
        raise VoiceError(
            "Reading this kind of sound needs the voice extra.", "pip install 'interview-cli[voice]'"
        ) from error
    pieces: list[bytes] = []
    rate = 0
    try:
        with av.open(io.BytesIO(data), metadata_errors="ignore") as file:
            for frame in file.decode(audio=0):
                if not rate:
                    rate = frame.sample_rate
                    resampler = av.AudioResampler(format="s16", layout="mono", rate=rate)
                pieces += _bytes_of(resampler.resample(frame))
            if rate:
                pieces += _bytes_of(resampler.resample(None))
    except (av.error.FFmpegError, IndexError, ValueError) as error:
        if not pieces:
            raise VoiceError(f"{_NO_SOUND}.") from error
    if not pieces:
        raise VoiceError(f"{_NO_SOUND}.")
    return Clip(b"".join(pieces), rate)


def resampled(clip: Clip, rate: int) -> Clip:
    """The same sound with `rate` samples a second."""
    if rate == clip.rate or not clip.pcm:
        return Clip(clip.pcm, rate)
    import av
    import numpy as np

    resampler = av.AudioResampler(format="s16", layout="mono", rate=rate)
    samples = np.frombuffer(clip.pcm, "<i2").reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
    frame.sample_rate = clip.rate
    return Clip(b"".join(_bytes_of([*resampler.resample(frame), *resampler.resample(None)])), rate)


def _bytes_of(frames: Any) -> list[bytes]:
    return [frame.to_ndarray().astype("<i2").tobytes() for frame in frames]
