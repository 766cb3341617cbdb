"""What the person did lately, read for a new interview as the flags say, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from interview_cli.wiring.home import bank_of, open_library, open_notes

if TYPE_CHECKING:
    from interview_cli.activity.fragment import Fragment
    from interview_cli.interview.plan import Plan
    from interview_cli.interview.session import Session
    from interview_cli.interview.wish import WorkWish
    from interview_cli.wiring.home import Home


def with_recent_work(
    home: Home, wish: WorkWish, plan: Plan, tell: Callable[[str], None]
) -> tuple[Plan, list[Fragment]]:
    """The recent work that was wished for, and the plan with questions about it.

    Raises UsageError for a folder or repository that cannot be read, StorageError.
    """
    if not wish:
        return plan, []
    from interview_cli.activity.gather import DEFAULT_DAYS, Sources, gather
    from interview_cli.interview.activity_questions import fitting, questions_about, without_orders
    from interview_cli.interview.plan import with_activity

    now = datetime.now().astimezone()
    days = DEFAULT_DAYS if wish.days is None else wish.days
    sources = Sources(
        days=days,
        notes=() if wish.days is None else open_notes(home).all(),
        folders=wish.folders,
        repositories=wish.repositories,
        author=wish.author,
        diffs=wish.diffs,
    )
    gathered = gather(sources, now)
    for remark in gathered.remarks:
        tell(f"note: {remark}")
    bank = bank_of(open_library(home), plan)
    found = without_orders(gathered.fragments)
    if orders := len(gathered.fragments) - len(found):
        tell(
            f"note: {orders} {'piece tells' if orders == 1 else 'pieces tell'} the interviewer what to do, "
            "which is no work; left out."
        )
    fragments = fitting(found, bank)
    if left_out := len(found) - len(fragments):
        notes = "1 note has" if left_out == 1 else f"{left_out} notes have"
        tell(f"note: {notes} nothing to do with the work of a {plan.role_name}, and are left out.")
    askable = len(questions_about(fragments, plan.seed, now.date()))
    plan = plan.model_copy(update={"rounds": with_activity(plan.rounds, askable)})
    _tell(plan, fragments, days, tell)
    return plan, fragments


def tell_sent(session: Session, tell: Callable[[str], None]) -> None:
    """Say that recent work leaves this machine, where a model writes the questions about it."""
    from interview_cli.interview.policy import activity_left

    if session.models and activity_left(session):
        sources = {fragment.source for fragment in session.fragments}
        lines = any("\n@@ " in fragment.text for fragment in session.fragments)
        sent = ["notes"] * bool(sources & {"note", "file"}) + ["commits"] * ("commits" in sources)
        what = " and ".join(sent) + (" with their changed lines" if lines else "")
        tell(f"note: Your {what} are sent to {' and '.join(session.models)}, to write questions about them.")


def _tell(plan: Plan, fragments: Sequence[Fragment], days: int, tell: Callable[[str], None]) -> None:
    since = "the last day" if days == 1 else f"the last {days} days"
    if not fragments:
        tell(f"note: Nothing to ask about was found in {since}; the interview goes on without it.")
        return
    pieces = "1 piece" if len(fragments) == 1 else f"{len(fragments)} pieces"
    number = sum(part.activity_questions for part in plan.rounds)
    if not any(part.kind == "technical" for part in plan.rounds):
        tell(
            f"note: {pieces} of work from {since}; only a technical round asks about it, and this interview "
            "has none. The report still says what your answers speak of."
        )
        return
    asked = {0: "no question asks", 1: "1 question asks"}.get(number, f"{number} questions ask")
    tell(f"activity: {pieces} of work from {since}; {asked} about it.")
