"""What screens share that are read and left again."""

from __future__ import annotations

from typing import ClassVar

from textual.screen import Screen
from textual.worker import Worker

from interview_cli.tui.actions import Place
from interview_cli.tui.keys import back


class PaneScreen(Screen[None]):
    """A screen that Escape or q closes; the first one is left with the app."""

    BINDINGS = back()
    PLACES: ClassVar[tuple[Place, ...]] = ("reading",)

    def action_back(self) -> None:
        """To where the person came from."""
        # Below the first screen lies the empty one that Textual begins with.
        if self.app.screen_stack.index(self) > 1:
            self.dismiss(None)
        else:
            self.app.run_worker(self.app.action_quit())

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What fails in the background is told by the app."""
        self.app.on_worker_state_changed(event)  # type: ignore[attr-defined]
