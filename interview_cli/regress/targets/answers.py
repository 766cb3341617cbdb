"""The answers of a judge's cases, those that are made from another case's among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from interview_cli.errors import UsageError
from interview_cli.library.role import SENIORITIES, KeyPoint, Question
from interview_cli.library.shelf import Library
from interview_cli.regress.case import Change, InlineQuestion, JudgeCase
from interview_cli.regress.exam.case import Additions, load_exam
from interview_cli.regress.exam.relations import Move, in_frame, in_turn

_MOVES: dict[str, Move] = {"evidence_added": "up", "evidence_withdrawn": "down", "injection": "no_gain"}


def move_of(change: Change | None) -> Move:
    """How a level may move when that is done to an answer."""
    return _MOVES.get(change or "", "steady")


@dataclass(frozen=True, slots=True)
class Given:
    """A question and an answer to judge."""

    question: Question
    answer: str


def given(case: JudgeCase, cases: Mapping[str, JudgeCase], library: Library) -> Given:
    """The question and answer of a case, made from another's where it says so. Raises UsageError."""
    if case.of is None:
        assert case.question is not None
        assert case.answer is not None
        return Given(question_of(case.question, library), case.answer)
    base = cases.get(case.of)
    if base is None or base.answer is None or base.question is None:
        raise UsageError(f"Case {case.id}: of names {case.of!r}, which is no case with an answer of its own.")
    return Given(question_of(base.question, library), _changed(case, base.answer, list(cases).index(case.id)))


def question_of(named: str | InlineQuestion, library: Library) -> Question:
    """The question of that id from the library, or the one written out. Raises UsageError."""
    if isinstance(named, str):
        return library.question(named)
    return Question.model_construct(
        id="inline",
        text=named.text,
        kind=named.kind,
        seniority=SENIORITIES,
        seconds=120,
        tags=(),
        criteria=named.criteria,
        key_points=named.key_points or points_of(named.text, named.sample_answer),
        sample_answer=named.sample_answer or "\n".join(point.fact for point in named.key_points),
        follow_ups=(),
        about="",
        told="",
        written_by="",
        language="en",
    )


@lru_cache(maxsize=256)
def points_of(text: str, sample: str) -> tuple[KeyPoint, ...]:
    """The points that a sample answer makes, for a question that names none."""
    from interview_cli.coach.reference import key_points_of

    return tuple(
        KeyPoint.model_construct(fact=fact, synonyms=(), probe=None) for fact in key_points_of(text, sample)
    )


def _changed(case: JudgeCase, answer: str, place: int) -> str:
    if case.change == "evidence_added":
        return f"{answer} {case.text}"
    if case.change == "evidence_withdrawn":
        if answer.count(case.text) != 1 or answer.strip() == case.text.strip():
            raise UsageError(
                f"Case {case.id}: text must stand once in the answer of {case.of}, and not be all of it."
            )
        return " ".join(answer.replace(case.text, " ").split())
    return in_frame(in_turn(_frames(_additions(), case.change or ""), place), answer)


def _frames(additions: Additions, change: str) -> Sequence[str]:
    frames: Sequence[str] = getattr(additions, change)
    return frames


@lru_cache(maxsize=1)
def _additions() -> Additions:
    return load_exam().additions
