"""The terminal as the app drives it: Textual's own driver, safe where a terminal stops or goes away."""

from __future__ import annotations

from typing import Any

from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message


class Deaf(Message):
    """No key reaches the app any more, because the terminal has gone or what it sent was not understood."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error


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
        try:
            self.run_input_thread()
        except BaseException as error:  # whatever it was, there are no more keys
            self._app.post_message(Deaf(error))
