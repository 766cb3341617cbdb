"""Scoring answers without an interview: rows of question, reference and answer in, scores out."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from statistics import fmean
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from interview_cli.coach import gates
from interview_cli.coach.aims import CASE
from interview_cli.coach.evaluation import Analysis, Evaluation, Gate, Record
from interview_cli.coach.grading import Grade, grade_heard
from interview_cli.coach.heard import hear
from interview_cli.coach.offline import SOURCE, analyse, judge_offline
from interview_cli.coach.points import Match, targets, weigh
from interview_cli.coach.reading import tells_story
from interview_cli.coach.reference import Part, key_points_of, part_of, reference_of
from interview_cli.coach.rubric import HIGHEST_LEVEL, KIND_CRITERIA
from interview_cli.coach.words import words
from interview_cli.library.role import SENIORITIES, KeyPoint, Kind, Question

LONGEST_TEXT = 20_000
MOST_POINTS = 40
# Where the reference itself is no longer than this, a few words can be the whole answer.
SHORT_REFERENCE_WORDS = 15
_DECIMALS = 3


def _point(value: Any) -> Any:
    """A key point may be a plain text."""
    return {"fact": value} if isinstance(value, str) else value


Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
Point = Annotated[KeyPoint, BeforeValidator(_point)]


class Row(BaseModel):
    """One answer to score. Either a reference answer or key points must say what a good answer holds.

    `key_points` are texts, or objects with `fact` and `synonyms`; without any they are derived from the
    reference. Scores are shares, so `max_score` is only checked. Other fields are left alone.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, str_strip_whitespace=True, allow_inf_nan=False)

    question: Text = ""
    reference_answer: Text = ""
    answer: Text | None
    key_points: Annotated[tuple[Point, ...], Field(max_length=MOST_POINTS)] = ()
    kind: Kind = "technical"
    max_score: Annotated[float, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def _something_to_hold_against(self) -> Row:
        if not words(self.reference_answer) and not self.key_points:
            raise ValueError("needs reference_answer or key_points")
        return self

    @property
    def said(self) -> str:
        """The answer; empty when there is none."""
        return self.answer or ""

    @property
    def reference(self) -> str:
        """What a good answer says: the reference answer, else the key points in a row."""
        return self.reference_answer or "\n".join(point.fact for point in self.key_points)


class RowScore(Record):
    """What a row's answer is worth: `score` 0-1 and `level` 0-5, None when it could not be judged.

    `found` and `missing` are key points; `gates` names the plain checks that settled the score; `why` says
    what kept an answer from being judged.
    """

    score: Annotated[float, Field(ge=0, le=1)] | None
    level: Annotated[float, Field(ge=0, le=HIGHEST_LEVEL)] | None
    found: list[str] = Field(default_factory=list)
    missing: list[str] = Field(default_factory=list)
    gates: list[str] = Field(default_factory=list)
    source: str
    why: str = ""


def score_offline(row: Row, at: datetime) -> RowScore:
    """A row's score by rules alone.

    A technical answer is graded by how much of the reference it says; where key points are given, they
    count half. A story is judged as in an interview, since no two good ones use the same words.
    """
    question = question_of(row)
    if tells_story(question):
        analysis = look_at(question, row)
        return score_of(judge_offline(question, row.said, analysis, at))
    graded = _graded(row)
    matches = _matches(question, row.said) if row.key_points else []
    made = [match.found for match in matches] if row.key_points else graded.made
    gate = _gate(row, point_made=any(made))
    if gate is not None:
        level = gates.LEVELS[gate.name]
        score, made = _share(level), [False for _ in made]
    else:
        score = graded.share
        if row.key_points:
            score = (score + fmean(match.strength for match in matches)) / 2
        level = round(score * HIGHEST_LEVEL, 2)
    facts = [point.fact for point in question.key_points]
    return RowScore(
        score=round(score, _DECIMALS),
        level=level,
        found=[fact for fact, found in zip(facts, made, strict=True) if found],
        missing=[fact for fact, found in zip(facts, made, strict=True) if not found],
        gates=[gate.name] if gate else [],
        source=SOURCE,
    )


def score_of(evaluation: Evaluation) -> RowScore:
    """A row's score from a full judgement of its answer."""
    level = evaluation.level
    return RowScore(
        score=None if level is None else _share(level),
        level=level,
        found=[point.fact for point in evaluation.points if point.found],
        missing=[point.fact for point in evaluation.points if not point.found],
        gates=[evaluation.gate.name] if evaluation.gate else [],
        source=evaluation.source,
        why=evaluation.why_unscored,
    )


def look_at(question: Question, row: Row) -> Analysis:
    """What code sees in a row's answer before it is judged; few words may do where the reference has few."""
    analysis = analyse(question, row.said)
    made = any(match.found for match in _matches(question, row.said))
    if analysis.gate is None or _gate(row, point_made=made) is not None:
        return analysis
    return analysis.model_copy(update={"gate": None})


@lru_cache(maxsize=256)
def _points_of(question: str, reference: str, kind: Kind) -> tuple[KeyPoint, ...]:
    """The points of a reference; another person's story holds none that this one must make."""
    if "star" in KIND_CRITERIA[kind]:
        return CASE.points
    texts = key_points_of(question, reference)
    return tuple(KeyPoint.model_construct(fact=text, synonyms=()) for text in texts)


def question_of(row: Row) -> Question:
    """The question of a row, as the judges take it.

    The bounds of a role file are meant for questions to be asked aloud, so they don't hold here.
    """
    return Question.model_construct(
        id="row",
        text=row.question,
        kind=row.kind,
        seniority=SENIORITIES,
        seconds=120,
        tags=(),
        criteria=(),
        key_points=row.key_points or _points_of(row.question, row.reference, row.kind),
        sample_answer=row.reference,
        follow_ups=(),
        about="",
    )


def _matches(question: Question, answer: str) -> list[Match]:
    return weigh(targets(question.key_points, question.text), hear(answer))


def _graded(row: Row) -> Grade:
    """The grade of a row's answer by its reference, with the derived points that it makes."""
    return grade_heard(
        reference_of(row.question, row.reference),
        hear(row.said),
        () if row.key_points else _parts_of(row.question, row.reference),
    )


@lru_cache(maxsize=256)
def _parts_of(question: str, text: str) -> tuple[Part, ...]:
    reference = reference_of(question, text)
    return tuple(part_of(reference, point) for point in key_points_of(question, text))


def _gate(row: Row, *, point_made: bool) -> Gate | None:
    """The gate that holds an answer back: a few words that are all there is to say pass."""
    gate = gates.check(row.question, row.said)
    if gate is None or gate.name != "too_short":
        return gate
    short_reference = len(words(row.reference)) <= SHORT_REFERENCE_WORDS
    return None if short_reference or point_made else gate


def _share(level: float) -> float:
    return round(level / HIGHEST_LEVEL, _DECIMALS)
