"""How an answer comes across, in one word that says what to do next."""

from __future__ import annotations

from typing import Final

from interview_cli.coach.evaluation import Analysis, Tag

# A level from which on an answer stands by itself, and one under which words lack substance.
_CONFIDENT_LEVEL, _EMPTY_LEVEL = 3.5, 2.0
# Up to 2 hedges per 100 words are a good band; more take back what is said.
_HEDGES: Final = 2.0


def tag_of(analysis: Analysis) -> Tag | None:
    """The tag of an answer; None when nothing stands out, or when it was no attempt at an answer.

    `doesnt_know` says so, `hand_wavy` has words without substance, `needs_evidence` says the
    right things without a case or a figure, `confident` stands by itself.
    """
    if analysis.gate is not None:
        return "doesnt_know" if analysis.gate.name == "no_answer" else None
    if analysis.estimate is None:
        return None
    hedged = analysis.words > 0 and 100 * analysis.hedges / analysis.words > _HEDGES
    if analysis.estimate >= _CONFIDENT_LEVEL and not hedged:
        return "confident"
    shown = analysis.example or analysis.numbers
    if analysis.estimate < _EMPTY_LEVEL:
        # A case with figures is concrete, even where it is not the one that was asked for.
        told = analysis.star is not None and bool(analysis.star.shares) and analysis.numbers
        return None if told else "hand_wavy"
    return "hand_wavy" if hedged and not shown else None if shown else "needs_evidence"


TAG_WORDS: Final[dict[Tag, str]] = {
    "confident": "confident",
    "needs_evidence": "in need of evidence",
    "hand_wavy": "hand-wavy",
    "doesnt_know": "not knowing",
}
