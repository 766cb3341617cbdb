"""How a row went, put down while it is held and told at its end."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from interview_cli.batch.row import RowResult
from interview_cli.errors import InterviewError, ProviderError
from interview_cli.interview.analytics import count
from interview_cli.report.wording import counted
from interview_cli.wiring.row_task import DEFECT, PROVIDER, STOPPED, RowDone, RowTask, code_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interview_cli.interview.session import CallRecord, Session
    from interview_cli.llm.port import CallUsage


# Of a US dollar; sums of such small numbers have more that mean nothing.
_DIGITS = 10


@dataclass(slots=True)
class RowAccount:
    """What is known of a row so far.

    `notes` are lines of talk from its planning, `played` the calls to a model that plays the candidate.
    """

    task: RowTask
    notes: list[str] = field(default_factory=list)
    played: list[CallUsage] = field(default_factory=list)
    session: Session | None = None
    began: float = field(default_factory=time.perf_counter)

    def ended(self, why_stopped: str) -> RowDone:
        """The row at the end of its interview; `why_stopped` says why that was early."""
        assert self.session is not None
        if self.session.is_open:
            hint = (
                f"Go on with it: interview session continue {self.session.id}" if self.session.turns else ""
            )
            return self._done("stopped", error=why_stopped, hint=hint, code=STOPPED)
        error, hint, code = _of_judgement(self.session)
        return self._done("completed", error=error or why_stopped, hint=hint, code=code)

    def failed(self, error: InterviewError) -> RowDone:
        """The row that an error ended, with its session as far as that came."""
        # What an interview tells a person who sits in it is of no use to a batch.
        hint = "Go on with --continue." if isinstance(error, ProviderError) else error.hint
        return self._done("failed", error=error.message, hint=hint, code=code_of(error))

    def broken(self, error: Exception) -> RowDone:
        """The row that a defect ended; what a session may hold then is anybody's guess."""
        self.session = None
        told = f"{type(error).__name__}: {' '.join(str(error).split())}"
        return self._done("failed", error=told, code=DEFECT)

    def _done(self, status: str, *, error: str = "", hint: str = "", code: int = 0) -> RowDone:
        session = self.session
        calls: list[CallUsage | CallRecord] = [*self.played, *(session.usage if session else ())]
        known: dict[str, Any] = {
            "row": self.task.number,
            "id": self.task.id,
            "status": status,
            "persona": self.task.row.persona,
            "role": self.task.row.role or "",
            "notes": tuple(note for note in self.notes if note.startswith("note:")),
            "seconds": round(time.perf_counter() - self.began, 3),
            "error": error,
            "hint": hint,
            "code": code,
        }
        unpriced = tuple(dict.fromkeys(call.model for call in _answered(calls) if call.cost is None))
        spent = sum(call.cost or 0.0 for call in _answered(calls))
        told = known if session is None else known | _of_session(session, known["notes"])
        if session is not None:
            told["tokens"] = sum(call.input_tokens + call.output_tokens for call in calls)
            told["cost"] = None if unpriced else round(spent, _DIGITS)
        document = session.model_dump_json() if session is not None and session.turns else None
        return RowDone(RowResult.model_validate(told), document, spent, unpriced)


def judged_since(result: RowResult, session: Session) -> RowResult:
    """A complete row some of whose answers nobody had judged, by its session as that is now."""
    error, hint, code = _of_judgement(session)
    known = result.model_dump() | _of_session(session, ()) | {"error": error, "hint": hint, "code": code}
    return RowResult.model_validate(known)


def _of_judgement(session: Session) -> tuple[str, str, int]:
    """What is wrong with the judgement of a complete interview, what to do about it, and its code."""
    unscored = count(session).unscored
    if not (unscored and session.models):
        return "", "", 0
    told = f"{counted(unscored, 'answer')} could not be judged, as the models failed."
    return told, f"Judge them later: interview score --session {session.id}", PROVIDER


def _answered(calls: Iterable[CallUsage | CallRecord]) -> Iterable[CallUsage | CallRecord]:
    return (call for call in calls if not call.failed)


def _of_session(session: Session, notes: tuple[str, ...]) -> dict[str, Any]:
    """What a session says of how its row went."""
    counts = count(session)
    told = [event.text for event in session.events]
    told += [judged.why_unscored for turn in session.turns if (judged := turn.evaluation)]
    feedback = session.feedback
    ready = feedback.readiness if feedback else None
    return {
        "notes": tuple(dict.fromkeys([*notes, *filter(None, told)])),
        "session": session.id if session.turns else "",
        "role": session.plan.role,
        "candidate": session.candidate.name,
        "models": tuple(session.models),
        "overall": feedback.overall if feedback else None,
        "scores": {part.category: part.score for part in feedback.categories} if feedback else {},
        "recommendation": ready.recommendation if ready else None,
        "asked": counts.asked,
        "answered": counts.answered,
        "skipped": counts.skipped,
        "unscored": counts.unscored,
    }
