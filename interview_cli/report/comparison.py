"""An answer beside the attempt before it, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from interview_cli.coach.scale import POINTS_PER_LEVEL, band, on_scale
from interview_cli.interview.comparison import story_part
from interview_cli.interview.session import Before, Session, Turn
from interview_cli.report.wording import level_words

_SHORTEST_LABEL = 4


def day(moment: datetime) -> str:
    """A day in the local time zone: "3 May 2026"."""
    local = moment.astimezone()
    return f"{local.day} {local:%B %Y}"


def sentence(turn: Turn, scale: int, *, numbers: bool) -> str:
    """The attempt before and how this one moved from it; empty for a first attempt."""
    before = turn.before
    if before is None:
        return ""
    then = level_words(before.level, scale, numbers=numbers)
    if before.why_apart:
        return f"Answered before, on {day(before.at)}: {then}. It does not compare: {before.why_apart}."
    moved = _moved(turn, scale, numbers)
    return f"Before, on {day(before.at)}: {moved}{_counts(before)}."


def overview(session: Session, scale: int, *, numbers: bool) -> Iterator[str]:
    """A line for every question that was answered before and compares: its label, from what to what."""
    turns = [turn for turn in session.main_turns if turn.before and not turn.before.why_apart]
    width = max((len(turn.label) for turn in turns), default=_SHORTEST_LABEL)
    for turn in turns:
        assert turn.before is not None
        moved = _moved(turn, scale, numbers)
        yield f"{turn.label:<{width}}  {moved}{_counts(turn.before)}, since {day(turn.before.at)}"


def mark(part: str, before: Before | None) -> str:
    """What to put behind an expected point: whether it is new, missing again, or was there before."""
    if before is None:
        return ""
    if part in before.added:
        return " (new)"
    if part in before.still_missing:
        return " (again)"
    return " (there before)" if part in before.lost else ""


def story_mark(part: str, before: Before | None) -> str:
    """The same for a part of a story by its name."""
    return mark(story_part(part), before)


def _moved(turn: Turn, scale: int, numbers: bool) -> str:
    assert turn.before is not None
    now = turn.evaluation.level if turn.evaluation else None
    ends = [level * POINTS_PER_LEVEL for level in (turn.before.level, now) if level is not None]
    first, *rest = [on_scale(score, scale) if numbers else band(score) for score in ends]
    of = f" of {scale}" if numbers else ""
    if not rest or rest[0] == first:
        return f"{first}{of}, as now"
    return f"from {first} to {rest[0]}{of}"


def _counts(before: Before) -> str:
    """How many points were added, are missing again and were lost."""
    counts = {"added": before.added, "missing again": before.still_missing, "lost": before.lost}
    said = [f"{len(parts)} {what}" for what, parts in counts.items() if parts]
    return f"; {', '.join(said)}" if said else ""
