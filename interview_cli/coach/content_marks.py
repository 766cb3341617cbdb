"""Marks for what an answer says: right, complete, deep, weighed, reasoned, to the point."""

from __future__ import annotations

from collections.abc import Mapping

from interview_cli.coach import markers
from interview_cli.coach.answered import Answered, Mark
from interview_cli.coach.reading import asks_for_detail, support
from interview_cli.coach.rubric import HIGHEST_LEVEL

# The evidence with which an answer can carry full marks for how it reasons, and for being to the point.
_CARRIES_REASONS, _CARRIES_RELEVANCE = 0.6, 0.8
# The part of a level that content earns without any sign of reasons or comparisons.
_UNMARKED = 0.6
_ENOUGH_REASONS, _ENOUGH_COMPARISONS = 4, 3
_OF_DEPTH = (markers.REASONS, markers.EXAMPLES)
# The part of relevance that does not depend on detours.
_STRAIGHT = 0.6
# From this level on content shows thought without the words that mark it.
_SHOWS_ANYWAY = 2.5


def correctness(answered: Answered) -> Mark:
    """Right as far as it agrees with what a good answer says; a false claim beside it is not seen.

    A detail of a life is as right as it is told.
    """
    reading = answered.reading
    found = reading.found
    if asks_for_detail(answered.question):
        reason = "What you tell can be pictured." if found else "Little is told that can be pictured."
        return Mark(reading.substance, reason, reading.bearing)
    if not found:
        reason = "No expected point was recognised."
        return Mark(reading.substance, reason)
    agree = "thing you say agrees" if len(found) == 1 else "things you say agree"
    reason = f"{len(found)} {agree} with what a good answer says."
    return Mark(reading.substance, reason, [match.sentence for match in found])


def completeness(answered: Answered) -> Mark:
    """The share of expected points made."""
    reading = answered.reading
    found, missing, total = reading.found, reading.missing, len(reading.matches)
    reason = f"You made {len(found)} of {total} expected point{'s' if total != 1 else ''}."
    if missing:
        reason += f" Missing: {' '.join(match.fact for match in missing)}"
    places = [match.sentence for match in reversed(found)]
    return Mark(answered.coverage_level, reason, places)


def depth(answered: Answered) -> Mark:
    """Reasons and examples that content carries."""
    reasons, examples = answered.count(markers.REASONS), answered.count(markers.EXAMPLES)
    contrasts = answered.count(markers.COMPARISONS)
    level = _carried(answered, (reasons + examples + contrasts / 2) / _ENOUGH_REASONS)
    reason = _marked(level, {"why or how": reasons, "an example": examples})
    return Mark(level, reason, answered.showing(*_OF_DEPTH))


def trade_offs(answered: Answered) -> Mark:
    """Comparisons that content carries."""
    contrasts = answered.count(markers.COMPARISONS)
    level = _carried(answered, contrasts / _ENOUGH_COMPARISONS)
    reason = _marked(level, {"one way or effect beside another": contrasts})
    return Mark(level, reason, answered.showing(markers.COMPARISONS))


def reasoning(answered: Answered) -> Mark:
    """Reasons and conditions that content carries."""
    reasons, conditions = answered.count(markers.REASONS), answered.count(markers.CONDITIONS)
    level = _carried(answered, (reasons + conditions / 2) / _ENOUGH_REASONS)
    reason = _marked(level, {"why": reasons, "under which condition": conditions})
    return Mark(level, reason, answered.showing(markers.REASONS, markers.CONDITIONS))


def relevance(answered: Answered) -> Mark:
    """How much of the answer is about the question, and how much of an answer it is."""
    reading = answered.reading
    straight = _STRAIGHT + (1 - _STRAIGHT) * reading.bearing_share
    level = HIGHEST_LEVEL * support(reading, _CARRIES_RELEVANCE) * straight
    reason = f"{len(reading.bearing)} of {len(reading.heard.sentences)} sentences bear on the question."
    return Mark(level, reason, reading.bearing)


def _marked(level: float, seen: Mapping[str, int]) -> str:
    """What was seen in so many words; what rules do not see may still be there, and is not called missing."""
    said = [what for what, count in seen.items() if count]
    if said:
        return f"In so many words you say {' and '.join(said)}."
    if level >= _SHOWS_ANYWAY:
        return "It shows in what you say, without words that mark it."
    return f"Rules see no place where you say {' or '.join(seen)}."


def _carried(answered: Answered, marked: float) -> float:
    """The level of reasons or comparisons: as far as content carries them, half of it for being marked."""
    carries = support(answered.reading, _CARRIES_REASONS)
    return HIGHEST_LEVEL * carries * (_UNMARKED + (1 - _UNMARKED) * min(1.0, marked))
