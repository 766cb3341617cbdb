"""Judging with a model: gates first, one criterion per call, evidence checked, levels merged by code."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from interview_cli.coach import rubric
from interview_cli.coach.advice import improvements_of, next_level_of, say_point, strengths_of
from interview_cli.coach.evaluation import (
    Analysis,
    CriterionScore,
    Evaluation,
    PointResult,
)
from interview_cli.coach.evidence import surviving
from interview_cli.coach.offline import code_scores, gated
from interview_cli.library.prompt import Prompt
from interview_cli.library.role import Category, Criterion, Question
from interview_cli.llm.port import ModelError, ModelPort
from interview_cli.llm.request import request_of
from interview_cli.llm.structured import ask

# Judged from the expected points, which are checked one by one, rather than by a level sentence.
BY_POINTS = "completeness"
# A role's own criterion has a description only; these sentences make it a scale.
OWN_LEVELS = (
    "Nothing in the answer bears on it.",
    "Touched by a word, without substance.",
    "Some sign of it, vague or partly wrong.",
    "Shown in one respect, concretely.",
    "Shown clearly, with one gap.",
    "Shown clearly and fully, as the description says.",
)
OWN_CATEGORY: Category = "technical"
MOST_QUOTES = 3


class CriterionReply(BaseModel):
    """What a model says about one criterion: evidence, then reason, then level."""

    model_config = ConfigDict(extra="ignore")

    quotes: list[str] = Field(default_factory=list, max_length=10)
    reason: Annotated[str, Field(max_length=2000)] = ""
    level: Annotated[int, Field(ge=0, le=5)]
    next_level: Annotated[str, Field(max_length=1000)] = ""


class PointReply(BaseModel):
    """Whether an expected point was made, with the words that make it."""

    model_config = ConfigDict(extra="ignore")

    number: Annotated[int, Field(ge=1)]
    quote: str = ""
    made: bool


class PointsReply(BaseModel):
    """A model's check of all expected points."""

    model_config = ConfigDict(extra="ignore")

    points: list[PointReply]


@dataclass(frozen=True, slots=True)
class JudgePrompts:
    """The two prompts of judging: one criterion, and the list of expected points."""

    criterion: Prompt
    points: Prompt

    @property
    def version(self) -> str:
        """Both versions in one, for the record."""
        return f"{self.criterion.version}+{self.points.version}"


@dataclass(frozen=True, slots=True)
class ModelJudge:
    """Judges answers with a model. `samples` is how often each criterion is judged (median counts)."""

    model: ModelPort
    prompts: JudgePrompts
    now: Callable[[], datetime]
    role_criteria: Mapping[str, Criterion]
    samples: int = 1

    @property
    def name(self) -> str:
        """The model's name."""
        return self.model.name

    async def judge(self, question: Question, answer: str, analysis: Analysis) -> Evaluation:
        """The judgement of one answer; `unscored` with the offline estimate when the model fails."""
        if analysis.gate is not None:
            return gated(question, answer, analysis, self.now())
        try:
            points, scores, judges = await self._ask_all(question, answer)
        except ModelError as error:
            return self._unscored(analysis, error)
        by_code = code_scores(question, answer, analysis)
        return self._evaluation("+".join(sorted(judges)), analysis, points, [*scores, *by_code])

    async def _ask_all(
        self, question: Question, answer: str
    ) -> tuple[list[PointResult], list[CriterionScore], set[str]]:
        """Points, levels, and the models that gave them: all calls at once.

        Raises one call's error, a ModelError only if there is no other; the other calls are then called off.
        """
        wanted = self._wanted(question)
        judged = [criterion for criterion in wanted if criterion != BY_POINTS]
        try:
            async with asyncio.TaskGroup() as group:
                points_task = group.create_task(self._points(question, answer))
                tasks = [group.create_task(self._criterion(question, answer, key)) for key in judged]
        except ExceptionGroup as failures:
            _, others = failures.split(ModelError)
            raise (others or failures).exceptions[0] from None
        points, first = points_task.result()
        by_id = {task.result()[0].criterion: task.result()[0] for task in tasks}
        judges = {first}.union(*(task.result()[1] for task in tasks))
        if BY_POINTS in wanted:
            by_id[BY_POINTS] = completeness(points)
        return points, [by_id[key] for key in wanted], judges

    def _wanted(self, question: Question) -> list[str]:
        """The question's criteria for a model; its kind's usual ones when it names none that exist."""
        known = {*rubric.CRITERIA, *self.role_criteria} - set(rubric.CODE_CRITERIA)
        named = [key for key in dict.fromkeys(rubric.criteria_for(question)) if key in known]
        return named or list(rubric.KIND_CRITERIA[question.kind])

    async def _points(self, question: Question, answer: str) -> tuple[list[PointResult], str]:
        prompt = self.prompts.points.render(
            question=question.text,
            about=question.about,
            points=[point.fact for point in question.key_points],
            answer=answer,
        )
        said = await ask(self.model, request_of(prompt), PointsReply)
        facts = [point.fact for point in question.key_points]
        return checked_points(facts, said.value, answer), said.reply.model

    async def _criterion(self, question: Question, answer: str, key: str) -> tuple[CriterionScore, set[str]]:
        asks, levels, name, category = self._meaning(key)
        prompt = self.prompts.criterion.render(
            question=question.text,
            about=question.about,
            kind=question.kind.replace("_", " "),
            reference=question.sample_answer,
            criterion=name,
            asks=asks,
            levels=list(levels),
            answer=answer,
        )
        replies = await asyncio.gather(
            *(ask(self.model, request_of(prompt), CriterionReply) for _ in range(self.samples))
        )
        score = merged(key, category, [said.value for said in replies], answer)
        return score, {said.reply.model for said in replies}

    def _meaning(self, key: str) -> tuple[str, Sequence[str], str, Category]:
        known = rubric.CRITERIA.get(key)
        if known is not None:
            return known.asks, known.levels, known.name, known.category
        own = self.role_criteria[key]
        return own.description, OWN_LEVELS, own.name, OWN_CATEGORY

    def _evaluation(
        self, source: str, analysis: Analysis, points: list[PointResult], scores: list[CriterionScore]
    ) -> Evaluation:
        improvements = improvements_of(scores)
        return Evaluation(
            at=self.now(),
            status="scored",
            source=source,
            rubric_version=rubric.rubric_version(),
            prompt_hash=self.prompts.version,
            level=rubric.answer_level(scores),
            criteria=scores,
            points=points,
            star=analysis.star,
            strengths=strengths_of(scores),
            improvements=improvements,
            next_level=next_level_of(scores),
            low_agreement=any(score.spread >= rubric.LOW_AGREEMENT_SPREAD for score in scores),
        )

    def _unscored(self, analysis: Analysis, error: ModelError) -> Evaluation:
        return Evaluation(
            at=self.now(),
            status="unscored",
            source=self.name,
            rubric_version=rubric.rubric_version(),
            prompt_hash=self.prompts.version,
            why_unscored=error.message,
            estimate=analysis.estimate,
        )


def checked_points(facts: Sequence[str], reply: PointsReply, answer: str) -> list[PointResult]:
    """The expected points as found in the answer: one counts only with a quote that stands there."""
    by_number = {point.number: point for point in reply.points}
    results = []
    for number, fact in enumerate(facts, 1):
        said = by_number.get(number)
        quotes = surviving([said.quote], answer) if said is not None and said.made else []
        results.append(PointResult(fact=fact, found=bool(quotes), evidence=quotes[0] if quotes else ""))
    return results


def completeness(points: Sequence[PointResult]) -> CriterionScore:
    """The level of completeness: the share of expected points made, on 0-5."""
    made = [point for point in points if point.found]
    level = rubric.clamp(round(rubric.HIGHEST_LEVEL * len(made) / len(points), 1)) if points else 0.0
    missing = [point.fact for point in points if not point.found]
    return CriterionScore(
        criterion=BY_POINTS,
        category=rubric.CRITERIA[BY_POINTS].category,
        quotes=[point.evidence for point in made],
        reason=f"You made {len(made)} of {len(points)} expected points.",
        level=level,
        advice=say_point(missing, made=len(made)),
    )


def merged(key: str, category: Category, replies: Sequence[CriterionReply], answer: str) -> CriterionScore:
    """Several samples of one criterion as one score: the median level, capped when nothing supports it."""
    level, spread = rubric.merge_samples([reply.level for reply in replies])
    nearest = min(replies, key=lambda reply: abs(reply.level - level))
    claimed = [quote for reply in replies for quote in reply.quotes if quote.strip()]
    quotes = surviving(claimed, answer)
    dropped = len(claimed) - sum(1 for quote in claimed if surviving([quote], answer))
    capped = not quotes and level > rubric.UNSUPPORTED_CAP
    return CriterionScore(
        criterion=key,
        category=category,
        quotes=quotes[:MOST_QUOTES],
        reason=nearest.reason.strip(),
        level=rubric.clamp(rubric.UNSUPPORTED_CAP if capped else level),
        advice=nearest.next_level.strip(),
        capped=capped,
        dropped_quotes=dropped,
        samples=len(replies),
        spread=spread,
    )
