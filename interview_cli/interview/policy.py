"""What comes next: an interviewer proposes, these rules dispose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from interview_cli.interview.choice import is_repeat
from interview_cli.interview.plan import (
    QUESTIONS_PER_ACTIVITY_QUESTION,
    QUESTIONS_PER_RESUME_QUESTION,
    Plan,
    Round,
)
from interview_cli.interview.ports import Proposal, Situation
from interview_cli.interview.session import Action, Decision, Session, Turn
from interview_cli.library.bank import GAP_TAG
from interview_cli.library.role import SENIORITIES, Question, Seniority

# Below this an answer cannot be begun; the interview closes.
SHORTEST_ANSWER_SECONDS = 30
# A question may be asked while at least this part of its usual time is left.
FITTING_SHARE = 0.5

RAISE_AT, LOWER_AT = 4.0, 2.0
STREAK = 2


@dataclass(frozen=True, slots=True)
class Step:
    """A decision, and the question to ask for it (None when the interview is complete).

    `fragments` are the ids of the recent work that the question is about.
    """

    decision: Decision
    question: Question | None = None
    fragments: tuple[str, ...] = ()


def seconds_spent(session: Session) -> float:
    """Listening time so far, over all turns."""
    return sum(turn.seconds for turn in session.turns)


def seconds_left(session: Session) -> float:
    """What remains of the planned time, never below zero."""
    return max(0.0, session.plan.minutes * 60 - seconds_spent(session))


def main_turns_in(session: Session, part: Round) -> list[Turn]:
    """The main questions asked in a round so far."""
    return [turn for turn in session.main_turns if turn.round == part.name]


def follow_ups_of(session: Session, turn: Turn) -> int:
    """How many follow-ups the main question that `turn` belongs to has had."""
    main = turn.parent or turn.id
    return sum(1 for other in session.turns if other.parent == main)


def resume_is_due(session: Session, part: Round) -> bool:
    """Whether the next main question of a round should be about the resume.

    The first one comes second in its round, so that the person is warmed up, then every fifth.
    """
    asked = main_turns_in(session, part)
    done = sum(1 for turn in asked if turn.action == "resume")
    left = part.resume_questions - done
    slots = part.questions - len(asked)
    return left > 0 and (len(asked) > QUESTIONS_PER_RESUME_QUESTION * done or slots <= left)


def activity_is_due(session: Session, part: Round) -> bool:
    """Whether the next main question of a round should be about recent work.

    The first one comes second in its round, or third after one on the resume, then every third.
    """
    asked = main_turns_in(session, part)
    done = sum(1 for turn in asked if turn.action == "activity")
    left = part.activity_questions - done
    resume_left = part.resume_questions - sum(1 for turn in asked if turn.action == "resume")
    slots = part.questions - len(asked)
    spread = len(asked) > QUESTIONS_PER_ACTIVITY_QUESTION * done
    return left > 0 and (spread or slots <= left + max(0, resume_left))


def activity_left(session: Session) -> int:
    """How many questions about recent work the plan still has."""
    planned = sum(part.activity_questions for part in session.plan.rounds) if session.fragments else 0
    return max(0, planned - sum(1 for turn in session.turns if turn.action == "activity"))


def running_level(plan: Plan, turns: Sequence[Turn]) -> Seniority:
    """The difficulty the answers so far ask for.

    Two answers in a row at level 4 or more raise it by one step, two at 2 or less lower it;
    the judgement counts where there is one, else the estimate of the analysis.
    """
    place = SENIORITIES.index(plan.level)
    if not plan.follows_answers:
        return plan.level
    high = low = 0
    for turn in turns:
        level = _level_of(turn)
        if level is None:
            continue
        high = high + 1 if level >= RAISE_AT else 0
        low = low + 1 if level <= LOWER_AT else 0
        if high == STREAK:
            place, high = min(place + 1, len(SENIORITIES) - 1), 0
        if low == STREAK:
            place, low = max(place - 1, 0), 0
    return SENIORITIES[place]


def _level_of(turn: Turn) -> float | None:
    if turn.status != "answered":
        return None
    if turn.evaluation is not None and turn.evaluation.level is not None:
        return turn.evaluation.level
    return turn.analysis.estimate if turn.analysis else None


def dispose(proposal: Proposal, situation: Situation) -> Step:
    """Turn a proposal into a decision that keeps every limit of the plan."""
    left = situation.remaining_seconds
    if left < SHORTEST_ANSWER_SECONDS:
        return _complete(proposal, situation, "The planned time is over.")
    if proposal.action == "follow_up":
        objection = _objection_to_follow_up(proposal, situation)
        if not objection:
            return _ask("follow_up", proposal, situation, proposal.question)
        return _next_main(proposal, situation, objection)
    return _next_main(proposal, situation, "")


def _objection_to_follow_up(proposal: Proposal, situation: Situation) -> str:
    turn = situation.turn
    if turn is None or turn.status != "answered":
        return "there is no answer to follow up"
    if proposal.question is not None and not _fits(proposal.question, situation):
        return "too little time is left for it"
    if not situation.may_follow_up:
        limit = situation.session.plan.limits.max_follow_ups
        return f"at most {limit} follow-up{'s' if limit != 1 else ''} per question"
    if proposal.question is None:
        return "the follow-up was no single short question on what was asked"
    if _was_asked(proposal.question, situation):
        return "the question was asked before"
    return ""


def _next_main(proposal: Proposal, situation: Situation, objection: str) -> Step:
    if situation.remaining_questions <= 0:
        return _complete(proposal, situation, "All planned questions were asked.", objection)
    objection = _objection_to_main(proposal, situation) or objection
    own = _about_the_person(proposal, situation, objection)
    if own is not None:
        return own
    preset = _preset(proposal, situation)
    chosen = proposal.question.id if proposal.question else None
    named = bool(situation.session.plan.questions)
    if preset is not None and preset.written_by and preset.id != chosen and not named:
        proposal = replace(proposal, reason=_why_tailored(preset))
    if preset is None:
        fresh = any(_is_fresh(question, situation) for question in situation.candidates)
        reason = (
            "No remaining question fits the time that is left."
            if fresh
            else "The question bank holds no further question for this plan."
        )
        return _complete(proposal, situation, reason, objection)
    return _ask("preset", proposal, situation, preset, objection)


def _why_tailored(question: Question) -> str:
    if GAP_TAG in question.tags:
        return "The job asks for something that the resume does not mention."
    return f"A question written for this candidate by {question.written_by}."


def _objection_to_main(proposal: Proposal, situation: Situation) -> str:
    if proposal.action == "complete":
        return "questions and time are left"
    if proposal.action == "resume" and not situation.resume_due:
        return "no question on the resume is due here"
    if proposal.action == "activity" and not situation.activity_due:
        return "no question on recent work is due here"
    return ""


def _about_the_person(proposal: Proposal, situation: Situation, objection: str) -> Step | None:
    """A question on the resume or on recent work, where the plan wants one and one is left."""
    if situation.resume_due:
        options = [proposal.question] if proposal.action == "resume" and proposal.question else []
        for question in (*options, *situation.resume_questions):
            if _fits(question, situation) and not _was_asked(question, situation):
                return _ask("resume", proposal, situation, question, objection)
    if situation.activity_due:
        for about in sorted(situation.activity_questions, key=lambda one: one.question != proposal.question):
            if _fits(about.question, situation) and not _was_asked(about.question, situation):
                step = _ask("activity", proposal, situation, about.question, objection)
                return replace(step, fragments=about.fragments)
    return None


def _preset(proposal: Proposal, situation: Situation) -> Question | None:
    wanted = proposal.question.id if proposal.action == "preset" and proposal.question else None
    ordered = sorted(
        situation.candidates,
        key=lambda question: (situation.tailored_due and not question.written_by, question.id != wanted),
    )
    for question in ordered:
        if _fits(question, situation) and _is_fresh(question, situation):
            return question
    return None


def _fits(question: Question, situation: Situation) -> bool:
    return situation.remaining_seconds >= FITTING_SHARE * question.seconds


def _is_fresh(question: Question, situation: Situation) -> bool:
    """Whether a candidate was not asked; a plan's own questions may resemble what was."""
    return bool(situation.session.plan.questions) or not _was_asked(question, situation)


def _was_asked(question: Question, situation: Situation) -> bool:
    return is_repeat(question, (turn.question for turn in situation.session.turns))


def _ask(
    action: Action, proposal: Proposal, situation: Situation, question: Question | None, objection: str = ""
) -> Step:
    assert question is not None
    seconds = int(min(question.seconds, situation.remaining_seconds))
    decision = _decision(action, proposal, situation, proposal.reason, objection)
    return Step(decision.model_copy(update={"suggested_seconds": seconds}), question)


def _complete(proposal: Proposal, situation: Situation, reason: str, objection: str = "") -> Step:
    return Step(_decision("complete", proposal, situation, reason, objection))


def _decision(
    action: Action, proposal: Proposal, situation: Situation, reason: str, objection: str
) -> Decision:
    changed = proposal.action != action
    overruled = changed and bool(objection) and action != "complete"
    return Decision(
        action=action,
        reason=f"Next question of the plan: {objection}." if overruled else reason,
        by=proposal.by,
        proposed=proposal.action if changed else None,
        overruled=objection,
        level=situation.level,
        difficulty=_moved(situation),
    )


def _moved(situation: Situation) -> Literal["up", "down"] | None:
    """Which way the difficulty goes from the last decision to this one."""
    session = situation.session
    decisions = [turn.decision for turn in session.turns if turn.decision is not None]
    before = SENIORITIES.index(decisions[-1].level if decisions else session.plan.level)
    now = SENIORITIES.index(situation.level)
    return None if now == before else "up" if now > before else "down"
