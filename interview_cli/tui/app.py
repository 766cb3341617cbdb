"""The full-screen app: what can be done everywhere, and how it comes to an end."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import time
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from textual.app import SystemCommand
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from interview_cli.report.wording import one_line
from interview_cli.tui import themes
from interview_cli.tui.actions import ACTIONS, BY_ID
from interview_cli.tui.keys import bindings_of
from interview_cli.tui.ports import Outcome, Ports, Start
from interview_cli.tui.rooms import Rooms
from interview_cli.tui.screens.help import HelpScreen

# Pressed twice in this time Ctrl+C leaves.
_TWICE_SECONDS = 2.0
# An engine that does not end in this time is left alone: all but the last words typed is on disk.
_PATIENCE_SECONDS = 3.0


class InterviewApp(Rooms):
    """One app for setup, interview, result and history."""

    TITLE = "interview"
    CSS_PATH = "app.tcss"
    BINDINGS = bindings_of("everywhere")
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = BY_ID["commands"].keys

    def __init__(
        self,
        ports: Ports,
        start: Start,
        *,
        theme: str = themes.AUTO,
        keymap: Mapping[str, str] | None = None,
        plain_motion: bool = False,
    ) -> None:
        super().__init__(ports, start)
        self._asked_to_leave = -_TWICE_SECONDS
        self.keys = dict(keymap or {})
        for one in themes.themes():
            self.register_theme(one)
        self.theme = themes.chosen(theme, os.environ)
        if plain_motion:
            self.animation_level = "none"

    def on_mount(self) -> None:
        """Open the first screen."""
        self.set_keymap(self.keys)
        self.theme_changed_signal.subscribe(self, lambda theme: self.ports.remember_theme(theme.name))
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._told_to_end, number)
        self.enter()

    # ------------------------------------------------------------------ everywhere

    def action_help(self) -> None:
        """What can be done here."""
        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen, self.keys))

    def action_commands(self) -> None:
        """Search all commands."""
        self.action_command_palette()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What the palette finds: every action that can be done on this screen now."""
        places = {"everywhere", *getattr(screen, "PLACES", ())}
        for action in ACTIONS:
            if (
                action.place not in places
                or action.place == "reading"
                or action.id in ("commands", "interrupt")
            ):
                continue
            owner: Any = self if action.place == "everywhere" else screen
            if owner.check_action(action.method, ()):
                yield SystemCommand(action.title, action.help, getattr(owner, f"action_{action.method}"))

    def action_theme(self) -> None:
        """The next look."""
        place = themes.NAMES.index(self.theme) + 1
        self.theme = themes.NAMES[place % len(themes.NAMES)]
        self.notify(f"Theme: {self.theme}", timeout=2)

    def action_copy(self) -> None:
        """Copy a selection, or all of the focused text."""
        text = (
            self.screen.get_selected_text()
            or getattr(self.focused, "selected_text", "")
            or _text_of(self.focused)
        )
        if text:
            self.copy_to_clipboard(text)
            self.notify(f"Copied {len(text.split())} words.", timeout=2)
        else:
            self.notify("Nothing to copy here.", timeout=2)

    def action_interrupt(self) -> None:
        """Ctrl+C without a selection: leave when it comes twice."""
        now = time.monotonic()
        if now - self._asked_to_leave < _TWICE_SECONDS:
            self.run_worker(self.action_quit())
            return
        self._asked_to_leave = now
        self.notify("Ctrl+C again leaves; everything is kept.", timeout=_TWICE_SECONDS)

    def action_suspend(self) -> None:
        """To the shell."""
        self.action_suspend_process()

    def action_press(self, key: str) -> None:
        """A click on a key in the foot of the screen."""
        self.simulate_key(key)

    async def action_quit(self) -> None:
        """Leave; an interview under way is kept first."""
        room = self.room
        if room is None:
            self.exit(Outcome(self._last))
        elif room.leave():
            self.set_timer(_PATIENCE_SECONDS, partial(self.leave, room.session))
        else:
            self.leave(room.session)

    @property
    def crash(self) -> Exception | None:
        """The defect that ended the app, if one did."""
        return self._exception

    def _fatal_error(self) -> None:
        # Textual would print the traceback with all values in it; the caller logs it without them.
        self._close_messages_no_wait()

    def tell_defect(self, error: BaseException) -> None:
        """Log a defect that did not end the app, and say so."""
        logging.getLogger(__name__).error("A defect", exc_info=error)
        said = f"{type(error).__name__}: {one_line(str(error))}"
        self.notify(f"A defect of interview-cli: {said}\nThe log has more.", severity="error", markup=False)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What fails in the background is told, never dropped."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.tell_defect(event.worker.error)

    def _told_to_end(self, _number: int) -> None:
        self.run_worker(self.action_quit())


def _text_of(widget: Widget | None) -> str:
    text = getattr(widget, "text", "")
    return text if isinstance(text, str) else ""
