"""Whether a story is of the kind that a question asks for, told in whatever words.

A question about an unhappy customer may be answered with a broken kettle, a lost parcel or a late train,
and hardly with a word of the question. So the words of a story are held against the words in which
stories of that kind are told: interviewers ask for some two dozen kinds, and each has its own
(`themes.txt`). One such word proves little, and a long answer holds some of any kind; so what counts is
how many different ones there are beyond those that its length brings by chance. Where a question is of no
known kind nothing can be told, and the story gets the benefit of the doubt.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from interview_cli.coach.heard import Heard
from interview_cli.coach.lexicon import phrase_list, sections
from interview_cli.coach.rarity import text_counts
from interview_cli.coach.vocabulary import between
from interview_cli.coach.words import STOP_WORDS, stem, words

Stems = tuple[str, ...]

# The words of a text of the bundled questions and sample answers, whose counts give the chances; in a longer
# text different words grow slower than its length (Heaps' law, with an exponent that is usual for English).
_TEXT_WORDS, _HEAPS = 177, 0.7
# A story that is much more of another kind is likely to be of that one: this part of its lead is taken off.
_RIVAL = 0.4
# How far above chance the number is, in standard deviations (the number by chance is taken as Poisson's,
# with some more variance since the words of a story hang together), less what a rival takes off: other
# stories are mostly under the first, stories of the kind mostly beyond the second. Measured on the
# bundled stories told to each other's questions, 12 % of the strange ones come above 0.1, and 87 % of the
# fitting.
_MORE_VARIANCE, _CHANCE, _SURE = 2.0, -0.2, 0.8
# A story that is clearly of no kind at all may well be of the one asked for. Among two dozen kinds one is
# often this far above chance by chance; only from the second figure on a story clearly is of it. Of stories
# that were told for the question, 2 % then stay under the doubt, where a lower bound had it for 13 %.
_CLEAR, _DOUBT = (1.4, 1.9), 0.5
# Words are a weak sign of what a story is about, so that one that seems to be of another kind keeps a part.
_STRANGE = 0.2


@dataclass(frozen=True, slots=True)
class Theme:
    """A kind of story: what asks for it, what tells of it, and how much of that comes by chance."""

    asked: frozenset[Stems]
    words: frozenset[str]
    phrases: frozenset[Stems]
    by_chance: float


def story_fit(question_text: str, heard: Heard, lines: range) -> float | None:
    """How surely (0-1) a story is of a kind that the question asks for; None when it asks for no known kind.

    `lines` are the numbers of the story's sentences: what is said around it shows nothing.
    """
    asked = asked_themes(question_text)
    if not asked:
        return None
    told = heard.spoken[lines.start : lines.stop]
    known = frozenset(stem for spoken in told for stem in spoken)
    found = {name: _beyond_chance(theme, told, known) for name, theme in themes().items()}
    most = max(found[name] for name in asked)
    rival = max(found.values())
    held = most - _RIVAL * (rival - most)
    least = _DOUBT - (_DOUBT - _STRANGE) * between(rival, *_CLEAR)
    return min(1.0, max(least, (held - _CHANCE) / (_SURE - _CHANCE)))


@lru_cache(maxsize=256)
def asked_themes(question_text: str) -> tuple[str, ...]:
    """The kinds of story that a question asks for."""
    said = tuple(map(stem, words(question_text)))
    return tuple(name for name, theme in themes().items() if any(_holds(said, one) for one in theme.asked))


@cache
def themes() -> dict[str, Theme]:
    """All kinds of story by name."""
    counts = text_counts()
    found = {}
    for name in sections("asked "):
        told = _stems(f"told {name}")
        singles = frozenset(one[0] for one in told if len(one) == 1 and one[0] not in STOP_WORDS)
        phrases = frozenset(one for one in told if len(one) > 1)
        chances = sum(counts.get(word, 1) for word in singles) + len(phrases)
        found[name] = Theme(_stems(f"asked {name}"), singles, phrases, chances / counts[""])
    return found


def _beyond_chance(theme: Theme, told: Sequence[Stems], known: frozenset[str]) -> float:
    """How many standard deviations more words of a theme a story holds than by chance."""
    shown = len(theme.words & known) + sum(
        known.issuperset(phrase) and any(_holds(spoken, phrase) for spoken in told)
        for phrase in theme.phrases
    )
    by_chance = theme.by_chance * float((sum(map(len, told)) / _TEXT_WORDS) ** _HEAPS)
    return (shown - by_chance) / math.sqrt(by_chance + _MORE_VARIANCE)


def _stems(section: str) -> frozenset[Stems]:
    return frozenset(tuple(map(stem, said)) for phrase in phrase_list(section) if (said := words(phrase)))


def _holds(said: Stems, wanted: Stems) -> bool:
    size = len(wanted)
    return any(said[place : place + size] == wanted for place in range(len(said) - size + 1))
