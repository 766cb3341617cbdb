"""When somebody speaks in a recording: stretches of speech, and the silences between them."""

from __future__ import annotations

from itertools import groupby
from typing import Any

# Frames of 20 ms at 16 kHz, judged by WebRTC's detector in its strictest mode.
RATE, FRAME = 16_000, 320
FRAME_SECONDS = FRAME / RATE
_STRICTEST = 3
# A shorter silence belongs to a word, and a shorter sound is a click: with these, pauses were found down to
# 7 dB over the noise. 250 ms is also where research begins to count silent pauses (de Jong & Bosker 2013).
BRIDGED_SECONDS, DROPPED_SECONDS = 0.25, 0.1
# The detector has thresholds of its own: a soft recording is brought to this level first (dBFS, of its louder
# frames), by no more than this (dB), so that the noise of an empty one is not taken for a voice.
_USUAL_LEVEL, _MOST_GAIN = -20.0, 30.0
_LOUDER_FRAMES = 0.95
# The detector takes what it hears first for speech until it knows the noise: so it hears the softest frames
# beforehand, this share of them, up to two seconds.
_SOFTEST, _MOST_SOFTEST = 0.1, 100
# Less than half a step of 16 bits is no sound: silence that a program put there says nothing of the noise.
NO_SOUND = 0.25 / 32768**2

Stretch = tuple[int, int]


def frames_of(samples: Any) -> Any:
    """Whole frames of 20 ms as rows; `samples` are float32 in -1..1. What is left at the end is dropped."""
    whole = len(samples) // FRAME
    return samples[: whole * FRAME].reshape(whole, FRAME)


def powers_of(frames: Any) -> Any:
    """The mean power of every frame without its constant part: 1 is a square wave at full scale."""
    import numpy as np

    means = frames.mean(axis=1)
    return np.maximum(np.einsum("ij,ij->i", frames, frames) / FRAME - means * means, 0.0)


def voiced_frames(frames: Any, powers: Any) -> Any:
    """Which frames hold a voice: booleans, one for each row of `frames`."""
    import numpy as np
    import webrtcvad

    sounding = np.flatnonzero(powers > NO_SOUND)
    judged: Any = np.zeros(len(frames), dtype=bool)
    if not len(sounding):
        return judged
    gain = min(_USUAL_LEVEL - 10 * np.log10(np.quantile(powers[sounding], _LOUDER_FRAMES)), _MOST_GAIN)
    levelled = (frames - frames[sounding].mean()) * np.float32(10 ** (gain / 20))
    sound = (np.clip(levelled, -1, 1) * 32767).astype("<i2")
    detector = webrtcvad.Vad(_STRICTEST)
    fewest = min(_MOST_SOFTEST, max(1, round(_SOFTEST * len(sounding))))
    softest = np.sort(sounding[np.argsort(powers[sounding], kind="stable")[:fewest]])
    for place in softest:
        detector.is_speech(sound[place].tobytes(), RATE)
    for place in range(len(sound)):
        judged[place] = detector.is_speech(sound[place].tobytes(), RATE)
    return judged & (powers > NO_SOUND)


def stretches_of(voiced: Any) -> list[Stretch]:
    """Stretches of speech as frame numbers (from, up to): short silences bridged, short sounds dropped."""
    found: list[Stretch] = []
    place = 0
    for is_voiced, run in groupby(voiced.tolist()):
        length = len(list(run))
        if is_voiced:
            if found and (place - found[-1][1]) * FRAME_SECONDS < BRIDGED_SECONDS - 1e-9:
                found[-1] = (found[-1][0], place + length)
            else:
                found.append((place, place + length))
        place += length
    return [one for one in found if (one[1] - one[0]) * FRAME_SECONDS >= DROPPED_SECONDS - 1e-9]


def inside(stretches: list[Stretch], count: int) -> Any:
    """Which of `count` frames lie in a stretch of speech."""
    import numpy as np

    marks: Any = np.zeros(count, dtype=bool)
    for start, end in stretches:
        marks[start:end] = True
    return marks
