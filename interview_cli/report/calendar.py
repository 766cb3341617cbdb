"""The drill as an event in a calendar: once a week, at a time of one's own, with what is due then.

`icalendar` writes the file (RFC 5545); a calendar does the reminding, so that nothing has to run here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from interview_cli.interview.schedule import Card
from interview_cli.library.role import Question
from interview_cli.report.wording import counted, one_line

PRODUCT = "-//interview-cli//drill//EN"
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# A description is read on a telephone.
MOST_LISTED = 20
_MINUTES_EACH = 3
_SHORTEST, _LONGEST = 15, 60
_LONGEST_TEXT = 200


def next_time(day: int, hour: int, minute: int, now: datetime) -> datetime:
    """When a weekday (0 is Monday) comes next at a time of day, in the time zone of `now`."""
    begins = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    begins += timedelta(days=(day - now.weekday()) % 7)
    return begins if begins > now else begins + timedelta(days=7)


def weekly_event(
    name: str, listed: Sequence[tuple[Card, Question]], begins: datetime, now: datetime, command: str
) -> bytes:
    """A calendar file with one event that comes back every week at that local time.

    It lists which of the `listed` questions are due until `begins`; `command` starts the drill. The same
    person's event has the same identity every time, so that importing it again renews it.
    """
    from icalendar import Alarm, Calendar, Event

    due = [question for card, question in listed if card.is_due(begins)]
    event = Event()
    event.add("uid", f"{hashlib.sha256(f'drill {name}'.encode()).hexdigest()[:24]}@interview-cli")
    event.add("dtstamp", now)
    # A local time without a zone: six in the evening wherever the person is.
    event.add("dtstart", begins.replace(tzinfo=None))
    minutes = min(max(_MINUTES_EACH * len(due), _SHORTEST), _LONGEST)
    event.add("duration", timedelta(minutes=minutes))
    event.add("rrule", {"freq": "weekly", "byday": DAYS[begins.weekday()]})
    event.add("summary", f"Interview practice: {counted(len(due), 'question')} due")
    event.add("description", _description(due, len(listed), now, command))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(0))
    alarm.add("description", "Interview practice")
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _description(due: Sequence[Question], inside: int, now: datetime, command: str) -> str:
    told = [f"Practise with: {command}", ""]
    if due:
        told.append("Due by then:")
        told += [f"- {one_line(question.text)[:_LONGEST_TEXT]}" for question in due[:MOST_LISTED]]
        told += [f"and {len(due) - MOST_LISTED} more"] * (len(due) > MOST_LISTED)
    else:
        told.append(f"Nothing is due by then; {counted(inside, 'question')} in the drill.")
    told += ["", f"As of {now:%Y-%m-%d}; write the reminder again to renew the list."]
    return "\n".join(told)
