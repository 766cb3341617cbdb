"""Recordings whose truth is known: tones, a voice made of harmonics, silences of known length, and noise.

Samples are float arrays at 16 kHz, 1 being full scale.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

RATE = 16_000
# Where vowels have their resonances (Hz), how wide they are and how strong.
_FORMANTS = ((500.0, 200.0, 1.0), (1500.0, 300.0, 0.5), (2500.0, 400.0, 0.3))
_SYLLABLES_PER_SECOND = 4.0


def pcm(samples: Any) -> bytes:
    """Samples as little-endian int16; what is over full scale is cut off."""
    import numpy as np

    sound: bytes = (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()
    return sound


def times(seconds: float) -> Any:
    """The time of every sample."""
    import numpy as np

    return np.arange(round(seconds * RATE)) / RATE


def tone(
    pitch: float, seconds: float, *, harmonics: int = 8, vibrato: float = 0.0, per_second: float = 0.5
) -> Any:
    """A tone of some harmonics, its pitch (Hz) moving as a sine by `vibrato` semitones to either side.

    The standard deviation of its pitch is `vibrato` over the root of two, over whole periods.
    """
    import numpy as np

    moment = times(seconds)
    phase = (
        2 * np.pi * np.cumsum(pitch * 2 ** (vibrato / 12 * np.sin(2 * np.pi * per_second * moment))) / RATE
    )
    made = sum(np.sin(number * phase) / number for number in range(1, harmonics + 1))
    return 0.5 * made / np.abs(made).max()


def voice(seconds: float, *, pitch: float = 140.0, level: float = 0.1) -> Any:
    """Syllables sung with the resonances of a vowel, at a level given as the root of the mean square."""
    import numpy as np

    moment = times(seconds)
    phase = 2 * np.pi * np.cumsum(pitch * 2 ** (np.sin(1.4 * np.pi * moment) / 6)) / RATE
    made = np.zeros_like(moment)
    for number in range(1, 26):
        peaks = (gain * math.exp(-(((number * pitch - at) / width) ** 2)) for at, width, gain in _FORMANTS)
        made += (0.05 + sum(peaks)) * np.sin(number * phase + number * number)
    made *= 0.55 - 0.45 * np.cos(2 * np.pi * _SYLLABLES_PER_SECOND * moment)
    return level * made / np.sqrt(np.mean(made**2))


def silence(seconds: float) -> Any:
    """Nothing at all."""
    import numpy as np

    return np.zeros(round(seconds * RATE))


def spoken(
    parts: Sequence[Any], gaps: Sequence[float], *, lead: float = 0.8, tail: float = 0.8
) -> tuple[Any, list[tuple[float, float]]]:
    """Parts of speech with silences between them, and from when to when these are (seconds)."""
    import numpy as np

    pieces, truth, at = [silence(lead)], [], lead
    for place, part in enumerate(parts):
        pieces.append(part)
        at += len(part) / RATE
        if place < len(gaps):
            truth.append((at, at + gaps[place]))
            pieces.append(silence(gaps[place]))
            at += gaps[place]
    return np.concatenate([*pieces, silence(tail)]), truth


def noisy(samples: Any, decibels: float, *, seed: int = 1) -> Any:
    """A recording with white noise, so many decibels under the mean power of what sounds in it."""
    import numpy as np

    power = np.mean(samples[samples != 0] ** 2)
    noise = np.random.default_rng(seed).normal(0, 1, len(samples))
    return samples + noise * math.sqrt(power / 10 ** (decibels / 10))
