"""Whether scores get better: a plot for each kind of interview, and the trend in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from interview_cli.report import delivery_trends
from interview_cli.report.chart import LETTERS, Line
from interview_cli.report.delivery_trends import SpokenSessions, spoken_sessions
from interview_cli.report.listing import SessionRow, local_time
from interview_cli.report.trends import (
    FEWEST_SESSIONS,
    Group,
    change,
    group,
    lone,
    sentence,
    title,
    why_apart,
)
from interview_cli.report.view import View
from interview_cli.report.wording import named, one_line
from interview_cli.tui.actions import Place
from interview_cli.tui.keys import bindings_of
from interview_cli.tui.screens.pane import PaneScreen
from interview_cli.tui.widgets.key_bar import KeyBar
from interview_cli.tui.widgets.reading import Reading
from interview_cli.tui.widgets.score_plot import STYLES, ScorePlot, dates_of

ALL = "all"
NO_SCORES = "Scores are hidden, and trends are made of them. To see them: interview config set scores yes"
NOTHING_YET = (
    "No completed interview with a score yet.\n\n"
    f"A trend takes at least {FEWEST_SESSIONS} interviews that compare: the same role, type and level, "
    "judged by the same judge. Drills don't count, since they ask just what was weak before."
)


def worth_seeing(rows: Sequence[SessionRow]) -> list[Group]:
    """The groups that compare: those with enough sessions for a trend first, the latest first among these."""
    return sorted(group(rows), key=lambda one: len(one.rows) < FEWEST_SESSIONS)


def lines_of(one: Group) -> list[Line]:
    """A group's categories with a letter and a style each."""
    drawn = zip(one.categories, STYLES, LETTERS, strict=False)
    return [Line(named(name), one.series(name), style, letter) for name, style, letter in drawn]


def words_of(one: Group, lines: Sequence[Line], chosen: str, scale: int) -> Content:
    """The trend of every category in a sentence with its letter; the chosen one comes first."""
    if len(one.rows) == 1:
        return Content(lone({line.name: line.scores[0] for line in lines}, scale))
    blocks = []
    for line in sorted(lines, key=lambda line: line.name != chosen):
        moved = change(line.scores)
        if moved is not None:
            weight = "bold" if chosen in (ALL, line.name) else ""
            blocks.append(
                Content.assemble(
                    (f"{line.letter} ", f"bold {line.color}"), (sentence(line.name, moved, scale), weight)
                )
            )
    return Content("\n").join(blocks)


def speaking(one: SpokenSessions) -> Content:
    """How the person's speaking changed over all spoken interviews, a sentence for each measure."""
    lines = [Content.styled(one_line(delivery_trends.title(one)), "bold")]
    return Content("\n").join([*lines, *(Content(move.sentence) for move in delivery_trends.moves(one))])


class TrendsScreen(PaneScreen):
    """One kind of interview at a time, one category of it or all."""

    CSS_PATH = "trends.tcss"
    BINDINGS = bindings_of("trends")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    PLACES: ClassVar[tuple[Place, ...]] = ("trends", "reading")

    def __init__(self, rows: Sequence[SessionRow], view: View) -> None:
        super().__init__()
        self._view = view
        self._groups = worth_seeing(rows) if view.scores else []
        self._spoken = {one.candidate: one for one in spoken_sessions(rows)} if view.scores else {}
        self._place = 0
        self._chosen = ""

    def compose(self) -> ComposeResult:
        """What is shown, the plot, and the trend in words."""
        yield Static("Trends", classes="title", markup=False)
        yield Static(id="kind", markup=False)
        with Container(id="parts"):
            yield ScorePlot(id="plot")
            yield Reading(id="words")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin with the kind of the latest interview."""
        self.query_one(Reading).focus()
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There must be something to change to."""
        if action in ("kind", "kind_before"):
            return True if len(self._groups) > 1 else None
        if action == "category":
            return True if self._groups and len(self._groups[self._place].rows) > 1 else None
        return True

    def action_kind(self) -> None:
        """The next kind of interview."""
        self._go(1)

    def action_kind_before(self) -> None:
        """The kind before."""
        self._go(-1)

    def action_category(self) -> None:
        """The next category; after the last one all of them together."""
        names = [*(line.name for line in lines_of(self._groups[self._place])), ALL]
        self._chosen = names[(names.index(self._chosen) + 1) % len(names)]
        self._show()

    def _go(self, way: int) -> None:
        self._place = (self._place + way) % len(self._groups)
        self._show()

    def _show(self) -> None:
        plot, words, kind = (
            self.query_one(ScorePlot),
            self.query_one(Reading),
            self.query_one("#kind", Static),
        )
        if not self._groups:
            plot.display = kind.display = False
            words.show(NOTHING_YET if self._view.scores else NO_SCORES)
            return
        one = self._groups[self._place]
        lines = lines_of(one)
        if self._chosen != ALL and self._chosen not in {line.name for line in lines}:
            self._chosen = lines[0].name
        chosen = [line for line in lines if self._chosen in (ALL, line.name)]
        plot.display = len(one.rows) > 1
        plot.show(chosen, dates_of([local_time(row) for row in one.rows]), self._view.scale)
        kind.update(self._kind(one))
        told = [words_of(one, lines, self._chosen, self._view.scale)]
        if one.like.candidate in self._spoken:
            told.append(speaking(self._spoken[one.like.candidate]))
        if reason := why_apart(self._groups):
            told.append(Content.styled(one_line(reason), "$secondary"))
        words.show(Content("\n\n").join(told))
        self.refresh_bindings()

    def _kind(self, one: Group) -> Content:
        number = f"{self._place + 1} of {len(self._groups)}  " if len(self._groups) > 1 else ""
        shown = "all categories" if self._chosen == ALL else self._chosen
        return Content.assemble(
            (number, "$secondary"), (one_line(title(one)), "bold"), (f"  {shown}", "$accent")
        )
