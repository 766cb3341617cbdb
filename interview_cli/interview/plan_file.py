"""A plan as a person writes it: a role will do, and questions named by their ids."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from itertools import groupby
from pathlib import Path

from pydantic import Field

from interview_cli.errors import UsageError
from interview_cli.interview.kinds import LONGEST_MINUTES, SHORTEST_MINUTES, RoundKind
from interview_cli.interview.plan import MINUTES_PER_QUESTION, ROUND_NAMES, Plan, Round, make_rounds
from interview_cli.library.bank import belongs
from interview_cli.library.role import Criterion, Question, Role
from interview_cli.library.shelf import Library
from interview_cli.library.yaml_file import load

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


def read_plan(path: Path) -> PlanFile:
    """A plan as its file has it. Raises UsageError with file and line of what is wrong."""
    return load(path, PlanFile, "Write one with: interview plan new")


def load_plan(path: Path, library: Library) -> Plan:
    """A plan from its file, with what the file leaves out.

    Raises UsageError with file and line of what is wrong, and for a role or question that is not there.
    """
    return completed_plan(read_plan(path), library)


def completed_plan(written: PlanFile, library: Library) -> Plan:
    """A plan with what its file leaves out. Raises UsageError for a role or question that is not there."""
    if written.is_whole:
        return written.completed(None, ())
    has_ids = any(isinstance(name, str) for name in written.questions)
    here = written.role in library.role_paths()
    role = library.bank(written.role).role if here or has_ids or not written.questions else None
    whole = with_whole_questions(written, library).questions
    return written.completed(role, [one for one in whole if isinstance(one, Question)])


def with_whole_questions(plan: Plan, library: Library) -> Plan:
    """A plan that names questions by their ids, with the questions themselves and what they are judged on.

    Raises UsageError for an id that the plan's role does not have.
    """
    ids = [name for name in plan.questions if isinstance(name, str)]
    if not ids:
        return plan
    # A pack that is not here is told of elsewhere; its questions are then not known.
    pack = plan.company_pack if plan.company_pack in library.company_paths() else None
    bank = library.bank(plan.role, pack or "")
    known = {question.id: question for question in bank.questions}
    for name in ids:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            meant = f"Did you mean {near[0]}? " if near else ""
            raise UsageError(
                f"{bank.role.name} has no question {name!r}.",
                f"{meant}All of them: interview roles show {plan.role}",
            )
    whole = [known[name] if isinstance(name, str) else name for name in plan.questions]
    return plan.model_copy(update={"questions": whole, "criteria": criteria_of(plan, bank.role)})


def criteria_of(plan: Plan, role: Role) -> list[Criterion]:
    """What answers to a plan's questions are judged on: its own criteria, and the role's others."""
    own = {criterion.id for criterion in plan.criteria}
    return [*plan.criteria, *(one for one in role.criteria if one.id not in own)]


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
