"""A drill is an interview of questions that are named beforehand, whole and in order."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from interview_cli.interview.attempts import SEVERAL_ROLES, attempts_of
from interview_cli.interview.drill import Practised, drill_plan
from interview_cli.interview.plan import Limits, Plan, Round
from interview_cli.interview.ports import Proposal
from interview_cli.interview.schedule import cards_of
from interview_cli.interview.session import Session
from interview_cli.library.bank import Bank
from interview_cli.library.role import Criterion, Question
from tests.fakes import START, UnsteadyInterviewer
from tests.interview.conftest import make_session, sample, skip
from tests.practice import DAY, INDEXES, RETRIES, STORY, held


def fixed(*questions: Question, **plan: object) -> Plan:
    """A plan of these questions in one round."""
    return Plan(
        role="nowhere",
        role_name="A role without a file",
        type="drill",
        rounds=[Round(name="Drill", kind="drill", questions=len(questions), seconds=600)],
        questions=list(questions),
        adaptive=False,
        **plan,
    )


def practised(*sessions: Session) -> list[Practised]:
    """The cards of sessions with the turns behind them."""
    by_id = {session.id: session for session in sessions}
    cards = cards_of([one for session in sessions for one in attempts_of(session)], {})
    turns = {
        (session.id, one.key): turn
        for session in sessions
        for one, turn in zip(attempts_of(session), session.main_turns, strict=True)
    }
    return [Practised(card, turns[card.session, card.key], by_id[card.session].plan) for card in cards]


def planned(*sessions: Session, **banks: Bank) -> Plan:
    return drill_plan(practised(*sessions), banks, max_follow_ups=1, strict_time=False)


def looks_alike(number: int) -> Question:
    text = f"What was your own part in the project number {number} that your resume names there?"
    return STORY.model_copy(update={"id": f"resume-{number}", "text": text})


async def test_a_drill_asks_its_questions_in_their_order_and_ends_like_any_interview(stage) -> None:
    session = make_session().model_copy(update={"plan": fixed(STORY, RETRIES, INDEXES)})
    held_ = await stage(session).run(sample)
    assert [turn.question for turn in held_.main_turns] == [STORY, RETRIES, INDEXES]
    assert [turn.label for turn in held_.main_turns] == ["Q1", "Q2", "Q3"]
    assert {turn.round for turn in held_.turns} == {"Drill"}
    assert (held_.status, held_.analytics.completion) == ("completed", 1.0)
    assert held_.feedback is not None


async def test_questions_that_look_alike_are_all_asked_when_a_plan_names_them(stage) -> None:
    questions = [looks_alike(1), looks_alike(2), looks_alike(3)]
    session = make_session().model_copy(update={"plan": fixed(*questions)})
    held_ = await stage(session).run(skip)
    assert [turn.question.id for turn in held_.main_turns] == ["resume-1", "resume-2", "resume-3"]


async def test_whatever_a_model_proposes_the_named_questions_are_asked_in_order(stage) -> None:
    plan = fixed(RETRIES, INDEXES, limits=Limits(max_follow_ups=0))
    session = make_session().model_copy(update={"plan": plan})
    proposals = iter(
        [
            Proposal("complete", "Enough.", "m"),
            Proposal("resume", "The resume.", "m", STORY),
            Proposal("preset", "Rather this.", "m", STORY),
        ]
    )
    held_ = stage(session, interviewer=UnsteadyInterviewer(lambda situation: next(proposals)))
    await held_.run(sample)
    assert [turn.question for turn in session.turns] == [RETRIES, INDEXES]


async def test_named_questions_fill_the_rounds_one_after_the_other(stage) -> None:
    plan = fixed(RETRIES, INDEXES, STORY)
    plan.rounds = [
        Round(name="First", kind="technical", questions=1, seconds=300),
        Round(name="Second", kind="behavioral", questions=2, seconds=300),
    ]
    session = make_session().model_copy(update={"plan": plan})
    held_ = await stage(session).run(skip)
    assert [(turn.round, turn.question.id) for turn in held_.turns] == [
        ("First", "be-retries"),
        ("Second", "be-indexes"),
        ("Second", "sal-story"),
    ]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"questions": [RETRIES]}, "the rounds ask 2 questions and 1 are named"),
        ({"questions": [RETRIES, RETRIES]}, "questions named twice: be-retries"),
        ({"questions": ["be-retries", RETRIES]}, "questions named twice: be-retries"),
        ({"questions": []}, "a drill has to name its questions"),
    ],
)
def test_a_plan_whose_questions_and_rounds_differ_is_refused(change: dict, complaint: str) -> None:
    plan = fixed(RETRIES, INDEXES).model_dump() | change
    with pytest.raises(ValidationError, match=complaint):
        Plan.model_validate(plan)


def test_a_plan_that_still_has_ids_for_questions_can_not_be_held() -> None:
    plan = Plan.model_validate(fixed(RETRIES, INDEXES).model_dump() | {"questions": [RETRIES, "be-x"]})
    with pytest.raises(ValueError, match="be-x"):
        _ = plan.fixed_questions


def test_a_drill_of_one_role_is_that_role_s_and_has_time_enough() -> None:
    weights = {"technical": 1.0}
    plan = planned(held("aaaa2222", START, {RETRIES: 1, INDEXES: 2}, weights=weights, level="senior"))
    assert (plan.role, plan.role_name, plan.type, plan.level) == (
        "backend_engineer",
        "Backend Engineer",
        "drill",
        "senior",
    )
    assert plan.weights == weights
    assert plan.minutes * 60 >= 2 * (RETRIES.seconds + INDEXES.seconds)
    assert plan.adaptive is False


def test_a_drill_through_several_roles_says_so_and_weighs_all_alike() -> None:
    plan = planned(
        held("aaaa2222", START, {RETRIES: 1}, weights={"technical": 1.0}),
        held("bbbb2222", START + DAY, {STORY: 1}, role="sales_associate"),
    )
    assert (plan.role, plan.role_name, plan.weights) == (SEVERAL_ROLES, "Several roles", {})
    assert plan.fixed_questions == (RETRIES, STORY)


def test_a_question_stands_as_its_role_has_it_now_while_it_is_worded_the_same(bank: Bank) -> None:
    known = bank.role.questions[0]
    older = known.model_copy(update={"sample_answer": "What it said in an older version of the file."})
    reworded = bank.role.questions[1].model_copy(update={"text": "Worded otherwise in an older version?"})
    plan = planned(held("aaaa2222", START, {older: 1, reworded: 2}), backend_engineer=bank)
    assert set(plan.fixed_questions) == {known, reworded}


def test_what_questions_are_judged_on_comes_along_and_lasts_when_the_role_is_gone() -> None:
    own = Criterion(id="failure_handling", name="Failure handling", description="Says what may fail.")
    other = own.model_copy(update={"id": "unused"})
    asked = RETRIES.model_copy(update={"criteria": ("depth", "failure_handling")})
    session = held("aaaa2222", START, {asked: 1}, criteria=[own, other])
    assert planned(session).criteria == [own]
