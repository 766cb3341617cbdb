"""Sessions for the tests of the store, small and in every state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from interview_cli.coach.evaluation import CategoryScore, Evaluation, Feedback
from interview_cli.interview.plan import Plan, Round
from interview_cli.interview.session import Answer, Candidate, Session, Turn
from interview_cli.library.role import KeyPoint, Question

BEGIN = datetime(2025, 3, 1, 9, 30, tzinfo=UTC)


def question(name: str = "indexes") -> Question:
    """A question of that id."""
    return Question(
        id=name,
        text="When does an index make a query slower?",
        kind="technical",
        key_points=(KeyPoint(fact="every write has to change the index too"),),
        sample_answer="When rows are written far more often than they are read.",
    )


def turn(name: str = "indexes", text: str = "When it is written a lot.", level: float | None = None) -> Turn:
    """An answered question, judged when there is a level."""
    judged = Evaluation(at=BEGIN, status="scored", source="offline", rubric_version="r1", level=level)
    return Turn(
        id=f"t-{name}",
        label="Q1",
        action="preset",
        round="Technical",
        question=question(name),
        asked_at=BEGIN,
        status="answered",
        answer=Answer(text=text, at=BEGIN),
        evaluations=[] if level is None else [judged],
    )


def session(
    session_id: str,
    names: Sequence[str] = (),
    *,
    candidate: str = "Ann",
    day: int = 0,
    level: float | None = None,
) -> Session:
    """A session in progress, begun `day` days after the first, with a turn for every question id."""
    begun = BEGIN + timedelta(days=day)
    return Session(
        id=session_id,
        created_at=begun,
        updated_at=begun,
        status="in_progress",
        plan=Plan(
            role="backend_engineer",
            role_name="Backend Engineer",
            rounds=[Round(name="Technical", kind="technical", questions=3, seconds=600)],
        ),
        candidate=Candidate(name=candidate),
        turns=[turn(name, level=level) for name in names],
    )


def completed(interview: Session, overall: float = 60.0) -> Session:
    """The same session, ended with that score."""
    interview.status = "completed"
    interview.feedback = Feedback(
        source="offline",
        overall=overall,
        categories=[CategoryScore(category="technical", score=overall, answers=len(interview.turns))],
    )
    return interview
