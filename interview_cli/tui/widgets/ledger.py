"""A table of any length: only what can be seen is drawn, so ten thousand rows open as fast as ten."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.events import Click, Resize
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from interview_cli.tui.keys import movement
from interview_cli.tui.past import GAP, RIGHT, Column, Order

# Shows the row under the cursor where there are no colours.
_MARK = "› "
_HEAD = 1


class Ledger(ScrollView, can_focus=True):
    """Rows of cells under a head that stays; j and k move the cursor, a click on the head sorts.

    `cursor` is the place of a row, 0 when there is none.
    """

    BINDINGS = movement()
    HELP = "Move with the arrow keys or with j, k, g and G; Enter opens the row, a click on a name sorts."
    ALLOW_SELECT = False
    COMPONENT_CLASSES = {"ledger--head", "ledger--cursor"}
    DEFAULT_CSS = """
    Ledger {
        overflow-x: hidden;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        & > .ledger--head { color: $secondary; text-style: bold; }
        & > .ledger--cursor { background: $panel; }
        &:focus > .ledger--cursor { background: $primary 25%; text-style: bold; }
    }
    """

    cursor = reactive(0, repaint=False)

    class Moved(Message):
        """Another row is under the cursor."""

    class Chosen(Message):
        """The row under the cursor was clicked on again."""

    class HeadClicked(Message):
        """The name of a column was clicked on."""

        def __init__(self, column: str) -> None:
            super().__init__()
            self.column = column

    class Widened(Message):
        """There is room for more cells in a line, or for fewer."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._columns: Sequence[Column] = ()
        self._order = Order()
        self._count = 0
        self._cell: Callable[[int, Column], str] = lambda place, column: ""

    @property
    def room(self) -> int:
        """The cells that a row has for its columns."""
        return self.scrollable_content_region.width - len(_MARK)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self._count

    @property
    def text(self) -> str:
        """The row under the cursor, as it is copied."""
        return "  ".join(self._cells(self.cursor)).strip() if self._count else ""

    def show(
        self,
        columns: Sequence[Column],
        order: Order,
        count: int,
        cell: Callable[[int, Column], str],
        *,
        cursor: int,
    ) -> None:
        """Show so many rows, whose cells `cell` gives when they are drawn, with the cursor on one of them."""
        self._columns, self._order, self._count, self._cell = columns, order, count, cell
        self.virtual_size = Size(0, count + _HEAD)
        self.cursor = cursor
        self.keep_in_view()
        self.refresh()

    def validate_cursor(self, place: int) -> int:
        """There is no row before the first and none after the last."""
        return max(0, min(place, self._count - 1))

    def watch_cursor(self) -> None:
        """The row under the cursor can be seen."""
        self.keep_in_view()
        self.refresh()
        self.post_message(self.Moved())

    def keep_in_view(self) -> None:
        """Scroll to the row under the cursor."""
        height = self._lines
        if self.cursor < self.scroll_offset.y:
            self.scroll_to(y=self.cursor, animate=False)
        elif height and self.cursor >= self.scroll_offset.y + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False)

    def on_resize(self, event: Resize) -> None:
        """Another size has room for other columns."""
        self.keep_in_view()
        self.post_message(self.Widened())

    def render_line(self, y: int) -> Strip:
        """The head, or a row; the head stays where it is."""
        width = self.scrollable_content_region.width
        if y < _HEAD:
            names = [self._named(column) for column in self._columns]
            return self._strip(self._joined(names), width, self.get_component_rich_style("ledger--head"))
        place = y - _HEAD + self.scroll_offset.y
        if place >= self._count:
            return Strip.blank(width, self.rich_style)
        if place == self.cursor:
            style = self.get_component_rich_style("ledger--cursor")
            return self._strip(_MARK + self._joined(self._cells(place))[len(_MARK) :], width, style)
        return self._strip(self._joined(self._cells(place)), width, self.rich_style)

    def on_click(self, event: Click) -> None:
        """The head sorts, a row gets the cursor; a click on the row that has it opens it."""
        if event.y < _HEAD:
            name = self._column_at(event.x - len(_MARK))
            if name:
                self.post_message(self.HeadClicked(name))
            return
        place = event.y - _HEAD + self.scroll_offset.y
        if place >= self._count:
            return
        if place == self.cursor:
            self.post_message(self.Chosen())
        self.cursor = place

    def action_down(self) -> None:
        """One row down."""
        self.cursor += 1

    def action_up(self) -> None:
        """One row up."""
        self.cursor -= 1

    def action_page_down(self) -> None:
        """As many rows down as can be seen."""
        self.cursor += max(1, self._lines)

    def action_page_up(self) -> None:
        """As many rows up as can be seen."""
        self.cursor -= max(1, self._lines)

    def action_top(self) -> None:
        """To the first row."""
        self.cursor = 0

    def action_bottom(self) -> None:
        """To the last row."""
        self.cursor = self._count - 1

    @property
    def _lines(self) -> int:
        """How many rows can be seen."""
        return max(0, self.scrollable_content_region.height - _HEAD)

    def _cells(self, place: int) -> list[str]:
        return [self._cell(place, column) for column in self._columns]

    def _named(self, column: Column) -> str:
        return f"{column.name} {self._order.arrow}" if column.name == self._order.column else column.name

    def _joined(self, cells: Sequence[str]) -> str:
        sized = [_sized(cell, column) for cell, column in zip(cells, self._columns, strict=True)]
        return " " * len(_MARK) + (" " * GAP).join(sized)

    def _strip(self, line: str, width: int, style: Style) -> Strip:
        return Strip([Segment(set_cell_size(line, width), style)], width)

    def _column_at(self, x: int) -> str:
        """The column at a cell of the head."""
        end = 0
        for column in self._columns:
            end += column.width + GAP
            if 0 <= x < end:
                return column.name
        return ""


def _sized(cell: str, column: Column) -> str:
    """A cell as wide as its column; what is cut ends in an ellipsis."""
    length = cell_len(cell)
    if length > column.width:
        return set_cell_size(cell, column.width - 1) + "…"
    blank = " " * (column.width - length)
    return blank + cell if column.name in RIGHT else cell + blank
