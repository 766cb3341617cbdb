"""Which words of an answer to quote: those that make a point, and short reminders of what was said."""

from __future__ import annotations

import re

from interview_cli.coach.evaluation import PointResult
from interview_cli.coach.heard import Heard
from interview_cli.coach.points import Target, places_of, targets
from interview_cli.coach.reading import Reading
from interview_cli.coach.words import Sentence
from interview_cli.library.role import Question

# A quotation inside a piece of advice only recalls what was said.
_RECALLED_WORDS = 14
_SHORTEST_RECALL = 5
# A word of another wording says less of a point than one of the fact itself.
_OTHER_WORDING = 0.5
# Where a sentence can be broken off without breaking a thought.
_CLAUSE = re.compile(
    r"[,;:]\s+|\s+[–—-]\s+|\s+(?=(?:and|but|so|because|then|which|while|when|if)\b)", re.IGNORECASE
)
_LOOSE_END = re.compile(r"\W+(?:and|but|so|because|then|which|while|when|if|or)$", re.IGNORECASE)
_TIE = re.compile(r"^(?:(?:and|but|so|or|also|then),?\s+)+", re.IGNORECASE)
_ENDS = " .,;:!?-–—"


def point_results(question: Question, reading: Reading) -> list[PointResult]:
    """Every expected point, found or not, with the sentence of the answer that says most of it."""
    results = []
    for point, match in zip(targets(question.key_points, question.said), reading.matches, strict=True):
        place = place_of(point, reading.heard) if match.found else None
        place = match.sentence if place is None else place
        evidence = quotable(reading.heard.sentences[place]) if match.found and place is not None else ""
        results.append(PointResult(fact=match.fact, found=match.found, evidence=evidence))
    return results


def place_of(point: Target, heard: Heard) -> int | None:
    """The number of the sentence that says most of a point; None when none says any of it.

    All words of the fact and of its other wordings count, each once, so that one telling phrase does not
    come before the sentence that says the whole.
    """
    said = _said_of(point, heard)
    worth = {number: sum(weights.values()) for number, weights in said.items()}
    return min(worth, key=lambda number: (-worth[number], number), default=None)


def quotable(sentence: Sentence) -> str:
    """A sentence verbatim, without a conjunction that only ties it to the one before."""
    return _TIE.sub("", sentence.text).rstrip(" ,;:-–—")


def recalled(sentence: Sentence) -> str:
    """The beginning of a sentence, up to the end of a thought, as a reminder of what was said.

    It carries quotation marks, and an ellipsis where more follows.
    """
    said = quotable(sentence).split()
    if len(said) <= _RECALLED_WORDS:
        return f'"{" ".join(said).strip(_ENDS)}"'
    text = " ".join(said[:_RECALLED_WORDS])
    cuts = [_LOOSE_END.sub("", text[: cut.start()]) for cut in _CLAUSE.finditer(text)]
    whole = [cut for cut in cuts if len(cut.split()) >= _SHORTEST_RECALL]
    return f'"{(whole[-1] if whole else text).strip(_ENDS)} ..."'


def _said_of(point: Target, heard: Heard) -> dict[int, dict[str, float]]:
    """Sentence number to the words of a point that stand there, as stems with their weight."""
    said: dict[int, dict[str, float]] = {}
    wordings = [(1.0, point.terms)]
    wordings += [(_OTHER_WORDING, phrase.terms) for phrase in point.phrases]
    for share, terms in wordings:
        for term in terms:
            for number, likeness in places_of(term, heard):
                here = said.setdefault(number, {})
                worth = share * term.weight * likeness
                here[term.stem] = max(worth, here.get(term.stem, 0.0))
    return said
