"""Text to read: scrolls by keys as vim does, and can be copied."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from interview_cli.tui.keys import movement


class Reading(VerticalScroll, can_focus=True):
    """A scrolling pane of text."""

    BINDINGS = movement()
    HELP = "Read with the arrow keys or with j, k, g and G; y copies the text."

    def __init__(
        self, content: Content | str = "", *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._content = Content(content) if isinstance(content, str) else content

    def compose(self):  # type: ignore[no-untyped-def]
        yield Static(self._content, markup=False)

    def show(self, content: Content | str) -> None:
        """Put another text in, from its beginning."""
        self._content = Content(content) if isinstance(content, str) else content
        if self.is_mounted:
            self.query_one(Static).update(self._content)
            self.scroll_home(animate=False)

    @property
    def text(self) -> str:
        """All of it, as it is copied."""
        return self._content.plain

    def action_down(self) -> None:
        """One line down."""
        self.scroll_down(animate=False)

    def action_up(self) -> None:
        """One line up."""
        self.scroll_up(animate=False)

    def action_page_down(self) -> None:
        """One page down."""
        self.scroll_page_down(animate=False)

    def action_page_up(self) -> None:
        """One page up."""
        self.scroll_page_up(animate=False)

    def action_top(self) -> None:
        """To the beginning."""
        self.scroll_home(animate=False)

    def action_bottom(self) -> None:
        """To the end."""
        self.scroll_end(animate=False)
