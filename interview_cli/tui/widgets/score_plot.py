"""Scores over time as a plot: one fine line, or several in the colours of the theme with letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from operator import itemgetter
from statistics import fmean
from typing import NamedTuple

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
# Stands where several lines meet and there is no room for the letters of all.
_SEVERAL = "="
# Letters that are closer than this many cells would hide the line between them.
_CELLS_A_POINT = 3
_CELLS_A_DATE = 14
# What the numbers at the side and the frame take at most; the frame alone; in rows the frame, the dates and
# what is said below.
_FRAME, _FRAME_COLUMNS, _FRAME_ROWS = 6, 2, 4
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
        self._legend: list[str] = []

    def show(self, lines: Sequence[Line], dates: Sequence[str], scale: int) -> None:
        """Draw these lines; a `Line.color` is one of the `STYLES`."""
        self._lines, self._dates, self._scale = lines, dates, scale
        self.refresh()

    def render(self) -> RenderResult:
        """The plot, as large as there is room."""
        if not self._lines or not all(self.size):
            return ""
        self.plt.clear_figure()
        self._legend = []
        self._plot_lines()
        self._mark_axes()
        built = super().render()
        assert isinstance(built, Text)
        return styled(built, [line.color for line in self._lines])

    @property
    def _ticks(self) -> range:
        """The numbers at the side."""
        steps = 5 if self.size.height >= _TALL else 2
        return range(1, 6) if self._scale == HIGHEST_LEVEL else range(0, 101, 100 // steps)

    @property
    def _run(self) -> int:
        """How many sessions a point stands for: as many as it takes for all to find room."""
        return -(-len(self._dates) // max(1, self.size.width - _FRAME))

    @property
    def _columns(self) -> list[int]:
        """The column of cells that each point stands in, those of letters beside it left free."""
        points = -(-len(self._dates) // self._run)
        last = self.size.width - max(len(str(tick)) for tick in self._ticks) - _FRAME_COLUMNS - 1
        beside = len(self._lines) // 2 if last >= points * _CELLS_A_POINT else 0
        step = (last - 2 * beside) / max(1, points - 1)
        return [beside + round(place * step) for place in range(points)]

    def _plot_lines(self) -> None:
        """Draw the lines; what the marks mean that are drawn where several of them meet is said below."""
        means = [thinned(line.scores, self._run) for line in self._lines]
        drawn = [[None if mean is None else _scaled(mean, self._scale) for mean in line] for line in means]
        columns, ticks = self._columns, self._ticks
        self.plt.xlim(0, columns[-1] + columns[0])
        if len(drawn) == 1:
            # Four times as fine as letters, beside which it would not fit.
            self.plt.plot(*_known(drawn[0], columns), marker="braille", color=0)
            return
        gap = min((other - one for one, other in pairwise(columns)), default=_CELLS_A_POINT)
        if gap >= _CELLS_A_POINT and not self.app.no_color:
            for number, series in enumerate(drawn):
                self.plt.plot(*_known(series, columns), marker=_DOT, color=number)
        row = (ticks[-1] - ticks[0]) / max(1, self.size.height - _FRAME_ROWS)
        letters = apart(drawn, columns, row=row)
        # Letters come last, so that no line hides one.
        for number, line in enumerate(self._lines):
            self._scatter([mark for mark in letters if mark.line == number], line.letter, number)
        if shared := [mark for mark in letters if mark.line is None]:
            self._scatter(shared, _SEVERAL, len(self._lines) - 1)
            self._legend.append(f"{_SEVERAL} several at one point")
        if {mark.column for mark in letters} - {*columns}:
            self._legend.append("side by side: about the same score")

    def _scatter(self, marks: Sequence[Mark], sign: str, number: int) -> None:
        columns, scores = [mark.column for mark in marks], [mark.score for mark in marks]
        self.plt.scatter(columns, scores, marker=sign, color=number)

    def _mark_axes(self) -> None:
        ticks = self._ticks
        self.plt.ylim(ticks[0], ticks[-1])
        self.plt.yticks([float(tick) for tick in ticks], [str(tick) for tick in ticks])
        dates = self._dates[:: self._run]
        marked = marks(dates, max(1, (self.size.width - _FRAME) // _CELLS_A_DATE))
        columns = self._columns
        self.plt.xticks([float(columns[place]) for place in marked], [dates[place] for place in marked])
        if self._run > 1:
            self._legend.append(f"each point is the mean of {self._run} sessions")
        if self._legend:
            self.plt.xlabel(", ".join(self._legend))


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


class Mark(NamedTuple):
    """Where a letter stands: its column of cells, a score as it is shown, whose it is; None for several."""

    column: int
    score: float
    line: int | None


def apart(series: Sequence[Sequence[float | None]], columns: Sequence[int], *, row: float) -> list[Mark]:
    """A mark for every score of some lines, whose points stand in `columns`, so that none hides another.

    Scores less than a `row` apart stand side by side, a cell each; where the cells up to the next point
    are too few for that, one mark stands for all of them.
    """
    # A blank cell parts them from those of the next point.
    room = min((other - one for one, other in pairwise(columns)), default=len(series) + 1) - 1
    letters = []
    for column, *scores in zip(columns, *series, strict=True):
        for group in _meeting([(score, line) for line, score in enumerate(scores) if score is not None], row):
            if len(group) > max(1, room):
                letters += [Mark(column, score, None) for score, _ in group]
                continue
            first = column - (len(group) - 1) // 2
            letters += [
                Mark(first + rank, score, line)
                for rank, (score, line) in enumerate(sorted(group, key=itemgetter(1)))
            ]
    return letters


def _meeting(scores: list[tuple[float, int]], row: float) -> Iterator[list[tuple[float, int]]]:
    """Scores with their lines in groups, in which each is less than a row from the next."""
    group: list[tuple[float, int]] = []
    for one in sorted(scores):
        if group and one[0] - group[-1][0] >= row:
            yield group
            group = []
        group.append(one)
    if group:
        yield group


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


def _known(series: Sequence[float | None], columns: Sequence[int]) -> tuple[list[int], list[float]]:
    """The columns and scores of a series without its gaps."""
    known = [(column, score) for column, score in zip(columns, series, strict=True) if score is not None]
    return [column for column, _ in known], [score for _, score in known]


def _scaled(score: float, scale: int) -> float:
    return max(1.0, score / POINTS_PER_LEVEL) if scale == HIGHEST_LEVEL else score
