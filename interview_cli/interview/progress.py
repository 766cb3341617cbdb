"""Where an interview stands: the round, what may come next, labels and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from interview_cli.coach.delivery import measure
from interview_cli.coach.speech import Delivery
from interview_cli.interview.choice import Preferences, is_repeat, rank
from interview_cli.interview.plan import Round
from interview_cli.interview.policy import (
    Step,
    activity_is_due,
    follow_ups_of,
    main_turns_in,
    resume_is_due,
    running_level,
    seconds_left,
)
from interview_cli.interview.ports import ActivityQuestion, Proposal, Situation
from interview_cli.interview.session import Session, Turn
from interview_cli.interview.tailoring import company_share, not_said_again, tailored_is_due, waiting
from interview_cli.library.bank import Bank
from interview_cli.library.role import Question, Seniority


class Fresh:
    """The questions of a moment that were not asked yet, worked out once for each kind of round."""

    def __init__(self, session: Session, bank: Bank) -> None:
        self._session = session
        self._bank = bank
        self._known: dict[str, list[Question]] = {}

    def of(self, part: Round) -> list[Question]:
        """Those for a round."""
        if part.kind not in self._known:
            self._known[part.kind] = fresh_questions(self._session, self._bank, part)
        return self._known[part.kind]


def current_round(session: Session, bank: Bank, fresh: Fresh | None = None) -> Round | None:
    """The first round that still has a question to ask, in the plan and in the bank."""
    fresh = fresh or Fresh(session, bank)
    for part in session.plan.rounds:
        if len(main_turns_in(session, part)) < part.questions and fresh.of(part):
            return part
    return None


def fresh_questions(session: Session, bank: Bank, part: Round) -> list[Question]:
    """The questions for a round that were not asked in this session, from the plan or else the bank."""
    if session.plan.questions:
        # Whoever named the questions wants all of them, however much alike.
        done = {turn.question.id for turn in session.main_turns}
        return [question for question in session.plan.fixed_questions if question.id not in done]
    asked = [turn.question for turn in session.turns]
    every = (
        *bank.own(part.kind),
        *bank.common(part.kind),
        *bank.of_company(part.kind),
        *bank.for_candidate(part.kind),
    )
    return [question for question in every if not is_repeat(question, asked)]


def remaining_questions(session: Session, bank: Bank, fresh: Fresh | None = None) -> int:
    """How many main questions can still be asked, over all rounds."""
    fresh = fresh or Fresh(session, bank)
    left = 0
    for part in session.plan.rounds:
        planned = part.questions - len(main_turns_in(session, part))
        left += min(max(0, planned), len(fresh.of(part)))
    return left


def candidates(
    session: Session, bank: Bank, part: Round, level: Seniority, preferences: Preferences
) -> tuple[Question, ...]:
    """The questions a round could go on with, best first: one written for the candidate where it is due.

    Of a plan's own questions just the next.
    """
    if session.plan.questions:
        return tuple(fresh_questions(session, bank, part)[:1])
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
    session: Session,
    bank: Bank,
    preferences: Preferences,
    resume_questions: Sequence[Question],
    activity_questions: Sequence[ActivityQuestion] = (),
) -> Situation:
    """Everything an interviewer may know when it proposes the next step."""
    fresh = Fresh(session, bank)
    part = current_round(session, bank, fresh)
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
        remaining_questions=remaining_questions(session, bank, fresh),
        level=level,
        tailored_due=part is not None and tailored_is_due(session, part, main_turns_in(session, part)),
        resume_questions=tuple(q for q in resume_questions if not is_repeat(q, asked)),
        activity_due=part is not None and activity_is_due(session, part),
        activity_questions=_not_asked_about(session, activity_questions),
    )


def _not_asked_about(session: Session, prepared: Sequence[ActivityQuestion]) -> tuple[ActivityQuestion, ...]:
    """The prepared questions on recent work that no question was about yet."""
    asked = [turn.question for turn in session.turns]
    known = {name for turn in session.turns for name in turn.fragments}
    return tuple(
        one for one in prepared if not known & {*one.fragments} and not is_repeat(one.question, asked)
    )


def new_turn(session: Session, bank: Bank, step: Step, proposal: Proposal, now: datetime) -> Turn:
    """The turn that asks the question of a step."""
    assert step.question is not None
    last = session.turns[-1] if session.turns else None
    if step.decision.action == "follow_up":
        assert last is not None
        parent, where, fragments = last.parent or last.id, last.round, last.fragments
    else:
        part = current_round(session, bank)
        assert part is not None
        parent, where, fragments = None, part.name, list(step.fragments)
    question = step.question
    if step.decision.action in ("resume", "activity"):
        # A name that answers written beforehand can count on, whoever worded the question.
        asked = sum(1 for past in session.turns if past.action == step.decision.action)
        question = question.model_copy(update={"id": f"{step.decision.action}-{asked + 1}"})
    turn = Turn(
        id=f"t{len(session.turns) + 1}",
        label="",
        action=step.decision.action,
        round=where,
        parent=parent,
        question=question,
        fragments=fragments,
        lead_in=lead_in_of(step, proposal),
        asked_by=step.decision.by,
        asked_at=now,
        suggested_seconds=step.decision.suggested_seconds,
    )
    return turn.model_copy(update={"label": label_of(session, turn)})


def lead_in_of(step: Step, proposal: Proposal) -> str:
    """What is said before a step's question: what leads into a follow-up leads into no other question."""
    fits = proposal.action != "follow_up" or step.decision.action == "follow_up"
    return proposal.lead_in if fits and step.question is not None else ""


def label_of(session: Session, turn: Turn) -> str:
    """What a turn is called: "Q1", "Q1 Follow-up 1", "Resume Q", "Activity Q1"."""
    if turn.parent is not None:
        main = session.turn(turn.parent)
        return f"{main.label} Follow-up {follow_ups_of(session, main) + 1}"
    same = [past for past in session.main_turns if past.action == turn.action]
    if turn.action == "resume":
        return f"Resume Q{len(same) + 1}" if same else "Resume Q"
    return f"{'Activity ' if turn.action == 'activity' else ''}Q{len(same) + 1}"


def number_of(session: Session, turn: Turn) -> int:
    """The place of a turn's main question among all main questions, from 1."""
    main = turn.parent or turn.id
    ids = [past.id for past in session.main_turns]
    return ids.index(main) + 1


def delivery_of(turn: Turn) -> Delivery | None:
    """How an answer was put; nothing of one that a plain check held back."""
    answer = turn.answer
    if answer is None or (turn.analysis is not None and turn.analysis.gate is not None):
        return None
    return measure(
        turn.question, answer.text, source=answer.source, seconds=answer.seconds, takes=answer.takes
    )
