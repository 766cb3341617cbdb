"""Roles and their questions: the content an interview is made of."""

from __future__ import annotations

import re
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from interview_cli.scripts import length

Kind = Literal[
    "technical",
    "behavioral",
    "situational",
    "communication",
    "system_design",
    "coding",
    "greeting",
]
Seniority = Literal["entry", "mid", "senior"]
Category = Literal["technical", "communication", "behavioral", "problem_solving", "confidence"]

SENIORITIES: tuple[Seniority, ...] = get_args(Seniority)
CATEGORIES: tuple[Category, ...] = get_args(Category)

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
LANGUAGE_TAG = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
LONGEST_TAG = 35
Sentence = Annotated[str, Field(min_length=1, max_length=600)]
LONGEST_TOLD = 6000
# What an answer must be like for each level of a scale, from 0 to 5.
Levels = Annotated[tuple[Sentence, ...], Field(min_length=6, max_length=6)]


def _is_tag(text: str) -> str:
    if not re.fullmatch(LANGUAGE_TAG, text):
        raise ValueError("must be a language tag such as de or pt-BR")
    return text


LanguageTag = Annotated[
    str, Field(max_length=LONGEST_TAG, json_schema_extra={"pattern": LANGUAGE_TAG}), AfterValidator(_is_tag)
]


def _at_least(characters: int) -> AfterValidator:
    """Text of some length; a letter of a script without spaces between words counts twice."""

    def check(text: str) -> str:
        if length(text) < characters:
            raise PydanticCustomError("string_too_short", "too short", {"min_length": characters})
        return text

    return AfterValidator(check)


# A follow-up becomes a question of its own, and so must be as long as one.
Probe = Annotated[str, Field(max_length=600), _at_least(10)]


class Document(BaseModel):
    """Base of all library documents: unknown fields are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, defer_build=True)


class KeyPoint(Document):
    """A short fact that a good answer states; each synonym is another way to state it.

    `probe` asks for the point without telling it, for the case that an answer leaves it out.
    """

    fact: Sentence
    synonyms: tuple[Annotated[str, Field(min_length=2, max_length=120)], ...] = ()
    probe: Probe | None = None


class Criterion(Document):
    """Something a role is judged on besides the common rubric.

    `levels` are six sentences that say what levels 0 to 5 take; without them six common ones are used.
    """

    id: Identifier
    name: Annotated[str, Field(min_length=1, max_length=80)]
    description: Sentence
    levels: Levels | None = None

    @model_validator(mode="after")
    def _levels_differ(self) -> Criterion:
        if self.levels and len({sentence.casefold() for sentence in self.levels}) < len(self.levels):
            raise ValueError(f"two levels of {self.id} say the same")
        return self


class Question(Document):
    """One question with all that is needed to ask it and to judge its answer.

    `seconds` is the time a good answer takes; `seniority` names the candidates it
    suits; `criteria` are ids of rubric or role criteria, empty for the kind's usual ones.
    `about` is the main question's text where this one follows up on it, `told` what was answered so far where
    it asks for more of a life, `written_by` who wrote it for one candidate: a model's name, or `offline`
    where code filled it in. No file sets these three.
    `language` is the BCP 47 tag of the language it is written in.
    """

    id: Identifier
    text: Annotated[str, Field(max_length=2000), _at_least(10)]
    kind: Kind
    seniority: Annotated[tuple[Seniority, ...], Field(min_length=1)] = SENIORITIES
    seconds: Annotated[int, Field(ge=15, le=3600)] = 120
    tags: tuple[Identifier, ...] = ()
    criteria: tuple[Identifier, ...] = ()
    key_points: Annotated[tuple[KeyPoint, ...], Field(min_length=1, max_length=10)]
    sample_answer: Annotated[str, Field(max_length=6000), _at_least(20)]
    follow_ups: tuple[Probe, ...] = ()
    about: Annotated[str, Field(max_length=2000)] = ""
    told: Annotated[str, Field(max_length=LONGEST_TOLD)] = ""
    written_by: Annotated[str, Field(max_length=200)] = ""
    language: LanguageTag = "en"

    @property
    def said(self) -> str:
        """All that was asked so far: the main question too, where this one follows up on it."""
        return f"{self.about}\n{self.text}" if self.about else self.text


def repeated(ids: list[str]) -> list[str]:
    """The ids that stand there more than once, sorted."""
    return sorted({value for value in ids if ids.count(value) > 1})


class QuestionBank(Document):
    """Questions shared by all roles (`roles/shared/*.yaml`)."""

    schema_version: Literal[1] = 1
    id: Identifier
    name: Annotated[str, Field(min_length=1, max_length=80)]
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> QuestionBank:
        if twice := repeated([question.id for question in self.questions]):
            raise ValueError(f"question ids used twice: {', '.join(twice)}")
        if set_here := [question.id for question in self.questions if question.about]:
            raise ValueError(f"about is for follow-ups in an interview, not for a file: {set_here[0]}")
        if set_here := [question.id for question in self.questions if question.told]:
            raise ValueError(f"told is for follow-ups in an interview, not for a file: {set_here[0]}")
        if set_here := [question.id for question in self.questions if question.written_by]:
            raise ValueError(f"written_by is for questions of an interview, not for a file: {set_here[0]}")
        return self


class Role(QuestionBank):
    """A job to interview for, with its own questions.

    `weights` say how much each category counts in the overall score; they need not
    sum to one. `focus` lists the tags a person may choose to concentrate on.
    """

    summary: Sentence
    focus: tuple[Identifier, ...] = ()
    weights: dict[Category, Annotated[float, Field(ge=0, le=100)]] = Field(default_factory=dict)
    criteria: tuple[Criterion, ...] = ()

    @model_validator(mode="after")
    def _weights_count_something(self) -> Role:
        if self.weights and not any(self.weights.values()):
            raise ValueError("weights are all zero: at least one category must count")
        if twice := repeated([criterion.id for criterion in self.criteria]):
            raise ValueError(f"criterion ids used twice: {', '.join(twice)}")
        return self
