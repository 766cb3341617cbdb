"""Grading an answer by a reference answer: how much of what a good answer says is said, to the point."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from interview_cli.coach.heard import Heard, hear
from interview_cli.coach.rarity import chance
from interview_cli.coach.reference import Part, Reference
from interview_cli.coach.topic import on_topic
from interview_cli.coach.words import STOP_WORDS, Sentence

# In talk of the matter about a third of the content words are the reference's.
_FROM_REFERENCE = 0.35
# No single word shows the matter, or that it was left, by itself.
_MOST_ODDS, _LEAST_ODDS = 2.5, -1.0
# Words that are only alike show the matter far less surely than the word itself.
_ALIKE_POWER = 3
# With log odds of this sum a sentence shows by itself that it is about the matter.
_SHOWS_ALONE = 1.5
# Surely beside the matter, and surely part of it.
_BESIDE, _PART = 0.3, 0.7
# Saying a thing where the reference denies it, or the reverse, is worth half at most.
_DENIED = 0.5
# Some of what is said against a reference is a way of speaking; who disputes it still names what it is about.
_SOME_CONTRARY, _CONTRADICTED = 0.4, 0.6
# The content words of the reference against all its words: phrasing tells too, if less plainly.
_CONTENT_SHARE = 0.4
# Phrasing counts as far as content bears it: small words alone say nothing.
_BORNE = 1.5
# The first things said right raise a grade most: people give half marks for a tenth of a full reference.
_STEEPNESS = 5.0
# What an answer loses when hardly any of it is about the matter: a listener has to find the rest.
_DISTRACTION = 0.15
# A part of a reference is made when this share of its words is said, for which a whole reference has
# most of the marks; the only part there is, from this grade on, which one chance word does not earn.
# Among several, one word alone makes none that has more than one.
_PART_MADE, _ONLY_PART_MADE = 0.25, 0.7
_FEWEST_TELLING, _SURELY = 2, 0.5
# The question's own words tell nothing; their weight is far below this.
_TELLING = 1.0


@dataclass(frozen=True, slots=True)
class Grade:
    """How much of a reference an answer says (0-1), and per sentence how far it is about the matter (0-1).

    A sentence without a single word of the matter is not about it, wherever it stands. `made` says of each
    part of the reference that was asked for whether the answer makes it.
    """

    share: float
    focus: tuple[float, ...]
    made: tuple[bool, ...] = ()


def grade(reference: Reference, answer: str) -> float:
    """The grade (0-1) of an answer: the soft recall of the reference's words where the answer is on topic.

    Each word of the reference counts once, by the best place in which it, a form of it or a word of like
    meaning is said; words beside the matter earn nothing, however many there are, and cost a little. Recall
    r grows to a grade as 1 - exp(-5r).
    """
    return grade_heard(reference, hear(answer)).share


def grade_heard(reference: Reference, heard: Heard, parts: Sequence[Part] = ()) -> Grade:
    """The grade of an answer that was heard already, with what it rests on and which parts it makes."""
    if not reference.terms:
        return Grade(0.0, tuple(0.0 for _ in heard.sentences), tuple(False for _ in parts))
    alike = _alike(reference, heard)
    said: list[dict[str, float]] = [{} for _ in heard.sentences]
    agreed: list[dict[str, float]] = [{} for _ in heard.sentences]
    phrased: dict[str, float] = {}
    stated: dict[str, float] = {}
    turned: dict[str, float] = {}
    focus: list[list[float]] = [[] for _ in heard.sentences]
    for number, word, sure, denied, small in _placed(reference, heard, alike):
        if not small:
            focus[number].append(sure)
        here = said[number]
        for term, likeness in alike.get(word, {}).items():
            agrees = denied == (term in reference.denied)
            worth = sure * likeness * (1.0 if agrees else _DENIED)
            here[term] = max(here.get(term, 0.0), worth)
            if agrees or not denied:
                agreed[number][term] = max(agreed[number].get(term, 0.0), worth)
            where = stated if agrees else turned
            where[term] = max(where.get(term, 0.0), sure * likeness)
        if word in reference.wording:
            phrased[word] = max(phrased.get(word, 0.0), sure)
    content = _share_said(reference.terms, _together(said))
    against = _contrary_share(reference, stated, turned)
    whole = min(sum(phrased.values()) / len(reference.wording), _BORNE * content)
    recalled = _CONTENT_SHARE * _grown(content) + (1 - _CONTENT_SHARE) * _grown(whole)
    every = [sure for sentence in focus for sure in sentence]
    about = fmean(every) if every else 0.0
    share = recalled * (1 - _DISTRACTION * (1 - about)) * (1 - against) if every else 0.0
    return Grade(
        share,
        tuple(
            fmean(sure) if sure and _touches(sentence, reference, alike) else 0.0
            for sentence, sure in zip(heard.sentences, focus, strict=True)
        ),
        (share >= _ONLY_PART_MADE,) if len(parts) == 1 else _made(parts, agreed),
    )


def _contrary_share(reference: Reference, stated: Mapping[str, float], turned: Mapping[str, float]) -> float:
    """How far (0-1) an answer contradicts: by what it says of the reference only in the opposite sense."""
    weights = reference.terms
    contrary = sum(max(0.0, worth - stated.get(term, 0.0)) * weights[term] for term, worth in turned.items())
    agreeing = sum(worth * weights[term] for term, worth in stated.items())
    share = contrary / (contrary + agreeing) if contrary else 0.0
    return min(1.0, max(0.0, share - _SOME_CONTRARY) / (_CONTRADICTED - _SOME_CONTRARY))


def _share_said(terms: Mapping[str, float], said: Mapping[str, float]) -> float:
    """The share (0-1) of terms, by weight, that is said."""
    weight = sum(terms.values())
    return sum(said.get(term, 0.0) * counts for term, counts in terms.items()) / weight if weight else 0.0


def _together(several: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """What several sentences say, each term where it is said best."""
    best: dict[str, float] = {}
    for said in several:
        for term, worth in said.items():
            best[term] = max(best.get(term, 0.0), worth)
    return best


def _made(parts: Sequence[Part], said: Sequence[Mapping[str, float]]) -> tuple[bool, ...]:
    """Which parts are made, each within two neighbouring sentences; words of several parts show none."""
    if not parts:
        return ()
    times = Counter(term for part in parts for term in part)
    shared = frozenset(term for term, count in times.items() if count > 1)
    near = [_together(said[number : number + 2]) for number in range(len(said))]
    return tuple(any(_is_made(part, both, shared) for both in near) for part in parts)


def _is_made(part: Part, said: Mapping[str, float], shared: frozenset[str]) -> bool:
    telling = {term for term, weight in part.items() if weight >= _TELLING}
    surely = {term for term in telling if said.get(term, 0.0) >= _SURELY}
    alone = telling - shared
    if len(surely) < min(_FEWEST_TELLING, len(telling)) or (alone and not alone & surely):
        return False
    return _share_said(part, said) >= _PART_MADE


def _alike(reference: Reference, heard: Heard) -> dict[str, dict[str, float]]:
    """The answer's stems that can stand for terms of the reference, each with how well (0-1)."""
    alike: dict[str, dict[str, float]] = {}
    for term in reference.terms:
        for word, likeness in heard.like(term):
            alike.setdefault(word, {})[term] = likeness
    return alike


def _placed(
    reference: Reference, heard: Heard, alike: Mapping[str, Mapping[str, float]]
) -> list[tuple[int, str, float, bool, bool]]:
    """Each stem with its sentence, how surely (0-1) it is on topic, and whether it is denied, and small.

    A sentence whose own words show the matter is part of it, whatever stands around it.
    """
    placed: list[tuple[int, str, bool, bool]] = []
    odds: list[float] = []
    alone = [0.0] * len(heard.sentences)
    said = zip(heard.sentences, heard.spoken, heard.denied, strict=True)
    for number, (sentence, spoken, hidden) in enumerate(said):
        for place, (word, found) in enumerate(zip(sentence.words, spoken, strict=True)):
            small = word in STOP_WORDS
            placed.append((number, found, place in hidden, small))
            odds.append(0.0 if small else _odds(found, reference, alike))
            alone[number] += odds[-1]
    surely = ((likely - _BESIDE) / (_PART - _BESIDE) for likely in on_topic(odds))
    return [
        (number, found, min(1.0, max(0.0, sure, alone[number] / _SHOWS_ALONE)), denied, small)
        for (number, found, denied, small), sure in zip(placed, surely, strict=True)
    ]


def _odds(word: str, reference: Reference, alike: Mapping[str, Mapping[str, float]]) -> float:
    """Log odds that a content word is said in talk of the matter rather than in any other."""
    terms = alike.get(word, {})
    said = max(
        (likeness**_ALIKE_POWER * reference.talk.get(term, 0.0) for term, likeness in terms.items()),
        default=reference.talk.get(word, 0.0),
    )
    surely = 1.0 if word in reference.talk else max(terms.values(), default=0.0)
    times_likelier = said / chance(word)
    odds = math.log(1 - _FROM_REFERENCE + _FROM_REFERENCE * times_likelier)
    return max(_LEAST_ODDS, min(_MOST_ODDS * surely, odds))


def _touches(sentence: Sentence, reference: Reference, alike: Mapping[str, Mapping[str, float]]) -> bool:
    """Whether a sentence has a word of the reference, or of the question."""
    return any(word in alike or word in reference.talk for word in sentence.stems)


def _grown(recall: float) -> float:
    return (1 - math.exp(-_STEEPNESS * recall)) / (1 - math.exp(-_STEEPNESS))
