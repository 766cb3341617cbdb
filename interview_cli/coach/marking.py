"""Marks an answer on each criterion of the rubric, by rules on what was read in it."""

from __future__ import annotations

from collections.abc import Callable

from interview_cli.coach import (
    content_advice,
    content_marks,
    form_advice,
    form_marks,
    rubric,
    story_advice,
    story_marks,
)
from interview_cli.coach.advice import WEAK_LEVEL
from interview_cli.coach.answered import Answered, Mark
from interview_cli.coach.evaluation import CriterionScore
from interview_cli.coach.reading import Reading
from interview_cli.library.role import Question

_CONTENT: dict[str, Callable[[Answered], Mark]] = {
    "correctness": content_marks.correctness,
    "depth": content_marks.depth,
    "completeness": content_marks.completeness,
    "trade_offs": content_marks.trade_offs,
    "reasoning": content_marks.reasoning,
    "relevance": content_marks.relevance,
}
_STORY: dict[str, Callable[[Answered], Mark]] = {
    "star": story_marks.star,
    "ownership": story_marks.ownership,
    "outcome": story_marks.outcome,
}
_FORM: dict[str, Callable[[Answered], Mark]] = {
    "clarity": form_marks.clarity,
    "structure": form_marks.structure,
}
_BY_CODE: dict[str, Callable[[Answered], Mark]] = {"directness": form_marks.directness}
_ADVICE = content_advice.BY_CRITERION | story_advice.BY_CRITERION | form_advice.BY_CRITERION
# A level without any words of the answer to show for it goes no higher.
_MOST_WITHOUT_QUOTES = 2.0


def mark(question: Question, reading: Reading) -> list[CriterionScore]:
    """The marks on all criteria of a question that rules can read.

    A role's own criteria are left out, and those of a story where no story is asked for. A question left
    without any criterion of content is marked on completeness too.
    """
    content = _CONTENT if reading.story is None else _CONTENT | _STORY
    known = content | _FORM
    wanted = [key for key in rubric.criteria_for(question) if key in known]
    if not any(key in content for key in wanted):
        wanted.append("completeness")
    answered = Answered(question, reading)
    rules = {key: known[key] for key in wanted} | _BY_CODE
    return [_scored(key, rule(answered), answered) for key, rule in rules.items()]


def mark_by_code(question: Question, reading: Reading) -> list[CriterionScore]:
    """The marks that code gives, whoever judges the rest."""
    answered = Answered(question, reading)
    return [_scored(key, rule(answered), answered) for key, rule in _BY_CODE.items()]


def _scored(key: str, made: Mark, answered: Answered) -> CriterionScore:
    quotes = answered.quotes(made.sentences)
    capped = not quotes and made.level > _MOST_WITHOUT_QUOTES
    # Form that only what is said holds down needs no advice of its own.
    sound = made.by_itself is not None and made.by_itself >= WEAK_LEVEL
    return CriterionScore(
        criterion=key,
        category=rubric.CRITERIA[key].category,
        quotes=quotes,
        reason=made.reason,
        level=_MOST_WITHOUT_QUOTES if capped else round(rubric.clamp(made.level), 1),
        advice="" if sound else _ADVICE[key](answered),
        capped=capped,
    )
