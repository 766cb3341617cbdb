"""What one row of a batch asks for, and what came of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from interview_cli.interview.kinds import MOST_FOLLOW_UPS, MOST_QUESTIONS, InterviewType
from interview_cli.library.role import Document, Identifier, LanguageTag, Seniority

State = Literal["completed", "stopped", "failed", "not_run"]


def _as_text(given: Any) -> Any:
    """A number or a date as text: YAML and JSON know both, and as a name either is as good as a word."""
    is_other = isinstance(given, int | float | date) and not isinstance(given, bool)
    return str(given) if is_other else given


def _as_answers(given: Any) -> Any:
    """Answers by question ids, which may be numbers in YAML, or whatever else may answer."""
    if isinstance(given, dict):
        return {str(name): answer for name, answer in given.items()}
    if given is not None and not isinstance(given, str | list):
        raise ValueError("must be a file of answers, a list of them, or answers by question id")
    return given


def _as_chain(given: Any) -> Any:
    """One model, or several to fall back on."""
    return ((given,) if given.strip() else ()) if isinstance(given, str) else given


Name = Annotated[str, BeforeValidator(_as_text)]


class Row(Document):
    """One session to hold; what is left out, or null, the settings decide, as with `session start`.

    `id` names the row in the output; `resume` is the name of an ingested resume, or a file beside the batch;
    `job` and `plan` are files. Who answers: `answers` (a file, or answers in the form of one), or a simulated
    `persona` (an id or a file), played by `candidate_model` where one is named. `seed` is the row's number
    unless it is given.
    """

    id: Annotated[Name, Field(max_length=200)] = ""
    role: Annotated[Identifier, BeforeValidator(_as_text)] | None = None
    type: InterviewType | None = None
    level: Seniority | None = None
    duration: Annotated[int, Field(ge=5, le=120)] | None = None
    questions: Annotated[int, Field(ge=1, le=MOST_QUESTIONS)] | None = None
    max_follow_ups: Annotated[int, Field(ge=0, le=MOST_FOLLOW_UPS)] | None = None
    focus: tuple[Name, ...] = ()
    company: Name = ""
    language: LanguageTag | None = None
    plan: Name = ""
    resume: Name = ""
    job: Name = ""
    candidate: Name = ""
    answers: Annotated[str | dict[str, Any] | list[Any] | None, BeforeValidator(_as_answers)] = None
    persona: Name = ""
    model: Annotated[tuple[str, ...], BeforeValidator(_as_chain)] = ()
    candidate_model: str = ""
    offline: bool = False
    samples: Annotated[int, Field(ge=1, le=9)] | None = None
    seed: Annotated[int, Field(ge=0, le=2**63 - 1)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, given: Any) -> Any:
        """Tables that became JSON have null where a cell was empty."""
        if not isinstance(given, dict):
            return given
        return {name: value for name, value in given.items() if value is not None}

    @model_validator(mode="after")
    def _somebody_answers(self) -> Row:
        if self.answers is None and not self.persona:
            raise ValueError("needs answers or a persona")
        if self.answers is not None and self.persona:
            raise ValueError("has answers and a persona: leave out one of them")
        if self.candidate_model and not self.persona:
            raise ValueError("candidate_model plays a persona: name one")
        if not self.role and not self.plan:
            raise ValueError("needs a role or a plan")
        return self


class RowResult(Document):
    """What came of a row: one line of the output.

    `status` is completed, stopped (the answers ran out; the session can be continued), failed, or not_run.
    `notes` tell of what was not as planned, such as models that failed and answers that nobody judged.
    `overall` and `scores` are 0-100, `seconds` the time it took. `tokens` and `cost` (US dollars, None when
    unknown) are those of the interview and of a model that played the candidate.
    """

    row: int
    id: str = ""
    status: State
    session: str = ""
    role: str = ""
    candidate: str = ""
    persona: str = ""
    models: tuple[str, ...] = ()
    overall: float | None = None
    scores: dict[str, float] = Field(default_factory=dict)
    recommendation: str | None = None
    asked: int = 0
    answered: int = 0
    skipped: int = 0
    unscored: int = 0
    tokens: int = 0
    cost: float | None = None
    seconds: float = 0.0
    notes: tuple[str, ...] = ()
    error: str = ""
    hint: str = ""
    code: int = 0
