"""A table with one row under the cursor, moved as in vim."""

from __future__ import annotations

from collections.abc import Sequence

from textual.widgets import DataTable

from interview_cli.tui.keys import movement, opening


class Table(DataTable[str]):
    """Rows to choose from: Enter chooses, j and k move. `in_full` is what a row says where it is cut."""

    BINDINGS = [*movement(), opening()]
    HELP = "Move with the arrow keys or with j, k, g and G; Enter opens the row, y copies it."

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, cursor_type="row", zebra_stripes=False)
        self.in_full: Sequence[str] = ()

    @property
    def text(self) -> str:
        """The row under the cursor, as it is copied."""
        if not self.row_count:
            return ""
        return self.in_full[self.cursor_row] if self.in_full else "  ".join(self.get_row_at(self.cursor_row))

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
