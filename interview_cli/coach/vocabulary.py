"""The words a question is about, and how far an answer moves among them.

This is how the topic is told where no answer can be foreseen word for word: stories, and probes that ask
for more than any key point names.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from interview_cli.coach.heard import Heard
from interview_cli.coach.points import Match
from interview_cli.coach.rarity import rarity
from interview_cli.coach.story import Story
from interview_cli.coach.words import content_stems, words
from interview_cli.library.role import KeyPoint

# The part of an answer's words (by weight) that belongs to the question's vocabulary: answers to another
# question of the same job stay at the first, answers to this one are beyond the second.
_OTHER_TOPIC, _OWN_TOPIC = 0.15, 0.25
# The coverage of points that shows the topic by itself.
_TOPIC_COVERAGE, _SURE_COVERAGE = 0.3, 0.5
# A vocabulary as small as a follow-up's cannot tell the topic, a large one can; in between it tells a part.
_SMALL_VOCABULARY, _LARGE_VOCABULARY = 45, 75
# Words of the question's own vocabulary count beyond the points found, a little, since a good answer may
# make the points in ways no list foresees: nothing for few, at most this much for many.
_FEW_WORDS_OF_TOPIC, _MANY_WORDS_OF_TOPIC, _TOPIC_CREDIT = 2.0, 10.0, 0.25
# A probe asks for things that no point names: an answer in words of its topic alone is a good answer.
_PROBE_CREDIT, _WORDS_OF_PROBE = 0.6, (0.5, 4.5)
# Its own words of this weight, taken up in an answer, show nothing yet of its topic, and show it.
_FEW_TAKEN_UP, _TAKEN_UP = 0.3, 1.5
# A sentence bears on the question when it makes a point, or when words of its vocabulary weigh this much
# in it and make up this share.
_BEARING_STRENGTH, _BEARING_WEIGHT, _BEARING_SHARE = 0.3, 1.0, 0.25


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The stems a question is about: those it asks with, and all that its points and sample answer use."""

    asked: frozenset[str]
    all: frozenset[str]


@lru_cache(maxsize=256)
def vocabulary_of(text: str, key_points: tuple[KeyPoint, ...], sample_answer: str) -> Vocabulary:
    """The stems that a question, its points with their synonyms, and its sample answer use."""
    asked = content_stems(words(text))
    points = " ".join(part for point in key_points for part in (point.fact, *point.synonyms))
    return Vocabulary(
        frozenset(asked),
        frozenset((*asked, *content_stems(words(points)), *content_stems(words(sample_answer)))),
    )


def topic_of(
    heard: Heard, vocabulary: Vocabulary, coverage: float, *, probe: bool, lines: range | None = None
) -> float:
    """How far (0-1) an answer is about the question, by its share of the question's vocabulary.

    With `lines`, the numbers of the sentences that tell a story, what is said around it is left out.
    """
    return max(
        1.0 - between(len(vocabulary.all), _SMALL_VOCABULARY, _LARGE_VOCABULARY),
        between(_share(heard, vocabulary, lines), _OTHER_TOPIC, _OWN_TOPIC),
        _taken_up(heard, vocabulary) if probe else 0.0,
        between(coverage, _TOPIC_COVERAGE, _SURE_COVERAGE),
    )


def evidence_of(heard: Heard, vocabulary: Vocabulary, coverage: float, topic: float, *, probe: bool) -> float:
    """Coverage, and part of what it lacks for a rich vocabulary of the topic, the question's words apart."""
    own = vocabulary.all - vocabulary.asked
    weight = topic * sum(
        rarity(stem) * max(heard.worth[place] for place in places)
        for stem, places in heard.places.items()
        if stem in own
    )
    few, many = _WORDS_OF_PROBE if probe else (_FEW_WORDS_OF_TOPIC, _MANY_WORDS_OF_TOPIC)
    credit = (_PROBE_CREDIT if probe else _TOPIC_CREDIT) * between(weight, few, many)
    return coverage + (1 - coverage) * credit


def bearing_of(
    heard: Heard, vocabulary: Vocabulary, matches: tuple[Match, ...], story: Story | None = None
) -> tuple[int, ...]:
    """The numbers of the sentences that make a point, tell the story, or move among the question's words."""
    made = {match.sentence for match in matches if match.strength >= _BEARING_STRENGTH}
    if story is not None:
        made.update(number for places in story.places.values() for number in places)
    bearing = []
    for number, sentence in enumerate(heard.sentences):
        stems = set(sentence.stems)
        total = sum(rarity(stem) for stem in stems)
        shared = sum(rarity(stem) for stem in stems if stem in vocabulary.all)
        if number in made or (shared >= _BEARING_WEIGHT and shared >= _BEARING_SHARE * total):
            bearing.append(number)
    return tuple(bearing)


def between(value: float, low: float, high: float) -> float:
    """How far a value has come from `low` to `high`, as 0-1."""
    return min(1.0, max(0.0, (value - low) / (high - low)))


def _share(heard: Heard, vocabulary: Vocabulary, lines: range | None) -> float:
    """The share of an answer's different words, by weight, that the question's vocabulary holds.

    Words of the question itself count double, as they say most about which story is told.
    """
    known = [s for s, places in heard.places.items() if lines is None or any(n in lines for n in places)]
    total = sum(rarity(stem) for stem in known)
    shared = sum(
        rarity(stem) * (2 if stem in vocabulary.asked else 1) for stem in known if stem in vocabulary.all
    )
    return shared / total if total else 0.0


def _taken_up(heard: Heard, vocabulary: Vocabulary) -> float:
    """How far (0-1) an answer takes up the words that the question itself says."""
    return between(sum(rarity(s) for s in heard.places if s in vocabulary.asked), _FEW_TAKEN_UP, _TAKEN_UP)
