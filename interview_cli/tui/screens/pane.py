"""What screens share that are read and left again."""

from __future__ import annotations

from typing import ClassVar

from interview_cli.tui.actions import Place
from interview_cli.tui.keys import back
from interview_cli.tui.screens.room import RoomScreen


class PaneScreen(RoomScreen):
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
