"""Marks for what an answer says: right, complete, deep, weighed, reasoned, to the point."""

from __future__ import annotations

from interview_cli.coach import markers
from interview_cli.coach.answered import Answered, Mark, times
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
    reason = f"{times(reasons, 'reason')} and {times(examples, 'example').lower()} are tied to the matter."
    return Mark(level, reason, answered.showing(*_OF_DEPTH))


def trade_offs(answered: Answered) -> Mark:
    """Comparisons that content carries."""
    contrasts = answered.count(markers.COMPARISONS)
    level = _carried(answered, contrasts / _ENOUGH_COMPARISONS)
    tied = "is" if contrasts == 1 else "are"
    reason = f"{times(contrasts, 'comparison')} of ways or effects {tied} tied to the matter."
    return Mark(level, reason, answered.showing(markers.COMPARISONS))


def reasoning(answered: Answered) -> Mark:
    """Reasons and conditions that content carries."""
    reasons, conditions = answered.count(markers.REASONS), answered.count(markers.CONDITIONS)
    level = _carried(answered, (reasons + conditions / 2) / _ENOUGH_REASONS)
    reason = f"{times(reasons, 'reason')} and {times(conditions, 'condition').lower()} support what you say."
    return Mark(level, reason, answered.showing(markers.REASONS, markers.CONDITIONS))


def relevance(answered: Answered) -> Mark:
    """How much of the answer is about the question, and how much of an answer it is."""
    reading = answered.reading
    straight = _STRAIGHT + (1 - _STRAIGHT) * reading.bearing_share
    level = HIGHEST_LEVEL * support(reading, _CARRIES_RELEVANCE) * straight
    reason = f"{len(reading.bearing)} of {len(reading.heard.sentences)} sentences bear on the question."
    return Mark(level, reason, reading.bearing)


def _carried(answered: Answered, marked: float) -> float:
    """The level of reasons or comparisons: as far as content carries them, half of it for being marked."""
    carries = support(answered.reading, _CARRIES_REASONS)
    return HIGHEST_LEVEL * carries * (_UNMARKED + (1 - _UNMARKED) * min(1.0, marked))
