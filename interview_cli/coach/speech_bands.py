"""What is good, worth a note and poor in speech: the bands as data, and where each comes from."""

from __future__ import annotations

import math
from dataclasses import dataclass

from interview_cli.coach.speech import Measure, Trust

PER_MINUTE = "per minute"
PER_100_WORDS = "per 100 words"
WORDS, SECONDS, TIMES = "words", "seconds", "times"
SEMITONES, DECIBELS, DBFS, PERCENT = "semitones", "dB", "dBFS", "%"

# The middle of a good pace, to turn a rate by the minute into one by words where no time is known.
USUAL_PACE = 140.0


@dataclass(frozen=True, slots=True)
class Bands:
    """The values (from, to) that are good, and those that are worth a note; beyond them it is poor."""

    good: tuple[float, float]
    note: tuple[float, float]
    basis: str

    def place(self, name: str, value: float, unit: str, *, at_least: bool = False) -> Measure:
        """A value as a measure, in its band and on its side of what is good."""
        low, high = self.good
        if low <= value <= high:
            return Measure(name=name, value=value, unit=unit, band="good", at_least=at_least)
        noted = self.note[0] <= value <= self.note[1]
        return Measure(
            name=name,
            value=value,
            unit=unit,
            band="note" if noted else "poor",
            side="under" if value < low else "over",
            at_least=at_least,
        )


# Five fillers a minute do no harm, twelve do, "um" more than words (Laske 2024); two and fewer are best.
# Rates are rounded to a tenth, so that 12 is poor and 11.9 worth a note.
_FILLERS_GOOD, _FILLERS_NOTE = 5.0, 11.9
_LASKE = "Laske 2024"
_COACHES = "speech coaches, who agree within 10 words a minute"

BANDS: dict[tuple[str, str], Bands] = {
    ("pace", PER_MINUTE): Bands((120, 160), (100, 180), _COACHES),
    ("fillers", PER_MINUTE): Bands((0, _FILLERS_GOOD), (0, _FILLERS_NOTE), _LASKE),
    ("fillers", PER_100_WORDS): Bands(
        (0, round(100 * _FILLERS_GOOD / USUAL_PACE, 1)),
        (0, round(100 * _FILLERS_NOTE / USUAL_PACE, 1)),
        f"{_LASKE}, at {USUAL_PACE:.0f} words a minute",
    ),
    ("hedges", PER_100_WORDS): Bands((0, 2), (0, math.inf), "maybe, perhaps, I guess, sort of, probably"),
    # Phrases said three times and more, and words doubled.
    ("repeats", TIMES): Bands((0, 0), (0, math.inf), "a phrase said three times is heard as a habit"),
    # A pause inside a clause; one between sentences is good up to 3 s.
    ("pause", SECONDS): Bands((0, 2), (0, 5), "pauses inside a clause"),
    ("pause_between", SECONDS): Bands((0, 3), (0, math.inf), "a pause between sentences is good up to 3 s"),
    # Where nothing tells in which place it stands, over the longest that is good in any place.
    ("longest_pause", SECONDS): Bands((0, 3), (0, math.inf), "no pause is good over 3 s, wherever it stands"),
    # Standard deviations; below them speech sounds flat.
    ("pitch_variety", SEMITONES): Bands((2, math.inf), (0, math.inf), "flat below"),
    ("volume_variety", DECIBELS): Bands((3, math.inf), (0, math.inf), "flat below"),
}
# What else is measured in sound stands without a band, as no named source says what is good: how pace moves
# and what it is without pauses, the time before the first word, loudness (which is the microphone's as much
# as the person's), the share of speech, noise, and how sure an engine is of the words.

# A story of a behavioural question.
STORY_SECONDS = Bands((90, 150), (0, math.inf), "interview coaches")
STORY_WORDS = Bands((150, 300), (0, 300), "interview coaches")
# Any other answer, by the time that the question gives: from a quarter of it, or half a word for each
# second, but no more than a minute's talk needs, up to a quarter over it. Half as much again is poor.
_SHORT_TIME, _ENOUGH_TIME, _FEWEST_PER_SECOND, _ENOUGH_WORDS = 0.25, 40, 0.5, 90
_FULL_TIME, _FAR_OVER = 1.25, 1.5


def measured(
    name: str,
    value: float,
    unit: str,
    *,
    at_least: bool = False,
    trusted: tuple[Trust, str] = ("high", ""),
) -> Measure:
    """A value, rounded to a tenth, as a measure: in its band where there is one, else without a judgement.

    `trusted` is how far it holds, and why no further.
    """
    value = round(value, 1)
    bands = BANDS.get((name, unit))
    placed = (
        bands.place(name, value, unit, at_least=at_least)
        if bands
        else Measure(name=name, value=value, unit=unit, at_least=at_least)
    )
    trust, doubt = trusted
    return placed.model_copy(update={"trust": trust, "doubt": doubt}) if trust != "high" else placed


def length_bands(unit: str, seconds: int, *, story: bool) -> Bands:
    """The bands for the length of an answer, in words or seconds; `seconds` is what the question gives."""
    if story:
        return STORY_SECONDS if unit == SECONDS else STORY_WORDS
    if unit == SECONDS:
        least, most = min(_ENOUGH_TIME, _SHORT_TIME * seconds), _FULL_TIME * seconds
    else:
        least, most = min(_ENOUGH_WORDS, _FEWEST_PER_SECOND * seconds), _FULL_TIME * seconds * USUAL_PACE / 60
    return Bands(
        (round(least), round(most)), (0, round(_FAR_OVER * most)), "the time that the question gives"
    )
