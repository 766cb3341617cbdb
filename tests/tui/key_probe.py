"""A small app on the real driver that writes down all it hears of keys, as a process of its own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.screen import Screen
from textual.widgets import TextArea

from interview_cli.tui.driver import Gone
from interview_cli.tui.key_releases import KeyReleased, ReleasesProved, RepeatedKey
from interview_cli.tui.terminal_app import TerminalApp


class ProbeScreen(Screen[None]):
    """An area to type in; F9 is bound before it, Ctrl+Space too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f9,ctrl+space,ctrl+@", "talk", priority=True),
        Binding("ctrl+t", "want(True)", priority=True),
        Binding("ctrl+n", "want(False)", priority=True),
        Binding("ctrl+q", "app.exit", priority=True),
    ]

    def compose(self) -> ComposeResult:
        yield TextArea()

    def on_mount(self) -> None:
        self.query_one(TextArea).focus()
        self.app.note("ready")

    def action_talk(self) -> None:
        self.app.note(f"talk {_named(self.app.key)}")

    def action_want(self, wanted: bool) -> None:
        self.app.want_releases(wanted)
        self.app.note(f"wanted {wanted}")

    def on_key(self, event: Key) -> None:
        self.app.note(f"bubbled {_named(event)}")

    @on(TextArea.Changed)
    def _changed(self, changed: TextArea.Changed) -> None:
        self.app.note(f"text {changed.text_area.text!r}")

    def on_key_released(self, released: KeyReleased) -> None:
        self.app.note(f"released {released.key}")

    def on_releases_proved(self, proved: ReleasesProved) -> None:
        self.app.note(f"proved {proved.proved}")


def _named(key: Key) -> str:
    return f"{key.key} again" if isinstance(key, RepeatedKey) else key.key


class Probe(TerminalApp[None]):
    """Writes what it hears into a file, line by line."""

    def __init__(self, notes: Path) -> None:
        super().__init__()
        self.notes = notes

    def on_mount(self) -> None:
        self.push_screen(ProbeScreen())

    def note(self, line: str) -> None:
        with self.notes.open("a") as file:
            print(line, file=file)

    @on(Gone)
    def _end(self) -> None:
        self.exit()


if __name__ == "__main__":
    Probe(Path(sys.argv[1])).run()
