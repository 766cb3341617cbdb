"""All that is measured in the sound of one recording, as a document."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from interview_cli.coach.speech import Pause, Sound, SpokenWord
from interview_cli.voice.measure.levels import decibels, loudness_spread, signal_to_noise
from interview_cli.voice.measure.pitch import pitch_of
from interview_cli.voice.measure.places import place_of
from interview_cli.voice.measure.voicing import (
    BRIDGED_SECONDS,
    FRAME_SECONDS,
    RATE,
    Stretch,
    frames_of,
    inside,
    powers_of,
    stretches_of,
    voiced_frames,
)
from interview_cli.voice.ports import VoiceError

_FULL_SCALE = 32767
# What has no pitch and moves by less than this (dB) from stretch to stretch is the noise of a room, which the
# detector of voices takes for one when it never stops.
_STEADY = 1.0


def measure_sound(pcm: bytes, words: Sequence[SpokenWord] = ()) -> Sound:
    """What the sound of a recording says: 16 kHz mono, little-endian int16; an odd last byte is ignored.

    `words` with their times, where there are any, tell where pauses stand and where a word begins; without
    them places are unknown. Anything can be measured: what can't be said of it (silence, noise, a few
    milliseconds) is None or 0. Takes about 40 ms for a minute, and belongs into a thread where an event loop
    runs. Raises VoiceError without the libraries that this takes.
    """
    np = _numpy()
    whole = np.frombuffer(pcm, dtype="<i2", count=len(pcm) // 2)
    seconds = len(whole) / RATE
    samples = whole.astype(np.float32) / np.float32(32768)
    frames = frames_of(samples)
    powers = powers_of(frames)
    voiced = voiced_frames(frames, powers)
    stretches = stretches_of(voiced)
    spoken = voiced & inside(stretches, len(frames))
    spread = loudness_spread(powers, spoken, stretches, words)
    pitch = pitch_of(samples, np.flatnonzero(spoken))
    if not stretches or (pitch is None and (spread is None or spread < _STEADY)):
        return Sound(seconds=_rounded(seconds), speech_seconds=0.0, clipped=_clipped(whole))
    clarity = signal_to_noise(powers, inside(stretches, len(frames)))
    return Sound(
        seconds=_rounded(seconds),
        speech_seconds=_rounded(sum(end - start for start, end in stretches) * FRAME_SECONDS),
        first_word=_rounded(stretches[0][0] * FRAME_SECONDS),
        last_word=_rounded(stretches[-1][1] * FRAME_SECONDS),
        pauses=_pauses(stretches, words),
        loudness=round(decibels(float(powers[spoken].mean())), 2),
        loudness_spread=None if spread is None else round(spread, 3),
        clipped=_clipped(whole),
        pitch=round(pitch.median, 3) if pitch else None,
        pitch_spread=round(pitch.spread, 4) if pitch else None,
        pitched_seconds=_rounded(pitch.seconds) if pitch else 0.0,
        signal_to_noise=None if clarity is None else round(clarity, 2),
        by_words=bool(words),
    )


def _pauses(stretches: Sequence[Stretch], words: Sequence[SpokenWord]) -> list[Pause]:
    """The silences between stretches of speech; what comes after the last one is no pause."""
    first = stretches[0][0] * FRAME_SECONDS
    before = [Pause(start=0.0, end=_rounded(first), place="before")] if first >= BRIDGED_SECONDS else []
    gaps = [(one[1] * FRAME_SECONDS, other[0] * FRAME_SECONDS) for one, other in pairwise(stretches)]
    return before + [
        Pause(start=_rounded(start), end=_rounded(end), place=place_of(start, end, words))
        for start, end in gaps
    ]


def _clipped(whole: Any) -> float:
    import numpy as np

    if not len(whole):
        return 0.0
    at_the_edge = np.count_nonzero(whole >= _FULL_SCALE) + np.count_nonzero(whole <= -_FULL_SCALE)
    return round(float(at_the_edge) / len(whole), 6)


def _rounded(seconds: float) -> float:
    """Seconds to the millisecond."""
    return round(float(seconds), 3)


def _numpy() -> Any:
    try:
        import numpy
        import webrtcvad  # noqa: F401
    except ImportError as error:
        raise VoiceError(
            f"Measuring sound needs {error.name or 'a library'}, which is not installed.",
            "Install the extra: pip install 'interview-cli[voice]'",
        ) from error
    return numpy
