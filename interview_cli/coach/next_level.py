"""What brings an answer one level up, found by trying what the marks would be."""

from __future__ import annotations

from collections.abc import Sequence

from interview_cli.coach import rubric
from interview_cli.coach.advice import next_level_of
from interview_cli.coach.aims import is_probe
from interview_cli.coach.answered import Answered
from interview_cli.coach.evaluation import CriterionScore
from interview_cli.coach.judged import THE_FIX
from interview_cli.coach.marking import mark
from interview_cli.coach.reading import supposing
from interview_cli.coach.speech_bands import WORDS, length_bands
from interview_cli.coach.story_advice import MISSING

# From this level on there is nothing of weight to add.
_NEARLY_FULL = 4.7
_STRONG = 4.0
_MOST_NAMED = 2
_POINTS = ("correctness", "completeness")

_KEEP = "Nothing of weight is missing: say it like this again."
_SHORTEN = "Nothing of weight is missing: next time say the same in fewer words."
_FULLER = "Nothing of weight is missing, and there is time to tell more of what you did and why."
_IN_WORDS = {1: "One", 2: "Two", 3: "Three", 4: "Four", 5: "Five", 6: "Six"}
_COMPARE = "Rules alone name nothing more; `history show --full` has an answer to compare with."


def next_level(answered: Answered, scores: Sequence[CriterionScore], level: float, first_fix: str) -> str:
    """What to add so that an answer of this level (0-5) reaches the next whole one.

    `first_fix` is what the person is told to mend first, so that it need not be said again.
    """
    missing = [match.fact for match in answered.reading.missing]
    by_points = bool(missing) and answered.reading.story is None and not is_probe(answered.question)
    if level >= _STRONG and by_points:
        return f'One more point would round it off: "{missing[0].rstrip(". ")}".'
    if level >= _NEARLY_FULL:
        return _kept(answered)
    if not by_points:
        return next_level_of(scores) or (_kept(answered) if level >= _STRONG else _COMPARE)
    enough = _enough_points(answered, int(level) + 1)
    if enough is not None:
        return _points_said(missing[:enough], first_fix)
    left = "the one point" if len(missing) == 1 else "the points"
    besides = next_level_of(score for score in scores if score.criterion not in _POINTS)
    if not besides or besides == first_fix:
        return f"That mended, make {left} not found as well."
    return f"Besides {left} not found: {besides}"


def _enough_points(answered: Answered, target: int) -> int | None:
    """How many of the missing points, made as well, lift the answer to a level; None when all don't."""

    def reaches(number: int) -> bool:
        marks = mark(answered.question, supposing(answered.question, answered.reading, number))
        return (rubric.answer_level(marks) or 0.0) >= target

    missing = len(answered.reading.missing)
    # More points never lower a level, so all of them settle first whether there is a number to look for.
    return (
        next((number for number in range(1, missing + 1) if reaches(number)), None)
        if reaches(missing)
        else None
    )


def _kept(answered: Answered) -> str:
    """What to do with a very good answer, by its length: the bands are those that delivery is told by."""
    question, said, story = answered.question, len(answered.reading.words), answered.reading.story
    if story is not None and story.part is None and story.is_case and story.missing:
        return f"One thing would round it off: say {MISSING[story.missing[0]]}."
    if question.about:
        return _KEEP
    bands = length_bands(WORDS, question.seconds, story=story is not None)
    side = bands.place("length", said, WORDS).side
    return {"under": _FULLER, "over": _SHORTEN}.get(side, _KEEP)


def _points_said(facts: Sequence[str], first_fix: str) -> str:
    """The points that lift an answer, without the one that the first fix names already."""
    others = [fact for fact in facts if fact.rstrip(". ").casefold()[1:] not in first_fix.casefold()]
    if not others:
        return f"{THE_FIX} point alone brings it a level up."
    named = "; ".join(f'"{fact.rstrip(". ")}"' for fact in others[:_MOST_NAMED])
    many = _IN_WORDS.get(len(others), str(len(others)))
    among = " Among them" if len(others) > _MOST_NAMED else ""
    and_that = f"{THE_FIX} and " if len(others) < len(facts) else ""
    number = f"{and_that}{many.lower() if and_that else many} more point{'s' if len(others) > 1 else ''}"
    brings = "bring" if len(facts) > 1 else "brings"
    return f"{number} {brings} it a level up{'.' if among else ''}{among}: {named}."
