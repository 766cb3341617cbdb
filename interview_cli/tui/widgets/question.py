"""The question that is asked: what is said before it, and its text as Markdown, which may come bit by bit."""

from __future__ import annotations

import asyncio
import re

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Markdown, Static

from interview_cli.report.wording import printable
from interview_cli.tui.keys import movement

# A question of 30 words is there in a quarter of a second: seen to come, and not waited for.
_WORDS_A_SECOND = 120
_WORD = re.compile(r"\s*\S+\s*")


class QuestionView(VerticalScroll, can_focus=True):
    """Shows one question at a time. `text` is what it shows, `lead_in` what stands before it."""

    BINDINGS = movement()
    HELP = "The question. Scroll with j and k, copy it with y."

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.shown = ""
        self._stands = ""
        self._at_once = True
        self._comes = False

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
        if not self._comes:
            self._comes = True
            self.run_worker(self._come(), group="question")

    def grow(self, text: str, lead_in: str = "") -> None:
        """Show a question as far as it has come."""
        self.show(text, lead_in, at_once=True)

    async def _come(self) -> None:
        """Bring what stands there to what is to be shown, which may grow or change meanwhile."""
        markdown = self.query_one(Markdown)
        try:
            while self._stands != self.shown:
                if not self.shown.startswith(self._stands):
                    self.scroll_home(animate=False)
                    self._stands = self.shown if self._at_once else ""
                    await markdown.update(self._stands)
                    continue
                rest = self.shown[len(self._stands) :]
                word = None if self._at_once else _WORD.match(rest)
                self._stands += word[0] if word else rest
                await markdown.append(word[0] if word else rest)
                if word:
                    await asyncio.sleep(1 / _WORDS_A_SECOND)
        finally:
            self._comes = False

    def action_down(self) -> None:
        """One line down."""
        self.scroll_down(animate=False)

    def action_up(self) -> None:
        """One line up."""
        self.scroll_up(animate=False)
