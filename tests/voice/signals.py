"""Sounds of known truth, as 16 kHz mono int16."""

from __future__ import annotations

import math
import random
from array import array
from typing import Any

RATE = 16_000


def silence(seconds: float) -> bytes:
    """Nothing at all."""
    return b"\0\0" * round(seconds * RATE)


def tone(seconds: float, hertz: float = 440.0, amplitude: float = 0.5) -> bytes:
    """A sine; its amplitude is a share of full scale."""
    step = 2 * math.pi * hertz / RATE
    peak = amplitude * 32_767
    return array("h", (round(peak * math.sin(step * n)) for n in range(round(seconds * RATE)))).tobytes()


def noise(seconds: float, seed: int = 1, amplitude: float = 0.2) -> bytes:
    """White noise, so that any piece of it can be found again; no sample is 0."""
    chosen = random.Random(seed)
    peak = round(amplitude * 32_767)
    samples = [chosen.randint(-peak, peak) or 1 for _ in range(round(seconds * RATE))]
    return array("h", samples).tobytes()


def pitch(pcm: bytes) -> float:
    """The frequency in Hz with the most power."""
    numpy: Any = __import__("numpy")
    samples = numpy.frombuffer(pcm, "<i2").astype("f8")
    power = abs(numpy.fft.rfft(samples * numpy.hanning(len(samples))))
    return float(power.argmax() * RATE / len(samples))
