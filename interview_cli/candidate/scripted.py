"""A simulated candidate without a model: it answers from the question's own sample answer, in its manner."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from interview_cli.candidate.persona import Manner, SimulatedPersona
from interview_cli.interview.events import Command, GiveAnswer, Skip
from interview_cli.interview.session import Session, Turn
from interview_cli.library.role import Question
from interview_cli.scripts import word_count

SKIP = "/skip"
# Time to think before an answer of any length, in seconds.
THINKING = 4.0
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class ScriptedCandidate:
    """Answers in a persona's manner; the same question in the same place gets the same answer."""

    persona: SimulatedPersona

    async def command_for(self, session: Session, turn: Turn) -> Command:
        """What it does about a question."""
        text = answer_of(self.persona, session, turn)
        if text == SKIP:
            return Skip()
        return GiveAnswer(text, source="file", seconds=seconds_for(self.persona, text))


def seconds_for(persona: SimulatedPersona, text: str) -> float:
    """How long a persona takes to say a text."""
    return round(THINKING + word_count(text) / persona.words_per_minute * 60, 1)


def answer_of(persona: SimulatedPersona, session: Session, turn: Turn) -> str:
    """What a persona says to a question, or `/skip`."""
    if turn.parent:
        place = [past.id for past in session.turns if past.parent].index(turn.id)
        main = session.turn(turn.parent)
        said = main.answer.text if main.answer else ""
        return _said(persona.follow_up, turn.question, place, told_before=said)
    place = [past.id for past in session.main_turns].index(turn.id)
    return _said(persona.main, turn.question, place)


def _said(manner: Manner, question: Question, place: int, told_before: str = "") -> str:
    topic = topic_of(question)
    if manner.instead:
        return _in_turn(manner.instead, place).replace("{topic}", topic)
    parts = [
        _in_turn(manner.before, place),
        *_content(manner.share, question, told_before),
        _in_turn(manner.after, place),
    ]
    return " ".join(part.replace("{topic}", topic) for part in parts if part)


def _content(share: float, question: Question, told_before: str) -> Sequence[str]:
    """The sentences of the sample answer that are said; to a follow-up those that were not said before."""
    sentences = [
        part.strip() for part in _SENTENCE_END.split(" ".join(question.sample_answer.split())) if part.strip()
    ]
    count = math.ceil(share * len(sentences))
    if told_before:
        fresh = [sentence for sentence in sentences if sentence not in told_before]
        return (fresh or sentences)[:count]
    return sentences[:count]


def topic_of(question: Question) -> str:
    """What a question is about, in a few words, for someone who has little to say."""
    return question.tags[0].replace("-", " ").replace("_", " ") if question.tags else "this"


def _in_turn(texts: Sequence[str], place: int) -> str:
    return texts[place % len(texts)] if texts else ""
