"""Sound as bytes: little-endian int16 samples, mono, 16,000 a second."""

from __future__ import annotations

import math
from typing import Any

SAMPLE_RATE = 16_000
SAMPLE_BYTES = 2
FULL_SCALE = 32_768
# What 16 bits can tell apart from silence: 20 log10(1 / 32768) is -90.3, and dither lies below.
FLOOR = -96.0


def seconds_of(pcm: bytes | bytearray) -> float:
    """How long it lasts."""
    return len(pcm) // SAMPLE_BYTES / SAMPLE_RATE


def bytes_of(seconds: float) -> int:
    """How many bytes a time takes, in whole samples."""
    return round(seconds * SAMPLE_RATE) * SAMPLE_BYTES


def level(pcm: bytes) -> float:
    """Its loudness, the root mean square in dBFS: 0 is a square wave at full scale, -96 silence."""
    samples = _samples(pcm)
    if not samples.size:
        return FLOOR
    return decibels(math.sqrt(float((samples.astype("f8") ** 2).mean())))


def peak(pcm: bytes) -> float:
    """Its largest sample in dBFS: 0 at full scale, -96 for silence."""
    samples = _samples(pcm)
    return decibels(float(abs(samples.astype("i4")).max())) if samples.size else FLOOR


def clipped(pcm: bytes) -> float:
    """The share (0-1) of samples at full scale: the wave was cut off there."""
    samples = _samples(pcm)
    if not samples.size:
        return 0.0
    return float(((samples >= FULL_SCALE - 1) | (samples <= -FULL_SCALE)).mean())


def decibels(amplitude: float) -> float:
    """An amplitude, of which 32768 is full scale, in dBFS; never under -96."""
    return max(FLOOR, 20 * math.log10(amplitude / FULL_SCALE)) if amplitude > 0 else FLOOR


def _samples(pcm: bytes) -> Any:
    import numpy

    return numpy.frombuffer(pcm, "<i2", len(pcm) // SAMPLE_BYTES)
