"""What code sees in an answer to a question: points, topic, substance, and which sentences bear on it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import fmean

from interview_cli.coach.aims import is_probe
from interview_cli.coach.heard import Heard, hear
from interview_cli.coach.points import Match, targets, weigh
from interview_cli.coach.rarity import rarity
from interview_cli.coach.rubric import HIGHEST_LEVEL, criteria_for
from interview_cli.coach.star import Story, tell
from interview_cli.coach.words import content_stems, words
from interview_cli.library.role import KeyPoint, Question

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
# An answer that is all list of terms keeps this part of its level; its mean worth says how far it is one.
_LISTED, _PROSE = 0.2, (0.4, 0.7)
# Substance grows fast with the first points and is full before the last one.
_FULL_SUBSTANCE, _SUBSTANCE_POWER = 0.85, 0.65
# A sentence bears on the question when it makes a point, or when words of its vocabulary weigh this much
# in it and make up this share.
_BEARING_STRENGTH, _BEARING_WEIGHT, _BEARING_SHARE = 0.3, 1.0, 0.25


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The stems a question is about: those it asks with, and all that its points and sample answer use."""

    asked: frozenset[str]
    all: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer as code understands it; shares and strengths are 0-1, levels 0-5."""

    heard: Heard
    matches: tuple[Match, ...]
    coverage: float
    topic: float
    evidence: float
    bearing: tuple[int, ...]
    story: Story | None

    @property
    def substance(self) -> float:
        """The level (0-5) of what was said, as far as it belongs to the question."""
        full = float(min(1.0, self.evidence / _FULL_SUBSTANCE) ** _SUBSTANCE_POWER)
        return HIGHEST_LEVEL * self.topic * full

    @property
    def found(self) -> list[Match]:
        """The points made."""
        return [match for match in self.matches if match.found]

    @property
    def missing(self) -> list[Match]:
        """The points not made."""
        return [match for match in self.matches if not match.found]

    @property
    def around(self) -> list[int]:
        """The numbers of the bearing sentences and of single ones between two of them."""
        between_two = {n + 1 for n in self.bearing if n + 2 in self.bearing}
        return sorted(between_two | set(self.bearing))

    @property
    def words(self) -> tuple[str, ...]:
        """All words, sentences said twice counted once."""
        return tuple(word for sentence in self.heard.sentences for word in sentence.words)

    @property
    def bearing_share(self) -> float:
        """The share of sentences that bear on the question."""
        return len(self.bearing) / len(self.heard.sentences) if self.heard.sentences else 0.0


@lru_cache(maxsize=16)
def read(question: Question, answer: str) -> Reading:
    """Read one answer to one question."""
    heard = hear(answer)
    matches = tuple(weigh(targets(question.key_points, question.said), heard))
    coverage = fmean(match.strength for match in matches)
    vocabulary = vocabulary_of(question.said, question.key_points, question.sample_answer)
    probe = is_probe(question)
    topic = max(
        1.0 - between(len(vocabulary.all), _SMALL_VOCABULARY, _LARGE_VOCABULARY),
        between(topic_share(heard, vocabulary), _OTHER_TOPIC, _OWN_TOPIC),
        _taken_up(heard, vocabulary) if probe else 0.0,
        between(coverage, _TOPIC_COVERAGE, _SURE_COVERAGE),
    )
    if heard.worth:
        topic *= _LISTED + (1 - _LISTED) * between(fmean(heard.worth), *_PROSE)
    credit = _PROBE_CREDIT if probe else _TOPIC_CREDIT
    return Reading(
        heard=heard,
        matches=matches,
        coverage=coverage,
        topic=topic,
        evidence=_evidence(heard, vocabulary, coverage, topic, credit),
        bearing=_bearing(heard, vocabulary, matches),
        story=tell(heard) if tells_story(question) else None,
    )


def supposing(reading: Reading, made: int) -> Reading:
    """The same answer, had it made the first `made` of its missing points as well."""
    gained = {match.fact for match in reading.missing[:made]}
    matches = tuple(
        replace(match, strength=1.0, sentence=match.sentence or 0) if match.fact in gained else match
        for match in reading.matches
    )
    coverage = fmean(match.strength for match in matches)
    credit = (reading.evidence - reading.coverage) / (1 - reading.coverage) if reading.coverage < 1 else 0.0
    return replace(
        reading,
        matches=matches,
        coverage=coverage,
        topic=max(reading.topic, between(coverage, _TOPIC_COVERAGE, _SURE_COVERAGE)),
        evidence=coverage + (1 - coverage) * credit,
    )


def tells_story(question: Question) -> bool:
    """Whether a question asks for a case with situation, task, action and result."""
    return "star" in criteria_for(question)


@lru_cache(maxsize=256)
def vocabulary_of(text: str, key_points: tuple[KeyPoint, ...], sample_answer: str) -> Vocabulary:
    """The stems that a question, its points with their synonyms, and its sample answer use."""
    asked = content_stems(words(text))
    points = " ".join(part for point in key_points for part in (point.fact, *point.synonyms))
    return Vocabulary(
        frozenset(asked),
        frozenset((*asked, *content_stems(words(points)), *content_stems(words(sample_answer)))),
    )


def topic_share(heard: Heard, vocabulary: Vocabulary) -> float:
    """The share of an answer's different words, by weight, that the question's vocabulary holds.

    Words of the question itself count double, as they say most about which story is told.
    """
    total = sum(rarity(stem) for stem in heard.places)
    shared = sum(
        rarity(stem) * (2 if stem in vocabulary.asked else 1)
        for stem in heard.places
        if stem in vocabulary.all
    )
    return shared / total if total else 0.0


def _taken_up(heard: Heard, vocabulary: Vocabulary) -> float:
    """How far (0-1) an answer takes up the words that the question itself says."""
    return between(sum(rarity(s) for s in heard.places if s in vocabulary.asked), _FEW_TAKEN_UP, _TAKEN_UP)


def between(value: float, low: float, high: float) -> float:
    """How far a value has come from `low` to `high`, as 0-1."""
    return min(1.0, max(0.0, (value - low) / (high - low)))


def support(reading: Reading, enough: float) -> float:
    """How far an answer's content can carry what is said around it (0-1); markers alone carry nothing."""
    return reading.topic * math.sqrt(min(1.0, reading.evidence / enough))


def _evidence(heard: Heard, vocabulary: Vocabulary, coverage: float, topic: float, most: float) -> float:
    """Coverage, and part of what it lacks for a rich vocabulary of the topic, the question's words apart."""
    own = vocabulary.all - vocabulary.asked
    weight = topic * sum(
        rarity(stem) * max(heard.worth[place] for place in places)
        for stem, places in heard.places.items()
        if stem in own
    )
    few, many = _WORDS_OF_PROBE if most == _PROBE_CREDIT else (_FEW_WORDS_OF_TOPIC, _MANY_WORDS_OF_TOPIC)
    credit = most * between(weight, few, many)
    return coverage + (1 - coverage) * credit


def _bearing(heard: Heard, vocabulary: Vocabulary, matches: tuple[Match, ...]) -> tuple[int, ...]:
    made = {match.sentence for match in matches if match.strength >= _BEARING_STRENGTH}
    bearing = []
    for number, sentence in enumerate(heard.sentences):
        stems = set(sentence.stems)
        total = sum(rarity(stem) for stem in stems)
        shared = sum(rarity(stem) for stem in stems if stem in vocabulary.all)
        if number in made or (shared >= _BEARING_WEIGHT and shared >= _BEARING_SHARE * total):
            bearing.append(number)
    return tuple(bearing)
