"""The closing words of an interview from a model; every number in them comes from code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from interview_cli.coach.evaluation import Feedback
from interview_cli.coach.feedback import JudgedAnswer, summarise
from interview_cli.library.prompt import Prompt, Rendered
from interview_cli.library.role import Category
from interview_cli.llm.port import ModelError, ModelPort
from interview_cli.llm.request import request_of
from interview_cli.llm.structured import ask

MOST = 3
Line = Annotated[str, Field(max_length=1000)]


class ClosingReply(BaseModel):
    """What a model says at the end; more than three of anything is cut."""

    model_config = ConfigDict(extra="ignore")

    summary: Annotated[str, Field(min_length=1, max_length=3000)]
    strengths: list[Line] = Field(default_factory=list)
    improvements: list[Line] = Field(default_factory=list)
    next_steps: list[Line] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ModelReviewer:
    """Reviews a session in a model's words; in the offline coach's when the model gives none."""

    model: ModelPort
    prompt: Prompt
    role_name: str
    level: str

    async def review(self, answers: Sequence[JudgedAnswer], weights: Mapping[Category, float]) -> Feedback:
        """The closing feedback. A model that fails leaves the plain one, with a note that says so."""
        plain = summarise(answers, weights)
        if plain.overall is None:
            return plain
        try:
            said = await ask(self.model, request_of(self._rendered(plain, answers)), ClosingReply)
        except ModelError as error:
            note = f"The closing words are the offline coach's: {error.message.rstrip('.')}."
            return plain.model_copy(update={"note": f"{plain.note} {note}".strip()})
        reply = said.value
        return plain.model_copy(
            update={
                "source": said.reply.model,
                "summary": reply.summary.strip(),
                "strengths": _lines(reply.strengths),
                "improvements": _lines(reply.improvements),
                "next_steps": _lines(reply.next_steps),
            }
        )

    def _rendered(self, plain: Feedback, answers: Sequence[JudgedAnswer]) -> Rendered:
        return self.prompt.render(
            role=self.role_name,
            level=self.level,
            overall=round(plain.overall or 0),
            band=plain.band,
            categories=plain.categories,
            unscored=plain.unscored,
            answers="\n\n".join(_judgement_text(answer) for answer in answers if answer.answered),
        )


def _lines(texts: Sequence[str]) -> list[str]:
    return [text.strip() for text in texts if text.strip()][:MOST]


def _judgement_text(answer: JudgedAnswer) -> str:
    evaluation = answer.evaluation
    lines = [f"{answer.label}: {answer.question.text}"]
    if evaluation is None or evaluation.level is None:
        return "\n".join([*lines, "not judged"])
    lines.append(f"level {evaluation.level:.1f} of 5")
    if evaluation.gate is not None:
        lines.append(evaluation.gate.reason)
    for score in evaluation.criteria:
        quote = f' "{score.quotes[0]}"' if score.quotes else ""
        lines.append(f"- {score.criterion} {score.level:.1f}: {score.reason}{quote}")
    missing = [point.fact for point in evaluation.points if not point.found]
    if missing:
        lines.append("missing: " + "; ".join(missing))
    return "\n".join(lines)
