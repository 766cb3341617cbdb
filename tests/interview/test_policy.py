"""What comes next: proposals are kept, overruled or ended by the limits of the plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interview_cli.coach.evaluation import Analysis
from interview_cli.interview.choice import Preferences
from interview_cli.interview.policy import dispose, resume_is_due, running_level
from interview_cli.interview.ports import Proposal
from interview_cli.interview.progress import situation_of
from interview_cli.interview.session import Answer, Turn
from tests.fakes import START
from tests.interview.conftest import make_session


def answered(bank, session, level: float = 3.0, **changes) -> Turn:
    """Add an answered main turn whose analysis estimates that level."""
    question = bank.own("technical")[len(session.turns)]
    turn = Turn(
        id=f"t{len(session.turns) + 1}",
        label=f"Q{len(session.turns) + 1}",
        action="preset",
        round="Technical",
        question=question,
        asked_at=START,
        status="answered",
        answer=Answer(text="Some answer.", at=START),
        analysis=Analysis(estimate=level),
    ).model_copy(update=changes)
    session.turns.append(turn)
    return turn


@pytest.fixture
def session(bank):
    session = make_session(type="technical", questions=5)
    answered(bank, session)
    return session


def situation(bank, session, **changes):
    return replace(situation_of(session, bank, Preferences(seed=1), ()), **changes)


def follow_up(bank, text="Which column of the index is read first by such a query?"):
    question = bank.own("technical")[0].model_copy(update={"id": "probe", "text": text})
    return Proposal("follow_up", "A point is missing.", "openai/test", question)


def test_a_follow_up_within_the_limits_is_asked_for_the_reason_given(bank, session):
    step = dispose(follow_up(bank), situation(bank, session))
    assert step.decision.action == "follow_up"
    assert step.decision.reason == "A point is missing."
    assert step.decision.proposed is None
    assert step.question.id == "probe"


def test_a_follow_up_past_the_limit_becomes_the_next_question_and_the_record_says_why(bank, session):
    follow = answered(bank, session, parent="t1", action="follow_up")
    assert follow.parent == "t1"
    step = dispose(follow_up(bank), situation(bank, session))
    assert step.decision.action == "preset"
    assert step.decision.proposed == "follow_up"
    assert step.decision.overruled == "at most 1 follow-up per question"
    assert step.decision.by == "openai/test"


def test_a_follow_up_that_repeats_an_asked_question_in_nearly_the_same_words_is_overruled(bank, session):
    text = session.turns[0].question.text.upper()
    step = dispose(follow_up(bank, text), situation(bank, session))
    assert step.decision.action == "preset"
    assert step.decision.overruled == "the question was asked before"


def test_a_model_cannot_end_the_interview_while_questions_and_time_are_left(bank, session):
    step = dispose(Proposal("complete", "enough", "openai/test"), situation(bank, session))
    assert step.decision.action == "preset"
    assert step.decision.overruled == "questions and time are left"


def test_a_preset_the_model_chose_from_the_candidates_is_asked(bank, session):
    here = situation(bank, session)
    wanted = here.candidates[3]
    step = dispose(Proposal("preset", "fits", "openai/test", wanted), here)
    assert step.question == wanted


def test_a_preset_that_is_no_candidate_gives_way_to_the_first_candidate(bank, session):
    here = situation(bank, session)
    stranger = bank.own("system_design")[0]
    assert dispose(Proposal("preset", "x", "openai/test", stranger), here).question == here.candidates[0]


def test_with_forty_five_seconds_left_no_three_minute_question_is_asked(bank, session):
    here = situation(bank, session, remaining_seconds=45.0)
    assert all(question.seconds > 90 for question in here.candidates)
    step = dispose(Proposal("preset", "next", "offline"), here)
    assert step.decision.action == "complete"
    assert step.decision.reason == "No remaining question fits the time that is left."


def test_the_suggested_time_is_never_more_than_what_is_left(bank, session):
    here = situation(bank, session, remaining_seconds=110.0)
    step = dispose(Proposal("preset", "next", "offline"), here)
    assert step.decision.action == "preset"
    assert step.decision.suggested_seconds <= 110


def test_when_time_is_over_nothing_more_is_asked(bank, session):
    step = dispose(follow_up(bank), situation(bank, session, remaining_seconds=29.0))
    assert step.decision.action == "complete"
    assert step.decision.reason == "The planned time is over."


def test_when_all_planned_questions_were_asked_only_a_follow_up_is_left(bank, session):
    here = situation(bank, session, remaining_questions=0)
    assert dispose(follow_up(bank), here).decision.action == "follow_up"
    assert dispose(Proposal("preset", "x", "offline"), here).decision.action == "complete"


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([4, 4], "senior"),
        ([5, 3, 5], "mid"),
        ([2, 2], "entry"),
        ([2, 2, 2, 2], "entry"),
        ([4, 4, 2, 2], "mid"),
        ([4], "mid"),
    ],
)
def test_difficulty_follows_two_answers_in_a_row(bank, levels, expected):
    session = make_session(type="technical", questions=8)
    for level in levels:
        answered(bank, session, level)
    assert running_level(session.plan, session.turns) == expected


def test_difficulty_stays_when_the_plan_is_not_adaptive(bank):
    session = make_session(type="technical", questions=8, adaptive=False)
    for _ in range(4):
        answered(bank, session, 5)
    assert running_level(session.plan, session.turns) == "mid"


def test_the_first_question_on_the_resume_comes_second_in_its_round(bank):
    session = make_session(type="technical", questions=5, with_resume=True)
    part = session.plan.rounds[0]
    assert not resume_is_due(session, part)
    answered(bank, session)
    assert resume_is_due(session, part)
    answered(bank, session, action="resume")
    assert not resume_is_due(session, part)


@pytest.mark.parametrize(("levels", "moved"), [([4.0, 4.5], "up"), ([2.0, 1.0], "down"), ([4.0, 3.0], None)])
def test_the_decision_records_which_way_the_difficulty_moves(bank, levels, moved):
    session = make_session(type="technical", questions=5)
    for level in levels:
        answered(bank, session, level)
    step = dispose(Proposal("preset", "Next.", "offline"), situation(bank, session))
    assert step.decision.difficulty == moved


def test_a_move_is_recorded_once(bank):
    session = make_session(type="technical", questions=6)
    for level in (4.0, 4.0):
        answered(bank, session, level)
    step = dispose(Proposal("preset", "Next.", "offline"), situation(bank, session))
    session.turns[-1].decision = step.decision
    answered(bank, session, 3.0)
    later = dispose(Proposal("preset", "Next.", "offline"), situation(bank, session))
    assert step.decision.difficulty == "up"
    assert later.decision.difficulty is None
    assert later.decision.level == step.decision.level


def test_no_follow_up_and_no_resume_question_is_asked_that_the_time_left_is_too_short_for(bank, session):
    long = bank.own("technical")[1].model_copy(
        update={"id": "long", "text": "Why is that so?", "seconds": 180}
    )
    short_of_time = situation(
        bank, session, remaining_seconds=45.0, resume_due=True, resume_questions=(long,)
    )
    step = dispose(Proposal("follow_up", "Missing.", "offline", long), short_of_time)
    assert step.decision.overruled == "too little time is left for it"
    assert step.decision.action != "resume"
    asked = dispose(Proposal("resume", "Due.", "offline", long), replace(short_of_time, candidates=()))
    assert asked.decision.action == "complete"
