"""What to praise and what to change first, taken from judged criteria."""

from __future__ import annotations

from collections.abc import Iterable

from interview_cli.coach.evaluation import CriterionScore
from interview_cli.coach.rubric import CODE_CRITERIA, name_of

MOST = 3
STRONG_LEVEL = 4.0
WEAK_LEVEL = 3.5

# The first thing to fix: relevance, then substance, then structure, then credibility.
_URGENCY = {
    "relevance": 0,
    "correctness": 1,
    "completeness": 1,
    "depth": 1,
    "star": 1,
    "reasoning": 1,
    "trade_offs": 1,
    "structure": 2,
    "clarity": 2,
    "ownership": 3,
    "outcome": 3,
    "directness": 3,
}
# A role's own criteria are about substance.
_OWN_URGENCY = 1


def strengths_of(scores: Iterable[CriterionScore]) -> list[str]:
    """Up to three things done well, best first, with the words that show it; tone is none of them."""
    strong = [
        score
        for score in scores
        if score.level >= STRONG_LEVEL and score.quotes and score.criterion not in CODE_CRITERIA
    ]
    strong.sort(key=lambda score: -score.level)
    return [f'{name_of(score.criterion)}: "{score.quotes[0]}"' for score in strong[:MOST]]


def improvements_of(scores: Iterable[CriterionScore]) -> list[str]:
    """Up to three things to add or change, the most urgent first."""
    weak = [score for score in scores if score.level < WEAK_LEVEL and score.advice]
    weak.sort(key=lambda score: (_URGENCY.get(score.criterion, _OWN_URGENCY), score.level))
    return list(dict.fromkeys(score.advice for score in weak))[:MOST]
