"""One question of an interview with all that was said of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from interview_cli.coach.speech import Take
from interview_cli.report.passage import Passage
from interview_cli.tui.actions import Place
from interview_cli.tui.keys import bindings_of
from interview_cli.tui.screens.pane import PaneScreen
from interview_cli.tui.widgets.key_bar import KeyBar
from interview_cli.tui.widgets.playback import PlaybackBar
from interview_cli.tui.widgets.reading import Reading
from interview_cli.tui.words import whole
from interview_cli.voice.ports import Playback


class QuestionScreen(PaneScreen):
    """The question, the answer with its evidence marked, the judgement, and an answer to compare with."""

    BINDINGS = bindings_of("playback")
    PLACES: ClassVar[tuple[Place, ...]] = ("playback", "reading")

    def __init__(
        self,
        passage: Passage,
        takes: Sequence[Take] = (),
        play: Callable[[Take, float], Playback] | None = None,
    ) -> None:
        super().__init__()
        self._passage = passage
        self._bar = PlaybackBar(takes, play, id="playback") if takes and play is not None else None

    def compose(self) -> ComposeResult:
        """A title and the text."""
        yield Static(f"{self._passage.label} · {self._passage.round}", classes="title", markup=False)
        yield Reading(whole(self._passage), id="text")
        if self._bar is not None:
            yield self._bar
        yield KeyBar()

    def on_mount(self) -> None:
        """Keys scroll at once."""
        self.query_one(Reading).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to play where the answer was spoken."""
        if action in ("play", "mark_after", "mark_before"):
            return self._bar is not None
        return True

    def action_play(self) -> None:
        """Play the answer, or stop."""
        if self._bar is not None:
            self._bar.toggle()

    def action_mark_after(self) -> None:
        """Play from the next mark."""
        if self._bar is not None:
            self._bar.step(1)

    def action_mark_before(self) -> None:
        """Play from the mark before."""
        if self._bar is not None:
            self._bar.step(-1)
