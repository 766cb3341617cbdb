"""The terminal as the app drives it: Textual's own driver, safe where a terminal stops or goes away."""

from __future__ import annotations

import logging
import os
import select
import termios
from contextlib import suppress
from typing import Any

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Paste
from textual.message import Message

from interview_cli.tui.incoming import Incoming, Pasted

_READ_BYTES = 1 << 16
# How often it is looked whether the app still wants keys, and whether Escape was pressed alone.
_TICK_SECONDS = 0.1


class Gone(Message):
    """There is no terminal any more that keys could come from."""


class TerminalDriver(LinuxDriver):
    """Draws on the terminal and reads its keys."""

    _key_thread: Any

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._found: list[Any] | None = None
        self._is_resuming = False

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

    def resume_application_mode(self) -> None:
        """Take the terminal again, once: it may go on after a stop that nobody was told of (SIGSTOP)."""
        if self._is_resuming:
            return  # a second SIGCONT, heard while the first is obeyed
        self._is_resuming = True
        try:
            if self._key_thread is not None and self._key_thread.is_alive():
                self.suspend_application_mode()
                self._must_signal_resume = True
            super().resume_application_mode()
        finally:
            self._is_resuming = False

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except OSError:
            self._app.post_message(Gone())

    def run_input_thread(self) -> None:
        """Read keys and pasted text until the app wants no more. Raises OSError when the terminal is gone."""
        incoming = Incoming()
        parser = XTermParser(self._debug)
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
                    parser = self._heard(parser, piece)
            for event in parser.tick():
                self.process_message(event)

    def _heard(self, parser: XTermParser, keys: str) -> XTermParser:
        """Pass keys on; returns the parser that reads on."""
        for character in keys:
            try:
                for event in parser.feed(character):
                    self.process_message(event)
            except Exception:  # the parser fails on what it does not know, such as the release of a key
                logging.getLogger(__name__).warning("The terminal sent what is no key", exc_info=True)
                parser = XTermParser(self._debug)
        return parser
