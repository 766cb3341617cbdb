"""What can be done on the screen below, and with which keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from textual.app import ComposeResult
from textual.binding import BindingsMap
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from interview_cli.tui.actions import PLACES, Place, actions_of
from interview_cli.tui.keys import keys_of
from interview_cli.tui.screens.pane import PaneScreen
from interview_cli.tui.widgets.key_bar import KeyBar
from interview_cli.tui.widgets.reading import Reading

_KEYS_WIDTH = 20


class HelpScreen(PaneScreen):
    """The actions of a screen from the table, and what the focused widget says of itself."""

    def __init__(self, below: Screen[Any], keymap: Mapping[str, str]) -> None:
        super().__init__()
        self._places: tuple[Place, ...] = getattr(below, "PLACES", ())
        said = (getattr(below, "HELP", ""), getattr(below.focused, "HELP", ""))
        self._about = " ".join(filter(None, said))
        self._keymap = keymap
        self._taken = _taken_by(below.focused)

    def compose(self) -> ComposeResult:
        """A title and the table."""
        yield Static("Help", classes="title", markup=False)
        yield Reading(Content("\n").join(self._lines()), id="text")
        yield KeyBar()

    def on_mount(self) -> None:
        """Keys scroll at once."""
        self.query_one(Reading).focus()

    def _lines(self) -> Iterator[Content]:
        if self._about:
            yield Content.styled("Where you are", "bold $primary")
            yield Content(self._about)
            yield Content("")
        for place in dict.fromkeys((*self._places, "everywhere")):
            yield Content.styled(PLACES[place], "bold $primary")
            for action in actions_of(place):
                bindings = keys_of(action, self._keymap)
                if self._taken.issuperset(one.key for one in bindings):
                    continue
                keys = " ".join(map(self.app.get_key_display, bindings))
                yield Content.assemble((f"{keys:<{_KEYS_WIDTH}}", "$accent"), action.help)
            yield Content("")
        yield Content.styled("Every key can be changed: interview config set keymap ID=KEY", "$secondary")


def _taken_by(focused: Widget | None) -> frozenset[str]:
    """The keys by which a focused text takes back what was typed, whatever they do elsewhere."""
    bindings = focused._bindings if focused is not None else BindingsMap()
    return frozenset(key for key, one in bindings if one.action in ("undo", "redo"))
