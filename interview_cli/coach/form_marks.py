"""Marks for how an answer is put: clear, in order, direct. Form is held to what is said."""

from __future__ import annotations

from typing import NamedTuple

from interview_cli.coach import markers
from interview_cli.coach.aims import is_probe
from interview_cli.coach.answered import Answered, Mark, times
from interview_cli.coach.content_marks import relevance
from interview_cli.coach.fillers import MAY_FILL, fillers
from interview_cli.coach.story_marks import story_level

# How an answer is put can lift it only so far above what it says: waffle in good order stays waffle.
_ABOVE_CONTENT = 0.5
_HELD = "This is put well enough; the score follows how much of an answer it is."
# A form of this level by itself needs no word of its own.
_SOUND = 3.5

# A sentence of more words than this is hard to follow by ear.
EASY_SENTENCE = 25
# An answer of fewer words leaves much to guess.
SHORT_ANSWER = 20
_MOSTLY_LIST = 0.25

# A good answer has at least half a word for each second of its time, within these bounds, and at most
# what a fast speaker says in it.
_FEWEST_WORDS, _ENOUGH_WORDS, _WORDS_PER_SECOND, _FASTEST = 30, 90, 0.5, 3.3
_LONG_ANSWER = 300
_ENOUGH_SENTENCES = 4
# So many marks of order (first, then, finally) can be followed.
ENOUGH_ORDER = 3

# Plain words that do not touch the matter commit to nothing.
_COMMITS_TO_NOTHING = 2.0
# Hedges per 100 words, up to 2 good (the band for hedges in speech), and the level each bound earns.
_HEDGE_LEVELS = ((1.0, 5.0), (2.0, 4.0), (4.0, 3.0), (7.0, 2.0))
_MANY_HEDGES = 1.0


def clarity(answered: Answered) -> Mark:
    """Sentences that can be followed by ear, exact words, and sentences rather than lists of terms."""
    reading = answered.reading
    said = reading.words
    # Fillers are a matter of delivery, which enters no score.
    may_fill = [s.text for s in reading.heard.sentences if not MAY_FILL.isdisjoint(s.words)]
    filled = sum(len(name.split()) for text in may_fill for name in fillers(text))
    length = max(1, len(said) - filled) / len(reading.heard.sentences)
    vague = markers.VAGUE.count(said)
    listed = 1 - sum(reading.heard.worth) / len(reading.heard.worth)
    level = (
        5.0 - min(2.0, max(0.0, length - EASY_SENTENCE) / 5) - min(2.0, 50 * vague / len(said)) - 4 * listed
    )
    reason = f"The sentences have {length:.0f} words on average."
    if vague:
        reason = f"{times(vague, 'vague word')}, in sentences of {length:.0f} words on average."
    elif length <= EASY_SENTENCE:
        reason = f"The sentences are easy to follow, with {length:.0f} words on average."
    if len(said) < SHORT_ANSWER:
        level -= 1.5
        reason = f"With {len(said)} words, much is left to guess."
    elif listed > _MOSTLY_LIST:
        reason = "Terms are listed rather than explained."
    return _held(answered, level, Mark(level, reason, reading.bearing[-1:]))


def structure(answered: Answered) -> Mark:
    """The point first, marked steps, and a length that fits the question."""
    reading, shape = answered.reading, shape_of(answered)
    level = 1.5 + min(1.0, len(reading.around) / _ENOUGH_SENTENCES) + 0.75 * shape.opens
    level += 0.5 * (not shape.short and not shape.long) + 1.25 * min(1.0, shape.order / ENOUGH_ORDER)
    parts = [f"{times(shape.order, 'marker')} of order"]
    parts.append("the point comes first" if shape.opens else "the point does not come first")
    if shape.short or shape.long:
        parts.append("short for this question" if shape.short else "long for this question")
    ordered = answered.holding(markers.ORDER)
    shown = [*reading.bearing[:1], *ordered] if shape.opens else ordered
    return _held(answered, level, Mark(level, f"{', '.join(parts)}.", shown))


class Shape(NamedTuple):
    """How an answer is laid out: its marks of order, whether it opens with its point, and its length."""

    order: int
    opens: bool
    short: bool
    long: bool


def shape_of(answered: Answered) -> Shape:
    """The layout of an answer; what counts for its length is what is said on the matter."""
    reading, seconds = answered.reading, answered.question.seconds
    on_matter = sum(len(reading.heard.sentences[number].words) for number in reading.around)
    short = on_matter < min(_ENOUGH_WORDS, max(_FEWEST_WORDS, _WORDS_PER_SECOND * seconds))
    return Shape(
        order=answered.count(markers.ORDER),
        opens=bool(reading.bearing) and reading.bearing[0] <= 1,
        short=short,
        long=not short and len(reading.words) > max(_LONG_ANSWER, _FASTEST * seconds),
    )


def directness(answered: Answered) -> Mark:
    """Words that commit, rather than half take back."""
    said = answered.reading.words
    hedged = markers.hedges(said)
    level = next((level for most, level in _HEDGE_LEVELS if 100 * hedged <= most * len(said)), _MANY_HEDGES)
    reason = f"{times(hedged, 'hedge')} in {len(said)} words."
    places = [n for n, s in enumerate(answered.reading.heard.sentences) if markers.hedges(s.words)]
    if level > _COMMITS_TO_NOTHING and not answered.reading.bearing:
        return Mark(_COMMITS_TO_NOTHING, f"{reason} Nothing on the matter is said to commit to.", places)
    return Mark(level, reason, places or answered.reading.bearing[:1])


def _content(answered: Answered) -> float:
    """The level (0-5) of content that form is held to: the story's where one is asked for."""
    if answered.reading.story is not None:
        return story_level(answered)
    if is_probe(answered.question):
        return relevance(answered).level
    return (answered.reading.substance + answered.coverage_level) / 2


def _held(answered: Answered, level: float, made: Mark) -> Mark:
    most = _ABOVE_CONTENT + _content(answered)
    if level <= most:
        return made
    reason = _HELD if level >= _SOUND else made.reason
    return Mark(most, reason, made.sentences, by_itself=level)
