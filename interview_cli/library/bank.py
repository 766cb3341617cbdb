"""The questions one interview can draw on: a role's own and the shared banks'."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from interview_cli.library.role import Question, QuestionBank, Role

HR_TAG = "hr"

_BELONGS: dict[str, Callable[[Question], bool]] = {
    "greeting": lambda question: question.kind == "greeting",
    "technical": lambda question: question.kind in ("technical", "coding"),
    "communication": lambda question: question.kind == "communication",
    "behavioral": lambda question: (
        question.kind in ("behavioral", "situational") and HR_TAG not in question.tags
    ),
    "hr": lambda question: HR_TAG in question.tags,
    "system_design": lambda question: question.kind == "system_design",
}


@dataclass(frozen=True, slots=True)
class Bank:
    """A role with the shared question banks beside it."""

    role: Role
    shared: tuple[QuestionBank, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """All of them, the role's own first."""
        return (*self.role.questions, *(question for bank in self.shared for question in bank.questions))

    def own(self, round_kind: str) -> tuple[Question, ...]:
        """The role's own questions that suit a kind of round."""
        return tuple(question for question in self.role.questions if _BELONGS[round_kind](question))

    def common(self, round_kind: str) -> tuple[Question, ...]:
        """The shared questions that suit a kind of round."""
        return tuple(
            question for bank in self.shared for question in bank.questions if _BELONGS[round_kind](question)
        )
