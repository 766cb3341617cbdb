"""The clock of a question runs while the person may answer, and at no other time."""

from __future__ import annotations

import pytest

from interview_cli.interview import events as ev
from interview_cli.tui.clock import QuestionClock, interview_words, minutes, question_words
from interview_cli.tui.course import Course
from tests.documents import plain_session


class Time:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def time() -> Time:
    return Time()


def test_time_passes_while_the_engine_listens(time):
    clock = QuestionClock(time)
    clock.ask(suggested=120, spent=0, remaining=600)
    clock.enter("listening")
    time.seconds += 50
    assert (clock.left, clock.left_in_all, clock.running) == (70, 550, True)


@pytest.mark.parametrize("state", ["asking", "processing", "paused", "feedback"])
def test_it_stands_still_in_every_other_state(time, state):
    clock = QuestionClock(time)
    clock.ask(suggested=120, spent=0, remaining=600)
    clock.enter("listening")
    time.seconds += 10
    clock.enter(state)
    time.seconds += 1000
    assert (clock.left, clock.left_in_all, clock.running) == (110, 590, False)
    clock.enter("listening")
    time.seconds += 5
    assert clock.left == 105


def test_what_was_spent_in_an_earlier_sitting_counts_for_the_question_and_not_twice_in_all(time):
    clock = QuestionClock(time)
    clock.ask(suggested=120, spent=30, remaining=500)
    assert (clock.left, clock.left_in_all) == (90, 500)


def test_the_whole_interview_never_has_less_than_nothing_left(time):
    clock = QuestionClock(time)
    clock.ask(suggested=10, spent=0, remaining=20)
    clock.enter("listening")
    time.seconds += 60
    assert (clock.left, clock.left_in_all) == (-50, 0)


@pytest.mark.parametrize(
    ("left", "strict", "said", "short"),
    [
        (125, False, "2:05 left", False),
        (30, False, "0:30 left, come to an end", True),
        (-15, False, "over by 0:15", True),
        (-1, True, "time is up", True),
    ],
)
def test_short_time_is_said_in_words(left, strict, said, short):
    assert question_words(left, strict=strict) == (said, short)


def test_the_whole_interview_says_when_it_gets_short():
    assert interview_words(1800) == ("30:00 in all", False)
    assert interview_words(179)[1]
    assert interview_words(0) == ("no time left in all", True)
    assert minutes(59.6) == "1:00"


def test_thinking_counts_from_where_it_began_and_ends_with_the_next_question(time):
    course = Course(plain_session("k3fabcdefg"), time)
    course.follow(ev.StateChanged(state="processing"))
    time.seconds += 4.2
    course.follow(ev.StateChanged(state="processing"))
    assert course.waits
    assert course.seconds_thinking() == 4
    course.follow(ev.StateChanged(state="listening"))
    assert (course.waits, course.listens) == (False, True)
