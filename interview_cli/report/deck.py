"""The questions in the drill as a table and as plain values for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from interview_cli.coach.scale import POINTS_PER_LEVEL, on_scale
from interview_cli.interview.schedule import Card, recall
from interview_cli.library.role import Question
from interview_cli.report.wording import counted, one_line

COLUMNS = ("ID", "Due", "Score", "Tries", "Question")
RIGHT = ("Score", "Tries")

_FEWEST_CHARACTERS = 24


def day_words(moment: datetime, now: datetime) -> str:
    """A day as seen from today, in the time zone of `now`: "today", "tomorrow", "in 5 days", "2 days ago"."""
    days = (moment.astimezone(now.tzinfo).date() - now.date()).days
    if days == 0:
        return "today"
    if days == 1:
        return "tomorrow"
    return f"in {days} days" if days > 0 else f"{counted(-days, 'day')} ago"


def level_shown(level: float, scale: int) -> str:
    """A level of 0-5 as a score on 0-100 or 1-5."""
    return on_scale(level * POINTS_PER_LEVEL, scale)


def brief(text: str, most: int) -> str:
    """A question on one line of at most so many characters, cut between words."""
    whole = one_line(text)
    return whole if len(whole) <= most else f"{whole[: most - 3].rsplit(' ', 1)[0]}..."


def room_left(columns: Sequence[str], rows: Iterable[Sequence[str]], width: int, *, gap: int) -> int:
    """The characters that a table of these cells leaves for one more column."""
    widths = (max(map(len, column)) + gap for column in zip(columns, *rows, strict=True))
    return max(_FEWEST_CHARACTERS, width - sum(widths))


def cells(
    listed: Sequence[tuple[Card, Question]], now: datetime, *, scale: int, width: int, gap: int
) -> list[tuple[str, ...]]:
    """The table's cells, in the order of the cards; questions are cut to what `width` leaves for them."""
    rows = [
        (card.question, day_words(card.due, now), level_shown(card.level, scale), str(card.attempts))
        for card, _ in listed
    ]
    room = room_left(COLUMNS[:-1], rows, width, gap=gap)
    return [(*row, brief(question.text, room)) for row, (_, question) in zip(rows, listed, strict=True)]


def totals(cards: Sequence[Card], now: datetime) -> str:
    """How many there are, and how many are due."""
    due = sum(card.is_due(now) for card in cards)
    if due:
        return f"{counted(len(cards), 'question')} in the drill, {due} due."
    return f"{counted(len(cards), 'question')} in the drill, none due; {next_due(cards, now)}"


def next_due(cards: Sequence[Card], now: datetime) -> str:
    """When the next of some cards, due first before due later, is due: "the next 2 tomorrow."."""
    later = [card for card in cards if not card.is_due(now)]
    day = day_words(later[0].due, now)
    same = sum(day_words(card.due, now) == day for card in later)
    return f"the next {same} {day}." if same > 1 else f"the next {day}."


def document(card: Card, question: Question, now: datetime) -> dict[str, Any]:
    """A card as plain values: levels 0-5, `recall` 0-1, `stability` in days, times in ISO 8601."""
    return {
        "id": card.question,
        "question": question.text,
        "role": card.role or None,
        "tags": list(question.tags),
        "due": card.due.isoformat(),
        "is_due": card.is_due(now),
        "attempts": card.attempts,
        "first_level": card.first_level,
        "last_level": card.level,
        "last_at": card.last.isoformat(),
        "last_session": card.session,
        "recall": round(recall(card, now), 3),
        "stability": round(card.stability, 2),
        "difficulty": round(card.difficulty, 2),
    }
