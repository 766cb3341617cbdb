"""The rubric: which criteria a question is judged on, and all arithmetic of scores.

Levels are 0-5 (the scale on which models and people agree best, arXiv 2601.03444). A model gives
evidence and levels only; weighting, clamping, aggregation and bands are done here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import fmean, median

from interview_cli.coach.criterion import Criteria
from interview_cli.coach.evaluation import CategoryScore, CriterionScore
from interview_cli.coach.scale import BANDS, HIGHEST_LEVEL, POINTS_PER_LEVEL, band, on_scale
from interview_cli.library.role import CATEGORIES, Category, Kind, Question

# The scale's names are part of the rubric's face.
__all__ = ["BANDS", "HIGHEST_LEVEL", "POINTS_PER_LEVEL", "band", "on_scale"]

# A positive level without a quote that stands in the answer is no more than a weak claim.
UNSUPPORTED_CAP = 2.0
LOW_AGREEMENT_SPREAD = 2.0

# The anchored levels lie in files, one for each criterion.
CRITERIA = Criteria(Path(__file__).with_name("criteria"))

KIND_CRITERIA: dict[Kind, tuple[str, ...]] = {
    "technical": ("correctness", "depth", "completeness", "clarity", "structure"),
    "coding": ("correctness", "completeness", "reasoning", "clarity"),
    "system_design": ("correctness", "completeness", "trade_offs", "reasoning", "structure"),
    "behavioral": ("star", "ownership", "outcome", "clarity"),
    "situational": ("reasoning", "trade_offs", "relevance", "clarity"),
    "communication": ("clarity", "structure", "relevance"),
    "greeting": ("clarity", "structure", "relevance"),
}
# Read from the words by code alone, so that no style of speech is judged by a model.
CODE_CRITERIA = ("directness",)


def rubric_version() -> str:
    """A hash of all criteria and levels: scores are compared only under the same one."""
    return hashlib.sha256((CRITERIA.digest + repr(KIND_CRITERIA)).encode()).hexdigest()[:12]


def name_of(key: str) -> str:
    """A criterion's name; of a role's own one, which is not known here, the id in words."""
    known = CRITERIA.get(key)
    return known.name if known else key.replace("_", " ").replace("-", " ").capitalize()


def criteria_for(question: Question) -> tuple[str, ...]:
    """Ids of what an answer to a question is judged on: its own list, else its kind's."""
    return question.criteria or KIND_CRITERIA[question.kind]


def clamp(level: float) -> float:
    """A level forced into 0-5."""
    return min(max(level, 0.0), float(HIGHEST_LEVEL))


def supported(level: float, *, evidence: bool) -> float:
    """A level as far as it may go: capped when no quote that stands in the answer supports it."""
    return level if evidence else min(level, UNSUPPORTED_CAP)


def is_low_agreement(spread: float) -> bool:
    """Whether samples lie so far apart that their median says little."""
    return spread >= LOW_AGREEMENT_SPREAD


def merge_samples(levels: Sequence[float]) -> tuple[float, float]:
    """The median of several samples' levels, and their spread (highest minus lowest)."""
    return float(median(levels)), max(levels) - min(levels)


def answer_level(criteria: Iterable[CriterionScore]) -> float | None:
    """The level of one answer: the mean of its categories' means, confidence left out; None without any.

    Confidence reads tone alone, and an answer must not gain by tone.
    """
    means = category_levels(criteria)
    content = [level for category, level in means.items() if category != "confidence"]
    return round(fmean(content), 2) if content else None


def category_levels(criteria: Iterable[CriterionScore]) -> dict[Category, float]:
    """Mean level (0-5) of each category that was judged."""
    by_category: dict[Category, list[float]] = {}
    for score in criteria:
        by_category.setdefault(score.category, []).append(score.level)
    return {category: fmean(levels) for category, levels in by_category.items()}


def category_scores(answers: Iterable[Sequence[CriterionScore]]) -> list[CategoryScore]:
    """Scores 0-100 of every category over all answers: each answer counts once per category."""
    collected: dict[Category, list[float]] = {}
    for criteria in answers:
        for category, level in category_levels(criteria).items():
            collected.setdefault(category, []).append(level)
    return [
        CategoryScore(
            category=category,
            score=round(fmean(collected[category]) * POINTS_PER_LEVEL, 1),
            answers=len(collected[category]),
        )
        for category in CATEGORIES
        if category in collected
    ]


def overall(scores: Sequence[CategoryScore], weights: Mapping[Category, float]) -> float | None:
    """The weighted mean (0-100) of the categories that were asked about; None without any.

    A category the weights leave out counts as zero, unless that left nothing: then all count alike.
    """
    if not scores:
        return None
    pairs = [(score.score, weights.get(score.category, 0.0) if weights else 1.0) for score in scores]
    largest = max(weight for _, weight in pairs)
    if largest <= 0:
        return round(fmean(score.score for score in scores), 1)
    # Held against the largest, since products of tiny weights would vanish.
    shares = [weight / largest for _, weight in pairs]
    return round(sum(score * share for (score, _), share in zip(pairs, shares, strict=True)) / sum(shares), 1)
