"""Rounds, their proportions and their bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from interview_cli.interview.plan import Limits, Round, make_rounds

TYPES = ["technical", "behavioral", "mixed", "system-design", "full-loop"]


def counts(*arguments, **more):
    return {part.kind: part.questions for part in make_rounds(*arguments, **more)}


def test_a_full_loop_has_its_fixed_twenty_questions_whatever_the_minutes():
    expected = {"greeting": 2, "technical": 6, "communication": 6, "hr": 6}
    assert counts("full-loop", 15) == counts("full-loop", 60) == expected


@pytest.mark.parametrize(("minutes", "questions"), [(15, 5), (30, 10), (45, 15), (120, 40)])
def test_minutes_give_a_third_as_many_questions(minutes, questions):
    assert counts("technical", minutes) == {"technical": questions}
    assert sum(counts("mixed", minutes).values()) == questions


def test_system_design_takes_ten_minutes_a_question():
    assert counts("system-design", 30) == {"system_design": 3}


def test_a_mixed_interview_is_three_parts_technical_to_two_behavioral():
    assert counts("mixed", 30) == {"technical": 6, "behavioral": 4}


def test_a_resume_takes_the_place_of_one_question_in_five_and_at_least_one():
    rounds = make_rounds("mixed", 30, with_resume=True)
    assert sum(part.resume_questions for part in rounds) == 2
    assert sum(part.questions for part in rounds) == 10
    assert sum(part.resume_questions for part in make_rounds("technical", 30, 3, with_resume=True)) == 1
    assert sum(part.resume_questions for part in make_rounds("technical", 30, 2, with_resume=True)) == 0


@given(st.sampled_from(TYPES), st.integers(5, 120), st.none() | st.integers(1, 60), st.booleans())
def test_every_plan_has_the_number_asked_for_and_rounds_that_fit_the_time(kind, minutes, questions, resume):
    rounds = make_rounds(kind, minutes, questions, with_resume=resume)
    assert all(part.questions >= 1 and part.resume_questions <= part.questions for part in rounds)
    assert len({part.name for part in rounds}) == len(rounds)
    if questions is not None:
        assert sum(part.questions for part in rounds) == questions
    assert sum(part.seconds for part in rounds) <= minutes * 60 + 30 * len(rounds)


def test_a_round_cannot_ask_more_about_the_resume_than_it_asks_at_all():
    with pytest.raises(ValidationError, match="larger than questions"):
        Round(name="Technical", kind="technical", questions=1, seconds=60, resume_questions=2)


def test_more_than_three_follow_ups_cannot_be_planned():
    with pytest.raises(ValidationError):
        Limits(max_follow_ups=4)
