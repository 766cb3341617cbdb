"""The closing words of an interview from a model; numbers and the recommendation come from code."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from interview_cli.coach.claims import figures_in, is_sound, sentences_of
from interview_cli.coach.evaluation import Feedback
from interview_cli.coach.feedback import JudgedAnswer, Standard, summarise
from interview_cli.coach.languages import is_english, language_name, other_language
from interview_cli.library.prompt import Prompt, Rendered
from interview_cli.llm.port import ModelError, ModelPort
from interview_cli.llm.request import request_of
from interview_cli.llm.structured import ask
from interview_cli.scripts import is_unspaced

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
    """Reviews a session in a model's words; in the offline coach's when the model gives none.

    Sentences that give a score or a verdict, name an answer that there is not or quote what nobody said
    are left out. In another language than English (`language`, a BCP 47 tag), whose words for a score code
    does not all know, a sentence with a figure of the review is, too.
    """

    model: ModelPort
    prompt: Prompt
    role_name: str
    level: str
    language: str = "en"

    async def review(self, answers: Sequence[JudgedAnswer], standard: Standard) -> Feedback:
        """The closing feedback. A model that fails leaves the plain one, with a note that says so."""
        plain = summarise(answers, standard)
        if plain.overall is None:
            return plain
        shown = "\n\n".join(_judgement_text(answer) for answer in answers if answer.answered)
        try:
            said = await ask(self.model, request_of(self._rendered(plain, shown)), ClosingReply)
        except ModelError as error:
            english = "" if is_english(self.language) else ", in English"
            note = f"The closing words are the offline coach's{english}: {error.message.rstrip('.')}."
            return plain.model_copy(update={"note": f"{plain.note} {note}".strip()})
        figures = set() if is_english(self.language) else _figures(plain, answers, shown)
        labels = [answer.label for answer in answers]
        worded = _with_words(plain, said.value, said.reply.model, labels, shown, figures)
        found = other_language(said.value.summary, self.language)
        if not found:
            return worded
        note = f"The model wrote its closing words in {language_name(found)}."
        return worded.model_copy(update={"note": f"{worded.note} {note}".strip()})

    def _rendered(self, plain: Feedback, shown: str) -> Rendered:
        ready = plain.readiness
        decided = ready.recommendation if ready else None
        return self.prompt.render(
            role=self.role_name,
            level=self.level,
            overall=round(plain.overall or 0),
            band=plain.band,
            categories=plain.categories,
            recommendation=decided.replace("_", " ") if decided else "too few answers to say",
            reason=ready.reason if ready else "",
            unscored=plain.unscored,
            answers=shown,
        )


def _figures(plain: Feedback, answers: Sequence[JudgedAnswer], shown: str) -> set[str]:
    """The scores as they can be written, without whole numbers that may count: up to ten, or said."""
    scores = [score for score in (plain.overall, *(part.score for part in plain.categories)) if score]
    levels = [answer.level for answer in answers if answer.level]
    written = {f"{score:.0f}" for score in scores} | {f"{figure:.1f}" for figure in (*scores, *levels)}
    counts = {figure for figure in figures_in(shown) if figure.isdigit()} | {
        str(count) for count in range(11)
    }
    return {figure for figure in written if not figure.endswith(".0")} - counts


def _with_words(
    plain: Feedback,
    reply: ClosingReply,
    model: str,
    labels: Sequence[str],
    shown: str,
    figures: Collection[str] = (),
) -> Feedback:
    """The plain feedback in a model's words, as far as they are sound; what was left out is counted."""
    sentences = sentences_of(reply.summary)
    between = "" if is_unspaced(reply.summary) else " "
    summary = between.join(text for text in sentences if is_sound(text, labels, shown, figures))
    said = [*sentences]
    lines: dict[str, list[str]] = {}
    for name in ("strengths", "improvements", "next_steps"):
        given = [text for line in getattr(reply, name) if (text := " ".join(line.split()))]
        kept = [text for text in given if is_sound(text, labels, shown, figures)]
        # Nothing to say is an answer; nothing that may be said is none.
        lines[name] = kept[:MOST] if kept or not given else getattr(plain, name)
        said += given
    dropped = sum(not is_sound(text, labels, shown, figures) for text in said)
    left_out = (
        f"{dropped} sentence{'s' if dropped != 1 else ''} of the model's closing words left out, for giving "
        "a score or a verdict or naming what nobody said."
    )
    return plain.model_copy(
        update={
            **lines,
            "source": model if summary else plain.source,
            "summary": summary or plain.summary,
            "note": f"{plain.note} {left_out}".strip() if dropped else plain.note,
        }
    )


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
