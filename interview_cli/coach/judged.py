"""The answers of an interview as the coach reviews them, and what they are held against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from interview_cli.coach.evaluation import Evaluation
from interview_cli.library.role import SENIORITIES, Category, Question, Seniority

OFFLINE = "offline"
# How a step to the next level begins that is told beside the first fix.
THE_FIX = "That"
# A question of this kind takes a good ten minutes and shows as much as two others.
_LONG_KIND = "system_design"


@dataclass(frozen=True, slots=True)
class Standard:
    """What answers are held against: each category's weight, the level aimed at, the questions planned."""

    weights: Mapping[Category, float]
    level: Seniority = "mid"
    planned: int = 0


@dataclass(frozen=True, slots=True)
class JudgedAnswer:
    """One asked question as the review sees it; `evaluation` is the judgement that counts, if any.

    `made_later` are the points that its follow-ups made.
    """

    label: str
    question: Question
    evaluation: Evaluation | None
    answered: bool
    follow_up: bool
    made_later: frozenset[str] = frozenset()

    @property
    def level(self) -> float | None:
        """The answer's level (0-5); None when it was not answered or could not be judged."""
        judged = self.evaluation if self.answered else None
        return None if judged is None or judged.status == "unscored" else judged.level

    @property
    def shows_something(self) -> bool:
        """Whether the score says what the person can do: it was judged, or they said that they don't know.

        Nothing, gibberish, an echo or another language says nothing about that.
        """
        gate = self.evaluation.gate if self.evaluation else None
        return self.level is not None and (gate is None or gate.name == "no_answer")

    @property
    def worth(self) -> int:
        """How many usual answers this one shows as much as."""
        return worth_of(self.question.kind)

    def is_for(self, level: Seniority) -> bool:
        """Whether the question is meant for candidates of a level, or of a higher one."""
        aimed = SENIORITIES.index(level)
        return any(SENIORITIES.index(own) >= aimed for own in self.question.seniority)

    @property
    def strengths(self) -> Sequence[str]:
        """What was good about it."""
        return self.evaluation.strengths if self.evaluation else ()

    @property
    def first_fix(self) -> str:
        """The first thing to mend; empty without any."""
        return next(iter(still_to_do(self.evaluation, self.made_later) if self.evaluation else []), "")


def worth_of(kind: str) -> int:
    """How many usual answers the answer to a question of this kind shows as much as."""
    return 2 if kind == _LONG_KIND else 1


def still_to_do(evaluation: Evaluation, made_later: frozenset[str]) -> list[str]:
    """What to change about an answer, without what a follow-up to it made good."""
    return [text for text in evaluation.improvements if not names_any(text, made_later)]


def builds_on_fix(next_level: str) -> bool:
    """Whether a step to the next level speaks of the first fix, so that it says nothing without it."""
    return next_level.startswith(THE_FIX)


def names_any(advice: str, facts: Iterable[str]) -> bool:
    """Whether a piece of advice names one of these points."""
    return any(fact.rstrip(". ").casefold() in advice.casefold() for fact in facts)


def sources_of(answers: Iterable[JudgedAnswer]) -> list[str]:
    """Who judged the scored answers, answer by answer."""
    return [answer.evaluation.source for answer in answers if answer.level is not None and answer.evaluation]


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: "Q1", "Q1 and Q2", "Q1, Q2 and Q3"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
