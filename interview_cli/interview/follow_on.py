"""Whether a follow-up that a model proposes follows from the question and its answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from interview_cli.coach.languages import foreign_letters, is_english
from interview_cli.coach.rarity import rarity
from interview_cli.coach.words import content_stems, stem, words
from interview_cli.interview.repetition import among
from interview_cli.interview.session import Turn
from interview_cli.library.role import Question

# The share of a follow-up's words, by rarity, that question, points and answer speak of.
BEARS_FROM: Final = 0.2
# A short question may point back instead: "What made that hard?"
_MOST_OF_ITS_OWN: Final = 5
_POINTS_BACK: Final = re.compile(
    r"\b(?:that|this|those|these|it|its|them|they|there|then|instead|again|both|either|such"
    r"|the (?:two|other|first"
    r"|second|same|rest)|you (?:said|say|named|name|mentioned?|described?|chose)|your (?:own )?(?:part|choice"
    r"|decision|answer|approach|solution|way|example|case|plan|first|second))\b",
    re.IGNORECASE,
)
_NEW_CASE: Final = re.compile(
    r"\b(?:a|another|any|one) (?:\w+ )?(?:time|occasion|situation)\b", re.IGNORECASE
)
# What any question is asked with.
_FRAME: Final = frozenset(
    map(
        stem,
        "tell describe explain example say mention answer question happen happened first next most hard "
        "number show mean exactly concretely concrete step steps reason decide decision change".split(),
    )
)


def prepared_for(question: Question) -> frozenset[str]:
    """The follow-ups that whoever wrote a question wrote for it."""
    return frozenset((*question.follow_ups, *(point.probe for point in question.key_points if point.probe)))


def follows(question: Question, turn: Turn, bank: Iterable[Question]) -> bool:
    """Whether a question bears on the one a turn asked, or on its answer, and is none of the bank's own.

    In another language than English words can't be compared by their stems, and the question passes.
    """
    root = turn.question.id
    if among(question, (other for other in bank if not root.startswith(other.id))):
        return False
    asked = turn.question
    own = {found for found in content_stems(words(question.text)) if found not in _FRAME}
    if not own or not is_english(asked.language) or foreign_letters(question.text):
        return True
    points = (text for point in asked.key_points for text in (point.fact, *point.synonyms))
    answer = turn.answer.text if turn.answer else ""
    spoken = frozenset(
        content_stems(
            words(
                " ".join((asked.text, asked.about, asked.sample_answer, *asked.follow_ups, *points, answer))
            )
        )
    )
    shared = sum(rarity(found) for found in own & spoken)
    if shared >= BEARS_FROM * sum(map(rarity, own)):
        return True
    pointing = _POINTS_BACK.search(question.text) is not None and not _NEW_CASE.search(question.text)
    return pointing and len(own) <= _MOST_OF_ITS_OWN
