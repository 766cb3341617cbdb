"""The offline coach: looks at an answer at once and judges it by key points and plain rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from interview_cli.coach import gates, markers, rubric
from interview_cli.coach.advice import improvements_of, strengths_of
from interview_cli.coach.aims import is_probe
from interview_cli.coach.evaluation import Analysis, CriterionScore, Evaluation, Gate
from interview_cli.coach.languages import is_english
from interview_cli.coach.marking import mark, mark_by_code
from interview_cli.coach.points import results_of
from interview_cli.coach.reading import read
from interview_cli.coach.story import as_result
from interview_cli.coach.tag import tag_of
from interview_cli.coach.words import words
from interview_cli.library.role import Question

SOURCE = "offline"
# From this level on there is nothing of weight to add on a criterion.
_NEARLY_FULL = 4.7


def analyse(question: Question, answer: str, *, language: str = "en") -> Analysis:
    """What code alone sees in an answer: gate, points, story, signs of evidence, and an estimated level.

    Of an answer that is expected in another language than English it sees no more than the gate.
    """
    gate = gates.check(question.text, answer, about=question.about, language=language)
    if gate is None and not is_english(language):
        return Analysis(words=len(words(answer)), estimate=None)
    reading = read(question, answer)
    said = reading.words
    points = results_of(reading.matches, reading.heard)
    seen = Analysis(
        words=len(words(answer)),
        gate=gate,
        points=[point for point in points if point.found or not is_probe(question)],
        star=as_result(reading.story, reading.heard) if reading.story and not reading.story.part else None,
        example=markers.EXAMPLES.count(said) > 0,
        numbers=markers.numbers(said) > 0,
        hedges=markers.hedges(said),
        estimate=_level(_marks(question, answer) if gate is None else _gate_scores(question, gate)),
    )
    return seen.model_copy(update={"tag": tag_of(seen)})


def judge_offline(question: Question, answer: str, analysis: Analysis, at: datetime) -> Evaluation:
    """The judgement of an answer by rules alone."""
    if analysis.gate is not None:
        return gated(question, answer, analysis, at)
    scores = [score.model_copy() for score in _marks(question, answer)]
    level = _level(scores)
    return Evaluation(
        at=at,
        status="scored",
        source=SOURCE,
        rubric_version=rubric.rubric_version(),
        level=level,
        criteria=scores,
        points=analysis.points,
        star=analysis.star,
        strengths=strengths_of(scores),
        improvements=improvements_of(scores),
        next_level=_next_level(level, scores),
    )


def gated(question: Question, answer: str, analysis: Analysis, at: datetime) -> Evaluation:
    """The fixed judgement of an answer that a gate held back; `analysis.gate` must be set."""
    gate = analysis.gate
    if gate is None:
        raise ValueError("an answer without a gate is judged, not gated")
    scores = _gate_scores(question, gate)
    return Evaluation(
        at=at,
        status="gated",
        source=SOURCE,
        rubric_version=rubric.rubric_version(),
        level=_level(scores),
        criteria=scores,
        points=analysis.points,
        star=analysis.star,
        gate=gate,
        improvements=[gate.reason],
        next_level="Answer in your own words, even in part: what you know, and what you would try.",
    )


def code_scores(question: Question, answer: str, analysis: Analysis) -> list[CriterionScore]:
    """The criteria that code reads from the words, whoever judges the rest; none where it can't read them."""
    readable = analysis.gate is None and analysis.estimate is not None
    return mark_by_code(question, read(question, answer)) if readable else []


@dataclass(frozen=True, slots=True)
class OfflineJudge:
    """Judges every answer by rules, at once. `now` is the clock."""

    now: Callable[[], datetime]

    @property
    def name(self) -> str:
        """Always `offline`."""
        return SOURCE

    async def judge(self, question: Question, answer: str, analysis: Analysis) -> Evaluation:
        """The judgement; it never fails and never waits."""
        return judge_offline(question, answer, analysis, self.now())


@lru_cache(maxsize=16)
def _marks(question: Question, answer: str) -> tuple[CriterionScore, ...]:
    """The marks of an answer; kept a while, as an answer is analysed first and judged a moment later."""
    return tuple(mark(question, read(question, answer)))


def _gate_scores(question: Question, gate: Gate) -> list[CriterionScore]:
    """The gate's level on every criterion, so that the answer counts in each category it was asked for."""
    asked = [key for key in rubric.criteria_for(question) if key in rubric.CRITERIA]
    known = [*(asked or rubric.KIND_CRITERIA[question.kind]), *rubric.CODE_CRITERIA]
    return [
        CriterionScore(
            criterion=key,
            category=rubric.CRITERIA[key].category,
            reason=gate.reason,
            level=gates.LEVELS[gate.name],
        )
        for key in dict.fromkeys(known)
    ]


def _level(scores: Sequence[CriterionScore]) -> float:
    return rubric.answer_level(scores) or 0.0


def _next_level(level: float, scores: Sequence[CriterionScore]) -> str:
    """What to add first to come one level up: the advice on the lowest criterion, how it is put apart."""
    content = [score for score in scores if score.advice and score.criterion not in rubric.CODE_CRITERIA]
    target = min(int(level) + 1, rubric.HIGHEST_LEVEL)
    lowest = min(content, key=lambda score: score.level, default=None)
    if lowest is None or lowest.level >= _NEARLY_FULL:
        return "Keep this answer; next time try to say it in fewer words."
    first = f"{lowest.advice[0].lower()}{lowest.advice[1:]}"
    return f"To reach {target * rubric.POINTS_PER_LEVEL} of 100: {first}"
