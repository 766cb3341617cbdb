"""Judging with a model: gates first, one criterion per call, evidence checked, levels merged by code.

An answer takes one call for each criterion, one for its expected points and, where a story is asked
for, one for that: 4 to 7 calls for the bundled questions, times the number of samples.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel

from interview_cli.coach import rubric
from interview_cli.coach.advice import improvements_of, next_level_of, strengths_of
from interview_cli.coach.criterion import Level, RubricCriterion
from interview_cli.coach.evaluation import Analysis, CriterionScore, Evaluation, PointResult, StarResult
from interview_cli.coach.languages import is_english
from interview_cli.coach.offline import code_scores, gated
from interview_cli.coach.reading import tells_story
from interview_cli.coach.replies import CriterionReply, PointsReply, StoryReply
from interview_cli.coach.samples import BY_POINTS, checked_points, completeness, majority, merged
from interview_cli.coach.told import middle, told
from interview_cli.library.prompt import Prompt, Rendered
from interview_cli.library.role import Category, Criterion, Kind, Question
from interview_cli.llm.port import ModelError, ModelPort
from interview_cli.llm.request import request_of
from interview_cli.llm.structured import Structured, ask

# At temperature 0 a provider repeats itself, and a spread of nothing would pass for agreement. All samples
# are then drawn alike at the temperature of self-consistency (Wang et al., arXiv 2203.11171).
SAMPLING_TEMPERATURE = 0.7
# As many calls of one judge run at once: a whole answer's, and not all of a review's, which would be refused.
CALLS_AT_ONCE = 9
# For a role's own criterion that brings no levels.
OWN_LEVELS = (
    "Nothing in the answer bears on it.",
    "A word touches it without any substance.",
    "A sign of it is there, too vague to rely on.",
    "It is shown concretely in one respect.",
    "It is shown in every respect but one.",
    "It is shown in every respect that is asked for.",
)
OWN_CATEGORY: Category = "technical"

Reply = TypeVar("Reply", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class JudgePrompts:
    """The prompts of judging: one criterion, the list of expected points, and a story."""

    criterion: Prompt
    points: Prompt
    story: Prompt

    @property
    def version(self) -> str:
        """All versions in one, for the record."""
        return f"{self.criterion.version}+{self.points.version}+{self.story.version}"


@dataclass(frozen=True, slots=True)
class Scale:
    """What an answer is judged on in one call; `question` is the one that the levels' examples answer."""

    name: str
    asks: str
    levels: Sequence[Level]
    question: str = ""

    @classmethod
    def of(cls, criterion: RubricCriterion, kind: Kind) -> Scale:
        """A criterion of the rubric as it is judged on for a kind of question."""
        return cls(criterion.name, criterion.asks, criterion.anchors(kind), criterion.kinds[kind].question)


@dataclass(slots=True)
class _Judged:
    """What came of all calls about one answer; `models` are those that replied."""

    points: list[PointResult] = field(default_factory=list)
    scores: dict[str, CriterionScore] = field(default_factory=dict)
    star: StarResult | None = None
    note: str = ""
    models: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class ModelJudge:
    """Judges answers with a model. `samples` is how often each criterion is judged (median counts)."""

    model: ModelPort
    prompts: JudgePrompts
    now: Callable[[], datetime]
    role_criteria: Mapping[str, Criterion]
    samples: int = 1
    _room: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(CALLS_AT_ONCE), init=False, repr=False, compare=False
    )

    @property
    def name(self) -> str:
        """The model's name."""
        return self.model.name

    async def judge(self, question: Question, answer: str, analysis: Analysis) -> Evaluation:
        """The judgement of one answer; `unscored` with the offline estimate when the model fails."""
        if analysis.gate is not None:
            return gated(question, answer, analysis, self.now())
        wanted = self._wanted(question)
        try:
            readable = analysis.estimate is not None
            judged = await self._ask_all(question, answer, wanted, readable=readable)
        except ModelError as error:
            return self._unscored(analysis, error)
        scores = [*(judged.scores[key] for key in wanted), *code_scores(question, answer, analysis)]
        improvements = improvements_of(scores)
        return Evaluation(
            at=self.now(),
            status="scored",
            source="+".join(sorted(judged.models)),
            rubric_version=rubric.rubric_version(),
            prompt_hash=self.prompts.version,
            level=rubric.answer_level(scores),
            criteria=scores,
            points=judged.points,
            star=judged.star or analysis.star,
            strengths=strengths_of(scores),
            improvements=improvements,
            next_level=next_level_of(scores),
            low_agreement=any(score.low_agreement for score in scores),
            note=judged.note,
        )

    def _wanted(self, question: Question) -> list[str]:
        """The question's criteria for a model; its kind's usual ones when it names none that exist."""
        known = {*rubric.CRITERIA, *self.role_criteria} - set(rubric.CODE_CRITERIA)
        named = [key for key in dict.fromkeys(rubric.criteria_for(question)) if key in known]
        return named or list(rubric.KIND_CRITERIA[question.kind])

    async def _ask_all(
        self, question: Question, answer: str, wanted: Sequence[str], *, readable: bool
    ) -> _Judged:
        """Points, levels and story, all asked for at once; `readable` says that rules can read the answer.

        Raises one call's error, a ModelError only if there is no other; the other calls are then called off.
        """
        judged = _Judged()
        parts: list[Coroutine[Any, Any, None]] = [self._points(question, answer, judged)]
        parts += [self._criterion(question, answer, key, judged) for key in wanted if key != BY_POINTS]
        if tells_story(question):
            parts.append(self._story(question, answer, judged, by_rules=readable))
        try:
            async with asyncio.TaskGroup() as group:
                for part in parts:
                    group.create_task(part)
        except ExceptionGroup as failures:
            _, others = failures.split(ModelError)
            raise (others or failures).exceptions[0] from None
        return judged

    async def _points(self, question: Question, answer: str, judged: _Judged) -> None:
        facts = [point.fact for point in question.key_points]
        prompt = self.prompts.points.render(
            question=question.text,
            about=question.about,
            points="\n".join(f"{number}. {fact}" for number, fact in enumerate(facts, 1)),
            answer=answer,
        )
        said = await self._sampled(prompt, PointsReply, judged)
        checks = [checked_points(facts, reply, answer) for reply in said]
        judged.points = majority(checks)
        judged.scores[BY_POINTS] = completeness(checks, in_english=is_english(question.language))

    async def _criterion(self, question: Question, answer: str, key: str, judged: _Judged) -> None:
        prompt = criterion_prompt(self.prompts.criterion, question, answer, self._scale(key, question.kind))
        said = await self._sampled(prompt, CriterionReply, judged)
        known = rubric.CRITERIA.get(key)
        judged.scores[key] = merged(key, known.category if known else OWN_CATEGORY, said, answer)

    async def _story(self, question: Question, answer: str, judged: _Judged, *, by_rules: bool) -> None:
        """The story as the model reads it; without any, a note that code read it, or nobody did."""
        instead = "found by plain rules" if by_rules else "not told apart"
        prompt = self.prompts.story.render(question=question.text, about=question.about, answer=answer)
        try:
            said = await self._sampled(prompt, StoryReply, judged)
        except ModelError as error:
            judged.note = f"The parts of the story were {instead}: {error.message}"
            return
        readings = [reading for reply in said if (reading := told(reply, answer)) is not None]
        if readings:
            judged.star = middle(readings)
        else:
            judged.note = f"The parts of the story were {instead}: the model quoted none of the answer."

    async def _sampled(self, prompt: Rendered, schema: type[Reply], judged: _Judged) -> list[Reply]:
        """The replies to independent calls, those that failed left out.

        Raises a call's ModelError when none came, and any other error at once.
        """
        request = request_of(prompt)
        if self.samples > 1 and request.temperature is not None:
            request = replace(request, temperature=max(request.temperature, SAMPLING_TEMPERATURE))

        async def one() -> Structured[Reply]:
            async with self._room:
                return await ask(self.model, request, schema)

        outcomes = await asyncio.gather(*(one() for _ in range(self.samples)), return_exceptions=True)
        failures = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
        came = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
        for failure in failures:
            if not came or not isinstance(failure, ModelError):
                raise failure
        judged.models.update(said.reply.model for said in came)
        return [said.value for said in came]

    def _scale(self, key: str, kind: Kind) -> Scale:
        known = rubric.CRITERIA.get(key)
        if known is not None:
            return Scale.of(known, kind)
        own = self.role_criteria[key]
        return Scale(own.name, own.description, [Level(sentence) for sentence in own.levels or OWN_LEVELS])

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


def criterion_prompt(prompt: Prompt, question: Question, answer: str, scale: Scale) -> Rendered:
    """The prompt `judge` for one criterion of one answer. Raises UsageError."""
    return prompt.render(
        question=question.text,
        about=question.about,
        kind=question.kind.replace("_", " "),
        reference=question.sample_answer,
        criterion=scale.name,
        asks=scale.asks,
        levels=scale.levels,
        example_question=scale.question,
        answer=answer,
    )
