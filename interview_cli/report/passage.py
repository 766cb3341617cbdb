"""One question of a session as a report tells it: answer, judgement, and what both rest on.

Texts are as people and models wrote them: each format makes them safe for itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from interview_cli.coach.delivery_words import remark
from interview_cli.coach.evaluation import CriterionScore, Evaluation, PointResult
from interview_cli.coach.rubric import CODE_CRITERIA, CRITERIA, name_of, rubric_version
from interview_cli.coach.scale import POINTS_PER_LEVEL, band, on_scale
from interview_cli.coach.star_words import parts_in_words
from interview_cli.interview.session import Before, Session, Turn
from interview_cli.library.role import Kind
from interview_cli.report import comparison
from interview_cli.report.wording import OFFLINE, counted, duration, judge_name, level_words, reflowed

BY_POINTS = "completeness"


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One criterion's judgement; `meaning` is the rubric's sentence for the level reached."""

    name: str
    score: float
    shown: str
    meaning: str
    reason: str
    quotes: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """One question with its answer and all that was said about it.

    `answer` is None when there is none, `how` then says why. `standing` is the score in words
    (empty when there is none) and `judged_by` the honest label beside it. `before` says how it compares
    with the attempt before, if there was one; points carry a mark that says the same of each. `story` tells
    the parts of a case, `delivery` what stands out in how the answer was put. `sample_answer` is empty where
    the question before had the same.
    """

    label: str
    round: str
    lead_in: str
    question: str
    answer: str | None
    how: str
    standing: str
    score: float | None
    judged_by: str
    before: str
    criteria: tuple[CriterionLine, ...]
    found: tuple[PointResult, ...]
    missing: tuple[str, ...]
    missing_parts: tuple[str, ...]
    story: str
    delivery: str
    strengths: tuple[str, ...]
    improvements: tuple[str, ...]
    next_level: str
    sample_answer: str

    @property
    def evidence(self) -> list[str]:
        """All words of the answer that its judgement rests on."""
        quotes = [quote for criterion in self.criteria for quote in criterion.quotes]
        return quotes + [point.evidence for point in self.found if point.evidence]


def passages(session: Session, scale: int, scores: bool) -> Iterator[Passage]:
    """All questions of a session; scores on 0-100 or 1-5, in words alone with `scores` off."""
    shown: set[str] = set()
    for turn in session.turns:
        passage = _passage(turn, scale, scores)
        # A follow-up may carry the sample answer of the question it follows; once is enough.
        yield replace(passage, sample_answer="") if passage.sample_answer in shown else passage
        shown.add(passage.sample_answer)


def _passage(turn: Turn, scale: int, scores: bool) -> Passage:
    judgement = turn.evaluation
    level = judgement.level if judgement else None
    points = judgement.points if judgement else []
    return Passage(
        label=turn.label,
        round=turn.round,
        lead_in=turn.lead_in,
        question=turn.question.text,
        answer=turn.answer.text if turn.answer else None,
        how=f"{_how(turn)}{_written(turn)}",
        standing=level_words(level, scale, numbers=scores) if level is not None else "",
        score=level * POINTS_PER_LEVEL if level is not None else None,
        judged_by=_judged_by(turn, scale, scores),
        before=comparison.sentence(turn, scale, numbers=scores),
        criteria=tuple(_criteria(judgement, turn.question.kind, scale, scores)) if judgement else (),
        found=tuple(_marked(point, turn.before) for point in points if point.found),
        missing=tuple(_marked(point, turn.before).fact for point in points if not point.found),
        missing_parts=tuple(
            f"{part}{comparison.story_mark(part, turn.before)}"
            for part in (judgement.star.missing if judgement and judgement.star else ())
        ),
        story=parts_in_words(judgement.star) if scores and judgement and judgement.star else "",
        delivery=remark(turn.delivery, numbers=scores) if turn.delivery else "",
        strengths=tuple(judgement.strengths) if judgement else (),
        improvements=_improvements(judgement) if judgement else (),
        next_level=judgement.next_level if judgement else "",
        sample_answer=reflowed(turn.question.sample_answer),
    )


def _marked(point: PointResult, before: Before | None) -> PointResult:
    return point.model_copy(update={"fact": f"{point.fact}{comparison.mark(point.fact, before)}"})


def _improvements(judgement: Evaluation) -> tuple[str, ...]:
    """What to improve, without what the gate or the step to the next level says already."""
    said = f"{judgement.gate.reason if judgement.gate else ''} {judgement.next_level}".casefold()
    return tuple(text for text in judgement.improvements if text.strip(" .").casefold() not in said)


def _how(turn: Turn) -> str:
    if turn.answer is None:
        draft = f" A draft of {counted(len(turn.draft.split()), 'word')} is kept." if turn.draft else ""
        return f"Skipped, no answer.{draft}" if turn.status == "skipped" else f"Not answered.{draft}"
    words = counted(len(turn.answer.text.split()), "word")
    source = {"typed": "Typed", "spoken": "Spoken", "file": "From a file"}[turn.answer.source]
    time = f" in {duration(turn.answer.seconds)}" if turn.answer.seconds else ""
    return f"{source}, {words}{time}."


def _written(turn: Turn) -> str:
    """Who wrote the question for this candidate, where it is none of the bank's."""
    by = turn.question.written_by
    return f" The question was written for you by {judge_name(by)}." if by and turn.parent is None else ""


def _judged_by(turn: Turn, scale: int, scores: bool) -> str:
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
    if judgement.estimate is None:
        return f"Not judged: {why}."
    guess = level_words(judgement.estimate, scale, numbers=scores)
    return f"Not judged: {why}. Offline estimate, in no total: {guess}."


def _criteria(judgement: Evaluation, kind: Kind, scale: int, scores: bool) -> Iterator[CriterionLine]:
    """What each criterion says; nothing for a gate, which settled them all in one sentence."""
    if judgement.gate is not None:
        return
    # Another version of the rubric may have meant something else by a level, and a level that code gives
    # rests on what it names as the reason rather than on the level's sentence.
    by_sentence = judgement.rubric_version == rubric_version() and judgement.source != OFFLINE
    for score in judgement.criteria:
        known = None if score.criterion in CODE_CRITERIA else CRITERIA.get(score.criterion)
        points = score.level * POINTS_PER_LEVEL
        # Which points were made, and by which words, is a list of its own.
        listed = score.criterion == BY_POINTS and bool(judgement.points)
        yield CriterionLine(
            name=name_of(score.criterion),
            score=points,
            shown=on_scale(points, scale) if scores else band(points),
            meaning=known.sentences(kind)[int(score.level)] if known and by_sentence and not listed else "",
            reason=_points_made(judgement) if listed else score.reason,
            quotes=() if listed else tuple(score.quotes),
            remarks=tuple(_remarks(score)),
        )


def _points_made(judgement: Evaluation) -> str:
    made = sum(point.found for point in judgement.points)
    return f"{made} of {counted(len(judgement.points), 'expected point')} made."


def _remarks(score: CriterionScore) -> Iterator[str]:
    if score.capped:
        yield "held down because no words of the answer support more"
    if score.samples > 1:
        agreement = "low agreement: " if score.low_agreement else ""
        yield f"{agreement}median of {score.samples} samples, {_apart(score.spread)}"


def _apart(spread: float) -> str:
    return f"which differ by {spread:g} level{'s' * (spread != 1)}" if spread else "which agree"
