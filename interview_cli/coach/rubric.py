"""The rubric: criteria with anchored levels, the categories they count for, and all arithmetic of scores.

Levels are 0-5 (the scale on which models and people agree best, arXiv 2601.03444). A model gives
evidence and levels only; weighting, clamping, aggregation and bands are done here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from interview_cli.coach.evaluation import CategoryScore, CriterionScore
from interview_cli.coach.scale import BANDS, HIGHEST_LEVEL, POINTS_PER_LEVEL, band, on_scale
from interview_cli.library.role import CATEGORIES, Category, Kind, Question

# The scale's names are part of the rubric's face.
__all__ = ["BANDS", "HIGHEST_LEVEL", "POINTS_PER_LEVEL", "band", "on_scale"]

# A positive level without a quote that stands in the answer is no more than a weak claim.
UNSUPPORTED_CAP = 2.0
LOW_AGREEMENT_SPREAD = 2.0


@dataclass(frozen=True, slots=True)
class RubricCriterion:
    """One thing an answer is judged on: a question to ask of it and a sentence for each level 0-5."""

    id: str
    name: str
    category: Category
    asks: str
    levels: tuple[str, str, str, str, str, str]


def _criterion(key: str, name: str, category: Category, asks: str, *levels: str) -> RubricCriterion:
    zero, one, two, three, four, five = levels
    return RubricCriterion(key, name, category, asks, (zero, one, two, three, four, five))


CRITERIA: dict[str, RubricCriterion] = {
    criterion.id: criterion
    for criterion in (
        _criterion(
            "correctness",
            "Correctness",
            "technical",
            "Is what the answer says true, for this question?",
            "Says nothing that bears on the question, or only false things.",
            "A right word or two inside claims that are mostly wrong.",
            "The rough idea is right, but an error would lead to a wrong decision.",
            "Right in the main; details are loose or one side claim is wrong.",
            "Right throughout; only a fine point is imprecise.",
            "Right and exact, with the limits of what is claimed made clear.",
        ),
        _criterion(
            "depth",
            "Depth",
            "technical",
            "Does the answer explain how and why, beyond naming things?",
            "Names nothing relevant.",
            "Names a term or product without saying what it does.",
            "Says what it does, not how or why.",
            "Explains how it works at one level, with a reason.",
            "Explains how and why, with a consequence, cost or failure case.",
            "Explains mechanism, consequences and limits, tied to a concrete case.",
        ),
        _criterion(
            "completeness",
            "Completeness",
            "technical",
            "How many of the expected points does the answer make?",
            "None of the expected points.",
            "Touches one point in passing.",
            "Makes about a third of the points.",
            "Makes about half of the points.",
            "Makes most points; one of weight is missing.",
            "Makes all the points that matter.",
        ),
        _criterion(
            "clarity",
            "Clarity",
            "communication",
            "Can a listener of the trade follow every sentence at first hearing?",
            "No sentence can be understood.",
            "Fragments; the listener must guess the meaning.",
            "Understandable with effort; vague words stand in for facts.",
            "Understandable; some sentences are vague or too long.",
            "Clear and precise; one spot needs a second hearing.",
            "Clear, precise and plain throughout.",
        ),
        _criterion(
            "structure",
            "Structure",
            "communication",
            "Does the answer have an order a listener can hold on to?",
            "No order: loose words.",
            "Thoughts in the order they came to mind.",
            "A beginning is there, then the thread is lost.",
            "Recognisable order; steps are not marked or the end is missing.",
            "Ordered from the point to its support, with an end.",
            "Point first, marked steps, and an end that answers the question.",
        ),
        _criterion(
            "relevance",
            "Relevance",
            "communication",
            "Does the answer deal with what was asked?",
            "Deals with something else.",
            "Starts from the question and leaves it at once.",
            "Partly about the question, partly about something else.",
            "About the question, with a detour.",
            "About the question throughout; one remark could go.",
            "Every sentence serves the question.",
        ),
        _criterion(
            "star",
            "Situation, task, action, result",
            "behavioral",
            "Does the answer tell one real case with situation, task, action and result?",
            "No case at all.",
            'Speaks in general ("I usually...") without a case.',
            "Names a case, but action or result is missing.",
            "A case with action; situation, task or result is thin.",
            "All four parts; one of them thin.",
            "All four parts, most of the answer on the action, and a clear result.",
        ),
        _criterion(
            "ownership",
            "Own part",
            "behavioral",
            "Does the answer show what this person did themselves?",
            "Nobody does anything in the answer.",
            'Only "we" or "they"; the own part cannot be seen.',
            "Own part claimed, not described.",
            "One thing done by the person is described.",
            "Own decisions and actions are described.",
            "Own decisions, actions and reasons are described, and the team's part is told apart.",
        ),
        _criterion(
            "outcome",
            "Outcome",
            "behavioral",
            "Does the answer say how it ended, and how the person knows?",
            "No outcome.",
            '"It went well" without anything to see.',
            "An outcome without measure or observer.",
            "A concrete outcome.",
            "A concrete outcome with a number, or with what was learned.",
            "A measured outcome, what it meant to others, and what was learned.",
        ),
        _criterion(
            "trade_offs",
            "Trade-offs",
            "problem_solving",
            "Does the answer weigh options against each other?",
            "Sees no choice at all.",
            "Names one way as the only one.",
            "Names a second way without comparing.",
            "Compares two ways on one aspect.",
            "Weighs ways on several aspects and chooses.",
            "Weighs ways by what matters here, chooses, and says when the choice would change.",
        ),
        _criterion(
            "reasoning",
            "Reasoning",
            "problem_solving",
            "Do the conclusions follow from what is said?",
            "No conclusion, or no reason.",
            "Claims without reasons.",
            "A reason is given that does not carry the claim.",
            "Reasons carry most claims.",
            "Reasons carry the claims; assumptions are named.",
            "Step by step from named assumptions to the conclusion, checked against a case.",
        ),
        _criterion(
            "directness",
            "Directness",
            "confidence",
            "Does the answer commit itself, in its words?",
            "No answer.",
            "Hedges nearly every claim.",
            "Hedges most claims.",
            "Some hedges where none is needed.",
            "Direct, with a needless hedge.",
            "Direct; hedges only what is uncertain.",
        ),
    )
}

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
    text = repr([(c.id, c.category, c.asks, c.levels) for c in CRITERIA.values()]) + repr(KIND_CRITERIA)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def criteria_for(question: Question) -> tuple[str, ...]:
    """Ids of what an answer to a question is judged on: its own list, else its kind's."""
    return question.criteria or KIND_CRITERIA[question.kind]


def clamp(level: float) -> float:
    """A level forced into 0-5."""
    return min(max(level, 0.0), float(HIGHEST_LEVEL))


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
