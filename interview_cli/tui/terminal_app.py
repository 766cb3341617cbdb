"""An app at a real terminal: which key is being handled, and whether and when keys are let go."""

from __future__ import annotations

from typing import Any

from textual import on
from textual.app import App, ReturnType
from textual.driver import Driver
from textual.events import Event, Key

from interview_cli.tui.driver import TerminalDriver
from interview_cli.tui.key_releases import FlagsTold, KeyReleased, ReleasesProved
from interview_cli.voice.terminal_keys import proves_releases


class TerminalApp(App[ReturnType]):
    """Delivers `KeyReleased` as keys are delivered, to what has the focus and on to the screen around it.

    `ReleasesProved` goes to the active screen whenever `proves_releases` changes. `key` is the key whose
    handlers or action are at work; a `RepeatedKey` where the terminal says that it repeats, and its `time`
    is when it came.
    """

    def __init__(self) -> None:
        super().__init__()
        self.key: Key | None = None
        self.proves_releases = False
        self._wants_releases = False

    def get_driver_class(self) -> type[Driver]:
        """What draws on the terminal and reads its keys."""
        return TerminalDriver

    def want_releases(self, wanted: bool) -> None:
        """Ask the terminal to tell when keys are let go, or to do so no more.

        It may be asked again and again. Where nothing answers, keys come as ever.
        """
        if wanted == self._wants_releases:
            return
        self._wants_releases = wanted
        if isinstance(self._driver, TerminalDriver):
            self._driver.want_releases(wanted)
        self._tell_proof(self._wants_releases and self.proves_releases)

    @on(FlagsTold)
    def _take_proof(self, told: FlagsTold) -> None:
        self._tell_proof(self._wants_releases and proves_releases(told.flags))

    def _tell_proof(self, proved: bool) -> None:
        if proved != self.proves_releases:
            self.proves_releases = proved
            self.screen.post_message(ReleasesProved(proved))

    async def on_event(self, event: Event) -> None:
        """Take the way of keys for releases too, or they would overtake the presses before them."""
        if isinstance(event, Key):
            self.key = event
        if isinstance(event, KeyReleased) and not event.is_forwarded:
            target: Any = self.focused or self.screen
            target._forward_event(event)
        else:
            await super().on_event(event)
