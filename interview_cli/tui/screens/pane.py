"""What screens share that are read and left again."""

from __future__ import annotations

from typing import ClassVar

from textual.screen import Screen

from interview_cli.tui.actions import Place
from interview_cli.tui.keys import back


class PaneScreen(Screen[None]):
    """A screen that Escape or q closes."""

    BINDINGS = back()
    PLACES: ClassVar[tuple[Place, ...]] = ("reading",)

    def action_back(self) -> None:
        """To where the person came from."""
        self.dismiss(None)
