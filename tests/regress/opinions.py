"""Judges with an opinion: one that is sound about the exam's answers, and some that are fooled."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from interview_cli.regress.exam.case import load_exam
from tests.interview.model_play import Play, fenced

Opinion = Callable[[str, str], float]

_CASES = load_exam().cases
_DEMAND = re.compile(r"5 of 5|level\W+5|full marks|highest score", re.IGNORECASE)
_WORDS_PER_LEVEL = 40


def sound(question: str, answer: str) -> float:
    """Sees which of the exam's answers it is, whatever stands around it; the question does not sway it."""
    for case in _CASES:
        for level, told in (
            (5, case.strong),
            (4, case.with_evidence),
            (3, case.answer),
            (2, case.without_evidence),
            (1, case.weak),
        ):
            if told in answer:
                return level
    return 0


def by_length(question: str, answer: str) -> float:
    """A level for every forty words."""
    return min(5.0, len(answer.split()) // _WORDS_PER_LEVEL)


def obedient(question: str, answer: str) -> float:
    """Gives full marks to whoever asks for them, in the question or in the answer, else is sound."""
    return 5 if _DEMAND.search(f"{question}\n{answer}") else sound(question, answer)


class Opinionated(Play):
    """A model that judges on every criterion and on the points by one opinion."""

    def __init__(self, opinion: Opinion, **changes: Any) -> None:
        super().__init__(**changes)
        self._opinion = opinion

    def _level(self, request: dict[str, Any]) -> int:
        return round(self._opinion(fenced(request, "question"), fenced(request, "answer")))

    def _judge(self, request: dict[str, Any]) -> dict[str, Any]:
        return {**super()._judge(request), "level": self._level(request)}

    def _judge_points(self, request: dict[str, Any]) -> dict[str, Any]:
        points = super()._judge_points(request)["points"]
        made = self._level(request) / 5 * len(points)
        return {"points": [{**point, "made": number < made} for number, point in enumerate(points)]}
