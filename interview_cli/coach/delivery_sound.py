"""What recordings of an answer say beside its words: pauses, voice and clarity, each with its trust."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from statistics import fmean

from interview_cli.coach.speech import Measure, PausePlace, Sound, Take
from interview_cli.coach.speech_bands import DBFS, DECIBELS, PER_MINUTE, PERCENT, SECONDS, SEMITONES, measured
from interview_cli.coach.takes import SURE, Spoken, Trusted, weaker, window_paces

# Voice over noise (dB): below the first, pitch and loudness are those of the noise as well; below the second,
# pauses are missed (both measured on recordings with noise added).
_CLEAR, NOISY = 10.0, 7.0
# Nobody says a word in less time (seconds).
_LEAST_SPEECH = 0.1
# Less voice than this (seconds) says more about the sentence than about the speaker.
_FEWEST_VOICED = 5.0
# More than this share of samples at full scale is heard as distortion, and levels are no longer true.
_OVERDRIVEN = 0.001
_NO_WORDS: Trusted = ("medium", "no times of words")
_BY_SIGNS: Trusted = ("medium", "by its punctuation")


def pace_measures(takes: Sequence[Take], said: Spoken, trusted: Trusted) -> Iterator[Measure]:
    """Pace in stretches and without its pauses; `said` are the words and the time of the whole."""
    if paces := window_paces(takes):
        by_engine: Trusted = weaker(trusted, ("medium", "by the engine's times"))
        yield measured("slowest_pace", min(paces), PER_MINUTE, trusted=by_engine)
        yield measured("fastest_pace", max(paces), PER_MINUTE, trusted=by_engine)
    heard = [take for take in takes if take.sound and take.transcript]
    speech = sum(take.sound.speech_seconds for take in heard if take.sound)
    if speech > 0 and len(heard) == sum(take.transcript is not None for take in takes):
        yield measured("articulation", 60 * said.words / speech, PER_MINUTE, trusted=trusted)


def sound_measures(takes: Sequence[Take], *, english: bool) -> list[Measure]:
    """The measures of sound over all recordings; none of a recording in which nobody speaks.

    How much a voice moves is judged in English alone: in other languages pitch tells words apart.
    """
    measured_ones = (take.sound for take in takes if take.sound is not None)
    sounds = [sound for sound in measured_ones if sound.speech_seconds >= _LEAST_SPEECH]
    if not sounds:
        return []
    probabilities = [
        word.probability
        for take in takes
        for word in (take.transcript.words if take.transcript else ())
        if word.probability is not None
    ]
    found = [*_pauses(sounds), *_voice(sounds), *_clarity(sounds)]
    if probabilities:
        own: Trusted = ("medium", "its own guess")
        found.append(measured("word_certainty", 100 * fmean(probabilities), PERCENT, trusted=own))
    return found if english else [_unjudged(one) for one in found]


def _pauses(sounds: Sequence[Sound]) -> Iterator[Measure]:
    heard = _by_noise(sounds)
    placed = all(sound.by_words and _places(sound).isdisjoint({"unknown"}) for sound in sounds)
    longest = max((_longest(sound, "inside", "between", "unknown") for sound in sounds), default=0.0)
    if placed:
        trusted = weaker(heard, _BY_SIGNS)
        inside = max(_longest(sound, "inside") for sound in sounds)
        between = max(_longest(sound, "between") for sound in sounds)
        yield measured("pause", inside, SECONDS, trusted=trusted)
        yield measured("pause_between", between, SECONDS, trusted=trusted)
    anywhere = measured("longest_pause", longest, SECONDS, trusted=heard)
    # Where places are known, pauses are judged by them.
    yield anywhere.model_copy(update={"band": "", "side": ""}) if placed else anywhere
    # Of several recordings the first is that of the answer's beginning.
    first = sounds[0].first_word or 0.0
    yield measured("first_word", first, SECONDS, trusted=heard)


def _voice(sounds: Sequence[Sound]) -> Iterator[Measure]:
    true_level = _by_noise(sounds, _CLEAR)
    if _share(sounds, lambda sound: sound.clipped) > _OVERDRIVEN:
        true_level = ("low", "overdriven")
    speech = sum(sound.speech_seconds for sound in sounds)
    short: Trusted = ("low", "little was said") if speech < _FEWEST_VOICED else SURE
    by_microphone: Trusted = ("medium", "the microphone counts")
    if (power := _mean(sounds, lambda sound: _power(sound.loudness))) is not None:
        level = 10 * math.log10(power)
        yield measured("volume", level, DBFS, trusted=weaker(true_level, by_microphone))
    if (spread := _mean(sounds, lambda sound: sound.loudness_spread)) is not None:
        by_words = SURE if all(sound.by_words for sound in sounds) else _NO_WORDS
        trusted = weaker(true_level, short, by_words)
        yield measured("volume_variety", spread, DECIBELS, trusted=trusted)
    pitched = [sound for sound in sounds if sound.pitch_spread is not None]
    if pitched:
        voiced = sum(sound.pitched_seconds for sound in pitched)
        little: Trusted = ("low", "little voice") if voiced < _FEWEST_VOICED else SURE
        moved = _mean(pitched, lambda sound: _squared(sound.pitch_spread)) or 0.0
        trusted = weaker(_by_noise(sounds, _CLEAR), little)
        yield measured("pitch_variety", math.sqrt(moved), SEMITONES, trusted=trusted)


def _clarity(sounds: Sequence[Sound]) -> Iterator[Measure]:
    spans = sum((sound.last_word or sound.seconds) - (sound.first_word or 0.0) for sound in sounds)
    speech = sum(sound.speech_seconds for sound in sounds)
    if spans > 0:
        yield measured("speech_share", min(100.0, 100 * speech / spans), PERCENT, trusted=_by_noise(sounds))
    if (noise := _mean(sounds, lambda sound: sound.signal_to_noise)) is not None:
        yield measured("voice_over_noise", noise, DECIBELS)
    clipped = 100 * _share(sounds, lambda sound: sound.clipped)
    yield measured("overdriven", clipped, PERCENT)


def _by_noise(sounds: Sequence[Sound], low: float = NOISY) -> Trusted:
    """How far the noise lets a measure be trusted: not under `low`, wholly from `_CLEAR` on."""
    levels = [sound.signal_to_noise for sound in sounds]
    known = [level for level in levels if level is not None]
    if len(known) < len(levels):
        return "medium", "noise unknown"
    worst = min(known)
    if worst < low:
        return "low", "too much noise"
    return SURE if worst >= _CLEAR else ("medium", "some noise")


def _longest(sound: Sound, *places: PausePlace) -> float:
    return max((pause.end - pause.start for pause in sound.pauses if pause.place in places), default=0.0)


def _places(sound: Sound) -> set[PausePlace]:
    return {pause.place for pause in sound.pauses}


def _mean(sounds: Sequence[Sound], value: Callable[[Sound], float | None]) -> float | None:
    """The mean over recordings by their time of speech; None where no recording has the value."""
    pairs = [(found, sound.speech_seconds) for sound in sounds if (found := value(sound)) is not None]
    total = sum(weight for _, weight in pairs)
    return sum(found * weight for found, weight in pairs) / total if total else None


def _share(sounds: Sequence[Sound], value: Callable[[Sound], float]) -> float:
    """The mean of a share over recordings by their length."""
    total = sum(sound.seconds for sound in sounds)
    return sum(value(sound) * sound.seconds for sound in sounds) / total if total else 0.0


def _power(level: float | None) -> float | None:
    return None if level is None else 10 ** (level / 10)


def _squared(value: float | None) -> float | None:
    return None if value is None else value * value


def _unjudged(one: Measure) -> Measure:
    if one.name not in ("pitch_variety", "volume_variety"):
        return one
    return one.model_copy(update={"band": "", "side": ""})
