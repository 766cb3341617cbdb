"""A drill: an interview made of questions that were answered weakly, whole and in a fixed order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import NamedTuple

from interview_cli.interview.attempts import SEVERAL_ROLES, SEVERAL_ROLES_NAME, text_key
from interview_cli.interview.kinds import LONGEST_MINUTES, SHORTEST_MINUTES
from interview_cli.interview.plan import ROUND_NAMES, Limits, Plan, Round
from interview_cli.interview.schedule import Card
from interview_cli.interview.session import Turn
from interview_cli.library.bank import Bank
from interview_cli.library.role import Criterion, Question

# A drill ends with its last question and not with the clock, so that there is time to think and follow up.
TIMES_THE_USUAL = 2


class Practised(NamedTuple):
    """A question in the drill with the turn that asked it last, and that interview's plan."""

    card: Card
    turn: Turn
    plan: Plan


class NoDrill(NamedTuple):
    """Why nothing is drilled just now; with `ahead` there are questions that are not due yet."""

    why: str
    ahead: bool


def drill_plan(
    practised: Sequence[Practised], banks: Mapping[str, Bank], *, max_follow_ups: int, strict_time: bool
) -> Plan:
    """The plan that asks these questions, one or more, in their order.

    It is held in the language of the first, which is that of all.
    `banks` are those of the roles that are still there: a question stands as its role has it now while
    its wording is the same, else as it was asked.
    """
    questions = [_of_today(one, banks.get(one.card.role)) for one in practised]
    newest = max(practised, key=lambda one: one.card.last).plan
    roles = {one.card.role for one in practised}
    role = roles.pop() if len(roles) == 1 else ""
    seconds = TIMES_THE_USUAL * sum(question.seconds for question in questions)
    minutes = min(max(ceil(seconds / 60), SHORTEST_MINUTES), LONGEST_MINUTES)
    return Plan(
        role=role or SEVERAL_ROLES,
        role_name=_role_name(role, practised, banks),
        type="drill",
        level=newest.level,
        minutes=minutes,
        rounds=[
            Round(name=ROUND_NAMES["drill"], kind="drill", questions=len(questions), seconds=minutes * 60)
        ],
        weights=dict(newest.weights) if role else {},
        limits=Limits(max_follow_ups=max_follow_ups, strict_time=strict_time),
        adaptive=False,
        questions=list(questions),
        language=questions[0].language,
        criteria=_criteria(questions, practised, banks),
    )


def _of_today(one: Practised, bank: Bank | None) -> Question:
    """The question under the id of its card, from its role where it is still worded so."""
    asked = one.turn.question
    for question in bank.questions if bank else ():
        if question.id == one.card.question and text_key(question.text) == one.card.key:
            return question
    return asked.model_copy(update={"id": one.card.question})


def _role_name(role: str, practised: Sequence[Practised], banks: Mapping[str, Bank]) -> str:
    if not role:
        return SEVERAL_ROLES_NAME
    if role in banks:
        return banks[role].role.name
    return next((one.plan.role_name for one in practised if one.plan.role == role), role)


def _criteria(
    questions: Sequence[Question], practised: Sequence[Practised], banks: Mapping[str, Bank]
) -> list[Criterion]:
    """What the questions are judged on besides the rubric, each once, as today's roles say it, if any."""
    named = {name for question in questions for name in question.criteria}
    known = [criterion for one in practised for criterion in one.plan.criteria]
    known += [criterion for bank in banks.values() for criterion in bank.role.criteria]
    return list({criterion.id: criterion for criterion in known if criterion.id in named}.values())
