"""The offline coach: looks at an answer at once and judges it by key points and plain rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from interview_cli.coach import gates, markers, rubric
from interview_cli.coach.advice import MOST, WEAK_LEVEL, improvements_of
from interview_cli.coach.aims import CASE, is_probe
from interview_cli.coach.answered import Answered
from interview_cli.coach.contempt import contempt_in
from interview_cli.coach.content_advice import point, straighter
from interview_cli.coach.evaluation import (
    Analysis,
    CriterionScore,
    Evaluation,
    Gate,
    GateName,
    PointResult,
    StarResult,
)
from interview_cli.coach.languages import is_english
from interview_cli.coach.marking import mark, mark_by_code
from interview_cli.coach.next_level import next_level
from interview_cli.coach.praise import strengths
from interview_cli.coach.quotes import point_results, recalled
from interview_cli.coach.reading import read
from interview_cli.coach.story import as_result
from interview_cli.coach.tag import tag_of
from interview_cli.coach.words import words
from interview_cli.library.role import Question
from interview_cli.scripts import word_count

SOURCE = "offline"
# From this level on rules see nothing that must be fixed, only what would round the answer off.
_EXCELLENT = 4.25
_OF_FORM = frozenset({"clarity", "structure", "directness"})
CONTEMPT = (
    "{} may well be how it felt, but an interviewer hears contempt, and wonders how you would speak of them: "
    "say what the person did, and what you did about it."
)
# What to do after an answer that could not be judged.
_AFTER_GATE: dict[GateName, str] = {
    "empty": "Say what comes to your mind first; one sentence is a beginning.",
    "too_short": "Go on from there: say why, and give one example.",
    "gibberish": "Answer in whole sentences, in your own words.",
    "echo": "Leave the question's words behind and say what you would do, and why.",
    "language": "Say the same in the interview's language.",
    "orders": "Answer the question itself: what the judge is told changes no score.",
    "abuse": "Answer the question, or skip it with /skip.",
    "asked_back": "Now that you have asked, answer it as you understand it, and say what you assume.",
    "declined": "In a real interview, say in a sentence why you pass, and offer what you can tell instead.",
    "no_answer": "Say what you do know near it, how you would find out, and what you would try first.",
}


def analyse(question: Question, answer: str, *, language: str = "en") -> Analysis:
    """What code alone sees in an answer: gate, points, story, signs of evidence, and an estimated level.

    Where the interview (`language`, a BCP 47 tag) or the question is in another language than English, it
    sees no more than the gate.
    """
    gate = gates.check(
        question.text, answer, about=question.about, language=language, asked_in=question.language
    )
    if not (is_english(language) and is_english(question.language)):
        level = None if gate is None else gates.LEVELS[gate.name]
        seen = Analysis(words=word_count(answer), gate=gate, estimate=level)
        return seen.model_copy(update={"tag": tag_of(seen)})
    reading = read(question, answer)
    said = reading.words
    points = _points(question, answer)
    seen = Analysis(
        words=len(words(answer)),
        gate=gate,
        points=[point.model_copy() for point in points if point.found or not is_probe(question)],
        star=as_result(reading.story, reading.heard) if reading.story and not reading.story.part else None,
        example=markers.EXAMPLES.count(said) > 0,
        numbers=markers.numbers(said) > 0,
        hedges=markers.hedges(said),
        estimate=_level(_marks(question, answer) if gate is None else _gate_scores(question, gate)),
    )
    return seen.model_copy(update={"tag": tag_of(seen)})


def held_back(why: str, at: datetime) -> Evaluation:
    """The judgement of an answer that must not be judged yet: none, and why."""
    return Evaluation(
        at=at, status="unscored", source=SOURCE, rubric_version=rubric.rubric_version(), why_unscored=why
    )


def judge_offline(question: Question, answer: str, analysis: Analysis, at: datetime) -> Evaluation:
    """The judgement of an answer by rules alone; `unscored` where they can't read its language."""
    if analysis.gate is not None:
        return gated(question, answer, analysis, at)
    if analysis.estimate is None:
        return held_back("The offline coach knows English only.", at)
    scores = [score.model_copy() for score in _marks(question, answer)]
    level = _level(scores)
    answered = Answered(question, read(question, answer))
    points = _points(question, answer)
    improvements = _improvements(answered, scores, level)
    return Evaluation(
        at=at,
        status="scored",
        source=SOURCE,
        rubric_version=rubric.rubric_version(),
        level=level,
        criteria=scores,
        points=analysis.points,
        star=analysis.star,
        strengths=strengths(answered, points, scores, level),
        improvements=improvements,
        next_level=next_level(answered, scores, level, improvements[0] if improvements else ""),
    )


def _improvements(answered: Answered, scores: Sequence[CriterionScore], level: float) -> list[str]:
    """Up to three things to mend, content before form, and contempt for others always among them."""
    improvements = improvements_of(scores) if level < _EXCELLENT else []
    forms = {score.advice for score in scores if score.criterion in _OF_FORM}
    if level < WEAK_LEVEL and (not improvements or improvements[0] in forms):
        # Who follows up asks for one thing, and not for the points of the main question.
        content = straighter(answered) if is_probe(answered.question) else point(answered)
        improvements = list(dict.fromkeys(text for text in (content, *improvements) if text))[:MOST]
    if (told := contempt_in(answered.reading.heard.sentences)) is not None:
        improvements = [*improvements[: MOST - 1], CONTEMPT.format(recalled(told))]
    return improvements


def gated(question: Question, answer: str, analysis: Analysis, at: datetime) -> Evaluation:
    """The fixed judgement of an answer that a gate held back; `analysis.gate` must be set."""
    gate = analysis.gate
    if gate is None:
        raise ValueError("an answer without a gate is judged, not gated")
    scores = _gate_scores(question, gate)
    return Evaluation(
        at=at,
        status="gated",
        source=SOURCE,
        rubric_version=rubric.rubric_version(),
        level=_level(scores),
        criteria=scores,
        points=analysis.points,
        star=analysis.star,
        gate=gate,
        improvements=[_AFTER_GATE[gate.name]],
        next_level=_AFTER_GATE[gate.name],
    )


def code_scores(question: Question, answer: str, analysis: Analysis) -> list[CriterionScore]:
    """The criteria that code reads from the words, whoever judges the rest; none where it can't read them."""
    readable = analysis.gate is None and analysis.estimate is not None
    return mark_by_code(question, read(question, answer)) if readable else []


@dataclass(frozen=True, slots=True)
class OfflineJudge:
    """Judges every answer by rules, at once. `now` is the clock."""

    now: Callable[[], datetime]

    @property
    def name(self) -> str:
        """Always `offline`."""
        return SOURCE

    async def judge(self, question: Question, answer: str, analysis: Analysis) -> Evaluation:
        """The judgement; it never fails and never waits."""
        return judge_offline(question, answer, analysis, self.now())


@lru_cache(maxsize=16)
def _marks(question: Question, answer: str) -> tuple[CriterionScore, ...]:
    """The marks of an answer; kept a while, as an answer is analysed first and judged a moment later."""
    return tuple(mark(question, read(question, answer)))


@lru_cache(maxsize=16)
def _points(question: Question, answer: str) -> tuple[PointResult, ...]:
    """The expected points with the words that make them, kept as the marks are."""
    reading = read(question, answer)
    if question.key_points == CASE.points and reading.story is not None:
        return _story_points(as_result(reading.story, reading.heard))
    return tuple(point_results(question, reading))


def _story_points(told: StarResult) -> tuple[PointResult, ...]:
    """The points of any story by the parts it was found to have: a case, one's own doing, its end."""
    quoted = [
        next(iter(told.quotes.get("situation") or told.quotes.get("action") or [""])),
        next(iter(told.quotes.get("action") or [""])) if told.own_part else "",
        next(iter(told.quotes.get("result") or [""])),
    ]
    return tuple(
        PointResult(fact=point.fact, found=bool(quote), evidence=quote)
        for point, quote in zip(CASE.points, quoted, strict=True)
    )


def _gate_scores(question: Question, gate: Gate) -> list[CriterionScore]:
    """The gate's level on every criterion, so that the answer counts in each category it was asked for."""
    asked = [key for key in rubric.criteria_for(question) if key in rubric.CRITERIA]
    known = [*(asked or rubric.KIND_CRITERIA[question.kind]), *rubric.CODE_CRITERIA]
    return [
        CriterionScore(
            criterion=key,
            category=rubric.CRITERIA[key].category,
            reason=gate.reason,
            level=gates.LEVELS[gate.name],
        )
        for key in dict.fromkeys(known)
    ]


def _level(scores: Sequence[CriterionScore]) -> float:
    return rubric.answer_level(scores) or 0.0
