"""Where an interview stands: the round, what may come next, labels and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from interview_cli.interview.choice import Preferences, is_repeat, rank
from interview_cli.interview.plan import Round
from interview_cli.interview.policy import (
    Step,
    follow_ups_of,
    main_turns_in,
    resume_is_due,
    running_level,
    seconds_left,
)
from interview_cli.interview.ports import Proposal, Situation
from interview_cli.interview.session import Session, Turn
from interview_cli.interview.tailoring import company_share, not_said_again, tailored_is_due, waiting
from interview_cli.library.bank import Bank
from interview_cli.library.role import Question, Seniority


def current_round(session: Session, bank: Bank) -> Round | None:
    """The first round that still has a question to ask, in the plan and in the bank."""
    for part in session.plan.rounds:
        if len(main_turns_in(session, part)) < part.questions and fresh_questions(session, bank, part):
            return part
    return None


def fresh_questions(session: Session, bank: Bank, part: Round) -> list[Question]:
    """The questions of the bank for a round that were not asked in this session."""
    asked = [turn.question for turn in session.turns]
    every = (
        *bank.own(part.kind),
        *bank.common(part.kind),
        *bank.of_company(part.kind),
        *bank.for_candidate(part.kind),
    )
    return [question for question in every if not is_repeat(question, asked)]


def remaining_questions(session: Session, bank: Bank) -> int:
    """How many main questions can still be asked, over all rounds."""
    left = 0
    for part in session.plan.rounds:
        planned = part.questions - len(main_turns_in(session, part))
        left += min(max(0, planned), len(fresh_questions(session, bank, part)))
    return left


def candidates(
    session: Session, bank: Bank, part: Round, level: Seniority, preferences: Preferences
) -> tuple[Question, ...]:
    """The questions a round could go on with, best first: one written for the candidate where it is due."""
    asked = [turn.question for turn in session.turns]
    main = [turn.question for turn in session.main_turns]
    company = bank.of_company(part.kind)
    names = {question.id for question in company}
    used = sum(turn.question.id in names for turn in main_turns_in(session, part))
    favoured, spare = (company, ()) if used < company_share(part) else ((), company)
    ranked = rank(bank.own(part.kind), bank.common(part.kind), level, preferences, main, favoured)
    ranked += rank((), spare, level, preferences, main)
    planned = not_said_again((question for question in ranked if not is_repeat(question, asked)), main)
    due = tailored_is_due(session, part, main_turns_in(session, part))
    if due or not planned:
        return (*waiting(session, bank, part, preferences.bearing), *planned)
    return tuple(planned)


def situation_of(
    session: Session, bank: Bank, preferences: Preferences, resume_questions: Sequence[Question]
) -> Situation:
    """Everything an interviewer may know when it proposes the next step."""
    part = current_round(session, bank)
    level = running_level(session.plan, session.turns)
    turn = session.turns[-1] if session.turns else None
    answered = turn is not None and turn.status == "answered"
    asked = [past.question for past in session.turns]
    return Situation(
        session=session,
        turn=turn,
        candidates=candidates(session, bank, part, level, preferences) if part else (),
        resume_due=part is not None and resume_is_due(session, part),
        may_follow_up=answered
        and turn is not None
        and follow_ups_of(session, turn) < session.plan.limits.max_follow_ups,
        remaining_seconds=seconds_left(session),
        remaining_questions=remaining_questions(session, bank),
        level=level,
        tailored_due=part is not None and tailored_is_due(session, part, main_turns_in(session, part)),
        resume_questions=tuple(q for q in resume_questions if not is_repeat(q, asked)),
    )


def new_turn(session: Session, bank: Bank, step: Step, proposal: Proposal, now: datetime) -> Turn:
    """The turn that asks the question of a step."""
    assert step.question is not None
    last = session.turns[-1] if session.turns else None
    if step.decision.action == "follow_up":
        assert last is not None
        parent, where = last.parent or last.id, last.round
    else:
        part = current_round(session, bank)
        assert part is not None
        parent, where = None, part.name
    question = step.question
    if step.decision.action == "resume":
        # A name that answers written beforehand can count on, whoever worded the question.
        asked = sum(1 for past in session.turns if past.action == "resume")
        question = question.model_copy(update={"id": f"resume-{asked + 1}"})
    kept = step.decision.action == proposal.action
    turn = Turn(
        id=f"t{len(session.turns) + 1}",
        label="",
        action=step.decision.action,
        round=where,
        parent=parent,
        question=question,
        lead_in=proposal.lead_in if kept or step.decision.action != "follow_up" else "",
        asked_by=step.decision.by,
        asked_at=now,
        suggested_seconds=step.decision.suggested_seconds,
    )
    return turn.model_copy(update={"label": label_of(session, turn)})


def label_of(session: Session, turn: Turn) -> str:
    """What a turn is called: "Q1", "Q1 Follow-up 1", "Resume Q"."""
    if turn.parent is not None:
        main = session.turn(turn.parent)
        return f"{main.label} Follow-up {follow_ups_of(session, main) + 1}"
    same = [past for past in session.main_turns if (past.action == "resume") == (turn.action == "resume")]
    if turn.action == "resume":
        return f"Resume Q{len(same) + 1}" if same else "Resume Q"
    return f"Q{len(same) + 1}"


def number_of(session: Session, turn: Turn) -> int:
    """The place of a turn's main question among all main questions, from 1."""
    main = turn.parent or turn.id
    ids = [past.id for past in session.main_turns]
    return ids.index(main) + 1
