"""An interview beside the last one of the same kind, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from interview_cli.coach.scale import on_scale
from interview_cli.report.comparison import day
from interview_cli.report.listing import SessionRow, is_comparable, like_of
from interview_cli.report.trends import SMALLEST_CHANGE
from interview_cli.report.view import View
from interview_cli.report.wording import named


def beside_last(rows: Iterable[SessionRow], session_id: str, view: View) -> str:
    """How the scores moved since the interview before that compares.

    Empty where there is none or scores are hidden. A category counts as moved from a quarter of a level on.
    """
    every = list(rows)
    this = next((row for row in every if row["id"] == session_id), None)
    if this is None or not view.scores or not is_comparable(this):
        return ""
    like = like_of(this)
    earlier = [
        row
        for row in every
        if row["created_at"] < this["created_at"] and is_comparable(row) and like_of(row) == like
    ]
    if not earlier:
        return ""
    before = max(earlier, key=lambda row: row["created_at"])
    moves = [
        f"Your last interview of this kind was on {day(datetime.fromisoformat(before['created_at']))}",
        f"Overall: {_from_to(before['overall'] or 0.0, this['overall'] or 0.0, view.scale)} of {view.scale}",
        *_moves(before["scores"], this["scores"], view.scale),
    ]
    return ". ".join(moves) + "."


def _moves(before: dict[str, float], now: dict[str, float], scale: int) -> list[str]:
    """What went up, what went down and what stayed, each in a sentence where there is any."""
    up: list[str] = []
    down: list[str] = []
    level: list[str] = []
    for name in (name for name in now if name in before):
        change = now[name] - before[name]
        if abs(change) < SMALLEST_CHANGE:
            level.append(named(name).lower())
        else:
            said = f"{named(name).lower()} ({_from_to(before[name], now[name], scale)})"
            (up if change > 0 else down).append(said)
    groups = {"Higher": up, "Lower": down, "Much as then": level}
    return [f"{said}: {', '.join(names)}" for said, names in groups.items() if names]


def _from_to(before: float, now: float, scale: int) -> str:
    then, reached = on_scale(before, scale), on_scale(now, scale)
    return f"from {then} to {reached}" if then != reached else f"again {reached}"
