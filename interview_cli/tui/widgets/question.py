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
_WORD = re.compile(r"\S+\s*")


class QuestionView(VerticalScroll, can_focus=True):
    """Shows one question at a time. `text` is what it shows, `lead_in` what stands before it."""

    BINDINGS = movement()
    HELP = "The question. Scroll with j and k, copy it with y."

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.shown = ""

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
        before.update(printable(lead_in))
        before.display = bool(lead_in)
        wanted = printable(text)
        already = self.shown if wanted.startswith(self.shown) else ""
        self.shown = wanted
        self.run_worker(self._come(wanted, already, at_once=at_once), group="question", exclusive=True)

    def grow(self, text: str) -> None:
        """Show a question as far as it has come."""
        self.show(text, at_once=True)

    async def _come(self, text: str, already: str, *, at_once: bool) -> None:
        markdown = self.query_one(Markdown)
        if not already:
            self.scroll_home(animate=False)
            await markdown.update("" if not at_once else text)
            if at_once:
                return
        rest = text[len(already) :]
        for word in [rest] if at_once else _WORD.findall(rest):
            await markdown.append(word)
            if not at_once:
                await asyncio.sleep(1 / _WORDS_A_SECOND)

    def action_down(self) -> None:
        """One line down."""
        self.scroll_down(animate=False)

    def action_up(self) -> None:
        """One line up."""
        self.scroll_up(animate=False)
