"""A suite: a target, its cases, the checks its outcomes are held against, and what it may cost."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from interview_cli.library.prompt import Name
from interview_cli.library.role import Document, Identifier
from interview_cli.regress.case import Case, InterviewCase, JudgeCase, NextStepCase, PromptCase, ResumeCase
from interview_cli.regress.checks import AnyCheck
from interview_cli.regress.checks.base import TargetName

VERSION_LENGTH = 12
MOST_REPEATS = 20
_HINT = "The fields are in interview_cli/regress/suite.schema.json; see examples/regress/."


class Budgets(Document):
    """What a whole run may take: US dollars, tokens, and seconds of the 95th percentile of its calls.

    A run over a budget fails like one with a failed guard.
    """

    cost: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    tokens: Annotated[int, Field(gt=0)] | None = None
    seconds_p95: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None


class Ratings(Document):
    """Answers of the history that people rated, as cases with a human level; of one `role` if given."""

    history: Literal[True]
    role: str = ""
    most: Annotated[int, Field(ge=1, le=10_000)] = 500


class Suite(Document):
    """What all suites have.

    `models` are those that a run takes unless others are named, `offline` among them where the target has an
    offline coach; `repeats` is how often each case is run. `cases_from` names files of cases (JSON lines or
    CSV) beside the suite. `grader` is the model of `judged` checks; without it a model grades itself.
    """

    case_type: ClassVar[type[Case]] = Case

    schema_version: Literal[1] = 1
    id: Identifier
    name: Annotated[str, Field(min_length=3, max_length=120)]
    target: TargetName
    models: Annotated[tuple[str, ...], Field(min_length=1)]
    grader: str | None = None
    repeats: Annotated[int, Field(ge=1, le=MOST_REPEATS)] = 1
    cases: tuple[Case, ...] = ()
    cases_from: tuple[str | Ratings, ...] = ()
    checks: tuple[AnyCheck, ...] = ()
    budgets: Budgets = Budgets()


class PromptSuite(Suite):
    """Holds one prompt to its rules: the variables of each case go in, the reply comes out."""

    case_type = PromptCase

    target: Literal["prompt"]
    prompt: Name
    cases: tuple[PromptCase, ...] = ()


class JudgeSuite(Suite):
    """Holds the judge to what experts say of answers. `samples` is how often each criterion is judged."""

    case_type = JudgeCase

    target: Literal["judge"]
    samples: Annotated[int, Field(ge=1, le=9)] = 1
    cases: tuple[JudgeCase, ...] = ()


class NextStepSuite(Suite):
    """Holds the interviewer to what comes next after an answer."""

    case_type = NextStepCase

    target: Literal["next_step"]
    cases: tuple[NextStepCase, ...] = ()


class ResumeSuite(Suite):
    """Holds the reading of resumes to what stands in them."""

    case_type = ResumeCase

    target: Literal["resume"]
    cases: tuple[ResumeCase, ...] = ()


class InterviewSuite(Suite):
    """Holds whole interviews, with simulated candidates, to what a good one is.

    `candidate_model` plays the candidates; without it they answer offline, from the question's own points.
    """

    case_type = InterviewCase

    target: Literal["interview"]
    candidate_model: str | None = None
    cases: tuple[InterviewCase, ...] = ()


SUITES: dict[str, type[Suite]] = {
    "prompt": PromptSuite,
    "judge": JudgeSuite,
    "next_step": NextStepSuite,
    "resume": ResumeSuite,
    "interview": InterviewSuite,
}


def json_schema() -> dict[str, Any]:
    """The JSON Schema of suite files, as committed beside this module."""
    from pydantic import TypeAdapter

    every = PromptSuite | JudgeSuite | NextStepSuite | ResumeSuite | InterviewSuite
    adapter: TypeAdapter[Any] = TypeAdapter(Annotated[every, Field(discriminator="target")])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **adapter.json_schema()}
