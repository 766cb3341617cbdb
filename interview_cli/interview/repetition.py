"""Whether two questions ask for the same thing, however they are worded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from interview_cli.coach.languages import is_english
from interview_cli.coach.likeness import like
from interview_cli.coach.rarity import rarity
from interview_cli.coach.words import content_stems, stem, words
from interview_cli.library.role import Question

# Of 50 bundled questions put in other words 49 reach this likeness; of the 16,841 different pairs that one
# interview could ask, 5 do, most of them close relatives. Questions on one subject with another aim lie
# between (4 of 23 above), which costs a written question now and then.
SAME_TEXT: Final = 0.5
# Another wording gives itself away by what it expects, too: five sets of key points written anew for bundled
# questions are alike by 0.35 to 0.47, those of different questions by 0.26 at most in 999 of 1,000 pairs.
SAME_POINTS, SAME_SUBJECT = 0.3, 0.15

# The function words of other languages count as content here, and make all questions in one alike.
_SAME_TEXT_ELSEWHERE, _SAME_SUBJECT_ELSEWHERE = 0.7, 0.35

# One rare word in common makes a subject, not a question, unless one of them says hardly anything else.
_FEWEST_SHARED: Final = 2

# Words that any question may be asked with.
_FRAME: Final = frozenset(
    map(
        stem,
        "tell describe explain example situation time walk thing question ask answer talk please would "
        "could approach "
        "ever once way happen kind imagine suppose".split(),
    )
)


def same_question(one: Question, other: Question) -> bool:
    """Whether two questions are one: nearly the same words in any order, or the same points on a subject."""
    english = is_english(one.language) and is_english(other.language)
    if text_likeness(one.text, other.text) >= (SAME_TEXT if english else _SAME_TEXT_ELSEWHERE):
        return True
    subject = SAME_SUBJECT if english else _SAME_SUBJECT_ELSEWHERE
    on_a_subject = _likeness(_content(one.text), _content(other.text)) >= subject
    return on_a_subject and _likeness(_expected(one), _expected(other)) >= SAME_POINTS


def among(question: Question, others: Iterable[Question]) -> bool:
    """Whether a question is one of the others in whatever words."""
    return any(same_question(question, other) for other in others)


@lru_cache(maxsize=16_384)
def text_likeness(one: str, other: str) -> float:
    """How alike two questions are (0-1): the share of their content words, by rarity, that both say.

    Word order does not matter, forms and words of like meaning count in part (a soft Dice coefficient). One
    rare word in common alone makes a subject, and no likeness.
    """
    ours, theirs = _content(one), _content(other)
    both = min(len(_shared(ours, theirs)), len(_shared(theirs, ours)))
    fewest = min(_FEWEST_SHARED, max(1, min(len(ours), len(theirs)) - 1))
    return _likeness(ours, theirs) if both >= fewest else 0.0


@lru_cache(maxsize=4096)
def _content(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found for found in content_stems(words(text)) if found not in _FRAME))


def _expected(question: Question) -> tuple[str, ...]:
    return _content(" ".join(point.fact for point in question.key_points))


@lru_cache(maxsize=16_384)
def _likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    if not one or not other:
        return 0.0
    shared = sum(_shared(one, other)) + sum(_shared(other, one))
    return shared / (sum(map(rarity, one)) + sum(map(rarity, other)))


def _shared(ours: Sequence[str], theirs: Sequence[str]) -> list[float]:
    """The weights of our stems that theirs say, those that are only alike in part."""
    known = set(theirs)
    by_initial: dict[str, list[str]] = {}
    for found in theirs:
        by_initial.setdefault(found[0], []).append(found)
    alike = {
        found: 1.0 if found in known else max((value for _, value in like(found, by_initial)), default=0.0)
        for found in ours
    }
    return [rarity(found) * value for found, value in alike.items() if value]
