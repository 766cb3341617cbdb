"""What a whole interview showed: all its numbers, and plain closing words made from the judgements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interview_cli.coach import rubric
from interview_cli.coach.advice import UNRECOGNISED, urgency
from interview_cli.coach.evaluation import CategoryScore, Feedback
from interview_cli.coach.judged import OFFLINE, JudgedAnswer, Standard, listed, sources_of
from interview_cli.coach.practice import next_steps
from interview_cli.coach.readiness import readiness
from interview_cli.coach.summary import GOOD, summary

# What is reviewed and what it is held against belong to the face of the review.
__all__ = ["JudgedAnswer", "Numbers", "OfflineReviewer", "Standard", "note_on", "numbers_of", "summarise"]

MOST = 3

OFFLINE_NOTE = (
    "This is an offline estimate: it comes from key points and plain rules, not from a reading by a person "
    "or a model. A good answer in unusual words can come off too badly."
)
_OTHER_TOTAL = (
    "The total differs from the one answer's score: it weighs each category as the role does, and counts how "
    "directly you spoke."
)
MIXED_NOTE = (
    "Some answers were judged offline, by key points and plain rules; what is said of them is an estimate."
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """All figures of a review: scores 0-100, coverage 0-1."""

    overall: float | None
    band: str
    categories: list[CategoryScore]
    coverage: float
    unscored: int


def numbers_of(answers: Sequence[JudgedAnswer], standard: Standard) -> Numbers:
    """The arithmetic of a review, whoever writes its words.

    Follow-ups are scored apart and enter no total: only answers with a gap get one, so counting them would
    make a total depend on how often was asked again, and two attempts at one plan could not be compared.
    Unanswered questions are skipped and lower the coverage alone; unscored answers are counted, never 0.
    Where more of them are unscored than judged there is no total: what was judged, as an "I don't know" is
    without any model, does not stand for the rest.
    """
    main = [answer for answer in answers if not answer.follow_up]
    judged = [answer.evaluation.criteria for answer in main if answer.level is not None and answer.evaluation]
    categories = rubric.category_scores(judged)
    unjudged = sum(answer.answered and answer.level is None for answer in main)
    overall = rubric.overall(categories, standard.weights) if len(judged) >= unjudged else None
    return Numbers(
        overall=overall,
        band="" if overall is None else rubric.band(overall),
        categories=categories,
        coverage=sum(answer.answered for answer in main) / len(main) if main else 0.0,
        unscored=sum(answer.answered and answer.level is None for answer in answers),
    )


def summarise(answers: Sequence[JudgedAnswer], standard: Standard) -> Feedback:
    """The closing feedback in plain words, all of it taken from the judgements of the answers."""
    numbers = numbers_of(answers, standard)
    ranked = sorted(
        (answer for answer in answers if answer.level is not None), key=lambda answer: -(answer.level or 0.0)
    )
    ready = readiness(answers, standard, numbers.overall, numbers.categories)
    carries = ready.recommendation in ("yes", "strong_yes")
    return Feedback(
        source=_source(answers),
        overall=numbers.overall,
        band=numbers.band,
        categories=numbers.categories,
        summary=" ".join(
            [summary(answers, standard, numbers.categories, numbers.unscored), *_differs(ranked, numbers)]
        ),
        strengths=_strengths(ranked),
        # A follow-up probes a gap of its question, so advice on the question covers it.
        improvements=_improvements([answer for answer in answers if not answer.follow_up]),
        next_steps=next_steps(answers, standard, carries=carries),
        coverage=numbers.coverage,
        unscored=numbers.unscored,
        note=note_on(answers),
        readiness=ready,
    )


def note_on(answers: Sequence[JudgedAnswer]) -> str:
    """The sentence that says how far the scores can be trusted; empty when a model judged them all."""
    sources = sources_of(answers)
    if not sources or OFFLINE not in sources:
        return ""
    if set(sources) == {OFFLINE}:
        return OFFLINE_NOTE
    # What a plain check settled is the same whoever judges, and no estimate.
    scored = [answer for answer in answers if answer.evaluation and answer.evaluation.status == "scored"]
    return MIXED_NOTE if OFFLINE in sources_of(scored) else ""


class OfflineReviewer:
    """Reviews an interview without a model."""

    async def review(self, answers: Sequence[JudgedAnswer], standard: Standard) -> Feedback:
        """The closing feedback; it never fails and never waits."""
        return summarise(answers, standard)


def _differs(ranked: Sequence[JudgedAnswer], numbers: Numbers) -> Iterator[str]:
    """Why the total is another than the score of the only answer, where it is."""
    main = [answer for answer in ranked if not answer.follow_up]
    if len(main) == 1 and numbers.overall is not None:
        own = (main[0].level or 0.0) * rubric.POINTS_PER_LEVEL
        if round(own) != round(numbers.overall):
            yield _OTHER_TOTAL


def _source(answers: Sequence[JudgedAnswer]) -> str:
    """Who judged most of the answers."""
    sources = Counter(sources_of(answers))
    return sources.most_common(1)[0][0] if sources else OFFLINE


def _strengths(ranked: Sequence[JudgedAnswer]) -> list[str]:
    """The first strength of each of the best answers."""
    good = [answer for answer in ranked if (answer.level or 0.0) >= GOOD]
    return [f"{answer.label}: {answer.strengths[0]}" for answer in good if answer.strengths][:MOST]


def _improvements(main: Sequence[JudgedAnswer]) -> list[str]:
    """The first thing to fix in every answer that has one, the most urgent first, each advice once."""
    fixes: dict[str, list[JudgedAnswer]] = {}
    for answer in sorted(main, key=_urgency):
        # What was not recognised is told once for all answers, with no question named.
        lost = answer.first_fix.startswith(UNRECOGNISED)
        if answer.first_fix:
            fixes.setdefault(UNRECOGNISED if lost else answer.first_fix, []).append(answer)
    told = []
    for fix, same in fixes.items():
        labels = listed([answer.label for answer in main if answer in same])
        told.append(f"{labels}: {_one_fix(fix, same)}")
    return told[:MOST]


def _one_fix(fix: str, same: Sequence[JudgedAnswer]) -> str:
    if fix != UNRECOGNISED or len(same) == 1:
        return same[0].first_fix
    return f"{fix}: begin each with what is asked."


def _urgency(answer: JudgedAnswer) -> tuple[bool, tuple[bool, int, float]]:
    """What a plain check settled comes last: it has nothing to mend but the silence."""
    criteria = answer.evaluation.criteria if answer.evaluation else []
    weak = [urgency(score) for score in criteria if score.advice and score.advice == answer.first_fix]
    return not weak, min(weak, default=(True, 0, 0.0))
