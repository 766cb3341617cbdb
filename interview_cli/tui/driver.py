"""The terminal as the app drives it: Textual's own driver, safe where a terminal stops or goes away."""

from __future__ import annotations

import logging
from typing import Any

from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message


class Gone(Message):
    """There is no terminal any more that keys could come from."""


class TerminalDriver(LinuxDriver):
    """Draws on the terminal and reads its keys."""

    _key_thread: Any

    def resume_application_mode(self) -> None:
        """Take the terminal again, once: it may go on after a stop that nobody was told of (SIGSTOP)."""
        if self._key_thread is not None and self._key_thread.is_alive():
            self.suspend_application_mode()
            self._must_signal_resume = True
        super().resume_application_mode()

    def _run_input_thread(self) -> None:
        understood = False
        while not understood:
            try:
                self.run_input_thread()
                understood = True
            except OSError:
                self._app.post_message(Gone())
                return
            except Exception:  # the parser fails on what it does not know, such as the release of a key
                logging.getLogger(__name__).warning("The terminal sent what is no key", exc_info=True)
