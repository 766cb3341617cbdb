"""How an answer is put, from its words and, where it was spoken, its time and sound; apart from what it says.

Delivery never enters a score: people are not judged by their way of speaking. A typed answer says nothing
about speech, so it gets no pace; what it shares with speech (hedges, length, repeated words, fillers
typed) is measured by 100 words. Where there are recordings, pace and fillers are those that were heard in
them, whatever was corrected afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from interview_cli.coach.delivery_sound import pace_measures, sound_measures
from interview_cli.coach.fillers import counted, fillers
from interview_cli.coach.languages import is_english, language_of
from interview_cli.coach.markers import hedge_phrases
from interview_cli.coach.repeats import often_said, stutters
from interview_cli.coach.rubric import criteria_for
from interview_cli.coach.speech import Delivery, Measure, Take
from interview_cli.coach.speech_bands import (
    PER_100_WORDS,
    PER_MINUTE,
    SECONDS,
    TIMES,
    WORDS,
    length_bands,
    measured,
)
from interview_cli.coach.takes import (
    SURE,
    Spoken,
    Trusted,
    filler_times,
    heard_text,
    speaking_seconds,
    spoken,
    weaker,
)
from interview_cli.coach.words import words
from interview_cli.library.role import Question
from interview_cli.scripts import is_unspaced, word_count

Source = Literal["typed", "spoken", "file"]

# Rates over fewer words, or less time in which they were said (seconds), say more about chance than about the
# person.
FEWEST_WORDS, _FEWEST_SECONDS = 30, 15.0
# Nobody speaks slower or faster than this over a whole answer (words a minute): then the time is no
# speaking time.
_SLOWEST, _FASTEST = 40.0, 300.0
_SHORTEST_SECONDS = 5.0
# One word doubled is nothing; from two on, or with a phrase said again and again, it is worth a note.
_FEW_STUTTERS = 1
_BY_CLOCK: Trusted = ("medium", "silence at the ends counts")
_SHORT: Trusted = ("low", "a short answer")
_LEFT_OUT: Trusted = ("medium", "some go unheard")


def measure(
    question: Question, text: str, *, source: Source, seconds: float = 0.0, takes: Sequence[Take] = ()
) -> Delivery | None:
    """How an answer was put; None when it holds no word and no sound. `seconds` is the time answering took.

    All bands but those of time are for English: elsewhere a thought takes more words or fewer, and others
    fill. Of an answer in another language only the time it took and its sound are measured, and its words
    are counted where spaces part them.
    """
    if not words(text) and not any(take.sound for take in takes):
        return None
    english = is_english(question.language) and language_of(text) in ("", "en")
    is_spoken = source == "spoken" or bool(takes)
    clock = _clock(text, seconds, takes) if is_spoken else None
    delivery = _counted(text, takes, english=english, is_spoken=is_spoken)
    if clock is not None:
        seconds = speaking_seconds(takes) if takes else seconds
        delivery = delivery.model_copy(update={"seconds": round(seconds, 1)})
    measures = [
        *(_rates(delivery, takes, clock) if english else ()),
        *_length(question, delivery, english=english),
        *sound_measures(takes, english=english),
    ]
    return delivery.model_copy(update={"measures": measures})


def measure_recordings(takes: Sequence[Take]) -> Delivery:
    """How recordings were put that answer no question: all but their length.

    Without a transcript only their sound is measured.
    """
    text = heard_text(takes)
    languages = {take.transcript.language for take in takes if take.transcript} - {""}
    english = all(map(is_english, languages)) and language_of(text) in ("", "en")
    clock = _clock(text, 0.0, takes)
    delivery = _counted(text, takes, english=english, is_spoken=True)
    seconds = speaking_seconds(takes)
    if seconds > 0:
        delivery = delivery.model_copy(update={"seconds": round(seconds, 1) or None})
    rates = _rates(delivery, takes, clock) if english and words(text) else ()
    measures = [*rates, *sound_measures(takes, english=english)]
    return delivery.model_copy(update={"measures": measures})


def _counted(text: str, takes: Sequence[Take], *, english: bool, is_spoken: bool) -> Delivery:
    """What an answer consists of; fillers and stutters are those heard, where anything was."""
    way: Literal["spoken", "written"] = "spoken" if is_spoken else "written"
    count = 0 if is_unspaced(text) else word_count(text)
    if not english:
        return Delivery(way=way, words=count)
    habits = _habits(text, heard_text(takes) or text)
    return Delivery(
        way=way,
        words=count,
        fillers=dict(habits.fillers),
        hedges=dict(habits.hedges),
        often=dict(habits.often),
        stutters=list(habits.stutters),
        filler_times=filler_times(takes),
    )


class _Habits(NamedTuple):
    """What is said again and again in an answer, and how often."""

    fillers: Mapping[str, int]
    hedges: Mapping[str, int]
    often: Mapping[str, int]
    stutters: Sequence[str]


@lru_cache(maxsize=512)
def _habits(text: str, heard: str) -> _Habits:
    """The habits in an answer's text, and those of them that only what was heard shows."""
    return _Habits(
        fillers=counted(fillers(heard)),
        hedges=counted([_as_written(phrase) for phrase in hedge_phrases(words(text))]),
        often=often_said(text),
        stutters=stutters(heard),
    )


def _clock(text: str, seconds: float, takes: Sequence[Take]) -> Spoken | None:
    """The words said and the time they took, where nobody would need another time for them."""
    clock = spoken(takes, typed=text) if takes else Spoken(word_count(text), seconds, _BY_CLOCK)
    if clock is None or not clock.words:
        return None
    # A recording may be short, and may hold long silences: its time is known.
    known = bool(takes) and bool(heard_text(takes))
    slowest, shortest = (0.0, 1.0) if known else (_SLOWEST, _SHORTEST_SECONDS)
    if clock.seconds < shortest or not slowest <= 60 * clock.words / clock.seconds <= _FASTEST:
        return None
    return clock


def _as_written(phrase: str) -> str:
    """A phrase in lower case with the capital that "I" has."""
    return f"I{phrase[1:]}" if phrase.startswith(("i ", "i'")) else phrase


def _rates(delivery: Delivery, takes: Sequence[Take], clock: Spoken | None) -> Iterator[Measure]:
    """How often and how fast; of few words only what a recording tells, and with little trust."""
    enough = delivery.words >= FEWEST_WORDS
    if not enough and not (takes and clock):
        return
    filled = sum(delivery.fillers.values())
    is_spoken = delivery.way == "spoken"
    left_out = _LEFT_OUT if is_spoken else SURE
    if clock is not None:
        short = takes and (clock.words < FEWEST_WORDS or clock.seconds < _FEWEST_SECONDS)
        trusted = weaker(clock.trusted, _SHORT if short else SURE)
        yield measured("pace", 60 * clock.words / clock.seconds, PER_MINUTE, trusted=trusted)
        yield from pace_measures(takes, clock, trusted)
        rate = 60 * filled / clock.seconds
        yield measured("fillers", rate, PER_MINUTE, at_least=True, trusted=weaker(trusted, left_out))
    else:
        rate = 100 * filled / delivery.words
        yield measured("fillers", rate, PER_100_WORDS, at_least=is_spoken, trusted=left_out)
    if enough:
        yield measured("hedges", 100 * sum(delivery.hedges.values()) / delivery.words, PER_100_WORDS)
        again = len(delivery.often) + max(0, len(delivery.stutters) - _FEW_STUTTERS)
        yield measured("repeats", again, TIMES)


def _length(question: Question, delivery: Delivery, *, english: bool) -> Iterator[Measure]:
    """The length against what the question asks for; code and formulas are no measure of talk."""
    if question.kind == "coding" and delivery.way == "written":
        return
    story = not question.about and "star" in criteria_for(question)
    in_words = in_time = None
    if english:
        in_words = length_bands(WORDS, question.seconds, story=story).place("length", delivery.words, WORDS)
    if delivery.seconds is not None:
        by_time = length_bands(SECONDS, question.seconds, story=story)
        in_time = by_time.place("length", delivery.seconds, SECONDS)
    if in_words and in_time and story:
        # A story of too many words is too long however fast it is told, and one that has enough of them is
        # not too short for being told fast.
        counts = in_words.band == "poor" or (in_words.band == "good" and in_time.side == "under")
        in_time = in_words if counts else in_time
    yield from filter(None, [in_time or in_words])
