"""The full-screen app: what can be done everywhere, and how it comes to an end."""

from __future__ import annotations

import asyncio
import logging
import math
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import SystemCommand
from textual.events import DescendantFocus, Event, Paste, Print
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea
from textual.worker import Worker, WorkerState

from interview_cli.report.wording import harmless, one_line
from interview_cli.tui import themes
from interview_cli.tui.actions import ACTIONS, BY_ID
from interview_cli.tui.driver import Gone
from interview_cli.tui.incoming import MOST_CHARACTERS
from interview_cli.tui.keys import bindings_of, keys_of
from interview_cli.tui.ports import Outcome, Ports, Start
from interview_cli.tui.rooms import Rooms
from interview_cli.tui.screens.help import HelpScreen
from interview_cli.tui.screens.room import RoomScreen

if TYPE_CHECKING:
    from interview_cli.tui.screens.interview import InterviewScreen

# Whatever ends a program that can still clean up behind itself.
_ENDING = (
    *(signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT),
    *(signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM),
)
# Pressed twice in this time Ctrl+C leaves.
_TWICE_SECONDS = 2.0
# An engine that does not end in this time is left alone: all but the last words typed is on disk.
_PATIENCE_SECONDS = 3.0
# A signal to another program on the terminal may be heard of when that has ended just now.
_ECHO_SECONDS = 0.5


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
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(ports, start, monotonic)
        self._asked_to_leave = -_TWICE_SECONDS
        self._aside_until = -math.inf
        self.keys = dict(keymap or {})
        for one in themes.themes():
            self.register_theme(one)
        self.theme = themes.chosen(theme, os.environ)
        if plain_motion:
            self.animation_level = "none"

    def on_load(self) -> None:
        """Listen to signals before anything is drawn."""
        loop = asyncio.get_running_loop()
        for number in _ENDING:
            loop.add_signal_handler(number, self._told_to_end, number)

    def on_mount(self) -> None:
        """Open the first screen."""
        self.set_keymap(self.keys)
        self.theme_changed_signal.subscribe(self, lambda theme: self.ports.remember_theme(theme.name))
        self.begin_capture_print(self)
        self.enter()

    # ------------------------------------------------------------------ everywhere

    def on_app_blur(self) -> None:
        """Another window has the keyboard."""
        if self.room is not None:
            self.room.lose_sight()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Without motion a cursor does not blink either."""
        if self.animation_level == "none" and isinstance(event.widget, Input | TextArea):
            event.widget.cursor_blink = False

    async def on_event(self, event: Event) -> None:
        """Take from what is pasted the codes that a terminal would obey."""
        if isinstance(event, Paste):
            event.text = harmless(self.as_much_as_fits(event.text))
        await super().on_event(event)

    def as_much_as_fits(self, text: str) -> str:
        """A text that came at once, cut where it is too long to work with, which is told."""
        if len(text) > MOST_CHARACTERS:
            said = f"Only the first {MOST_CHARACTERS:,} of {len(text):,} characters are taken."
            self.notify(said, severity="warning")
        return text[:MOST_CHARACTERS]

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
                keys = " ".join(map(self.get_key_display, keys_of(action, self.keys)))
                does = getattr(owner, f"action_{action.method}")
                yield SystemCommand(action.title, f"{action.help} ({keys})", does)

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
        now = self._monotonic()
        if now - self._asked_to_leave < _TWICE_SECONDS:
            self._told_to_end(signal.SIGINT)
            return
        self._asked_to_leave = now
        self.notify("The same key again leaves; everything is kept.", timeout=_TWICE_SECONDS)

    def action_suspend(self) -> None:
        """To the shell."""
        self.action_suspend_process()

    async def action_quit(self) -> None:
        """Leave; an interview under way is kept first."""
        for worker in [worker for worker in self.workers if worker.group == "editor"]:
            await worker.wait()
        room = self.room
        if room is None:
            self.exit(Outcome(self._last))
        else:
            room.after_typing(room.leave)
            self.set_timer(_PATIENCE_SECONDS, partial(self._stop_waiting, room))

    def _stop_waiting(self, room: InterviewScreen) -> None:
        # Who was led back to the history meanwhile stays there.
        if self.room is room:
            self.exit(Outcome(room.session, resumable=True, failure=room.failure, unsaved=room.unsaved))

    def outcome(self) -> Outcome:
        """How the app ended, once it has: by itself, by a signal, or by a defect."""
        left = self.return_value or Outcome(self._last)
        failure = left.failure if left.unsaved.strip() or not self.ended_by else None
        return replace(left, signal=self.ended_by, failure=self._exception or failure)

    def _handle_exception(self, error: Exception) -> None:
        if self._exit:
            # What is only coming in while everything is taken down finds its parts gone.
            logging.getLogger(__name__).warning("On the way out", exc_info=error)
        else:
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        # Textual would print the traceback with all values in it; the caller logs it without them.
        self._close_messages_no_wait()

    def panic(self, *_: object) -> None:
        """The same for errors that would draw themselves."""
        self._fatal_error()

    @on(Gone)
    def _lose_terminal(self) -> None:
        self._told_to_end(signal.SIGHUP)

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Leave the terminal to another program, whose Ctrl+C is none of the app's; take it back after."""
        failure = None
        with super().suspend():
            self._aside_until = math.inf
            try:
                yield
            except Exception as error:  # the terminal is taken back before anything else
                failure = error
            self._aside_until = time.monotonic() + _ECHO_SECONDS
        if failure is not None:
            raise failure

    def on_print(self, event: Print) -> None:
        """What libraries print goes to the log."""
        if event.text.strip():
            logging.getLogger("printed").warning("%s", event.text.rstrip())

    def tell_defect(self, error: BaseException) -> None:
        """Log a defect that did not end the app, and say so."""
        logging.getLogger(__name__).error("A defect", exc_info=error)
        said = f"{type(error).__name__}: {one_line(str(error))}"
        self.notify(f"A defect of interview-cli: {said}\nThe log has more.", severity="error", markup=False)

    @on(RoomScreen.Defect)
    def _tell_defect_of_screen(self, defect: RoomScreen.Defect) -> None:
        self.tell_defect(defect.error)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What fails in the background is told, never dropped."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.tell_defect(event.worker.error)

    def _told_to_end(self, number: signal.Signals) -> None:
        if number != signal.SIGINT or time.monotonic() > self._aside_until:
            self.ended_by = self.ended_by or number
            self.ports.editor.stop()
            self.run_worker(self.action_quit())


def _text_of(widget: Widget | None) -> str:
    text = getattr(widget, "text", "")
    return text if isinstance(text, str) else ""
