"""What to praise, what to change first, and what leads to the next level, taken from judged criteria."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from interview_cli.coach.evaluation import CriterionScore
from interview_cli.coach.rubric import CODE_CRITERIA, HIGHEST_LEVEL, name_of

MOST = 3
STRONG_LEVEL = 4.0
WEAK_LEVEL = 3.5
# Below this there is a clear gap, which comes before what is only not yet strong.
_GAP_LEVEL = 3.0
# A reason longer than this is no phrase to set before a quotation.
_LONGEST_REASON = 160

# The first thing to fix: relevance, then substance (what is said, then how it is carried), then structure,
# then credibility.
_URGENCY = {
    "relevance": 0,
    "correctness": 1,
    "completeness": 1,
    "star": 1,
    "depth": 2,
    "reasoning": 2,
    "trade_offs": 2,
    "structure": 3,
    "clarity": 3,
    "ownership": 4,
    "outcome": 4,
    "directness": 4,
}
# How the advice begins for an answer that is not visibly about its question.
UNRECOGNISED = "Little of this was recognised as an answer"
# The points of these kinds tell what the person does, those of the others what is so.
KINDS_OF_ACTS = frozenset({"behavioral", "situational", "communication", "greeting"})
_ACTS_OF_ANSWERS = frozenset(
    "Names Says Gives Tells Explains Describes Asks Shows Weighs Mentions Compares States Admits".split()
)
# A judge's reason with one of these also says what is wrong, and is no praise.
_HOLDS_BLAME = re.compile(
    r"\b(?:but|however|though|although|except|leaves?|left|missing|miss(?:es)?|lacks?|without|not|no|n't|never|none"
    r"|only|could|should|would|open|vague|little|rather|too|yet|still|nothing|hardly|less|unclear|weak)\b|n't\b",
    re.IGNORECASE,
)
# A role's own criteria are about what is said.
_OWN_URGENCY = 1


def strengths_of(scores: Iterable[CriterionScore]) -> list[str]:
    """Up to three things done well, best first, each with the words that show it; tone is none of them.

    What was done well is said as the judge gave it for its reason.
    """
    strong = [
        score
        for score in scores
        if score.level >= STRONG_LEVEL and score.quotes and score.criterion not in CODE_CRITERIA
    ]
    strong.sort(key=lambda score: -score.level)
    by_quote: dict[str, str] = {}
    for score in strong:
        # One passage shows one thing; the other criteria have to bring words of their own.
        if quote := next((quote for quote in score.quotes if quote not in by_quote), None):
            by_quote[quote] = f'{_praise(score)}: "{quote}"'
    return list(by_quote.values())[:MOST]


def improvements_of(scores: Iterable[CriterionScore]) -> list[str]:
    """Up to three things to add or change; the first is the first thing to fix.

    They come in the order relevance, substance, structure, credibility, clear gaps before the rest.
    """
    weak = [score for score in scores if score.level < WEAK_LEVEL and score.advice]
    weak.sort(key=urgency)
    return list(dict.fromkeys(score.advice for score in weak))[:MOST]


def urgency(score: CriterionScore) -> tuple[bool, int, float]:
    """The place of what a criterion lacks among the things to fix: the lower, the sooner."""
    return score.level >= _GAP_LEVEL, _URGENCY.get(score.criterion, _OWN_URGENCY), score.level


def next_level_of(scores: Iterable[CriterionScore]) -> str:
    """What brings the answer a level up: the advice on its lowest criterion, how it is put apart.

    Empty where every criterion is at its highest level.
    """
    content = [
        score
        for score in scores
        if score.advice and score.level < HIGHEST_LEVEL and score.criterion not in CODE_CRITERIA
    ]
    lowest = min(content, key=lambda score: score.level, default=None)
    return lowest.advice if lowest is not None else ""


def say_point(missing: Sequence[str], *, made: int, acts: bool = False) -> str:
    """The advice to make the first of the expected points that are missing; empty without any.

    `acts` says that the points tell what a person does ("Names a real mistake.") rather than what is so.
    """
    if not missing:
        return ""
    fact = missing[0]
    if _tells_act(missing[0]) or (acts and _begins_with_verb(missing[0])):
        return f"A strong answer {'also ' if made else ''}{fact[:1].lower()}{fact[1:]}"
    if acts:
        # Such a fact may stand in any tense, and fits no sentence of advice.
        return f'An interviewer {"also " if made else ""}listens for this: "{fact_bare(fact)}".'
    say = "Add this" if len(missing) > 1 else "Only this is left to say"
    return f'{say if made else "Begin with this"}: "{fact_bare(fact)}".'


def fact_bare(fact: str) -> str:
    """A fact without its full stop, as it is quoted."""
    return fact.rstrip(". ")


def _tells_act(fact: str) -> bool:
    """Whether a fact surely tells what an answer does, whatever the kind: "Says how it ended"."""
    return fact.split(maxsplit=1)[0] in _ACTS_OF_ANSWERS


def _begins_with_verb(fact: str) -> bool:
    """Whether a fact tells what somebody does: "Names a real mistake"."""
    verb, _, rest = fact.partition(" ")
    return bool(rest) and verb.isalpha() and verb.endswith("s") and not verb.endswith("ss")


def _praise(score: CriterionScore) -> str:
    """What was done well, in the judge's words where they are few and all praise, else its name."""
    reason = score.reason.strip().rstrip(".")
    if reason and len(reason) <= _LONGEST_REASON and not _HOLDS_BLAME.search(reason):
        return reason
    return name_of(score.criterion)
