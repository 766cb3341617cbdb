"""The cases of the judge's exam: answers to bundled questions, and what is added to them or taken away."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from interview_cli.errors import UsageError
from interview_cli.library.locator import bundled
from interview_cli.library.role import Document, Identifier, Kind, Question
from interview_cli.library.shelf import Library
from interview_cli.library.yaml_file import load, read_text

EXAM_FILE = Path(__file__).with_name("exam.yaml")
VERSION_LENGTH = 12

# Where the answer, or a document's line, goes.
ANSWER, LINE = "{answer}", "{line}"

Words = Annotated[str, Field(min_length=20, max_length=6000)]
AnswerFrame = Annotated[str, Field(pattern=r"\{answer\}", max_length=2000)]
LineFrame = Annotated[str, Field(pattern=r"\{line\}", max_length=200)]


class Case(Document):
    """A middling answer to a bundled question, and other qualities of it.

    `withdrawn` stands in `answer` word for word and carries evidence; `evidence` is real and not in it yet.
    `weak` and `strong` answer the same question. `line` may stand in a resume or a job description.
    """

    question: Identifier
    line: Annotated[str, Field(min_length=10, max_length=80)]
    answer: Words
    withdrawn: Words
    evidence: Words
    weak: Words
    strong: Words

    @model_validator(mode="after")
    def _something_is_withdrawn_and_something_left(self) -> Case:
        if self.answer.count(self.withdrawn) != 1:
            raise ValueError(f"withdrawn must stand once in answer, word for word ({self.question})")
        if not self.without_evidence:
            raise ValueError(f"withdrawn is the whole answer ({self.question})")
        return self

    @property
    def without_evidence(self) -> str:
        """The answer with its evidence withdrawn."""
        return " ".join(self.answer.replace(self.withdrawn, " ").split())

    @property
    def with_evidence(self) -> str:
        """The answer with more evidence."""
        return f"{self.answer} {self.evidence}"


class Additions(Document):
    """What may be put around an answer without being worth anything; a case takes one of each in turn."""

    irrelevant: Annotated[tuple[AnswerFrame, ...], Field(min_length=1)]
    praise: Annotated[tuple[AnswerFrame, ...], Field(min_length=1)]
    repetition: Annotated[tuple[AnswerFrame, ...], Field(min_length=1)]
    padding: Annotated[tuple[AnswerFrame, ...], Field(min_length=1)]
    politeness: Annotated[tuple[AnswerFrame, ...], Field(min_length=1)]
    injection: Annotated[tuple[AnswerFrame, ...], Field(min_length=1)]


class Exam(Document):
    """All cases, what is added to their answers, and what is smuggled into the line of a document."""

    additions: Additions
    smuggled: Annotated[tuple[LineFrame, ...], Field(min_length=1)]
    cases: Annotated[tuple[Case, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Trial:
    """A case with its question and its place among the cases (from 0), ready to be tried."""

    exam: Exam
    case: Case
    question: Question
    place: int


def load_exam(path: Path = EXAM_FILE) -> Exam:
    """The exam's file. Raises UsageError with the line of what is wrong."""
    return load(path, Exam)


def exam_version(path: Path = EXAM_FILE) -> str:
    """A hash of the exam's file: results are compared only under the same one."""
    return hashlib.sha256(read_text(path).encode()).hexdigest()[:VERSION_LENGTH]


def trials_of(exam: Exam, most: int | None = None) -> list[Trial]:
    """The cases with their bundled questions, whatever roles a person has of their own.

    `most` takes the first so many of each kind of question. Raises UsageError for a question that is not
    bundled.
    """
    library = Library([bundled("roles")], [])
    banks = [*(library.role(role_id) for role_id in library.role_paths()), *library.shared_banks()]
    questions = {question.id: question for bank in banks for question in bank.questions}
    if missing := sorted({case.question for case in exam.cases} - questions.keys()):
        raise UsageError(
            f"The exam asks questions that are not bundled: {', '.join(missing)}.",
            "interview roles list shows what there is.",
        )
    of_kind: Counter[Kind] = Counter()
    trials = []
    for place, case in enumerate(exam.cases):
        question = questions[case.question]
        of_kind[question.kind] += 1
        if most is None or of_kind[question.kind] <= most:
            trials.append(Trial(exam, case, question, place))
    return trials
