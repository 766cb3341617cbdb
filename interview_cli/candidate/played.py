"""A simulated candidate that a model plays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from interview_cli.candidate.persona import SimulatedPersona
from interview_cli.candidate.scripted import SKIP, seconds_for
from interview_cli.interview.events import Command, GiveAnswer, Skip
from interview_cli.interview.session import Session, Turn
from interview_cli.library.prompt import Prompt
from interview_cli.llm.port import ModelPort
from interview_cli.llm.request import request_of
from interview_cli.llm.structured import ask

# What was said so far is told from its end, as far as a small model's context reaches.
MOST_SAID = 6000


class CandidateReply(BaseModel):
    """What the candidate says."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    answer: Annotated[str, Field(max_length=8000)] = ""


@dataclass(frozen=True, slots=True)
class PlayedCandidate:
    """Has a model answer in a persona's part. It never sees what the answers are judged by."""

    persona: SimulatedPersona
    model: ModelPort
    prompt: Prompt
    resume_text: str = ""

    async def command_for(self, session: Session, turn: Turn) -> Command:
        """What the model says to a question. Raises ModelError."""
        rendered = self.prompt.render(
            character=self.persona.about,
            role=session.plan.role_name,
            level=session.plan.level,
            question=turn.rephrased[-1] if turn.rephrased else turn.question.text,
            said=_said(session, turn),
            resume=self.resume_text,
        )
        text = (await ask(self.model, request_of(rendered), CandidateReply)).value.answer
        if text.strip().lower() == SKIP:
            return Skip()
        return GiveAnswer(text, source="file", seconds=seconds_for(self.persona, text))


def _said(session: Session, turn: Turn) -> str:
    lines = []
    for past in session.turns:
        if past.id != turn.id:
            lines.append(f"Interviewer: {past.question.text}")
            lines.append(f"You: {past.answer.text if past.answer else '(no answer)'}")
    return "\n".join(lines)[-MOST_SAID:]
