"""The weekly reminder: an event that any calendar takes, at that local time, with what is due then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from interview_cli.interview.schedule import Card
from interview_cli.report.calendar import MOST_LISTED, next_time, weekly_event
from tests.documents import HOSTILE, question

NOW = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)  # a Sunday


def card(number: int, due: datetime) -> Card:
    return Card("Ada", f"k{number}", f"q{number}", "r", "s", 1, 2, 2, NOW, due, 1.0, 5.0)


def event_of(data: bytes):  # type: ignore[no-untyped-def] # a component of icalendar
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    return event


@pytest.mark.parametrize(
    ("day", "hour", "begins"),
    [
        (0, 18, datetime(2026, 11, 23, 18)),
        (6, 18, datetime(2026, 11, 22, 18)),
        (6, 12, datetime(2026, 11, 29, 12)),
        (6, 13, datetime(2026, 11, 29, 13)),
    ],
)
def test_it_begins_the_next_time_that_day_and_hour_come(day: int, hour: int, begins: datetime) -> None:
    assert next_time(day, hour, 0, NOW).replace(tzinfo=None) == begins


def test_it_comes_back_weekly_at_that_local_time_and_rings() -> None:
    begins = next_time(0, 18, 30, NOW)
    event = event_of(weekly_event("Ada", [], begins, NOW, "interview drill"))

    assert event["DTSTART"].dt == datetime(2026, 11, 23, 18, 30), "no zone: half past six wherever one is"
    assert event["RRULE"] == {"FREQ": ["WEEKLY"], "BYDAY": ["MO"]}
    assert [alarm["ACTION"] for alarm in event.walk("VALARM")] == ["DISPLAY"]


def test_it_lists_what_is_due_until_then_and_not_later() -> None:
    begins = next_time(0, 18, 0, NOW)
    listed = [
        (card(1, NOW), question("one", "Is this due today, or not?")),
        (card(2, begins), question("two", "Is this due on Monday, or not?")),
        (card(3, begins + timedelta(days=2)), question("three", "Is this due on Wednesday, or not?")),
    ]
    event = event_of(weekly_event("Ada", listed, begins, NOW, "interview drill"))

    assert event["SUMMARY"] == "Interview practice: 2 questions due"
    assert "due today" in event["DESCRIPTION"]
    assert "due on Monday" in event["DESCRIPTION"]
    assert "due on Wednesday" not in event["DESCRIPTION"]
    assert "interview drill" in event["DESCRIPTION"]


def test_written_again_it_is_the_same_event_and_anothers_is_another() -> None:
    begins = next_time(0, 18, 0, NOW)
    one, again, other = (
        event_of(weekly_event(name, [], begins, NOW, "interview drill"))["UID"]
        for name in ("Ada", "Ada", "Bob")
    )
    assert one == again != other
    assert "Ada" not in one


def test_a_long_list_is_cut() -> None:
    listed = [(card(n, NOW), question(f"q{n}", f"Question number {n}, then?")) for n in range(50)]
    event = event_of(weekly_event("Ada", listed, next_time(0, 18, 0, NOW), NOW, "interview drill"))

    assert event["DESCRIPTION"].count("Question number") == MOST_LISTED
    assert "and 30 more" in event["DESCRIPTION"]
    assert event["DURATION"].dt == timedelta(minutes=60)


@given(st.text(min_size=10, max_size=120).filter(lambda text: len(text.strip()) >= 10))
def test_any_question_stays_a_text_of_its_event(text: str) -> None:
    asked = question("one", "placeholder text").model_copy(update={"text": f"{text} {HOSTILE}"})
    data = weekly_event("Ada", [(card(1, NOW), asked)], next_time(0, 18, 0, NOW), NOW, "interview drill")

    assert len(Calendar.from_ical(data).walk()) == 3, "a calendar, an event, an alarm, and nothing else"
    assert b"\x1b" not in data
