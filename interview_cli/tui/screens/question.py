"""One question of an interview with all that was said of it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from interview_cli.report.passage import Passage
from interview_cli.tui.screens.pane import PaneScreen
from interview_cli.tui.widgets.key_bar import KeyBar
from interview_cli.tui.widgets.reading import Reading
from interview_cli.tui.words import whole


class QuestionScreen(PaneScreen):
    """The question, the answer with its evidence marked, the judgement, and an answer to compare with."""

    def __init__(self, passage: Passage) -> None:
        super().__init__()
        self._passage = passage

    def compose(self) -> ComposeResult:
        """A title and the text."""
        yield Static(f"{self._passage.label} · {self._passage.round}", classes="title", markup=False)
        yield Reading(whole(self._passage), id="text")
        yield KeyBar()

    def on_mount(self) -> None:
        """Keys scroll at once."""
        self.query_one(Reading).focus()
