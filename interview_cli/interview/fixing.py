"""Questions chosen once, when a plan is written, so that everybody who holds it is asked the same."""

from __future__ import annotations

from collections.abc import Sequence

from interview_cli.errors import UsageError
from interview_cli.interview.bearing import Bearing
from interview_cli.interview.choice import Preferences, is_repeat, rank
from interview_cli.interview.plan import Plan, Round
from interview_cli.interview.plan_file import PlanFile, criteria_of, with_whole_questions
from interview_cli.library.bank import Bank
from interview_cli.library.role import Question
from interview_cli.library.shelf import Library


def with_questions_chosen(plan: Plan, bank: Bank) -> Plan:
    """The plan with its questions named whole: those that an interview by it would ask first, in their order.

    A round of which there are fewer questions gets those there are. Raises UsageError where there are none.
    """
    preferences = Preferences(plan.seed, plan.focus, Bearing(posting=plan.job))
    chosen: list[Question] = []
    rounds: list[Round] = []
    for part in plan.rounds:
        kind = part.kind
        ranked = rank(
            bank.own(kind), bank.common(kind), plan.level, preferences, chosen, bank.of_company(kind)
        )
        found: list[Question] = []
        for question in ranked:
            if len(found) == part.questions:
                break
            if not is_repeat(question, [*chosen, *found]):
                found.append(question)
        if found:
            rounds.append(part.model_copy(update={"questions": len(found)}))
        chosen += found
    if not chosen:
        raise UsageError(f"{plan.role_name} has no questions for this plan.", "Try another --type.")
    return _fixed(plan, rounds, chosen, bank)


def with_questions_named(plan: Plan, ids: list[str], library: Library) -> Plan:
    """The plan with just these questions, by their ids, in their order, and rounds to fit them.

    Raises UsageError for an id that the plan's role does not have.
    """
    bank = library.bank(plan.role, plan.company_pack or "")
    without_rounds = plan.model_dump(exclude={"rounds", "questions"}, exclude_unset=True)
    written = PlanFile.model_validate({**without_rounds, "questions": ids})
    whole = with_whole_questions(written, library)
    made = written.completed(bank.role, [one for one in whole.questions if isinstance(one, Question)])
    return _fixed(plan, made.rounds, whole.questions, bank)


def _fixed(plan: Plan, rounds: list[Round], questions: Sequence[str | Question], bank: Bank) -> Plan:
    """A plan that needs no role any more: it holds its questions and what they are judged on."""
    update = {"rounds": rounds, "questions": list(questions), "criteria": criteria_of(plan, bank.role)}
    return Plan.model_validate(plan.model_dump() | update)
