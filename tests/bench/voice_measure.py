"""How long it takes to measure the sound of a recording."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from interview_cli.voice.measure.levels import loudness_spread, signal_to_noise
from interview_cli.voice.measure.pitch import pitch_of
from interview_cli.voice.measure.sound import measure_sound
from interview_cli.voice.measure.voicing import frames_of, inside, powers_of, stretches_of, voiced_frames
from tests.voice.synthetic import noisy, pcm, spoken, voice

MINUTES = 3
_TIMES = 7


def voice_measure() -> dict[str, float]:
    """Milliseconds for a minute of speech with pauses: the whole, and its parts; medians of several runs."""
    import numpy as np

    # Eight seconds of speech with two of silence, over and over.
    samples, _ = spoken([voice(8.0)] * (6 * MINUTES), [2.0] * (6 * MINUTES - 1), lead=1.0, tail=1.0)
    samples = noisy(samples, 25).astype(np.float32)
    recording = pcm(samples)
    frames = frames_of(samples)
    powers = powers_of(frames)
    voiced = voiced_frames(frames, powers)
    stretches = stretches_of(voiced)
    marks = inside(stretches, len(frames))
    found = np.flatnonzero(marks)
    return {
        "whole": _milliseconds(lambda: measure_sound(recording)),
        "voice": _milliseconds(lambda: stretches_of(voiced_frames(frames, powers_of(frames)))),
        "levels": _milliseconds(
            lambda: (loudness_spread(powers, marks, stretches, ()), signal_to_noise(powers, marks))
        ),
        "pitch": _milliseconds(lambda: pitch_of(samples, found)),
    }


def _milliseconds(work: Callable[[], object]) -> float:
    """The median time of some runs, for each minute of the recording."""
    work()
    taken = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return round(1000 * median(taken) / MINUTES, 1)


if __name__ == "__main__":
    print(voice_measure())
