"""The terminal as the app drives it: Textual's own driver, safe where a terminal stops or goes away."""

from __future__ import annotations

import os
import select
import signal
import termios
import time
from contextlib import suppress
from typing import Any

from textual import constants
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Paste
from textual.message import Message

from interview_cli.tui.incoming import Incoming, Pasted
from interview_cli.tui.key_releases import FlagsTold, KeyParser
from interview_cli.voice.terminal_keys import (
    ASK_FOR_FLAGS,
    ASK_FOR_NO_RELEASES,
    ASK_FOR_RELEASES,
    may_ask,
)

_READ_BYTES = 1 << 16
# How often it is looked whether the app still wants keys, and whether Escape was pressed alone.
_TICK_SECONDS = 0.1
_STOPPING_SECONDS = 0.005


class Gone(Message):
    """There is no terminal any more that keys could come from."""


class TerminalDriver(LinuxDriver):
    """Draws on the terminal and reads its keys."""

    _key_thread: Any
    _writer_thread: Any

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._found: list[Any] | None = None
        # Signals to go on: how many came, and how many of them were obeyed.
        self._continued = self._obeyed = 0
        self._wants_releases = False
        self._proves_releases = False

    def start_application_mode(self) -> None:
        """Take the terminal, from the modes in which it was found first.

        An editor that was killed leaves it without echo or line ends, which is none of the person's wishes.
        """
        with suppress(termios.error):
            if self._found is None:
                self._found = termios.tcgetattr(self.fileno)
            else:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self._found)
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._wants_releases:
            self.process_message(FlagsTold(0))  # until it has answered, nothing is known of it
            self._ask()

    def stop_application_mode(self) -> None:
        """Give the terminal back, first of all without releases: that of the last key is for nobody else."""
        if self._wants_releases and self._can_ask:
            self.write(ASK_FOR_NO_RELEASES)
            self.flush()
        super().stop_application_mode()

    def want_releases(self, wanted: bool) -> None:
        """Ask the terminal to tell when keys are let go, or to do so no more; `FlagsTold` is its answer."""
        self._wants_releases = wanted
        self._ask()

    @property
    def _can_ask(self) -> bool:
        """Whether the keyboard protocol is asked for now; releases are only one wish more."""
        draws = self._writer_thread is not None and self._writer_thread.is_alive()
        return draws and not constants.DISABLE_KITTY_KEY and self.input_tty and may_ask(os.environ)

    def _ask(self) -> None:
        if self._can_ask:
            self.write(ASK_FOR_RELEASES + ASK_FOR_FLAGS if self._wants_releases else ASK_FOR_NO_RELEASES)
            self.flush()

    # Handlers of signals only leave word: where they come in, a write may be under way that theirs would
    # wait for.

    def _sigtstp_application(self, *_: object) -> None:
        if not self._auto_restart:
            os.kill(os.getpid(), signal.SIGSTOP)  # another program has the terminal
            return
        with suppress(RuntimeError):  # the app is over
            self._loop.call_soon_threadsafe(self._stop)

    def _sigcont_application(self, *_: object) -> None:
        self._continued += 1
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._go_on, self._continued)

    def _stop(self) -> None:
        """Give the terminal back and stop, up to the signal that lets it go on."""
        before = self._continued
        self.suspend_application_mode()
        self._must_signal_resume = True
        os.kill(os.getpid(), signal.SIGSTOP)
        while self._continued == before:  # other threads may be stopped sooner than this one
            time.sleep(_STOPPING_SECONDS)
        self._go_on(self._continued)

    def _go_on(self, number: int) -> None:
        """Take the terminal again, once for all signals so far; a stop may come untold (SIGSTOP)."""
        if number <= self._obeyed or not self._auto_restart:
            return
        self._obeyed = self._continued
        if self._key_thread is not None and self._key_thread.is_alive():
            self.suspend_application_mode()
            self._must_signal_resume = True
        self.resume_application_mode()

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except OSError:
            self._app.post_message(Gone())

    def run_input_thread(self) -> None:
        """Read keys and pasted text until the app wants no more. Raises OSError when the terminal is gone."""
        incoming = Incoming()
        parser = KeyParser(self._debug)
        is_silent = False
        while not self.exit_event.is_set():
            ready, _, _ = select.select([self.fileno], [], [], _TICK_SECONDS)
            pieces: list[str | Pasted] = []
            if ready:
                data = os.read(self.fileno, _READ_BYTES)
                if not data:
                    raise OSError("The terminal has ended.")
                pieces += incoming.feed(data, after_silence=is_silent)
            else:
                pieces += incoming.flush()
            is_silent = not ready
            for piece in pieces:
                if isinstance(piece, Pasted):
                    self.process_message(Paste(piece.text))
                else:
                    for event in parser.feed(piece):
                        self.process_message(event)
            for event in parser.tick():
                self.process_message(event)
