"""Marks for what an answer says: right, complete, deep, weighed, reasoned, to the point."""

from __future__ import annotations

from interview_cli.coach import markers
from interview_cli.coach.aims import is_probe
from interview_cli.coach.answered import VISIBLE_TOPIC, Answered, Mark, times
from interview_cli.coach.reading import support
from interview_cli.coach.rubric import HIGHEST_LEVEL
from interview_cli.coach.words import STOP_WORDS

# The evidence with which an answer can carry full marks for how it reasons, and for being to the point.
_CARRIES_REASONS, _CARRIES_RELEVANCE = 0.6, 0.8
# The part of a level that content earns without any sign of reasons or comparisons.
_UNMARKED = 0.6
_ENOUGH_REASONS, _ENOUGH_COMPARISONS = 4, 3
# An answer with so many sentences can have superfluous ones.
_LONG = 4
_OF_DEPTH = (markers.REASONS, markers.EXAMPLES)
_SAY_HOW_AND_WHERE = "For your main point, say how it works and why, and add one case where it matters."
_ADD_A_CASE = "Add one case where it matters, with a figure if you have one."
_SAY_WHY = "Say why that is so: how does it work underneath?"
_GO_DEEPER = "Go one step deeper: what happens underneath, and where does it no longer hold?"
_COMPARE = "Name a second way, compare both by what matters here, and say when you would choose the other."
_CARRY_ON_COMPARING = (
    "Carry your comparison through: what does each way cost, and when would you choose the other?"
)
_SAY_REASONS = "Give the reason for each step you would take, and say what it depends on."
_SAY_CONDITIONS = "Say what your steps depend on: what would make you do it differently?"
# The part of relevance that does not depend on detours.
_STRAIGHT = 0.6


def correctness(answered: Answered) -> Mark:
    """Right as far as it agrees with what a good answer says; a false claim beside it is not seen."""
    reading = answered.reading
    found = reading.found
    if not found:
        reason = "No expected point was recognised."
        return Mark(reading.substance, reason, _add_point(answered))
    agree = "thing you say agrees" if len(found) == 1 else "things you say agree"
    reason = f"{len(found)} {agree} with what a good answer says."
    return Mark(reading.substance, reason, _add_point(answered), [match.sentence for match in found])


def completeness(answered: Answered) -> Mark:
    """The share of expected points made."""
    reading = answered.reading
    found, missing, total = reading.found, reading.missing, len(reading.matches)
    reason = f"You made {len(found)} of {total} expected point{'s' if total != 1 else ''}."
    if missing:
        reason += f" Missing: {' '.join(match.fact for match in missing)}"
    places = [match.sentence for match in reversed(found)]
    return Mark(answered.coverage_level, reason, _add_point(answered), places)


def depth(answered: Answered) -> Mark:
    """Reasons and examples that content carries."""
    reasons, examples = answered.count(markers.REASONS), answered.count(markers.EXAMPLES)
    contrasts = answered.count(markers.COMPARISONS)
    level = _carried(answered, (reasons + examples + contrasts / 2) / _ENOUGH_REASONS)
    reason = f"{times(reasons, 'reason')} and {times(examples, 'example').lower()} are tied to the matter."
    if reasons:
        advice = _GO_DEEPER if examples else _ADD_A_CASE
    else:
        advice = _SAY_WHY if examples else _SAY_HOW_AND_WHERE
    return Mark(level, reason, advice, answered.showing(*_OF_DEPTH))


def trade_offs(answered: Answered) -> Mark:
    """Comparisons that content carries."""
    contrasts = answered.count(markers.COMPARISONS)
    level = _carried(answered, contrasts / _ENOUGH_COMPARISONS)
    tied = "is" if contrasts == 1 else "are"
    reason = f"{times(contrasts, 'comparison')} of ways or effects {tied} tied to the matter."
    advice = _CARRY_ON_COMPARING if contrasts else _COMPARE
    return Mark(level, reason, advice, answered.showing(markers.COMPARISONS))


def reasoning(answered: Answered) -> Mark:
    """Reasons and conditions that content carries."""
    reasons, conditions = answered.count(markers.REASONS), answered.count(markers.CONDITIONS)
    level = _carried(answered, (reasons + conditions / 2) / _ENOUGH_REASONS)
    reason = f"{times(reasons, 'reason')} and {times(conditions, 'condition').lower()} support what you say."
    advice = _SAY_CONDITIONS if reasons and not conditions else _SAY_REASONS
    return Mark(level, reason, advice, answered.showing(markers.REASONS, markers.CONDITIONS))


def relevance(answered: Answered) -> Mark:
    """How much of the answer is about the question, and how much of an answer it is."""
    reading = answered.reading
    straight = _STRAIGHT + (1 - _STRAIGHT) * reading.bearing_share
    level = HIGHEST_LEVEL * support(reading, _CARRIES_RELEVANCE) * straight
    reason = f"{len(reading.bearing)} of {len(reading.heard.sentences)} sentences bear on the question."
    return Mark(level, reason, _straighter(answered), reading.bearing)


def _straighter(answered: Answered) -> str:
    """What would make an answer more to the point; empty where code cannot tell.

    A probe may be answered well in words that no list foresees, if not without any of its matter.
    """
    reading = answered.reading
    if not reading.evidence:
        return answered.to_the_point
    if reading.topic < VISIBLE_TOPIC and not is_probe(answered.question):
        return answered.to_the_point
    bearing, all_of_them = len(reading.bearing), len(reading.heard.sentences)
    if all_of_them >= _LONG and bearing <= all_of_them / 2:
        return f"Leave out what does not answer the question: {bearing} of {all_of_them} sentences do."
    return ""


def _carried(answered: Answered, marked: float) -> float:
    """The level of reasons or comparisons: as far as content carries them, half of it for being marked."""
    carries = support(answered.reading, _CARRIES_REASONS)
    return HIGHEST_LEVEL * carries * (_UNMARKED + (1 - _UNMARKED) * min(1.0, marked))


def _add_point(answered: Answered) -> str:
    if answered.reading.topic < VISIBLE_TOPIC:
        return answered.to_the_point
    missing = answered.reading.missing
    return f"Make this point plainly: {_inside_a_sentence(missing[0].fact)}" if missing else ""


def _inside_a_sentence(fact: str) -> str:
    """A fact with its first letter small where it surely opens no name: before a small word like "the"."""
    first = fact.split(maxsplit=1)[0]
    return f"{fact[:1].lower()}{fact[1:]}" if first != "I" and first.lower() in STOP_WORDS else fact
