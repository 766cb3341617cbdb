"""How loud a voice is: in all, from word to word, and over the noise; from the powers of 20 ms frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from interview_cli.coach.speech import SpokenWord
from interview_cli.voice.measure.voicing import FRAME_SECONDS, NO_SOUND, Stretch

# The length of a usual word at a good pace with its share of pauses, to cut speech where no words are known.
USUAL_WORD_SECONDS = 0.36
_FEWEST_PARTS, _SHORTEST_PART = 3, 2
# Silence is measured a little away from speech, since words fade out (frames), and takes this much of it.
_MARGIN, _FEWEST_SILENT = 3, 10
# What is left of silence in 16 bits: the noise of rounding, a twelfth of a step squared.
_ROUNDING = 1 / 12 / 32768**2


def decibels(power: float) -> float:
    """A mean power in dBFS: 0 is a square wave at full scale."""
    import numpy as np

    return float(10 * np.log10(max(power, _ROUNDING)))


def loudness_spread(
    powers: Any, spoken: Any, stretches: Sequence[Stretch], words: Sequence[SpokenWord]
) -> float | None:
    """The standard deviation (dB) of the loudness of words or stretches as long; None for a few of them."""
    import numpy as np

    if words:
        ends = [(round(word.start / FRAME_SECONDS), round(word.end / FRAME_SECONDS)) for word in words]
    else:
        step = round(USUAL_WORD_SECONDS / FRAME_SECONDS)
        ends = [
            (place, min(place + step, end))
            for start, end in stretches
            for place in range(start, end, step)
            if min(place + step, end) - place > step // 2
        ]
    parts = [powers[start:end][spoken[start:end]] for start, end in ends if start < end]
    levels = [decibels(float(part.mean())) for part in parts if len(part) >= _SHORTEST_PART]
    return float(np.std(levels)) if len(levels) >= _FEWEST_PARTS else None


def signal_to_noise(powers: Any, spoken: Any) -> float | None:
    """The voice over the noise between words in dB; None where nobody speaks, or there is no silence."""
    import numpy as np

    near = np.convolve(spoken, np.ones(2 * _MARGIN + 1), mode="same") > 0
    silent = powers[~near[: len(powers)]]
    sounding = silent[silent > NO_SOUND]
    silent = sounding if len(sounding) >= _FEWEST_SILENT else silent
    if len(silent) < _FEWEST_SILENT or not spoken.any():
        return None
    noise = max(float(silent.mean()), _ROUNDING)
    voice = max(float(powers[spoken].mean()) - noise, _ROUNDING)
    return float(10 * np.log10(voice / noise))
