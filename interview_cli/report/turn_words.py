"""What is said of one turn beside its answer: how it was answered, came across, and was judged by whom."""

from __future__ import annotations

from collections.abc import Iterator

from interview_cli.coach.evaluation import Evaluation
from interview_cli.coach.tag import TAG_WORDS
from interview_cli.interview.session import Persona, Turn
from interview_cli.report.wording import OFFLINE, duration, judge_name, length_of, level_words


def outcome(turn: Turn) -> str:
    """What became of a question in a word or two."""
    if turn.status != "answered":
        return "skipped" if turn.status == "skipped" else "not answered"
    judged = turn.evaluation
    return "answered" if judged is not None and judged.level is not None else "not judged"


def ratings(turn: Turn, scale: int, scores: bool) -> Iterator[str]:
    """What people think an answer is worth, a sentence for each."""
    for rating in turn.standing_ratings:
        level = f": {level_words(rating.level, scale)}" if rating.level is not None and scores else ""
        why = f" ({rating.why.rstrip('.')})" if rating.why else ""
        yield f"Rated by {rating.by}{level}{why}."


def how_answered(turn: Turn) -> str:
    """By which way and at what length a question was answered, or that it was not."""
    if turn.answer is None:
        draft = f" A draft of {length_of(turn.draft)} is kept." if turn.draft else ""
        return f"Skipped, no answer.{draft}" if turn.status == "skipped" else f"Not answered.{draft}"
    words = length_of(turn.answer.text)
    source = {"typed": "Typed", "spoken": "Spoken", "file": "From a file"}[turn.answer.source]
    time = f" in {duration(turn.answer.seconds)}" if turn.answer.seconds else ""
    return f"{source}, {words}{time}."


def manner(turn: Turn) -> str:
    """How person and answer came across, by which sign, and what that changed."""
    said = []
    if turn.asides:
        said.append("You asked back first.")
    if turn.persona is not None and turn.persona.name != "regular" and not _settled_by_noise(turn):
        said.append(_persona_said(turn.persona))
    if turn.analysis is not None and turn.analysis.tag is not None:
        said.append(f"The answer came across as {TAG_WORDS[turn.analysis.tag]}.")
    if turn.decision is not None and turn.decision.difficulty is not None:
        way = {"up": "harder", "down": "easier"}[turn.decision.difficulty]
        said.append(f"The questions get {way} from here: {turn.decision.level} level.")
    return "".join(f" {text}" for text in said)


def _settled_by_noise(turn: Turn) -> bool:
    """Whether the plain check that settled an answer says already how it came across."""
    gate = turn.analysis.gate if turn.analysis else None
    return gate is not None and gate.reason == (turn.persona.reason if turn.persona else "")


def _persona_said(persona: Persona) -> str:
    """How the person came across, in words that people understand."""
    begins = {
        "confused": "You seemed unsure what was asked",
        "efficient": "You were brief and to the point",
        "chatty": "You said much, and little of it to the point",
        "edge": "This left the ground of an interview",
    }[persona.name]
    return f"{begins}: {persona.reason.rstrip('.')}."


def who_wrote_it(turn: Turn) -> str:
    """Who wrote the question for this candidate, where it is none of the bank's."""
    by = turn.question.written_by
    return f" The question was written for you by {judge_name(by)}." if by and turn.parent is None else ""


def judged_by(turn: Turn, scale: int, scores: bool) -> str:
    """Who judged an answer, honestly: estimates, doubts and notes included."""
    judgement = turn.evaluation
    if turn.answer is None:
        return ""
    if judgement is None:
        return "Not judged yet."
    if judgement.status == "unscored":
        return _not_judged(judgement, scale, scores)
    if judgement.gate is not None:
        return f"Settled by a plain check: {judgement.gate.reason}"
    estimate = ", an estimate" if judgement.source == OFFLINE else ""
    said = [f"Judged by {judge_name(judgement.source)}{estimate}."]
    if judgement.low_agreement:
        unsure = sum(score.low_agreement for score in judgement.criteria)
        said.append(f"Low agreement between its samples on {unsure} of {len(judgement.criteria)} criteria.")
    if judgement.note:
        said.append(f"{judgement.note.rstrip('.')}.")
    return " ".join(said)


def _not_judged(judgement: Evaluation, scale: int, scores: bool) -> str:
    why = judgement.why_unscored.rstrip(".")
    if judgement.estimate is None or not scores:
        return f"Not judged: {why}."
    guess = level_words(judgement.estimate, scale)
    return f"Not judged: {why}. Offline estimate, in no total: {guess}."
