"""Whole interviews: a simulated candidate is interviewed, and the session comes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from interview_cli.candidate.persona import SimulatedPersona, load_persona
from interview_cli.candidate.sitting import Answerer, sit
from interview_cli.errors import ProviderError
from interview_cli.interview.engine import Engine
from interview_cli.interview.session import Session, Turn
from interview_cli.library.role import Question
from interview_cli.library.shelf import Library
from interview_cli.llm.port import CallUsage
from interview_cli.llm.usage import Metered
from interview_cli.regress.case import Case, InterviewCase
from interview_cli.regress.outcome import Asked, Outcome
from interview_cli.regress.targets.base import Cast, provider_failure


@dataclass(frozen=True, slots=True)
class Sitting:
    """An interview that is ready to be held: its engine, who answers, and the questions there are."""

    engine: Engine
    answerer: Answerer
    bank: Sequence[Question]


@dataclass(frozen=True, slots=True)
class InterviewTarget:
    """Holds the interviews of a suite. `open` readies one for a case, a persona and the models."""

    folder: Path
    library: Library
    open: Callable[[InterviewCase, SimulatedPersona, Cast], Sitting]

    def check(self, case: Case) -> None:
        """Make sure that a case's role and persona are there. Raises UsageError, NotFoundError."""
        assert isinstance(case, InterviewCase)
        self.library.bank(case.role)
        load_persona(case.persona, self.folder)

    async def run(self, case: Case, cast: Cast) -> Outcome:
        """The session with its judgements; a reply that is of no use counts against the model that gave it.

        Raises ProviderError when no model leads or judges.
        """
        assert isinstance(case, InterviewCase)
        calls: list[CallUsage] = []
        model = Metered(cast.model, calls.append) if cast.model else None
        sitting = self.open(case, load_persona(case.persona, self.folder), replace(cast, model=model))
        try:
            stopped = await sit(sitting.engine, sitting.answerer)
        except ProviderError as error:
            if model is None or provider_failure(calls, error.message):
                raise
            return Outcome(output=None, shown=error.message, trouble=error.message)
        session = sitting.engine.session
        if stopped:
            raise ProviderError(stopped)
        feedback = session.feedback
        return Outcome(
            output=session.model_dump(mode="json", include={"turns", "feedback", "analytics", "events"}),
            shown=transcript(session),
            level=feedback.overall if feedback else None,
            levels={score.category: score.score for score in feedback.categories} if feedback else {},
            session=session,
            asked=tuple(asked_in(session, sitting.bank)),
        )


def asked_in(session: Session, bank: Sequence[Question]) -> list[Asked]:
    """Every question of a session with what went before it."""
    found: list[Asked] = []
    said: list[str] = []
    for place, turn in enumerate(session.turns):
        before = session.turns[place - 1] if place else None
        found.append(
            Asked(
                question=turn.question,
                before=tuple(past.question for past in session.turns[:place]),
                lead_in=turn.lead_in,
                after=before if before is not None and before.answer is not None else None,
                follow_up=turn.parent is not None,
                said=tuple(said),
                bank=tuple(bank),
                language=session.plan.language,
            )
        )
        said += [turn.question.text, turn.answer.text if turn.answer else ""]
    return found


def transcript(session: Session) -> str:
    """What was said, with the level of every answer, and the overall score."""
    lines: list[str] = []
    for turn in session.turns:
        lead_in = f"{turn.lead_in} " if turn.lead_in else ""
        lines.append(f"{turn.label}: {lead_in}{turn.question.text}")
        lines.append(f"  {_answer(turn)}")
    overall = session.feedback.overall if session.feedback else None
    lines.append("not scored" if overall is None else f"overall {overall:.0f}")
    return "\n".join(lines)


def _answer(turn: Turn) -> str:
    if turn.answer is None:
        return turn.status
    level = turn.evaluation.level if turn.evaluation else None
    told = "not judged" if level is None else f"level {level:.1f}"
    text = " ".join(turn.answer.text.split())
    return f"({told}) {text[:240]}{'...' if len(text) > 240 else ''}"
