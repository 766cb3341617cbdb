"""What the interview needs from outside: a store, a clock, an interviewer, a judge, a reviewer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from interview_cli.coach.evaluation import Analysis, Evaluation, Feedback
from interview_cli.coach.feedback import JudgedAnswer, Standard
from interview_cli.interview.session import Action, Session, Turn
from interview_cli.library.role import Question, Seniority

Tell = Callable[[str], None]


class SessionSaver(Protocol):
    """Keeps a session. `save` returns only when the document is safe on disk."""

    def save(self, session: Session) -> None:
        """Write the whole document. Raises StorageError."""
        ...


class Clock(Protocol):
    """Time, injected so that tests need not wait."""

    def now(self) -> datetime:
        """The wall clock, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that only ever grow."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Let that many seconds pass."""
        ...


@dataclass(frozen=True, slots=True)
class ActivityQuestion:
    """A question on recent work, and the ids of the fragments it is about."""

    question: Question
    fragments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an interviewer wants to do next; the policy decides whether it may.

    `question` is a follow-up or a question on the resume; for a preset it may be one of the offered
    candidates, for recent work one of those prepared, or None to take the first. `lead_in` is said
    before the question.
    """

    action: Action
    reason: str
    by: str
    question: Question | None = None
    lead_in: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """What an interviewer knows when it proposes the next step.

    `turn` was just answered (None at the start); `candidates` are the preset questions the
    plan could ask next, best first; `resume_due` says that the plan wants a question on the
    resume here; `may_follow_up` that the limits still allow one; `remaining_seconds` is what
    is left of the whole interview and `level` the difficulty that the running score asks for;
    `resume_questions` are questions on the resume that were prepared and not asked yet;
    `activity_due` and `activity_questions` are the same for recent work; `tailored_due` says that the
    plan wants a question written for this candidate here, and then such ones lead the candidates.
    """

    session: Session
    turn: Turn | None
    candidates: tuple[Question, ...]
    resume_due: bool
    may_follow_up: bool
    remaining_seconds: float
    remaining_questions: int
    level: Seniority
    resume_questions: tuple[Question, ...] = ()
    activity_due: bool = False
    activity_questions: tuple[ActivityQuestion, ...] = ()
    tailored_due: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """Questions that a model wrote while the first one was answered: on the resume, and on the job.

    `notice` says what is to be told about them, such as how many could not be used.
    """

    on_resume: tuple[Question, ...] = ()
    on_job: tuple[Question, ...] = ()
    notice: str = ""


class Interviewer(Protocol):
    """Proposes what comes next. A model's may raise ModelError; the offline one never does.

    `forming` is for whoever looks on: it is told the question as far as it has formed and may be seen, each
    time from its first word. What is asked in the end may be another.
    """

    @property
    def name(self) -> str:
        """`offline` or the model's name."""
        ...

    async def propose(self, situation: Situation, forming: Tell | None = None) -> Proposal:
        """The next step."""
        ...

    async def rephrase(self, question: Question, forming: Tell | None = None) -> str:
        """The same question in other words."""
        ...


class Translation(Protocol):
    """Puts prepared questions into the language of the interview."""

    async def translate(self, question: Question) -> Question:
        """The question in that language. Raises ModelError."""
        ...

    def ahead(self, question: Question) -> None:
        """Begin with a question that may come next."""
        ...


class Judge(Protocol):
    """Judges one answer. Never raises for a provider's failure: it returns `unscored` instead."""

    @property
    def name(self) -> str:
        """`offline` or the model's name."""
        ...

    async def judge(self, question: Question, answer: str, analysis: Analysis) -> Evaluation:
        """The judgement of an answer; `analysis` is what code saw in it already."""
        ...


class Reviewer(Protocol):
    """Says at the end what the whole interview showed. Falls back to plain words, never raises ModelError."""

    async def review(self, answers: Sequence[JudgedAnswer], standard: Standard) -> Feedback:
        """The closing feedback; numbers come from code, words may come from a model."""
        ...
