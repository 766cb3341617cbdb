"""The whole interview to read: questions and answers in their order."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from interview_cli.interview.session import Session
from interview_cli.report.passage import passages
from interview_cli.report.view import View
from interview_cli.tui.screens.pane import PaneScreen
from interview_cli.tui.widgets.key_bar import KeyBar
from interview_cli.tui.widgets.reading import Reading
from interview_cli.tui.words import transcript


class TranscriptScreen(PaneScreen):
    """Everything asked and answered so far, the newest at the end."""

    TITLE = "Transcript"

    def __init__(self, session: Session, view: View) -> None:
        super().__init__()
        self._session = session
        self._view = view

    def compose(self) -> ComposeResult:
        """A title and the text."""
        yield Static(f"Transcript · {self._session.plan.role_name}", classes="title", markup=False)
        told = list(passages(self._session, self._view.scale, self._view.scores))
        yield Reading(transcript(told) if told else "Nothing was asked yet.", id="text")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin where the interview is."""
        text = self.query_one(Reading)
        text.focus()
        self.call_after_refresh(text.scroll_end, animate=False)
