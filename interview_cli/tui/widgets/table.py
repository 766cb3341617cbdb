"""A table with one row under the cursor, moved as in vim."""

from __future__ import annotations

from textual.widgets import DataTable

from interview_cli.tui.keys import movement, opening


class Table(DataTable[str]):
    """Rows to choose from: Enter chooses, j and k move."""

    BINDINGS = [*movement(), opening()]
    HELP = "Move with the arrow keys or with j, k, g and G; Enter opens the row."

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, cursor_type="row", zebra_stripes=False)

    @property
    def text(self) -> str:
        """The row under the cursor, as it is copied."""
        return "  ".join(self.get_row_at(self.cursor_row)) if self.row_count else ""

    def action_down(self) -> None:
        """One row down."""
        self.action_cursor_down()

    def action_up(self) -> None:
        """One row up."""
        self.action_cursor_up()

    def action_top(self) -> None:
        """To the first row."""
        self.action_scroll_top()

    def action_bottom(self) -> None:
        """To the last row."""
        self.action_scroll_bottom()
