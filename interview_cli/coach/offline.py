"""The offline coach: looks at an answer at once and judges it by key points and plain rules, without a model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from interview_cli.coach import gates, markers, rubric
from interview_cli.coach.advice import improvements_of, strengths_of
from interview_cli.coach.evaluation import Analysis, CriterionScore, Evaluation, Gate, PointResult
from interview_cli.coach.marking import mark
from interview_cli.coach.reading import Reading, read
from interview_cli.coach.star import as_result
from interview_cli.coach.words import words
from interview_cli.library.role import Question

SOURCE = "offline"


def analyse(question: Question, answer: str, *, language: str = "en") -> Analysis:
    """What code alone sees in an answer: gate, points, story, signs of evidence, and the level it estimates."""
    gate = gates.check(question.text, answer, language=language)
    reading = read(question, answer)
    said = reading.words
    return Analysis(
        words=len(words(answer)),
        gate=gate,
        points=_points(reading),
        star=as_result(reading.story) if reading.story else None,
        example=markers.EXAMPLES.count(said) > 0,
        numbers=markers.numbers(said) > 0,
        hedges=markers.hedges(said),
        estimate=_level(_scores(question, reading, gate)),
    )


def judge_offline(question: Question, answer: str, analysis: Analysis, at: datetime) -> Evaluation:
    """The judgement of an answer by rules alone."""
    if analysis.gate is not None:
        return gated(question, answer, analysis, at)
    scores = mark(question, read(question, answer))
    level = _level(scores)
    improvements = improvements_of(scores)
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
        improvements=improvements,
        next_level=_next_level(level, improvements),
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
        next_level="Give an answer in your own words, even a partial one: what you know, and what you would try.",
    )


def code_scores(question: Question, answer: str, analysis: Analysis) -> list[CriterionScore]:
    """The criteria that code reads from the words, whoever judges the rest."""
    return [
        score for score in mark(question, read(question, answer)) if score.criterion in rubric.CODE_CRITERIA
    ]


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


def _points(reading: Reading) -> list[PointResult]:
    sentences = reading.heard.sentences
    return [
        PointResult(
            fact=match.fact,
            found=match.found,
            evidence=sentences[match.sentence].text if match.found and match.sentence is not None else "",
        )
        for match in reading.matches
    ]


def _scores(question: Question, reading: Reading, gate: Gate | None) -> list[CriterionScore]:
    return mark(question, reading) if gate is None else _gate_scores(question, gate)


def _gate_scores(question: Question, gate: Gate) -> list[CriterionScore]:
    known = [key for key in (*rubric.criteria_for(question), *rubric.CODE_CRITERIA) if key in rubric.CRITERIA]
    return [
        CriterionScore(
            criterion=key,
            category=rubric.CRITERIA[key].category,
            reason=gate.reason,
            level=gates.LEVELS[gate.name],
        )
        for key in dict.fromkeys(known)
    ]


def _level(scores: list[CriterionScore]) -> float:
    return rubric.answer_level(scores) or 0.0


def _next_level(level: float, improvements: list[str]) -> str:
    target = int(level) + 1
    if target > rubric.HIGHEST_LEVEL or not improvements:
        return "Keep this answer; next time say it in fewer words."
    return f"To reach level {target}: {improvements[0][0].lower()}{improvements[0][1:]}"
