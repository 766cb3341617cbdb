"""Shown while an interview is put together."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from interview_cli.tui.widgets.key_bar import KeyBar


class OpeningScreen(Screen[None]):
    """One sentence, so that the screen is never empty."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """The sentence."""
        yield Static("interview", classes="title", markup=False)
        yield Static(self._text, id="opening", markup=False)
        yield KeyBar()
