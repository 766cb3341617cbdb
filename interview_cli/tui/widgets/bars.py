"""Scores as bars with their band in words."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from interview_cli.report.outline import CategoryLine
from interview_cli.report.wording import counted

_EIGHTHS = " ▏▎▍▌▋▊▉"
_NAME_WIDTH = 16
WIDEST = 40


def bar(score: float, width: int) -> str:
    """A score of 0-100 as a bar of at most `width` cells, exact to an eighth of a cell."""
    eighths = round(max(0.0, min(score, 100.0)) / 100 * width * 8)
    full, rest = divmod(eighths, 8)
    return "█" * full + (_EIGHTHS[rest] if rest else "")


def bars(categories: Sequence[CategoryLine], width: int) -> Content:
    """One line for each category: its name, bar, score, band, and over how many answers."""
    tails = [f" {part.shown:>4}  {part.band:<10} {counted(part.answers, 'answer')}" for part in categories]
    room = max(8, min(WIDEST, width - _NAME_WIDTH - max(map(len, tails), default=0)))
    lines = []
    for part, tail in zip(categories, tails, strict=True):
        drawn = bar(part.score, room)
        lines.append(
            Content.assemble(
                f"{part.name:<{_NAME_WIDTH}}",
                (drawn, "$primary"),
                ("·" * (room - len(drawn)), "$foreground 30%"),
                tail,
            )
        )
    return Content("\n").join(lines)
