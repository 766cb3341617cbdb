"""Scores over time as a plot: one fine line, or several in the colours of the theme with letters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from statistics import fmean

from rich.style import Style
from rich.text import Text
from textual.app import RenderResult
from textual.content import Content
from textual_plotext import PlotextPlot

from interview_cli.coach.scale import HIGHEST_LEVEL, POINTS_PER_LEVEL
from interview_cli.report.chart import Line

# The lines' colours in their order; letters tell the lines apart where there are none.
STYLES = ("$primary", "$success", "$accent", "$error", "$secondary", "$foreground")

_DOT = "·"
# Letters that are closer than this many cells would hide the line between them.
_CELLS_A_POINT = 3
_CELLS_A_DATE = 14
# What the numbers at the side and the frame take.
_FRAME = 6
# Rows that a plot needs for more than its middle to be marked.
_TALL = 16
_LONG_DAYS = 300


class ScorePlot(PlotextPlot):
    """One line of scores (0-100, None for a gap) over sessions, or several."""

    DEFAULT_CSS = "ScorePlot { height: 1fr; min-height: 8; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        # Frame and numbers have the colours of the widget, whatever the theme.
        self.theme = "clear"
        self._lines: Sequence[Line] = ()
        self._dates: Sequence[str] = ()
        self._scale = 100

    def show(self, lines: Sequence[Line], dates: Sequence[str], scale: int) -> None:
        """Draw these lines; a `Line.color` is one of the `STYLES`."""
        self._lines, self._dates, self._scale = lines, dates, scale
        self.refresh()

    def render(self) -> RenderResult:
        """The plot, as large as there is room."""
        if not self._lines or not all(self.size):
            return ""
        self.plt.clear_figure()
        self._plot_lines()
        self._mark_axes()
        built = super().render()
        assert isinstance(built, Text)
        return styled(built, [line.color for line in self._lines])

    @property
    def _run(self) -> int:
        """How many sessions a point stands for: as many as it takes for all to find room."""
        return -(-len(self._dates) // max(1, self.size.width - _FRAME))

    def _plot_lines(self) -> None:
        several = len(self._lines) > 1
        crowded = -(-len(self._dates) // self._run) * _CELLS_A_POINT > self.size.width
        for number, line in enumerate(self._lines):
            series = thinned(line.scores, self._run)
            places = [place for place, score in enumerate(series) if score is not None]
            scores = [_scaled(score, self._scale) for score in series if score is not None]
            if not several:
                # Four times as fine as letters, beside which it would not fit.
                self.plt.plot(places, scores, marker="braille", color=number)
                continue
            if not crowded and not self.app.no_color:
                self.plt.plot(places, scores, marker=_DOT, color=number)
            self.plt.scatter(places, scores, marker=line.letter, color=number)

    def _mark_axes(self) -> None:
        steps = 5 if self.size.height >= _TALL else 2
        ticks = range(1, 6) if self._scale == HIGHEST_LEVEL else range(0, 101, 100 // steps)
        self.plt.ylim(ticks[0], ticks[-1])
        self.plt.yticks([float(tick) for tick in ticks], [str(tick) for tick in ticks])
        dates = self._dates[:: self._run]
        marked = marks(dates, max(1, (self.size.width - _FRAME) // _CELLS_A_DATE))
        self.plt.xticks([float(place) for place in marked], [dates[place] for place in marked])
        if self._run > 1:
            self.plt.xlabel(f"each point is the mean of {self._run} sessions")


def dates_of(moments: Sequence[datetime]) -> list[str]:
    """The days of sessions as short as can be: "3 May", over a long time "May 2026"."""
    long = bool(moments) and (moments[-1] - moments[0]).days > _LONG_DAYS
    return [f"{moment:%b %Y}" if long else f"{moment.day} {moment:%b}" for moment in moments]


def thinned(scores: Sequence[float | None], run: int) -> list[float | None]:
    """The mean of every `run` scores one after another, gaps left out; a run of gaps is a gap."""
    means: list[float | None] = []
    for start in range(0, len(scores), run):
        known = [score for score in scores[start : start + run] if score is not None]
        means.append(fmean(known) if known else None)
    return means


def marks(dates: Sequence[str], most: int) -> list[int]:
    """The places that are given a date: so many at most, and a date only where it begins."""
    places = list(range(0, len(dates), max(1, -(-len(dates) // most))))
    return places[:1] + [place for before, place in pairwise(places) if dates[place] != dates[before]]


def styled(built: Text, styles: Sequence[str]) -> Content:
    """A plot with the styles of its lines in place of the numbers of colours that it was drawn with."""
    content = Content(built.plain.rstrip("\n"))
    for span in built.spans:
        color = span.style.color if isinstance(span.style, Style) else None
        if color is not None and color.number is not None:
            content = content.stylize(styles[color.number], span.start, span.end)
    return content


def _scaled(score: float, scale: int) -> float:
    return max(1.0, score / POINTS_PER_LEVEL) if scale == HIGHEST_LEVEL else score
