"""What the offline coach finds good in an answer, with the words that show it; often little or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from interview_cli.coach import markers
from interview_cli.coach.advice import MOST, STRONG_LEVEL
from interview_cli.coach.aims import is_probe
from interview_cli.coach.answered import Answered
from interview_cli.coach.deeds import deeds
from interview_cli.coach.evaluation import CriterionScore, PointResult
from interview_cli.coach.markers import Phrases
from interview_cli.coach.quotes import quotable
from interview_cli.coach.story_lines import CHANGE, LEARNED, figures_in
from interview_cli.coach.words import Sentence

# A point found more weakly than this may be chance, and praise must not be.
_SURE = 0.7
_REASONS = Phrases("plain reasons", followed_by=2)
_WHEN_OR_WHICH = re.compile(
    r"\b(?:(?:in|for|within|after|during|over|at|on|by|about)\s+)?(?:the\s+|my\s+|our\s+)?(?:first"
    r"|next|last|other|same|these|those)"
    r"\s+(?:\w+\s+)?\w+|\bone of\b|\bthe (?:two|three|four) of\b|\b(?:no|any|every|each|this|that) one\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"%|[$€£]|\b(?:percent|per cent|euros?|dollars?|half|doubled|tripled|from\b.{1,30}\bto)\b", re.IGNORECASE
)
_CASES = Phrases("plain cases")
# So many points come first; then how they are carried, then the other points.
_FIRST_POINTS = 2
# So much is praised at most in an answer under these levels.
_MOST_BELOW = ((2.0, 0), (3.0, 1), (STRONG_LEVEL, 2))
# From this level on a criterion has something to show.
_GOOD = 3.5

Praise = tuple[str, str]


def strengths(
    answered: Answered, points: Sequence[PointResult], scores: Sequence[CriterionScore], level: float
) -> list[str]:
    """Up to three things done well, each with a passage of its own; fewer for a weaker answer.

    `points` belong to the reading's matches one by one. A good story is praised as a story first; any
    other answer for the points it makes, then for how it carries them.
    """
    most = next((number for below, number in _MOST_BELOW if level < below), MOST)
    levels = {score.criterion: score.level for score in scores}
    made = list(_of_points(answered, points))
    found = [*_of_story(answered, levels), *made[:_FIRST_POINTS], *_of_thought(answered, levels)]
    by_quote: dict[str, str] = {}
    for what, quote in (*found, *made[_FIRST_POINTS:]):
        by_quote.setdefault(quote, f'{what}: "{quote}"')
    return list(by_quote.values())[:most]


def _of_points(answered: Answered, points: Sequence[PointResult]) -> Iterator[Praise]:
    """The points made, most firmly made first."""
    if is_probe(answered.question):
        return
    sure = [
        (match.strength, point)
        for match, point in zip(answered.reading.matches, points, strict=True)
        if match.strength >= _SURE and point.evidence
    ]
    sure.sort(key=lambda pair: -pair[0])
    for _, point in sure:
        yield point.fact.rstrip(". "), point.evidence


def _of_story(answered: Answered, levels: Mapping[str, float]) -> Iterator[Praise]:
    story = answered.reading.story
    if story is None or not story.is_case:
        return
    sentences = answered.reading.heard.sentences
    ends = [sentences[n] for n in story.places.get("result", ())]
    if levels.get("outcome", 0.0) >= _GOOD:
        if told := next((s for s in reversed(ends) if _measures(s)), None):
            yield "You end on a result with a figure", quotable(told)
        if told := _last(sentences, LEARNED):
            yield "You say what you took from it", quotable(told)
    if levels.get("ownership", 0.0) >= _GOOD:
        acted = [sentences[n] for n in story.places.get("action", ())]
        if acted and (most := max(acted, key=_own_deeds)) and _own_deeds(most):
            yield "It is clear what you did yourself", quotable(most)


def _of_thought(answered: Answered, levels: Mapping[str, float]) -> Iterator[Praise]:
    """How the points are carried: weighed, reasoned, shown in a case."""
    for criterion, phrases, what in (
        ("trade_offs", markers.PLAIN_COMPARISONS, "You weigh one way against another"),
        ("depth", _CASES, "You show it in a case"),
        ("depth", _REASONS, "You give the reason, not only the rule"),
        ("reasoning", _REASONS, "You give the reason for what you would do"),
    ):
        holding = answered.holding(phrases)
        if levels.get(criterion, 0.0) >= _GOOD and holding:
            yield what, quotable(answered.reading.heard.sentences[holding[0]])


def _measures(sentence: Sentence) -> bool:
    """Whether a sentence surely tells a change or an amount, rather than when or which: "the first two"."""
    text = _WHEN_OR_WHICH.sub(" ", sentence.text)
    if not figures_in(text):
        return False
    return bool(_AMOUNT.search(text)) or CHANGE.count(sentence.words) > 0


def _last(sentences: Sequence[Sentence], phrases: Phrases) -> Sentence | None:
    return next((s for s in reversed(sentences) if phrases.count(s.words)), None)


def _own_deeds(sentence: Sentence) -> int:
    done = deeds(sentence.text)
    return done.own + done.own_now
