"""The recordings of one answer taken together: what was heard in them, in what time, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from interview_cli.coach.fillers import placed, split
from interview_cli.coach.speech import FillerTime, SpokenWord, Take, Trust
from interview_cli.coach.words import words

Trusted = tuple[Trust, str]
SURE: Trusted = ("high", "")
_TRUSTS: tuple[Trust, ...] = ("low", "medium", "high")

# Pace moves: it is also taken over stretches this long (seconds), one beginning every second.
WINDOW_SECONDS, _WINDOW_STEP = 15.0, 1.0
# Stretches are told apart where they overlap in part at most: with twice their length of speech.
_FEWEST_WINDOW_SECONDS = 2 * WINDOW_SECONDS


@dataclass(frozen=True, slots=True)
class Spoken:
    """How many words were said in how many seconds, and how far that can be trusted.

    The seconds are those from the first word to the last in each recording.
    """

    words: int
    seconds: float
    trusted: Trusted


def weaker(*trusted: Trusted) -> Trusted:
    """The least trust of several, the first of those."""
    return min(trusted, key=lambda one: _TRUSTS.index(one[0]))


def heard_text(takes: Sequence[Take]) -> str:
    """What was heard in all recordings, before anybody corrected it; empty where nothing was written down."""
    return "\n\n".join(take.transcript.text.strip() for take in _transcribed(takes) if take.transcript)


def spoken(takes: Sequence[Take], typed: str = "") -> Spoken | None:
    """The words that were heard and the time they took; None without recordings.

    Where no recording has a transcript, the words that were typed afterwards (`typed`) are counted.
    """
    heard = _transcribed(takes)
    chosen = heard or takes
    if not chosen:
        return None
    count = len(words(heard_text(heard) if heard else typed))
    trusted = SURE
    if any(take.sound is None for take in chosen):
        trusted = ("medium", "silence at the ends counts")
    if any(take.transcript is not None and take.transcript.doubts for take in heard):
        trusted = ("low", "a doubtful transcript")
    if not heard:
        trusted = ("low", "words typed afterwards")
    return Spoken(count, speaking_seconds(chosen), trusted)


def speaking_seconds(takes: Sequence[Take]) -> float:
    """The time from the first word to the last, of all recordings together."""
    return sum(end - start for start, end in map(_span, takes))


def filler_times(takes: Sequence[Take]) -> list[FillerTime]:
    """The fillers of recordings whose words have times, with when they were said."""
    return [
        FillerTime(text=name, take=number, at=word.start)
        for number, take in enumerate(takes)
        for name, word in fillers_among(take.transcript.words if take.transcript else ())
    ]


def fillers_among(spoken_words: Sequence[SpokenWord]) -> Iterator[tuple[str, SpokenWord]]:
    """The fillers among words with times, each with the word it begins with."""
    texts = [word.text.strip() for word in spoken_words]
    # A word of an engine may be none here, such as a dash alone, or two.
    ends = list(accumulate(len(split(text).words) for text in texts))
    owners = [place for place, end in enumerate(ends) for _ in range(ends[place - 1] if place else 0, end)]
    said = split(" ".join(texts))
    if len(owners) == len(said.words):
        yield from ((name, spoken_words[owners[place]]) for place, name in placed(said))


def window_paces(takes: Sequence[Take]) -> list[float]:
    """Words a minute over every stretch of `WINDOW_SECONDS`; none of short takes or untimed words."""
    paces = []
    for take in takes:
        starts = [word.start for word in take.transcript.words] if take.transcript else []
        start, end = _span(take)
        if not starts or end - start < _FEWEST_WINDOW_SECONDS:
            continue
        steps = int((end - start - WINDOW_SECONDS) / _WINDOW_STEP) + 1
        for step in range(steps):
            begin = start + step * _WINDOW_STEP
            count = sum(begin <= at < begin + WINDOW_SECONDS for at in starts)
            paces.append(60 * count / WINDOW_SECONDS)
    return paces


def _transcribed(takes: Sequence[Take]) -> list[Take]:
    return [take for take in takes if take.transcript is not None and take.transcript.text.strip()]


def _span(take: Take) -> tuple[float, float]:
    """From the first word to the last (seconds), as far as that is known."""
    sound = take.sound
    if sound is not None and sound.first_word is not None and sound.last_word is not None:
        return sound.first_word, max(sound.first_word, sound.last_word)
    said = take.transcript.words if take.transcript else []
    if said:
        return said[0].start, max(said[0].start, said[-1].end)
    return 0.0, take.seconds
