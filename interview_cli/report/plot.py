"""Where the parts of a chart stand, whatever draws it: x to the right and y down, in units of its size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interview_cli.coach.scale import HIGHEST_LEVEL, POINTS_PER_LEVEL, on_scale

WIDTH, HEIGHT = 640, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 24, 12, 26
_STEPS = 5
_MOST_DATES = 6


@dataclass(frozen=True, slots=True)
class Label:
    """A text of a chart and the place on its axis that it names."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class LinePlot:
    """One line of points over labelled axes; `texts` say the value of each point."""

    width: int
    height: int
    left: int
    right: int
    bottom: int
    points: tuple[tuple[float, float], ...]
    texts: tuple[str, ...]
    levels: tuple[Label, ...]
    dates: tuple[Label, ...]


def line_plot(scores: Sequence[float], dates: Sequence[str], scale: int) -> LinePlot:
    """The chart of scores (0-100) in the order of their dates, its axis on 0-100 or 1-5."""
    right, bottom = WIDTH - _RIGHT, HEIGHT - _BOTTOM
    step = (right - _LEFT) / max(1, len(scores) - 1)

    def height_of(score: float) -> float:
        return bottom - (bottom - _TOP) * score / (_STEPS * POINTS_PER_LEVEL)

    lowest = POINTS_PER_LEVEL if scale == HIGHEST_LEVEL else 0
    ticks = range(lowest, _STEPS * POINTS_PER_LEVEL + 1, POINTS_PER_LEVEL)
    places = [_LEFT + step * place for place in range(len(scores))]
    every = max(1, -(-len(scores) // _MOST_DATES))
    # The last one is the session that is reported on, so that dates are counted from the end.
    dated = sorted(range(len(scores) - 1, -1, -every))
    return LinePlot(
        width=WIDTH,
        height=HEIGHT,
        left=_LEFT,
        right=right,
        bottom=bottom,
        points=tuple(zip(places, map(height_of, scores), strict=True)),
        texts=tuple(f"{date}: {on_scale(score, scale)}" for date, score in zip(dates, scores, strict=True)),
        levels=tuple(
            Label(height_of(tick), str(tick // POINTS_PER_LEVEL) if scale == HIGHEST_LEVEL else str(tick))
            for tick in ticks
        ),
        dates=tuple(Label(places[place], dates[place]) for place in dated),
    )
