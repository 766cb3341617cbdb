"""The question that is asked: what is said before it, and its text as Markdown, which may come bit by bit."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Markdown, Static

from interview_cli.report.wording import printable
from interview_cli.tui.keys import movement

# A change of the text lays the screen out anew, which holds up keys: most of the time must be theirs.
_FRAME_SECONDS = 0.05
_REST_FOR_KEYS = 5.0
# A screen that is covered or aside draws nothing, and the text goes on all the same.
_DRAWING_SECONDS = 1.0
# A question of 30 words is there in a quarter of a second: seen to come, and not waited for.
_WORDS_OF_A_FRAME = re.compile(r"\s*(?:\S+\s*){0,6}")


class QuestionView(VerticalScroll, can_focus=True):
    """Shows one question at a time. `text` is what it shows, `lead_in` what stands before it."""

    BINDINGS = movement()
    HELP = "The question. Scroll with j and k, copy it with y."

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.shown = ""
        self._at_once = False
        self._coming = False

    def compose(self) -> ComposeResult:
        """The lead-in above the question."""
        yield Static("", id="lead-in", markup=False)
        yield Markdown("", id="question-text", open_links=False)

    @property
    def text(self) -> str:
        """The question with what is said before it, as it is copied."""
        lead_in = str(self.query_one("#lead-in", Static).content)
        return f"{lead_in}\n{self.shown}".strip()

    def show(self, text: str, lead_in: str = "", *, at_once: bool) -> None:
        """Show a question; words that stand there already stay, the others come in quickly."""
        before = self.query_one("#lead-in", Static)
        if before.display != bool(lead_in) or lead_in:
            before.update(printable(lead_in))
            before.display = bool(lead_in)
        self.shown = printable(text)
        self._at_once = at_once
        if not self._coming:
            self._coming = True
            self.run_worker(self._come(), group="question")

    def grow(self, text: str, lead_in: str = "") -> None:
        """Show a question as far as it has come."""
        self.show(text, lead_in, at_once=True)

    async def _come(self) -> None:
        """Bring what stands there to what is to be shown, which may change meanwhile."""
        markdown = self.query_one(Markdown)
        loop = asyncio.get_running_loop()
        try:
            while (there := markdown.source) != self.shown:
                began = loop.time()
                rest = self.shown.removeprefix(there)
                if there and rest == self.shown:
                    self.scroll_home(animate=False)
                    change = markdown.update(self.shown if self._at_once else "")
                else:
                    change = markdown.append(rest if self._at_once else _beginning(rest))
                # Calling off a change of widgets midway would end the app's own loop with it.
                await asyncio.shield(change)
                await self._drawn()
                await asyncio.sleep(max(_FRAME_SECONDS, _REST_FOR_KEYS * (loop.time() - began)))
        finally:
            self._coming = False

    async def _drawn(self) -> None:
        """Wait until what changed is on the screen."""
        drawn = asyncio.Event()
        self.call_after_refresh(drawn.set)
        with suppress(TimeoutError):
            await asyncio.wait_for(drawn.wait(), _DRAWING_SECONDS)

    def action_down(self) -> None:
        """One line down."""
        self.scroll_down(animate=False)

    def action_up(self) -> None:
        """One line up."""
        self.scroll_up(animate=False)


def _beginning(text: str) -> str:
    words = _WORDS_OF_A_FRAME.match(text)
    return words.group() if words else text
