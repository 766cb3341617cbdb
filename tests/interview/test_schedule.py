"""Weak questions come back when FSRS says so, and leave when they are known."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.interview.attempts import SEVERAL_ROLES
from interview_cli.interview.schedule import Card, cards_of, rating_of, recall
from tests.practice import DAY, attempt

BEGIN = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)


def card(*levels: float, every: timedelta = DAY) -> Card:
    """The one card of attempts at these levels, in even steps of time."""
    (found,) = cards_of([attempt(level, BEGIN + place * every) for place, level in enumerate(levels)], {})
    return found


@pytest.mark.parametrize(
    ("level", "rating"),
    [(0, 1), (1.9, 1), (2, 2), (2.9, 2), (3, 3), (4.4, 3), (4.5, 4), (5, 4)],
)
def test_the_level_of_an_answer_sets_its_rating(level: float, rating: int) -> None:
    assert rating_of(level) == rating


def test_a_question_enters_with_its_first_answer_below_three_and_comes_back_the_next_day() -> None:
    assert cards_of([attempt(3, BEGIN), attempt(4.8, BEGIN + DAY)], {}) == []
    entered = card(2.9)
    assert entered.due == BEGIN + DAY
    assert (entered.question, entered.attempts, entered.level) == ("be-retries", 1, 2.9)


def test_good_answers_when_it_is_due_send_it_away_for_longer_and_longer() -> None:
    made = [attempt(1, BEGIN)]
    gaps = []
    for _ in range(5):
        (found,) = cards_of(made, {})
        gaps.append((found.due - found.last).days)
        made.append(attempt(4, found.due))
    assert gaps == sorted(gaps)
    assert gaps[0] == 1
    assert gaps[-1] > 30


def test_better_answers_send_it_further_away() -> None:
    due = [card(2.5, level, every=2 * DAY).due for level in (1, 2.5, 4, 5)]
    assert due == sorted(set(due))


def test_a_bad_answer_brings_it_back_the_next_day_however_far_away_it_was() -> None:
    known = card(1, 4, 5, 5, every=10 * DAY)
    assert known.due - known.last > 30 * DAY
    forgotten = card(1, 4, 5, 5, 1, every=10 * DAY)
    assert forgotten.due - forgotten.last <= 3 * DAY


def test_the_one_due_first_comes_first_and_the_weaker_of_equals() -> None:
    made = [
        attempt(1, BEGIN + 2 * DAY, "late"),
        attempt(2.2, BEGIN, "better"),
        attempt(1.5, BEGIN, "weaker"),
    ]
    assert [one.question for one in cards_of(made, {})] == ["weaker", "better", "late"]


@given(st.lists(st.tuples(st.floats(0, 5), st.integers(0, 60 * 24 * 400)), min_size=1, max_size=12))
def test_the_schedule_depends_on_the_attempts_alone_and_is_never_within_a_day(
    made: list[tuple[float, int]],
) -> None:
    times = {minutes: level for level, minutes in made}
    attempts = [attempt(level, BEGIN + timedelta(minutes=at)) for at, level in times.items()]
    found = cards_of(attempts, {})
    random.Random(1).shuffle(attempts)
    assert cards_of(attempts, {}) == found
    assert bool(found) == any(level < 3 for level in times.values())
    for one in found:
        assert one.due - one.last >= DAY
        assert 0 <= recall(one, one.due) <= recall(one, one.last) == 1


def test_each_person_has_a_drill_whatever_the_capitals_of_the_name() -> None:
    made = [attempt(1, BEGIN), attempt(1, BEGIN + DAY, candidate=" ADA "), attempt(1, BEGIN, candidate="Bob")]
    assert {(one.candidate, one.attempts) for one in cards_of(made, {})} == {(" ADA ", 2), ("Bob", 1)}


def test_a_question_put_away_comes_back_with_the_next_weak_answer_only() -> None:
    away = {card(1).whose: BEGIN + DAY}
    made = [attempt(1, BEGIN)]
    assert cards_of(made, away) == []
    made.append(attempt(4, BEGIN + 2 * DAY))
    assert cards_of(made, away) == []
    made.append(attempt(2, BEGIN + 3 * DAY))
    (back,) = cards_of(made, away)
    assert back.attempts == 3


def test_two_questions_of_one_id_are_told_apart_and_the_newest_keeps_it() -> None:
    made = [
        attempt(1, BEGIN, "be-x", key="0123456789ab"),
        attempt(1, BEGIN + DAY, "be-x", key="ba9876543210"),
    ]
    assert [one.question for one in cards_of(made, {})] == ["be-x-012345", "be-x"]


def test_a_drill_through_several_roles_leaves_a_question_its_role() -> None:
    made = [attempt(1, BEGIN), attempt(1, BEGIN + DAY, role=SEVERAL_ROLES)]
    assert cards_of(made, {})[0].role == "backend_engineer"
    assert cards_of(made[1:], {})[0].role == ""


def test_what_is_due_today_is_due_from_the_morning_on() -> None:
    one = card(1)
    assert not one.is_due(datetime(2026, 3, 2, 23, 59, tzinfo=UTC))
    assert one.is_due(datetime(2026, 3, 3, 0, 1, tzinfo=UTC))
    east = timezone(timedelta(hours=6))
    assert not one.is_due(datetime(2026, 3, 3, 23, 0, tzinfo=east)), "18:30 UTC is the day after in the east"
    assert one.is_due(datetime(2026, 3, 4, 0, 1, tzinfo=east))


def test_what_is_not_asked_again_fades() -> None:
    one = card(2, 4)
    chances = [recall(one, one.last + days * DAY) for days in (0, 5, 30, 300)]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] == 1
    assert recall(one, one.last + round(one.stability) * DAY) == pytest.approx(0.9, abs=0.02)
