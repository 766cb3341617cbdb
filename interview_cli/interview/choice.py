"""Which preset question comes next: by level, focus, resume and what was asked before."""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from interview_cli.interview.bearing import Bearing
from interview_cli.library.role import SENIORITIES, Question, Seniority

_WORD = re.compile(r"[^\W_]+(?:[+#]+)?")

# Relative pulls on the choice; chance spans one unit, so that anything worth more than one decides.
_LEVEL_STEP = 3.0
_ASKED_BEFORE = 2.0
_FOCUS = 2.0
# What fits the job and the resume best beats chance by far, and never a step of level.
_BEARING = 2.6
_SHARED_QUESTION = 1.5
_FAVOURED = 3.0

# Two questions that share this part of their content words count as the same (Jaccard).
_SAME_QUESTION = 0.8


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the choice leans on.

    `bearing` says how much a question has to do with the resume and the job; `times_asked` counts how
    often a question id was asked in earlier sessions (empty when history must not matter).
    """

    seed: int
    focus: Collection[str] = ()
    bearing: Bearing = field(default_factory=Bearing)
    times_asked: Mapping[str, int] = field(default_factory=dict)


def words_of(text: str) -> list[str]:
    """The lower-case words of a text, in order."""
    return _WORD.findall(text.lower())


def level_distance(question: Question, level: Seniority) -> int:
    """How many steps of seniority a question is away from the wanted level (0-2)."""
    wanted = SENIORITIES.index(level)
    return min(abs(SENIORITIES.index(fits) - wanted) for fits in question.seniority)


def rank(
    own: Iterable[Question],
    common: Iterable[Question],
    level: Seniority,
    preferences: Preferences,
    asked: Iterable[Question] = (),
    favoured: Iterable[Question] = (),
) -> list[Question]:
    """The questions, best first; a role's own go before shared ones that fit equally well.

    `favoured` ones go before both; what `asked` ones dealt with pulls less.
    """
    past = tuple(asked)
    scored = [(_cost(question, level, preferences, past), question) for question in own]
    scored += [
        (_cost(question, level, preferences, past) + _SHARED_QUESTION, question) for question in common
    ]
    scored += [(_cost(question, level, preferences, past) - _FAVOURED, question) for question in favoured]
    return [question for _, question in sorted(scored, key=lambda pair: (pair[0], pair[1].id))]


def _cost(question: Question, level: Seniority, preferences: Preferences, asked: Sequence[Question]) -> float:
    focus = any(tag in preferences.focus for tag in question.tags)
    return (
        _chance(preferences.seed, question.id)
        + _LEVEL_STEP * level_distance(question, level)
        + _ASKED_BEFORE * preferences.times_asked.get(question.id, 0)
        - _FOCUS * focus
        - _BEARING * preferences.bearing.of(question, asked)
    )


@lru_cache(maxsize=1024)
def _chance(seed: int, question_id: str) -> float:
    """The luck (0-1) of a question in an interview; asked for again at every step."""
    return random.Random(f"{seed}:{question_id}").random()  # noqa: S311 - no secret


@lru_cache(maxsize=4096)
def _content(text: str) -> frozenset[str]:
    """The different words of a question; every question is held against every one asked, at each step."""
    return frozenset(words_of(text))


def may_become_repeat(beginning: str, asked: Iterable[Question]) -> bool:
    """Whether a question that begins so may end as one that was asked: it has nearly no word of its own."""
    content = frozenset(words_of(beginning))
    return any(len(content & _content(other.text)) >= _SAME_QUESTION * len(content) for other in asked)


def is_repeat(question: Question, asked: Iterable[Question]) -> bool:
    """Whether a question was asked already, by id or in nearly the same words."""
    text, name = question.text, question.id
    for other in asked:  # noqa: SIM110 - a generator takes half as long again, and this runs at every step
        if name == other.id or _nearly_same(text, other.text):
            return True
    return False


@lru_cache(maxsize=2**15)
def _nearly_same(one: str, other: str) -> bool:
    """Whether two texts share nearly all their words; asked of the same pairs at every step."""
    mine, theirs = _content(one), _content(other)
    both = len(mine & theirs)
    every = len(mine) + len(theirs) - both
    return bool(every) and both / every >= _SAME_QUESTION
