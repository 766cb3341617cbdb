"""Lines of scores over sessions, drawn in characters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from interview_cli.coach.scale import HIGHEST_LEVEL, POINTS_PER_LEVEL

HEIGHT = 14
MOST_DATES = 6
COLORS = ("cyan", "blue", "green", "magenta", "yellow", "red")
LETTERS = "o*x+#@"

_ASCII = str.maketrans({"─": "-", "│": "|", **dict.fromkeys("┌┐└┘├┤┬┴┼", "+")})


class Line(NamedTuple):
    """One line of a chart: its name, scores (0-100, None for a gap), and how it is drawn."""

    name: str
    scores: Sequence[float | None]
    color: str
    letter: str


def lines_of(series: Mapping[str, Sequence[float | None]]) -> list[Line]:
    """Every series with a colour and a letter of its own."""
    styles = zip(series.items(), COLORS, LETTERS, strict=False)
    return [Line(name, scores, color, letter) for (name, scores), color, letter in styles]


def draw(lines: Sequence[Line], dates: Sequence[str], *, width: int, scale: int, color: bool) -> str:
    """The chart as text: coloured lines, or points of letters in ASCII alone without `color`."""
    import plotext

    plotext.clear_figure()
    plotext.theme("clear")
    plotext.plot_size(width, HEIGHT)
    for line in lines:
        places = [place for place, score in enumerate(line.scores) if score is not None]
        shown = [_scaled(score, scale) for score in line.scores if score is not None]
        if color:
            plotext.plot(places, shown, marker="braille", color=line.color)
        else:
            plotext.scatter(places, shown, marker=line.letter)
    top, ticks = (HIGHEST_LEVEL, range(1, 6)) if scale == HIGHEST_LEVEL else (100, range(0, 101, 20))
    plotext.ylim(ticks[0], top)
    plotext.yticks(list(ticks), [str(tick) for tick in ticks])
    step = max(1, -(-len(dates) // MOST_DATES))
    marked = list(range(0, len(dates), step))
    # A day is written where it begins.
    begins = [place for place in marked if place == 0 or dates[place] != dates[place - step]]
    plotext.xticks(begins, [dates[place] for place in begins])
    chart: str = plotext.build()
    return chart if color else plotext.uncolorize(chart).translate(_ASCII)


def _scaled(score: float, scale: int) -> float:
    return max(1.0, score / POINTS_PER_LEVEL) if scale == HIGHEST_LEVEL else score
