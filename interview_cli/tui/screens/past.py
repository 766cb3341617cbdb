"""Past interviews as a table that is read from the store, searched, sorted and plotted."""

from __future__ import annotations

from textual import on

from interview_cli.errors import InterviewError
from interview_cli.loading import kept_for_good
from interview_cli.report.view import View
from interview_cli.report.wording import one_line
from interview_cli.tui.errands import run_errand, tell_error
from interview_cli.tui.past import Past, past_of
from interview_cli.tui.ports import HistoryPort
from interview_cli.tui.screens.pane import PaneScreen
from interview_cli.tui.widgets.past_table import PastTable

_WARNING_SECONDS = 12
_ABOUT_ALL = frozenset({"trends", "sort", "reverse", "filter"})


class PastScreen(PaneScreen):
    """A screen with a `PastTable`; one that `is_stale` reads all rows again when it is on top once more."""

    def __init__(self, history: HistoryPort) -> None:
        super().__init__()
        self._history = history
        self.is_stale = True
        self._told: set[str] = set()

    def on_mount(self) -> None:
        """Keys move in the table at once."""
        self._table.focus()

    def on_screen_resume(self) -> None:
        """Read again what another room may have changed."""
        if self.is_stale:
            self.is_stale = False
            self.read()

    def read(self) -> None:
        """Read all rows, in a thread."""
        warnings: list[str] = []

        def rows() -> tuple[Past, View]:
            view = self._history.view(None)
            with kept_for_good():
                return past_of(self._history.rows(warnings.append), view), view

        def show(read: tuple[Past, View]) -> None:
            self._table.show(*read)
            for warning in (warning for warning in warnings if warning not in self._told):
                self._told.add(warning)
                self.notify(one_line(warning), severity="warning", timeout=_WARNING_SECONDS, markup=False)

        def failed(error: InterviewError) -> None:
            self._table.fail("The history could not be read.")
            tell_error(self.app, error)

        run_errand(self, rows, show, group="reading", failed=failed)

    @property
    def _table(self) -> PastTable:
        return self.query_one(PastTable)

    @on(PastTable.Moved)
    def _moved(self) -> None:
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There must be rows to do something with."""
        if not self.is_mounted:
            return None
        return True if action not in _ABOUT_ALL or self._table.past.entries else None

    def action_filter(self) -> None:
        """Type words that a row must have."""
        self._table.search()

    def action_sort(self) -> None:
        """Sort by the next column."""
        self._table.sort_by_next()

    def action_reverse(self) -> None:
        """Turn the order round."""
        self._table.reverse()

    def action_trends(self) -> None:
        """See whether scores get better."""
        from interview_cli.tui.screens.trends import TrendsScreen

        rows = [entry.row for entry in self._table.past.entries]
        self.app.push_screen(TrendsScreen(rows, self._table.view))

    def action_back(self) -> None:
        """Out of the filter, then to where the person came from."""
        if not self._table.leave_search():
            super().action_back()
