"""The cases of a suite: what each target is given, and what is expected of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from interview_cli.interview.kinds import (
    LONGEST_MINUTES,
    MOST_FOLLOW_UPS,
    MOST_QUESTIONS,
    SHORTEST_MINUTES,
    InterviewType,
)
from interview_cli.library.role import Document, Identifier, KeyPoint, Kind, LanguageTag, Seniority
from interview_cli.regress.checks import AnyCheck

_CaseName = Annotated[str, Field(pattern=r"^[^\s/][^/\n]{0,99}$")]
# YAML and JSON read the id 7 as a number.
CaseId = Annotated[
    _CaseName,
    BeforeValidator(
        lambda given: str(given) if type(given) is int else given, json_schema_input_type=_CaseName | int
    ),
]
Quality = Literal["weak", "medium", "strong"]
# What may be done to an answer: words put around it, evidence, or a frame of one's own.
Change = Literal[
    "irrelevant",
    "praise",
    "repetition",
    "padding",
    "politeness",
    "injection",
    "evidence_added",
    "evidence_withdrawn",
]
LongText = Annotated[str, Field(max_length=100_000)]
PersonaId = Annotated[str, Field(min_length=1, max_length=200)]
PointOrFact = Annotated[
    KeyPoint,
    BeforeValidator(
        lambda given: {"fact": given} if isinstance(given, str) else given,
        json_schema_input_type=KeyPoint | str,
    ),
]


class Case(Document):
    """What all cases have.

    `guard` cases must pass in every repeat, whatever the rest does. `expect` holds what a check is to find,
    by its name; `checks` are held against this case beside those of the suite. `group` puts cases together
    that are compared, `quality` says how good each of them is.
    """

    id: CaseId
    guard: bool = False
    group: str = ""
    quality: Quality | None = None
    expect: dict[str, Any] = Field(default_factory=dict)
    checks: tuple[AnyCheck, ...] = ()


class PromptCase(Case):
    """The variables of a prompt. `synthetic` is the reply that stands for a model's where none is asked.

    `language` is that of the interview (BCP 47); in another than English the model is told so as in one.
    """

    variables: dict[str, Any] = Field(default_factory=dict)
    language: LanguageTag = "en"
    synthetic: Any = None


class InlineQuestion(Document):
    """A question that no role has: its text, and the points or the sample answer a good answer is held
    against.
    """

    text: Annotated[str, Field(min_length=10, max_length=2000)]
    kind: Kind = "technical"
    key_points: tuple[PointOrFact, ...] = ()
    sample_answer: LongText = ""
    criteria: tuple[Identifier, ...] = ()

    @model_validator(mode="after")
    def _something_to_hold_against(self) -> InlineQuestion:
        if not self.key_points and not self.sample_answer.strip():
            raise ValueError("needs key_points or a sample_answer")
        return self


class JudgeCase(Case):
    """An answer to judge. `question` is the id of a bundled or own question, or one written out.

    Instead of an `answer`, `of` names another case and `change` what is done to its answer, with `text` where
    evidence is added or withdrawn. `human` is the level (0-5) that people gave.
    """

    question: Identifier | InlineQuestion | None = None
    answer: LongText | None = None
    of: CaseId | None = None
    change: Change | None = None
    text: LongText = ""
    human: Annotated[float, Field(ge=0, le=5)] | None = None

    @model_validator(mode="after")
    def _one_answer(self) -> JudgeCase:
        if (self.of is None) != (self.change is None):
            raise ValueError("of and change go together")
        if self.of is None and (self.answer is None or self.question is None):
            raise ValueError("needs a question and an answer, or of and change")
        if self.of is not None and (self.answer is not None or self.question is not None):
            raise ValueError("has an answer of its own and is made from another: take one of them")
        if (self.change in ("evidence_added", "evidence_withdrawn")) != bool(self.text):
            raise ValueError("text is for evidence that is added or withdrawn, and needed there")
        return self


class NextStepCase(Case):
    """An answer after which the interviewer decides what comes next.

    `asked` are ids of main questions that were asked before, `follow_ups` how many this one has had already,
    `resume` the text of a resume.
    """

    role: Identifier
    question: Identifier
    answer: LongText
    level: Seniority = "mid"
    type: InterviewType = "mixed"
    asked: tuple[Identifier, ...] = ()
    follow_ups: Annotated[int, Field(ge=0, le=MOST_FOLLOW_UPS)] = 0
    max_follow_ups: Annotated[int, Field(ge=0, le=MOST_FOLLOW_UPS)] = 1
    minutes: Annotated[int, Field(ge=SHORTEST_MINUTES, le=LONGEST_MINUTES)] = 30
    minutes_spent: Annotated[float, Field(ge=0)] = 0.0
    resume: LongText = ""
    seed: Annotated[int, Field(ge=0, le=2**63 - 1)] = 0


class ResumeCase(Case):
    """A resume to read: its `text`, or a `file` beside the suite.

    `synthetic` is the reply that stands for a model's where none is asked.
    """

    text: LongText = ""
    file: str = ""
    synthetic: Any = None

    @model_validator(mode="after")
    def _one_resume(self) -> ResumeCase:
        if bool(self.text.strip()) == bool(self.file):
            raise ValueError("needs a text or a file")
        return self


class InterviewCase(Case):
    """A whole interview with a simulated candidate.

    `persona` is the id of a bundled one, or a file beside the suite.
    """

    role: Identifier
    persona: PersonaId
    type: InterviewType = "mixed"
    level: Seniority = "mid"
    minutes: Annotated[int, Field(ge=SHORTEST_MINUTES, le=LONGEST_MINUTES)] = 30
    questions: Annotated[int, Field(ge=1, le=MOST_QUESTIONS)] | None = None
    max_follow_ups: Annotated[int, Field(ge=0, le=MOST_FOLLOW_UPS)] = 1
    company: str = ""
    seed: Annotated[int, Field(ge=0, le=2**63 - 1)] = 0
