"""The questions one interview can draw on: a role's own, the shared banks', a company's, the candidate's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from interview_cli.library.company import CompanyPack
from interview_cli.library.role import Question, QuestionBank, Role

HR_TAG = "hr"
# On a question that asks openly about something the job asks for and the resume lacks: it suits any round.
GAP_TAG = "gap"

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


# A company's questions are about its values and why one would work there: any talk about the person fits,
# whatever their tags; a technical round asks what the role asks.
_COMPANY_BELONGS: dict[str, Callable[[Question], bool]] = {
    "behavioral": lambda question: question.kind in ("behavioral", "situational"),
    "hr": lambda question: question.kind in ("behavioral", "situational"),
    "communication": lambda question: question.kind == "communication",
}


def belongs(question: Question, round_kind: str) -> bool:
    """Whether a question suits a kind of round; one on a gap suits any."""
    return GAP_TAG in question.tags or _BELONGS[round_kind](question)


@dataclass(frozen=True, slots=True)
class Bank:
    """A role with the shared question banks beside it, a company's pack, and questions for this candidate.

    `tailored` were written for the candidate, by a model or filled in by code.
    """

    role: Role
    shared: tuple[QuestionBank, ...] = ()
    company: CompanyPack | None = None
    tailored: tuple[Question, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """All that lie in files: the role's own first, the company's last."""
        parts = (self.role, *self.shared, *filter(None, [self.company]))
        return tuple(question for part in parts for question in part.questions)

    def own(self, round_kind: str) -> tuple[Question, ...]:
        """The role's own questions that suit a kind of round."""
        return tuple(question for question in self.role.questions if _BELONGS[round_kind](question))

    def common(self, round_kind: str) -> tuple[Question, ...]:
        """The shared questions that suit a kind of round."""
        return tuple(
            question for bank in self.shared for question in bank.questions if _BELONGS[round_kind](question)
        )

    def of_company(self, round_kind: str) -> tuple[Question, ...]:
        """The company's questions that suit a kind of round."""
        fits = _COMPANY_BELONGS.get(round_kind)
        return tuple(filter(fits, self.company.questions)) if self.company and fits else ()

    def for_candidate(self, round_kind: str) -> tuple[Question, ...]:
        """The questions written for this candidate that suit a kind of round."""
        return tuple(question for question in self.tailored if belongs(question, round_kind))

    def with_tailored(self, questions: Iterable[Question]) -> Bank:
        """The same bank with questions for this candidate put before those it has."""
        return replace(self, tailored=(*questions, *self.tailored))
