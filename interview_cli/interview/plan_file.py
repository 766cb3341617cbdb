"""A plan as a person writes it: a role will do, and questions named by their ids."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from pydantic import Field

from interview_cli.interview.plan import (
    LONGEST_MINUTES,
    MINUTES_PER_QUESTION,
    ROUND_NAMES,
    SHORTEST_MINUTES,
    Plan,
    Round,
    RoundKind,
    make_rounds,
)
from interview_cli.library.bank import belongs
from interview_cli.library.role import Question, Role

# In which round a question stands where the file says nothing of rounds, the first that fits.
_PLACES: tuple[RoundKind, ...] = (
    *("technical", "behavioral", "system_design"),
    *("communication", "greeting", "hr"),
)


class PlanFile(Plan):
    """A plan of which the role's name, the rounds and the weights may be left out."""

    role_name: str = ""
    rounds: list[Round] = Field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether nothing has to be added."""
        return bool(self.role_name and self.rounds)

    def check_rounds(self) -> None:
        """Raise ValueError where rounds are given that do not fit the questions."""
        if self.rounds:
            super().check_rounds()

    def completed(self, role: Role | None, questions: Sequence[Question]) -> Plan:
        """The plan with what was left out: the role's name and weights, and rounds.

        Without rounds those of the type are planned, or, where questions are named, one for each run of
        `questions` of a kind, three minutes a question unless the file says how many minutes there are.
        """
        given = self.model_dump(exclude_unset=True)
        minutes = self.minutes
        if self.questions and "minutes" not in given:
            minutes = MINUTES_PER_QUESTION * len(self.questions)
            minutes = min(max(minutes, SHORTEST_MINUTES), LONGEST_MINUTES)
        rounds = self.rounds
        if not rounds and self.questions:
            rounds = _rounds_of(questions, minutes)
        elif not rounds:
            # A drill without questions was refused above.
            rounds = make_rounds("mixed" if self.type == "drill" else self.type, minutes)
        weights = self.weights or (dict(role.weights) if role else {})
        name = self.role_name or (role.name if role else self.role.replace("_", " ").capitalize())
        added = {"minutes": minutes, "rounds": rounds, "weights": weights, "role_name": name}
        return Plan.model_validate(self.model_dump() | added)


def _rounds_of(questions: Sequence[Question], minutes: int) -> list[Round]:
    """Rounds that ask the questions in their order; a kind that comes again has a round with a number."""
    rounds: list[Round] = []
    for kind, run in groupby(questions, key=_kind_of):
        count = len(list(run))
        again = sum(part.kind == kind for part in rounds) + 1
        rounds.append(
            Round(
                name=f"{ROUND_NAMES[kind]} {again}" if again > 1 else ROUND_NAMES[kind],
                kind=kind,
                questions=count,
                seconds=max(30, minutes * 60 * count // len(questions)),
            )
        )
    return rounds


def _kind_of(question: Question) -> RoundKind:
    return next((kind for kind in _PLACES if belongs(question, kind)), "technical")
