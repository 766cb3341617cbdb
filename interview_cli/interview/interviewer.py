"""The embedded interviewer: decides the next step from what code sees in the answer."""

from __future__ import annotations

from collections.abc import Sequence

from interview_cli.coach.followup import next_follow_up
from interview_cli.interview.bearing import stems_of_gaps
from interview_cli.interview.choice import is_repeat
from interview_cli.interview.persona import in_other_words, lead_in
from interview_cli.interview.policy import follow_ups_of
from interview_cli.interview.ports import Proposal, Situation
from interview_cli.library.role import Question

OFFLINE = "offline"
# Enough of an answer to recognise it by when it is read out again.
QUOTED_WORDS = 10


class OfflineInterviewer:
    """Asks the plan's questions and follows up on what an answer left out. Needs no model."""

    @property
    def name(self) -> str:
        """Always `offline`."""
        return OFFLINE

    async def propose(self, situation: Situation) -> Proposal:
        """A follow-up while the limits allow one and something is missing, else the next question."""
        return propose_offline(situation)

    async def rephrase(self, question: Question) -> str:
        """The question with advice on how to go about it."""
        return in_other_words(question)


def propose_offline(situation: Situation) -> Proposal:
    """The offline interviewer's proposal, as a pure function."""
    turn = situation.turn
    tone = ""
    if turn is not None and turn.answer is not None and turn.analysis is not None:
        persona = turn.persona
        tone = lead_in(persona, turn.question) if persona else ""
        if situation.may_follow_up:
            follow_up = next_follow_up(
                turn.question,
                turn.answer.text,
                turn.analysis,
                confused=persona is not None and persona.name == "confused",
                number=follow_ups_of(situation.session, turn) + 1,
                toward=stems_of_gaps(situation.session.gaps),
            )
            if follow_up is not None:
                asked = [past.question for past in situation.session.turns]
                probe = _told_apart(follow_up.question, turn.answer.text, asked)
                return Proposal("follow_up", follow_up.reason, OFFLINE, probe, tone)
        if persona is not None and persona.name == "confused":
            tone = ""
    if situation.remaining_questions <= 0:
        return Proposal("complete", "All planned questions were asked.", OFFLINE)
    if situation.resume_due and situation.resume_questions:
        reason = "The plan has a question about the resume here."
        return Proposal("resume", reason, OFFLINE, situation.resume_questions[0], tone)
    return Proposal("preset", _why_next(turn is None, situation), OFFLINE, None, tone)


def _told_apart(probe: Question, answer: str, asked: Sequence[Question]) -> Question:
    """A probe that was used before in the interview, tied to this answer by the person's own last words."""
    said = answer.split()
    if not said or not is_repeat(probe, asked):
        return probe
    quote = " ".join(said[-QUOTED_WORDS:]).strip("\"'.,;:!?")
    dots = "..." if len(said) > QUOTED_WORDS else ""
    return probe.model_copy(update={"text": f'You said: "{dots}{quote}". {probe.text}'})


def _why_next(first: bool, situation: Situation) -> str:
    if first:
        return "The first question of the plan."
    return f"The next question of the plan, at {situation.level} level."
