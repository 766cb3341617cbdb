"""A detail of a person's own life, told when a follow-up asks for it: how concrete it is, and how near.

How somebody's boss got to know of a mistake can be told in any words, so that neither the expected point nor
the sample answer foresees them. What can be seen is whether things are told that happened, were done, counted
or named, rather than talk, and whether they belong to what is talked about: by words of the matter, and by
pointing back to people and things that were named before ("I told her at once").
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from interview_cli.coach import markers
from interview_cli.coach.heard import Heard
from interview_cli.coach.rarity import rarity
from interview_cli.coach.story_lines import Line, lines_of
from interview_cli.coach.vocabulary import between
from interview_cli.coach.words import sentences

# So many concrete things make a detail that an interviewer can picture.
_PICTURED = 4
# In a sentence that tells such a thing, words of this weight fill the picture as much as one more thing.
_FILLING = 4.0
# Talk about what was asked is worth this share of a full detail, and all that rules can see of one that.
_TALK, _TOLD = 0.15, 0.85
# How much of the detail the words of the expected point may stand in for.
_IN_ITS_WORDS = 0.2
# The share of an answer's words (by weight) that are of the matter: unrelated stories stay at the first,
# answers to the follow-up are at the second or beyond.
_BESIDE, _NEAR = 0.13, 0.22
# Few words can show neither, so every share is taken with so much more of words, and so much of the matter.
_UNSEEN, _UNSEEN_NEAR = 2.5, 0.6
# A word that points back is worth so much of a word of the matter, and no more than so many count.
_POINTS_BACK, _MOST_POINTING = 0.3, 4
# A sentence with this share of its words, and so many, from what was told before says it again.
_TOLD_BEFORE, _FEWEST_TOLD = 0.8, 4
_POINTING = frozenset("he she they it him her them his their this that these those".split())


def concrete_things(line: Line) -> int:
    """How many things a line tells that can be pictured: deeds and events, times, names, figures, reasons.

    Each sign of speaking in general takes one away.
    """
    deeds = line.deeds
    done = deeds.own + deeds.team + deeds.others + deeds.nobody + deeds.own_now + deeds.team_now
    seen = done + line.concrete + len(line.names) + markers.REASONS.count(line.said)
    return max(0, seen - line.general)


def detail_of(heard: Heard, things: Sequence[int], coverage: float) -> float:
    """How much of a detail (0-1) an answer tells, with so many concrete things in each of its sentences.

    `coverage` (0-1) is how far the expected point is made in its words.
    """
    said = {s for sentence, told in zip(heard.sentences, things, strict=True) if told for s in sentence.stems}
    pictured = between(sum(things) + sum(map(rarity, said)) / _FILLING, 0, _PICTURED)
    told = _TALK + (_TOLD - _TALK) * pictured
    return told + (1 - told) * _IN_ITS_WORDS * coverage


def nearness(heard: Heard, matter: Collection[str]) -> float:
    """How far (0-1) an answer belongs to a matter, given as stems."""
    weights = {stem: rarity(stem) for stem in heard.places}
    near = sum(weight for stem, weight in weights.items() if stem in matter)
    pointing = sum(word in _POINTING for sentence in heard.sentences for word in sentence.words)
    near += _POINTS_BACK * min(_MOST_POINTING, pointing)
    return between((near + _UNSEEN_NEAR) / (sum(weights.values()) + _UNSEEN), _BESIDE, _NEAR)


def things_told(heard: Heard, told: str) -> tuple[int, ...]:
    """How many concrete things each sentence tells; none where it says again what was told before."""
    before = sentences(told)
    said = frozenset(sentence.words for sentence in before)
    known = frozenset(stem for sentence in before for stem in sentence.stems)
    return tuple(
        0 if sentence.words in said or _is_known(sentence.stems, known) else concrete_things(line)
        for sentence, line in zip(heard.sentences, lines_of(heard.sentences), strict=True)
    )


def _is_known(stems: Collection[str], known: Collection[str]) -> bool:
    again = sum(stem in known for stem in stems)
    return again >= _FEWEST_TOLD and again >= _TOLD_BEFORE * len(stems)
