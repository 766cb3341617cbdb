"""The table of past interviews: a line to search it, its rows in an order, and what they add up to."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Key
from textual.message import Message
from textual.widgets import Input, Static

from interview_cli.report.listing import Average
from interview_cli.report.view import View
from interview_cli.report.wording import one_line
from interview_cli.tui.keys import key_shown
from interview_cli.tui.past import (
    Column,
    Entry,
    Order,
    Past,
    average_of,
    fitted,
    found,
    order_by,
    ordered,
    summary,
    unseen,
)
from interview_cli.tui.widgets.ledger import Ledger

READING = "Reading past interviews..."
NOTHING_YET = "No interview is stored yet. Press {key} to set up your first one; it will be listed here."


class PastTable(Vertical):
    """Shows `Past`; the person narrows it down by words and sorts it by columns."""

    DEFAULT_CSS = """
    PastTable {
        height: 1fr;
        #search { height: 1; padding: 0 1; }
        #search Static { width: auto; color: $secondary; }
        #filter { width: 1fr; }
        #nothing { height: auto; padding: 1; }
        Ledger { height: 1fr; padding: 0 1; display: none; }
        #unseen, #summary { height: auto; max-height: 4; padding: 0 1; color: $secondary; }
        #unseen { color: $foreground; }
    }
    """

    class Moved(Message):
        """Another interview is under the cursor, or none."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._view = View()
        self._past = Past()
        self._columns: Sequence[Column] = ()
        self._found: Sequence[Entry] = ()
        self._mean: Average | None = None
        self._shown: Sequence[Entry] = ()
        self._order = Order()

    def compose(self) -> ComposeResult:
        """Search, table, what is under the cursor, and how many there are."""
        with Horizontal(id="search"):
            yield Static("Filter  ", markup=False)
            yield Input(
                id="filter", placeholder="role, type, status, name, date, score in words", compact=True
            )
        yield Static(READING, id="nothing", markup=False)
        yield Ledger(id="ledger")
        yield Static(id="unseen", markup=False)
        yield Static(id="summary", markup=False)

    @property
    def past(self) -> Past:
        """All interviews."""
        return self._past

    @property
    def view(self) -> View:
        """How scores are shown."""
        return self._view

    @property
    def shown(self) -> Sequence[Entry]:
        """The interviews that are shown, in their order."""
        return self._shown

    @property
    def entry(self) -> Entry | None:
        """The interview under the cursor."""
        return self._shown[self._ledger.cursor] if self._shown else None

    def show(self, past: Past, view: View) -> None:
        """Show these interviews, with the filter and the order as they are and the cursor on the same one."""
        before = self.entry
        self._past, self._view = past, view
        self._columns = fitted(self._past, self._ledger.room)
        self._search(before.id if before is not None else "")

    def fail(self, why: str) -> None:
        """Say why there is nothing to show."""
        if not self._past.entries:
            self.query_one("#nothing", Static).update(why)

    def focus(self, scroll_visible: bool = True) -> PastTable:
        """Keys move in the table."""
        # At once: whoever types fast must not have the next key go where the focus was.
        self.screen.set_focus(self._ledger, scroll_visible)
        return self

    # ------------------------------------------------------------------ what is shown

    @property
    def _ledger(self) -> Ledger:
        return self.query_one(Ledger)

    @property
    def _filter(self) -> Input:
        return self.query_one("#filter", Input)

    def _search(self, keep: str = "") -> None:
        """Find the rows that are wanted."""
        typed = self._filter.value
        self._found = found(self._past.entries, typed)
        self._mean = average_of(self._found) if typed.strip() else self._past.mean
        self._arrange(keep)

    def _arrange(self, keep: str = "") -> None:
        """Show the rows that were found in their order, with the cursor on one of them or on the first."""
        shown = ordered(self._found, self._order)
        places = (place for place, entry in enumerate(shown) if keep and entry.id == keep)
        # What is gone leaves the cursor where it was.
        cursor = next(places, self._ledger.cursor if keep else 0)
        self._shown = shown
        self._ledger.show(
            self._columns,
            self._order,
            len(shown),
            lambda place, column: column.text(shown[place].cells[column.name]),
            cursor=cursor,
        )
        self._ledger.display = bool(shown)
        self._tell_nothing()
        everything = len(self._past.entries)
        view = self._view
        lines = summary(shown, everything, self._order, self._mean, scale=view.scale, scores=view.scores)
        self.query_one("#summary", Static).update("\n".join(lines) if everything else "")
        self._tell_unseen()

    def _tell_nothing(self) -> None:
        nothing = self.query_one("#nothing", Static)
        nothing.display = not self._shown
        typed = one_line(self._filter.value)
        searched = f"No interview has “{typed}” in it. Escape clears the filter."
        first = NOTHING_YET.format(key=key_shown(self.screen, "history.again"))
        nothing.update(searched if self._past.entries else first)

    def _tell_unseen(self) -> None:
        entry = self.entry
        line = self.query_one("#unseen", Static)
        line.display = entry is not None
        line.update(unseen(entry, self._columns) if entry else "")
        self.post_message(self.Moved())

    @on(Ledger.Moved)
    def _moved(self) -> None:
        self._tell_unseen()

    @on(Ledger.Widened)
    def _widened(self) -> None:
        if self._past.entries:
            self.show(self._past, self._view)

    # ------------------------------------------------------------------ searching

    def search(self) -> None:
        """Type words that a row must have."""
        self.screen.set_focus(self._filter)

    @property
    def is_searched(self) -> bool:
        """Whether words are typed, or there are some that narrow the table down."""
        return self._filter.has_focus or bool(self._filter.value)

    def leave_search(self) -> bool:
        """Show all rows again and go to the table; False when nothing was searched."""
        if self.is_searched:
            self._filter.value = ""
            self.focus()
            return True
        return False

    @on(Input.Changed, "#filter")
    def _typed(self) -> None:
        # What is typed is painted before ten thousand rows are looked through.
        self.call_after_refresh(self._search)

    @on(Input.Submitted, "#filter")
    def _to_the_table(self) -> None:
        self.focus()

    def on_key(self, event: Key) -> None:
        """The arrow down goes from the filter to the table."""
        if event.key == "down" and self._filter.has_focus:
            self.focus()
            event.stop()

    # ------------------------------------------------------------------ sorting

    def sort_by_next(self) -> None:
        """Sort by the next column."""
        if self._columns:
            self._sort(self._order.next([column.name for column in self._columns]))

    def reverse(self) -> None:
        """Turn the order round."""
        self._sort(self._order.reversed)

    @on(Ledger.HeadClicked)
    def _head_clicked(self, event: Ledger.HeadClicked) -> None:
        same = event.column == self._order.column
        self._sort(self._order.reversed if same else order_by(event.column))

    def _sort(self, order: Order) -> None:
        self._order = order
        self._arrange()
