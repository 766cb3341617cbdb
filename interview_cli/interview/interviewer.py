"""The embedded interviewer: decides the next step from what code sees in the answer."""

from __future__ import annotations

from collections.abc import Sequence

from interview_cli.coach.evaluation import Tag
from interview_cli.coach.followup import Exchange, next_follow_up
from interview_cli.coach.languages import is_english
from interview_cli.interview.bearing import stems_of_gaps
from interview_cli.interview.choice import is_repeat, level_distance
from interview_cli.interview.persona import in_other_words, lead_in
from interview_cli.interview.ports import Proposal, Situation, Tell
from interview_cli.interview.session import Session, Turn
from interview_cli.library.role import Question

OFFLINE = "offline"
# Enough of an answer to recognise it by; with the longest probe it makes the 30 words of a question.
QUOTED_WORDS = 8
# What is said before a question, by how the last answer came across.
_BEFORE_FOLLOW_UP: dict[Tag | None, str] = {"hand_wavy": "Let us make that concrete."}
_BEFORE_NEXT: dict[Tag | None, str] = {"doesnt_know": "That is all right; let us take something else."}


class OfflineInterviewer:
    """Asks the plan's questions and follows up on what an answer left out. Needs no model."""

    @property
    def name(self) -> str:
        """Always `offline`."""
        return OFFLINE

    async def propose(self, situation: Situation, forming: Tell | None = None) -> Proposal:
        """A follow-up while the limits allow one and something is missing, else the next question."""
        return propose_offline(situation)

    async def rephrase(self, question: Question, forming: Tell | None = None) -> str:
        """The question with advice on how to go about it."""
        return in_other_words(question)


def propose_offline(situation: Situation) -> Proposal:
    """The offline interviewer's proposal, as a pure function.

    It can neither read nor speak another language than English: there it follows up on nothing, says nothing
    before a question, and goes on with the plan.
    """
    turn = situation.turn
    tone = ""
    tag = None
    speaks = is_english(situation.session.plan.language)
    if speaks and turn is not None and turn.answer is not None and turn.analysis is not None:
        persona = turn.persona
        tone = lead_in(persona, turn.question) if persona else ""
        tag = turn.analysis.tag
        if situation.may_follow_up:
            main = situation.session.turn(turn.parent) if turn.parent else turn
            follow_up = next_follow_up(
                main.question,
                _exchange(situation.session, main),
                confused=persona is not None and persona.name == "confused",
                toward=stems_of_gaps(situation.session.gaps),
            )
            if follow_up is not None:
                asked = [past.question for past in situation.session.turns]
                probe = _told_apart(follow_up.question, turn.answer.text, asked)
                tone = lead_in(persona, turn.question, probe) if persona else ""
                opened = tone or probe.text.startswith("Let us")
                tone = tone if opened else _BEFORE_FOLLOW_UP.get(tag, "")
                return Proposal("follow_up", follow_up.reason, OFFLINE, probe, tone)
        if persona is not None and persona.name == "confused":
            tone = ""
        tone = tone or _BEFORE_NEXT.get(tag, "")
    if situation.remaining_questions <= 0:
        return Proposal("complete", "All planned questions were asked.", OFFLINE)
    if situation.resume_due and situation.resume_questions:
        reason = "The plan has a question about the resume here."
        return Proposal("resume", reason, OFFLINE, situation.resume_questions[0], tone)
    if situation.activity_due and situation.activity_questions:
        reason = "The plan has a question about recent work here."
        return Proposal("activity", reason, OFFLINE, situation.activity_questions[0].question, tone)
    if turn is not None and tag == "doesnt_know" and (other := _other_topic(turn, situation)):
        reason = "The last answer was open, so the next question is about something else."
        return Proposal("preset", reason, OFFLINE, other, tone)
    return Proposal("preset", _why_next(turn is None, situation), OFFLINE, None, tone)


def _other_topic(turn: Turn, situation: Situation) -> Question | None:
    """The first question of the difficulty that is wanted now that shares no topic with the last one."""
    if not situation.candidates:
        return None
    best = level_distance(situation.candidates[0], situation.level)
    return next(
        (
            question
            for question in situation.candidates
            if level_distance(question, situation.level) == best
            and not set(question.tags) & set(turn.question.tags)
        ),
        None,
    )


def _exchange(session: Session, main: Turn) -> list[Exchange]:
    """All that was asked on a main question and answered, in order."""
    return [
        Exchange(turn.question, turn.answer.text, turn.analysis)
        for turn in session.turns
        if main.id in (turn.id, turn.parent) and turn.answer and turn.analysis
    ]


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
