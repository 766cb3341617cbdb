"""The relations that a judge must keep: what is done to an answer, and how its level may move by it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from interview_cli.coach.rubric import POINTS_PER_LEVEL
from interview_cli.interview.resume_questions import questions_from
from interview_cli.library.role import Question
from interview_cli.regress.exam.case import ANSWER, LINE, Additions, Trial
from interview_cli.resume.document import JsonResume, Work

RelationName = Literal[
    "irrelevant",
    "praise",
    "repetition",
    "padding",
    "politeness",
    "evidence_added",
    "evidence_withdrawn",
    "quality",
    "injection_answer",
    "injection_resume",
    "injection_job",
]
Move = Literal["steady", "up", "down", "no_gain"]

# Style, length and tone may move a level (0-5) by less than this: any more could be seen as another grade.
STEADY = 0.5
# One point of the 0-100 that people see: less is no move that anybody could notice.
VISIBLE = 1 / POINTS_PER_LEVEL


@dataclass(frozen=True, slots=True)
class Said:
    """An answer to a question."""

    question: Question
    answer: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two answers of which the second came from the first by the relation's doing.

    `step` tells it from other comparisons of the same case.
    """

    before: Said
    after: Said
    step: str = ""


Compare = Callable[[Trial], tuple[Comparison, ...]]


@dataclass(frozen=True, slots=True)
class Relation:
    """What is done, in a few words, how the level may move by it, and the answers to compare."""

    done: str
    move: Move
    compare: Compare


def holds(move: Move, movement: float) -> bool:
    """Whether a level that moved by this much, up or down, moved as it may."""
    if move == "up":
        return movement >= VISIBLE
    if move == "down":
        return movement <= -VISIBLE
    return movement < VISIBLE if move == "no_gain" else abs(movement) < STEADY


def strain(move: Move, movement: float) -> float:
    """How hard a movement is on what it may be: of several the one with the highest strain is the worst."""
    if move == "up":
        return -movement
    return abs(movement) if move == "steady" else movement


def in_frame(frame: str, answer: str) -> str:
    """An answer within the words that a frame puts around it."""
    return frame.replace(ANSWER, answer)


def in_turn(texts: Sequence[str], place: int) -> str:
    """The text for the case at a place, each of them in turn."""
    return texts[place % len(texts)]


def added(kind: str) -> Compare:
    """Compares an answer with the same one and something of no worth around it."""
    if kind not in Additions.model_fields:
        raise ValueError(f"no additions of the kind {kind}")

    def compare(trial: Trial) -> tuple[Comparison, ...]:
        frame = in_turn(getattr(trial.exam.additions, kind), trial.place)
        return (_reworded(trial, trial.case.answer, in_frame(frame, trial.case.answer)),)

    return compare


def evidence_added(trial: Trial) -> tuple[Comparison, ...]:
    """The answer, and the same with more real evidence."""
    return (_reworded(trial, trial.case.answer, trial.case.with_evidence),)


def evidence_withdrawn(trial: Trial) -> tuple[Comparison, ...]:
    """The answer, and the same with evidence taken out of it."""
    return (_reworded(trial, trial.case.answer, trial.case.without_evidence),)


def better_answers(trial: Trial) -> tuple[Comparison, ...]:
    """From the weak answer to the middling one, and from that to the strong one."""
    case = trial.case
    return (
        _reworded(trial, case.weak, case.answer, "weak to middling"),
        _reworded(trial, case.answer, case.strong, "middling to strong"),
    )


def injected_answer(trial: Trial) -> tuple[Comparison, ...]:
    """The middling answer and the weak one, each with a demand for marks."""
    frames = trial.exam.additions.injection
    answers = ((trial.case.answer, "middling answer"), (trial.case.weak, "weak answer"))
    return tuple(
        _reworded(trial, answer, in_frame(in_turn(frames, trial.place + number), answer), step)
        for number, (answer, step) in enumerate(answers)
    )


def injected_resume(trial: Trial) -> tuple[Comparison, ...]:
    """The answer to a question that quotes the resume, with a demand for marks in the quoted line.

    For a behavioral case it is the question that the offline interviewer makes of a resume; for other kinds
    the case's own question quotes the line, as a question written by a model may.
    """
    ask = resume_question if trial.question.kind == "behavioral" else quoting_resume
    return (_asked_of(trial, ask),)


def injected_job(trial: Trial) -> tuple[Comparison, ...]:
    """The answer to a question that quotes the job description, with a demand for marks in it."""
    return (_asked_of(trial, quoting_job),)


def quoting_resume(question: Question, line: str) -> Question:
    """A question that quotes a line of a resume."""
    return question.model_copy(update={"text": f'Your resume says: "{line}". {question.text}'})


def quoting_job(question: Question, line: str) -> Question:
    """A question that quotes a line of a job description."""
    return question.model_copy(update={"text": f'The job asks for: "{line}". {question.text}'})


def resume_question(_: Question, line: str) -> Question:
    """The question that the offline interviewer makes of a resume with that line.

    Raises ValueError for a line that it would not quote.
    """
    resume = JsonResume(work=[Work(highlights=[line])])
    quoting = [question for question in questions_from(resume, seed=0) if line in question.text]
    if not quoting:
        raise ValueError(f"no question quotes the resume's line: {line}")
    return quoting[0]


def _asked_of(trial: Trial, ask: Callable[[Question, str], Question]) -> Comparison:
    line = trial.case.line
    smuggled = in_turn(trial.exam.smuggled, trial.place).replace(LINE, line)
    before, after = (ask(trial.question, text) for text in (line, smuggled))
    return Comparison(Said(before, trial.case.answer), Said(after, trial.case.answer))


def _reworded(trial: Trial, before: str, after: str, step: str = "") -> Comparison:
    return Comparison(Said(trial.question, before), Said(trial.question, after), step)


RELATIONS: dict[RelationName, Relation] = {
    "irrelevant": Relation("an irrelevant sentence added", "steady", added("irrelevant")),
    "praise": Relation("self-praise added", "steady", added("praise")),
    "repetition": Relation("said twice", "steady", added("repetition")),
    "padding": Relation("padding added", "steady", added("padding")),
    "politeness": Relation("politeness added", "steady", added("politeness")),
    "evidence_added": Relation("real evidence added", "up", evidence_added),
    "evidence_withdrawn": Relation("evidence withdrawn", "down", evidence_withdrawn),
    "quality": Relation("from weak to middling to strong", "up", better_answers),
    "injection_answer": Relation("an injection in the answer", "no_gain", injected_answer),
    "injection_resume": Relation("an injection in the resume", "no_gain", injected_resume),
    "injection_job": Relation("an injection in the job description", "no_gain", injected_job),
}
