"""Whether a report belongs to a plan: what holds and what does not, each in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import NamedTuple

from interview_cli.interview.plan import Plan
from interview_cli.interview.plan_file import PlanFile
from interview_cli.interview.policy import seconds_spent
from interview_cli.interview.seal import SHOWN, answers_digest, judgements_digest, plan_digest
from interview_cli.interview.session import Session
from interview_cli.library.role import Question

# What a candidate could have made easier, by the words to name it.
_TERMS = {
    "role": "the role",
    "type": "the type",
    "level": "the difficulty",
    "minutes": "the time",
    "limits": "the limits",
    "adaptive": "whether difficulty follows the answers",
    "language": "the language",
    "seed": "the seed",
}


# From so many seconds on, times are told in minutes.
_LONG = 120


class Finding(NamedTuple):
    """One thing that was looked at: whether it holds, and what it says."""

    holds: bool
    says: str


def verify(written: PlanFile, plan: Plan, session: Session) -> list[Finding]:
    """All that was looked at of a session held by the plan in a file, `plan` being that file's made whole."""
    return [
        _started_from(written, session),
        _as_it_ended(session),
        *_as_judged(session),
        *_asked(plan, session),
        _terms(plan, session),
        _in_time(plan, session),
        *_said(plan, session),
    ]


def _started_from(written: PlanFile, session: Session) -> Finding:
    if session.seal is None:
        return Finding(False, "Nothing shows which plan the interview was started from.")
    wanted = plan_digest(written)
    found = session.seal.plan
    if not found:
        return Finding(False, "The interview was not started from a plan file.")
    if found != wanted:
        return Finding(
            False,
            f"The interview was started from another plan ({found[:SHOWN]}); this one is {wanted[:SHOWN]}.",
        )
    return Finding(True, f"The interview was started from this plan ({wanted[:SHOWN]}).")


def _as_it_ended(session: Session) -> Finding:
    sealed = session.seal.answers if session.seal else ""
    if not sealed:
        why = "has not ended" if session.is_open else "bears no seal (an anonymous report never does)"
        return Finding(False, f"The interview {why}, so that nothing shows whether anything was changed.")
    if sealed != answers_digest(session):
        return Finding(False, "Questions, answers or the candidate were changed after the interview ended.")
    return Finding(True, f"Questions and answers are as they were when it ended ({sealed[:SHOWN]}).")


def _as_judged(session: Session) -> Iterator[Finding]:
    if session.seal is None or not session.seal.answers:
        return
    if session.seal.judgements != judgements_digest(session):
        yield Finding(False, "Scores, or what they rest on, were changed since they were given.")
    else:
        yield Finding(True, f"Scores are as they were given ({session.seal.judgements[:SHOWN]}).")


def changes(session: Session) -> list[str]:
    """What was changed in a session since its seal was made; nothing where it has none."""
    if session.seal is None or not session.seal.answers:
        return []
    return [found.says for found in (_as_it_ended(session), *_as_judged(session)) if not found.holds]


def _asked(plan: Plan, session: Session) -> Iterator[Finding]:
    fixed = [one for one in plan.questions if isinstance(one, Question)]
    if not fixed:
        return
    asked = [turn.question for turn in session.main_turns]
    changed = [
        number
        for number, (wanted, found) in enumerate(zip(fixed, asked, strict=False), start=1)
        if (wanted.id, wanted.text) != (found.id, found.text)
    ]
    if changed or len(asked) > len(fixed):
        numbers = ", ".join(map(str, changed)) or "more than there are"
        yield Finding(False, f"Other questions were asked than the plan has: {numbers}.")
    else:
        answered = sum(turn.status == "answered" for turn in session.main_turns)
        yield Finding(
            len(asked) == len(fixed),
            f"{len(asked)} of the plan's {len(fixed)} questions were asked, in its order; "
            f"{answered} were answered.",
        )


def _terms(plan: Plan, session: Session) -> Finding:
    held = session.plan
    other = [words for name, words in _TERMS.items() if getattr(plan, name) != getattr(held, name)]
    if other:
        return Finding(False, f"The interview was held otherwise than the plan says: {', '.join(other)}.")
    return Finding(True, "Difficulty, time limit and other limits were those of the plan.")


def _in_time(plan: Plan, session: Session) -> Finding:
    took, last = seconds_spent(session), session.turns[-1].seconds if session.turns else 0.0
    told = f"Answers took {_minutes(took)} of the plan's {plan.minutes} minutes"
    if took <= plan.minutes * 60:
        return Finding(True, f"{told}.")
    # An answer that was begun in time may be ended, and no question comes after it.
    if took - last < plan.minutes * 60:
        return Finding(True, f"{told}, since the last one was begun in time and ended late.")
    return Finding(False, f"{told}: questions were asked after the time was over.")


def _minutes(seconds: float) -> str:
    return f"{ceil(seconds / 60)} min" if seconds >= _LONG else f"{seconds:.0f} s"


def _said(plan: Plan, session: Session) -> Iterator[Finding]:
    if plan.candidate_fields and session.seal is None and not session.candidate.fields:
        yield Finding(False, f"Nothing tells what the candidate said of: {', '.join(plan.candidate_fields)}.")
    elif plan.candidate_fields:
        missing = [name for name in plan.candidate_fields if not session.candidate.fields.get(name)]
        told = (
            f"The candidate did not say: {', '.join(missing)}."
            if missing
            else "The candidate said all that was asked."
        )
        yield Finding(not missing, told)
