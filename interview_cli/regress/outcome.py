"""What a target gave for a case, and what the checks made of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal

import orjson
from pydantic import Field

from interview_cli.library.role import Document

if TYPE_CHECKING:
    from interview_cli.coach.evaluation import Evaluation
    from interview_cli.interview.session import Session, Turn
    from interview_cli.library.role import Question
    from interview_cli.llm.port import CallUsage

DIGEST_LENGTH = 12

Share = Annotated[float, Field(ge=0, le=1)]
Status = Literal["passed", "failed", "error"]
# Kinds of errors in runs that were spared: others failed before them, or the budget was spent.
NOT_RUN, OVER_BUDGET = "not_run", "over_budget"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was asked or is about to be, with what was asked before it.

    `after` is the turn that was answered just before, if any; `said` all that the candidate and the
    interviewer said so far, `bank` the questions that could have been asked.
    """

    question: Question
    before: tuple[Question, ...] = ()
    lead_in: str = ""
    after: Turn | None = None
    follow_up: bool = False
    said: tuple[str, ...] = ()
    bank: tuple[Question, ...] = ()
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a target gave for one case.

    `output` is a JSON value and `shown` the same for people. `level` is that of a judged answer (0-5) or the
    overall score of an interview (0-100), `levels` those of its criteria or categories. `source` is the text
    that all facts in the output must come from. `judged`, `session` and `asked` are there where the target
    judges, interviews or asks. `trouble` says why there is no output: a failure of the model's own doing,
    which counts against it.
    """

    output: Any
    shown: str
    level: float | None = None
    levels: Mapping[str, float] = field(default_factory=dict)
    source: str = ""
    judged: Evaluation | None = None
    session: Session | None = None
    asked: tuple[Asked, ...] = ()
    calls: tuple[CallUsage, ...] = ()
    trouble: str = ""


class Finding(Document):
    """What one check found: passed or not, how well (0-1), and why in one line."""

    check: str
    passed: bool
    score: Share
    weight: float = 1.0
    says: str = ""

    @staticmethod
    def of(
        check: str, passed: bool, says: str = "", *, weight: float = 1.0, score: float | None = None
    ) -> Finding:
        """A finding; without a score of its own it is 1 for passed and 0 for failed."""
        share = float(passed) if score is None else min(1.0, max(0.0, score))
        return Finding(check=check, passed=passed, score=share, weight=weight, says=says)


class CaseRun(Document):
    """One case, run once with one model.

    `score` (0-1) is the weighted mean of the findings; `level` and `levels` are those of the outcome.
    `seconds` is the slowest call (as recorded, in a replay), `digest` tells two outputs apart. `error` is the
    provider's failure in a run that counts neither way, `error_kind` its kind. `of` is empty for a case, else
    the name of the check that compares several of them.
    """

    case: str
    model: str
    repeat: int
    status: Status
    score: Share = 0.0
    guard: bool = False
    of: str = ""
    findings: tuple[Finding, ...] = ()
    level: float | None = None
    levels: dict[str, float] = Field(default_factory=dict)
    shown: str = ""
    digest: str = ""
    seconds: float = 0.0
    tokens: int = 0
    cost: float | None = None
    error: str = ""
    error_kind: str = ""
    synthetic: bool = False

    @property
    def passed(self) -> bool:
        """Whether every check passed."""
        return self.status == "passed"

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells it from every other run of the suite."""
        return self.model, self.case, self.repeat


def scored(findings: tuple[Finding, ...]) -> tuple[Status, float]:
    """The status and the score of a run by its findings; one that nothing was held against has passed."""
    weight = sum(finding.weight for finding in findings)
    share = sum(finding.score * finding.weight for finding in findings) / weight if weight else 1.0
    return ("passed" if all(finding.passed for finding in findings) else "failed"), round(share, 6)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a case came out in one repeat, as the checks that compare cases see it."""

    case: Any
    level: float | None
    levels: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Seen:
    """All that a check may look at: the case, what it expects of this check (None: nothing), the outcome."""

    case: Any
    expected: Any
    outcome: Outcome


def digest_of(output: Any) -> str:
    """A digest by which two outputs are told apart."""
    return hashlib.sha256(orjson.dumps(output, option=orjson.OPT_SORT_KEYS)).hexdigest()[:DIGEST_LENGTH]
