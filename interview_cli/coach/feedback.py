"""The end of an interview: numbers over all answers, and plain words for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from interview_cli.coach import rubric
from interview_cli.coach.evaluation import CategoryScore, Evaluation, Feedback
from interview_cli.library.role import Category, Question

MOST = 3
STRONG_LEVEL = 3.5
OFFLINE = "offline"
ESTIMATE = (
    "These scores are the offline coach's estimate, made by key points and plain rules; a person or a model "
    "may see more in an answer."
)
_BANDS_SAID = {
    "excellent": "excellent",
    "good": "good",
    "fair": "fair",
    "developing": "on the way, with gaps that matter",
    "needs work": "not there yet",
}
_PRACTICE: dict[Category, str] = {
    "technical": "Answer {label} again aloud, making these points: {points}",
    "communication": "Say {label} again in two minutes: the point first, then three steps, then the end.",
    "behavioral": "Write {label} down in four lines: situation, task, action, result with a number.",
    "problem_solving": "For {label}, name two ways, and what each costs, before you choose one.",
    "confidence": "Say {label} again without maybe, probably and kind of.",
}


@dataclass(frozen=True, slots=True)
class JudgedAnswer:
    """One turn as it is reviewed: its label and question, whether it was answered, and its judgement."""

    label: str
    question: Question
    evaluation: Evaluation | None
    answered: bool
    follow_up: bool

    @property
    def level(self) -> float | None:
        """The level (0-5), None when there is none."""
        return self.evaluation.level if self.evaluation is not None else None


@dataclass(frozen=True, slots=True)
class Numbers:
    """What code alone says about an interview; scores on 0-100, `coverage` on 0-1."""

    overall: float | None
    band: str
    categories: list[CategoryScore]
    coverage: float
    unscored: int


def numbers_of(answers: Sequence[JudgedAnswer], weights: Mapping[Category, float]) -> Numbers:
    """The scores over the main questions.

    Follow-ups are judged apart and left out of the totals: they are asked where something was
    missing, so counting them would punish whoever was asked more. What was not answered or not
    judged counts for nothing, and is reported as coverage and `unscored`.
    """
    main = [answer for answer in answers if not answer.follow_up]
    scored = [answer.evaluation for answer in main if answer.evaluation and answer.level is not None]
    categories = rubric.category_scores([evaluation.criteria for evaluation in scored])
    overall = rubric.overall(categories, weights)
    return Numbers(
        overall=overall,
        band=rubric.band(overall) if overall is not None else "",
        categories=categories,
        coverage=sum(answer.answered for answer in main) / len(main) if main else 0.0,
        unscored=sum(answer.answered and answer.level is None for answer in answers),
    )


def summarise(answers: Sequence[JudgedAnswer], weights: Mapping[Category, float]) -> Feedback:
    """The closing feedback in plain words, resting on the judgements alone."""
    numbers = numbers_of(answers, weights)
    judged = sorted((a for a in answers if a.level is not None), key=lambda a: a.level or 0.0, reverse=True)
    return Feedback(
        source=OFFLINE,
        overall=numbers.overall,
        band=numbers.band,
        categories=numbers.categories,
        summary=_summary(numbers, judged),
        strengths=_strengths(judged),
        improvements=_improvements(judged),
        next_steps=_next_steps(numbers, judged),
        coverage=numbers.coverage,
        unscored=numbers.unscored,
        note=ESTIMATE if any(a.evaluation and a.evaluation.source == OFFLINE for a in judged) else "",
    )


class OfflineReviewer:
    """Reviews an interview without a model."""

    async def review(self, answers: Sequence[JudgedAnswer], weights: Mapping[Category, float]) -> Feedback:
        """The closing feedback."""
        return summarise(answers, weights)


def _summary(numbers: Numbers, judged: Sequence[JudgedAnswer]) -> str:
    if numbers.overall is None or not judged:
        return "None of the answers was judged, so there is nothing to sum up yet."
    best, weakest = judged[0], judged[-1]
    sentences = [f"Over {_count(judged)}, the interview was {_BANDS_SAID[numbers.band]}."]
    if len(judged) > 1 and (best.level or 0) >= STRONG_LEVEL:
        sentences.append(f"The strongest was {best.label}.")
    if len(judged) > 1 and best.label != weakest.label:
        sentences.append(f"The weakest was {weakest.label}.")
    first = next((text for a in reversed(judged) if a.evaluation for text in a.evaluation.improvements), "")
    if first:
        sentences.append(f"First thing to fix: {_sentence(first)}")
    return " ".join(sentences)


def _count(judged: Sequence[JudgedAnswer]) -> str:
    return f"{len(judged)} judged answer{'s' if len(judged) != 1 else ''}"


def _strengths(judged: Sequence[JudgedAnswer]) -> list[str]:
    strong = [a for a in judged if (a.level or 0) >= STRONG_LEVEL and a.evaluation and a.evaluation.strengths]
    return [f"{a.label}: {a.evaluation.strengths[0]}" for a in strong[:MOST] if a.evaluation]


def _improvements(judged: Sequence[JudgedAnswer]) -> list[str]:
    weak = [a for a in reversed(judged) if a.evaluation and a.evaluation.improvements]
    texts = {a.evaluation.improvements[0]: a.label for a in reversed(weak) if a.evaluation}
    ordered = sorted(texts.items(), key=lambda pair: [a.label for a in weak].index(pair[1]))
    return [f"{label}: {text}" for text, label in ordered[:MOST]]


def _next_steps(numbers: Numbers, judged: Sequence[JudgedAnswer]) -> list[str]:
    """Something to practise for each of the weakest categories, with the answer that needs it most."""
    steps = []
    for category in sorted(numbers.categories, key=lambda score: score.score)[:MOST]:
        weakest = _weakest_in(category.category, judged)
        if weakest is None or category.score >= STRONG_LEVEL * rubric.POINTS_PER_LEVEL:
            continue
        points = weakest.evaluation.points if weakest.evaluation else []
        missing = "; ".join(point.fact.rstrip(".") for point in points if not point.found)
        if category.category == "technical" and not missing:
            continue
        steps.append(_PRACTICE[category.category].format(label=weakest.label, points=_sentence(missing)))
    return steps


def _weakest_in(category: Category, judged: Sequence[JudgedAnswer]) -> JudgedAnswer | None:
    levels = [
        (rubric.category_levels(a.evaluation.criteria)[category], place)
        for place, a in enumerate(judged)
        if a.evaluation and category in rubric.category_levels(a.evaluation.criteria)
    ]
    return judged[min(levels)[1]] if levels else None


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
