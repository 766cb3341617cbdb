"""Lines from the keyboard or a pipe, with a way to break off a line when time is over."""

from __future__ import annotations

import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

from interview_cli.plain.typed import TimeOverError

# What was pasted arrives at once; a person takes longer than this between two keys.
PASTE_SECONDS = 0.05
# Short beside what a person notices, long beside what the reading thread takes to hear a signal.
_WAKE_AGAIN_SECONDS = 0.05


class Terminal:
    """Standard input, line by line. Use as a context: it borrows SIGALRM to break off a line."""

    def __init__(self) -> None:
        self._editor = _line_editor() if sys.stdin.isatty() and sys.stdout.isatty() else None
        self._can_alarm = hasattr(signal, "SIGALRM")
        self._reading = False
        self._question = ""
        self._over: set[str] = set()
        self._hung_up = False
        self._ahead: list[str] = []
        self._begun = ""

    def __enter__(self) -> Terminal:
        if self._can_alarm:
            self._before = signal.signal(signal.SIGALRM, self._break_off)
        return self

    def __exit__(self, *_: object) -> None:
        if self._can_alarm:
            signal.signal(signal.SIGALRM, self._before)

    @property
    def at_keyboard(self) -> bool:
        """Whether a person types, and sees what was said before."""
        return sys.stdin.isatty()

    def listen_to(self, question: str) -> None:
        """The lines to come answer that question; without one no time is over."""
        self._question = question

    @property
    def time_is_over(self) -> bool:
        """Whether the time of the question is over, or nobody listens any more."""
        return self._is_over

    def next_line(self) -> str:
        """The next line. Raises EOFError at the end of the input, TimeOverError once broken off."""
        self._reading = True  # before the look at the clock, or a break-off in between would be missed
        try:
            if self._is_over:
                raise TimeOverError("\n".join([*self._ahead, self._begun]))
            return self._read()
        finally:
            self._reading = False

    def begin_with(self, typed: str) -> None:
        """What was typed unseen: whole lines come next, and the line after them begins with the rest."""
        *whole, self._begun = (self._begun + typed).split("\n")
        self._ahead += whole

    def _read(self) -> str:
        if self._ahead:
            _show(self._ahead[0] + "\n")
            return self._ahead.pop(0)
        begun, self._begun = self._begun, ""
        if self._editor is not None:
            return _edited(begun)
        _show(begun)
        line = sys.stdin.readline()
        if not line and not begun:
            raise EOFError
        return begun + line.rstrip("\r\n")

    def more_is_waiting(self) -> bool:
        """Whether more input is there at once, as after a paste. A pipe's empty line ends an answer."""
        if self._ahead:
            return True
        if not sys.stdin.isatty():
            return False
        ready, _, _ = select.select([sys.stdin], [], [], PASTE_SECONDS)
        return bool(ready)

    def break_off(self, question: str) -> None:
        """From any thread: the time of a question is over; a line for it ends with TimeOverError."""
        self._over.add(question)
        self._alarm()

    def hang_up(self) -> None:
        """From any thread: nobody listens any more; every line ends with TimeOverError."""
        self._hung_up = True
        self._alarm()

    @property
    def _is_over(self) -> bool:
        return self._hung_up or self._question in self._over

    def _alarm(self) -> None:
        """Wake the reading thread until it hears: a signal just before it begins to wait would be lost."""
        main = threading.main_thread().ident
        if not self._can_alarm or main is None:
            return

        def wake() -> None:
            while self._reading and self._is_over:
                signal.pthread_kill(main, signal.SIGALRM)
                time.sleep(_WAKE_AGAIN_SECONDS)

        threading.Thread(target=wake, name="time-over", daemon=True).start()

    def _break_off(self, _number: int, _frame: FrameType | None) -> None:
        # Outside a line the error would tear the program apart; there the next line raises it.
        if self._reading and self._is_over:
            raise TimeOverError(self._editor() if self._editor is not None else "")


def _line_editor() -> Callable[[], str] | None:
    """The line being edited: readline, where Python has it, gives `input()` arrow keys and pasting."""
    try:
        from readline import get_line_buffer
    except ImportError:
        return None
    return get_line_buffer


def _show(typed: str) -> None:
    sys.stderr.write(typed)
    sys.stderr.flush()


def _edited(begun: str) -> str:
    """A line from the editor that begins with this text."""
    if not begun:
        return input()
    import readline

    readline.set_startup_hook(lambda: readline.insert_text(begun))
    try:
        return input()
    finally:
        readline.set_startup_hook()
