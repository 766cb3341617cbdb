"""Whether the answers would carry a real interview: a recommendation derived from the scores, and why.

A rule of this house in the spirit of structured hiring: the same four words for everybody, given on enough
independent answers only, and a gap in what the job rests on is not made up for by strength elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from interview_cli.coach.evaluation import CategoryScore, Readiness, Recommendation
from interview_cli.coach.judged import OFFLINE, JudgedAnswer, Standard, listed, sources_of
from interview_cli.library.role import Category

# Answers that show what the person can do, without which nothing is recommended, and those a strong yes
# takes: where single answers agree at .3, four reach a reliability of .63 and six .72 (Spearman-Brown).
FEWEST_ANSWERS, ENOUGH_TO_BE_SURE = 4, 6
# With a larger share of the answers not judged, the others can't speak for them.
_MOST_UNSCORED = 1 / 3
# A category that makes up this share of what was asked, and rests on two answers, must hold by itself.
_WEIGHTY, _FEWEST_FOR_CATEGORY = 0.1, 2
# Less than this share of the answers to questions of the level aimed at says little about that level.
_AT_LEVEL = 0.5
# An interview about less than this share of what the role weighs shows one side only.
_ONE_SIDED = 0.5
# Read from the tone of words, on which no recommendation may hang.
_TONE: Category = "confidence"


class Bar(NamedTuple):
    """What a recommendation takes: overall and in each weighty category (0-100), and answered (0-1)."""

    recommendation: Recommendation
    overall: int
    category: int
    coverage: float


# The highest bar that is reached counts. The scores are those of the bands: 85 excellent, 70 good, 55 fair,
# 40 developing.
STRONG_YES = Bar("strong_yes", 85, 70, 0.9)
YES = Bar("yes", 70, 55, 0.75)
NOT_YET = Bar("not_yet", 40, 0, 0.0)
BAND_FLOORS = (STRONG_YES.overall, YES.overall, NOT_YET.overall)

_SAID: dict[Recommendation, str] = {
    "strong_yes": "Strong answers throughout, and no gap in what this role rests on.",
    "yes": "Good answers on the whole, and no gap in what this role rests on.",
    "not_yet": "There is something to build on, but an interviewer would still hesitate.",
    "no": "Too much of what was asked for is still missing.",
}


def readiness(
    answers: Sequence[JudgedAnswer],
    standard: Standard,
    overall: float | None,
    categories: Sequence[CategoryScore],
) -> Readiness:
    """The recommendation with its reason, which names no score; none where the answers show too little.

    `overall` and `categories` are the scores (0-100) of these answers. Follow-ups count for nothing.
    """
    case = _Case(
        main=tuple(answer for answer in answers if not answer.follow_up),
        standard=standard,
        overall=overall,
        scores={part.category: part for part in categories},
    )
    scored, estimate = len(case.telling), OFFLINE in sources_of(case.telling)
    if too_little := _too_little(case):
        needed = max(0, FEWEST_ANSWERS - case.shown)
        return Readiness(reason=too_little, scored=scored, needed=needed, estimate=estimate)
    recommendation, lacking, next_one = _decided(case)
    reason = _SAID[recommendation]
    if lacking:
        reason += f" {next_one} takes {'; '.join(lacking)}."
    return Readiness(recommendation=recommendation, reason=reason, scored=scored, estimate=estimate)


@dataclass(frozen=True, slots=True)
class _Case:
    """All that a recommendation is derived from: the main questions, the standard, the scores (0-100)."""

    main: tuple[JudgedAnswer, ...]
    standard: Standard
    overall: float | None
    scores: Mapping[Category, CategoryScore]

    @property
    def telling(self) -> list[JudgedAnswer]:
        """The answers that say what the person can do."""
        return [answer for answer in self.main if answer.shows_something]

    @property
    def shown(self) -> int:
        """How many usual answers these are worth."""
        return sum(answer.worth for answer in self.telling)

    @property
    def shares(self) -> dict[Category, float]:
        """Each category's share (0-1) of the weight of what was asked, tone left out."""
        weights = {
            category: self.standard.weights.get(category, 0.0) if self.standard.weights else 1.0
            for category in self.scores
            if category != _TONE
        }
        total = sum(weights.values())
        if not total:
            return {category: 1 / len(weights) for category in weights}
        return {category: weight / total for category, weight in weights.items()}


def _decided(case: _Case) -> tuple[Recommendation, list[str], str]:
    """The recommendation, what a better one takes, and which one that is."""
    for_yes = list(_lacking(YES, case))
    if for_yes:
        kept = _reaches(case.overall, NOT_YET.overall)
        return "not_yet" if kept else "no", for_yes, "A yes"
    for_strong = [*_lacking(STRONG_YES, case), *_unsure(case)]
    return "yes" if for_strong else "strong_yes", for_strong, "A strong yes"


def _too_little(case: _Case) -> str:
    """Why nothing can be recommended; empty when enough was shown."""
    answered = [answer for answer in case.main if answer.answered]
    unscored = [answer for answer in answered if answer.level is None]
    if not answered:
        return "Nothing was answered."
    if len(unscored) == len(answered):
        return f"{'The answer is' if len(answered) == 1 else 'The answers are'} not judged yet."
    if len(unscored) > _MOST_UNSCORED * len(answered):
        return f"{len(unscored)} of {len(answered)} answers are not judged yet, too many to go without them."
    if case.shown >= FEWEST_ANSWERS:
        return ""
    many = {0: "No answer gives", 1: "Only one answer gives"}.get(
        len(case.telling), f"{len(case.telling)} answers give"
    )
    more = FEWEST_ANSWERS - case.shown
    double = ", a design for two" if case.shown > len(case.telling) else ""
    return f"{many} something to go by{double}; it takes at least {FEWEST_ANSWERS}, so {more} more."


def _lacking(bar: Bar, case: _Case) -> Iterator[str]:
    """What a bar takes that is not there, in words that go on from "a yes takes"."""
    low = [
        category.replace("_", " ")
        for category, share in case.shares.items()
        if share >= _WEIGHTY
        and case.scores[category].answers >= _FEWEST_FOR_CATEGORY
        and not _reaches(case.scores[category].score, bar.category)
    ]
    if low:
        yield f"more in {listed(low)}"
    elif not _reaches(case.overall, bar.overall):
        yield f"stronger answers {'throughout' if bar is STRONG_YES else 'on the whole'}"
    left_open = [answer.label for answer in case.main if not _counts_as_answered(answer)]
    if len(case.main) - len(left_open) < bar.coverage * len(case.main):
        yield f"an answer to {listed(left_open)}"
    fitting = sum(answer.is_for(case.standard.level) for answer in case.telling)
    if fitting < _AT_LEVEL * len(case.telling):
        yield f"answers to questions of {case.standard.level} level"


def _unsure(case: _Case) -> Iterator[str]:
    """What it takes to be sure, for a strong yes alone."""
    if case.shown < ENOUGH_TO_BE_SURE:
        yield f"at least {ENOUGH_TO_BE_SURE} answers to go by"
    if any(answer.answered and answer.level is None for answer in case.main):
        yield "all answers judged"
    weights = case.standard.weights
    if sum(weights.get(category, 0.0) for category in case.scores) < _ONE_SIDED * sum(weights.values()):
        other = [name.replace("_", " ") for name in weights if name not in (*case.scores, _TONE)]
        yield f"questions on {listed(other)} too"


def _counts_as_answered(answer: JudgedAnswer) -> bool:
    """Whether something was said that could be judged, now or later."""
    return answer.answered and (answer.level is None or answer.shows_something)


def _reaches(score: float | None, floor: float) -> bool:
    """Whether a score reaches a floor as the whole number that is shown, like the bands."""
    return score is not None and round(score) >= floor
