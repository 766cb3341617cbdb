"""How an answer is put, from its words and, where it was spoken, its time; apart from what it says.

Delivery never enters a score: people are not judged by their way of speaking. A typed answer says nothing
about speech, so it gets no pace; what it shares with speech (hedges, length, repeated words, fillers
typed) is measured by 100 words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

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
from interview_cli.coach.words import words
from interview_cli.library.role import Question
from interview_cli.scripts import is_unspaced, word_count

Source = Literal["typed", "spoken", "file"]

# Rates over fewer words say more about chance than about the person.
FEWEST_WORDS = 30
# Nobody speaks slower or faster than this over a whole answer (words a minute): then the time is no
# speaking time.
_SLOWEST, _FASTEST = 40.0, 300.0
_SHORTEST_SECONDS = 5.0
# One word doubled is nothing; from two on, or with a phrase said again and again, it is worth a note.
_FEW_STUTTERS = 1


def measure(
    question: Question, text: str, *, source: Source, seconds: float = 0.0, takes: Sequence[Take] = ()
) -> Delivery | None:
    """How an answer was put; None when it holds no word. `seconds` is the time that answering took.

    All bands but those of time are for English: elsewhere a thought takes more words or fewer, and others
    fill. Of an answer in another language only the time it took is measured, and its words are counted where
    spaces part them.
    """
    said = words(text)
    if not said:
        return None
    spoken = source == "spoken" or bool(takes)
    english = is_english(question.language) and language_of(text) in ("", "en")
    counted_words = 0 if is_unspaced(text) else len(said)
    plausible = _is_plausible(counted_words or word_count(text), seconds)
    delivery = Delivery(
        way="spoken" if spoken else "written",
        words=counted_words,
        seconds=round(seconds, 1) if spoken and plausible else None,
        fillers=counted(fillers(text)) if english else {},
        hedges=counted([_as_written(phrase) for phrase in hedge_phrases(said)]) if english else {},
        often=often_said(text) if english else {},
        stutters=stutters(text) if english else [],
    )
    measures = [*_length(question, delivery, english=english)]
    if english and len(said) >= FEWEST_WORDS:
        measures = [*_rates(delivery), *measures]
    return delivery.model_copy(update={"measures": measures})


def _as_written(phrase: str) -> str:
    """A phrase in lower case with the capital that "I" has."""
    return f"I{phrase[1:]}" if phrase.startswith(("i ", "i'")) else phrase


def _is_plausible(count: int, seconds: float) -> bool:
    return seconds >= _SHORTEST_SECONDS and _SLOWEST <= 60 * count / seconds <= _FASTEST


def _rates(delivery: Delivery) -> Iterator[Measure]:
    spoken = delivery.way == "spoken"
    if delivery.seconds is not None:
        yield measured("pace", 60 * delivery.words / delivery.seconds, PER_MINUTE)
    filled = sum(delivery.fillers.values())
    if delivery.seconds is not None:
        yield measured("fillers", 60 * filled / delivery.seconds, PER_MINUTE, at_least=spoken)
    else:
        yield measured("fillers", 100 * filled / delivery.words, PER_100_WORDS, at_least=spoken)
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
