"""Single keys from the terminal, for as long as a context lasts; lines are read as ever before and after."""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
import threading
import time
from codecs import getincrementaldecoder
from collections import deque
from contextlib import suppress
from types import FrameType
from typing import Any

from interview_cli.voice.key_reader import Answer, KeyEvent, KeyReader
from interview_cli.voice.terminal_keys import ALL_KEYS, ASK_FOR_FLAGS, EVENT_TYPES, may_ask, proves_releases

_READ_BYTES = 4096
# After so long an Escape was the key, and not the beginning of another one's code.
_ESCAPE_SECONDS = 0.1
# So long the answers of a terminal are waited for, which would else be typed into the next line.
_ANSWER_SECONDS = 0.5
_DISAMBIGUATE, _TEXT = 0b00001, 0b10000
# Every terminal answers this, and in its turn: no answer to a question before it is an answer too.
_ASK_WHAT_IT_IS = "\x1b[c"
_ASK = f"\x1b[>{_DISAMBIGUATE | EVENT_TYPES | ALL_KEYS | _TEXT}u{ASK_FOR_FLAGS}{_ASK_WHAT_IT_IS}"
_ASK_NO_MORE = "\x1b[<u"
_ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
# What the terminal makes of these keys itself, unless they come as codes.
_SIGNALS = {"ctrl+c": signal.SIGINT, "ctrl+z": signal.SIGTSTP, "ctrl+\\": signal.SIGQUIT}


def are_offered() -> bool:
    """Whether a person at a terminal can be listened to key by key."""
    return sys.stdin.isatty() and _screen() is not None


class Keys:
    """Keys one by one, unseen; use as a context, on the main thread, where `are_offered`. Entering it raises
    EOFError when the terminal has gone.

    After it `left` is the text of what was typed and not read, for the line editor to begin with. The
    terminal is given back as it was found whatever ends the context: an error, Ctrl+C, a signal; and while
    the program is stopped by Ctrl+Z.
    """

    def __init__(self) -> None:
        self.left = ""
        self.proves_releases = False
        self._keyboard = sys.stdin.fileno()
        self._found: list[Any] = []
        self._events: deque[KeyEvent] = deque()
        self._reader = KeyReader()
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._before: dict[signal.Signals, Any] = {}
        self._whole_at = 0.0
        self._asks = may_ask(os.environ)
        self._open_questions = 0
        self._speaks_protocol = False

    def __enter__(self) -> Keys:
        sys.stdout.flush()
        try:
            self._found = termios.tcgetattr(self._keyboard)
        except termios.error as error:
            raise EOFError from error
        if threading.current_thread() is threading.main_thread():
            for number in (*_ENDING, signal.SIGTSTP):
                if signal.getsignal(number) is signal.SIG_DFL:
                    self._before[number] = signal.signal(number, self._obey)
        try:
            self._take()
        except BaseException:
            self._leave()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._drain()
        finally:
            self._leave()
        typed = [event for event in self._events if event.kind != "release"]
        if any(event.name == "ctrl+c" for event in typed):
            signal.raise_signal(signal.SIGINT)
        for event in typed:
            self.left = self.left[:-1] if event.name == "backspace" else self.left + event.text

    def _leave(self) -> None:
        self._give_back()
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def read(self, timeout: float) -> KeyEvent | None:
        """The next key, None when none came in time (seconds).

        Raises KeyboardInterrupt for Ctrl+C, EOFError when the terminal has gone.
        """
        late = time.monotonic() + timeout
        while not self._events:
            patience = late - time.monotonic()
            if patience < 0 and not self._is_waiting(0):
                return None
            self._read_more(max(0.0, patience))
        event = self._events.popleft()
        if event.kind == "press" and event.name in _SIGNALS:
            signal.raise_signal(_SIGNALS[event.name])
        return event

    def put_back(self, *events: KeyEvent) -> None:
        """Events that were read and belong to the line editor; the next reads bring them again."""
        self._events.extendleft(reversed(events))

    # ------------------------------------------------------------------ reading

    def _is_waiting(self, seconds: float) -> bool:
        return bool(select.select([self._keyboard], [], [], seconds)[0])

    def _read_more(self, patience: float) -> None:
        """Read what comes within that time, or take what was cut off for whole when nothing follows it."""
        if self._reader.is_amid:
            patience = min(patience, max(0.0, self._whole_at - time.monotonic()))
        if not self._is_waiting(patience):
            if self._reader.is_amid and time.monotonic() >= self._whole_at:
                self._events.extend(self._reader.flush())
            return
        try:
            data = os.read(self._keyboard, _READ_BYTES)
            self._whole_at = time.monotonic() + _ESCAPE_SECONDS
        except OSError as error:
            raise EOFError from error
        if not data:
            raise EOFError
        for one in self._reader.feed(self._decode(data)):
            if isinstance(one, Answer):
                self._note(one)
            else:
                self._events.append(one)

    def _note(self, answer: Answer) -> None:
        if answer.flags is None:
            self._open_questions -= 1
        else:
            self._speaks_protocol = True
            self.proves_releases = proves_releases(answer.flags)

    def _drain(self) -> None:
        """Ask for codes no more, and read up to the answer that comes after the last of them."""
        if self._speaks_protocol:
            self._write(_ASK_NO_MORE + _ASK_WHAT_IT_IS)
            self._open_questions += 1
        elif self._asks:
            self._write(_ASK_NO_MORE)
        late = time.monotonic() + _ANSWER_SECONDS
        with suppress(EOFError):
            while self._open_questions > 0 and (patience := late - time.monotonic()) > 0:
                self._read_more(patience)
        self._events.extend(self._reader.flush())

    # ------------------------------------------------------------------ the terminal

    def _take(self) -> None:
        modes = termios.tcgetattr(self._keyboard)
        modes[3] &= ~(termios.ECHO | termios.ICANON)
        modes[6][termios.VMIN], modes[6][termios.VTIME] = 1, 0
        termios.tcsetattr(self._keyboard, termios.TCSANOW, modes)
        if self._asks:
            self._write(_ASK)
            self._open_questions += 1

    def _give_back(self) -> None:
        with suppress(termios.error):  # a terminal that has gone
            termios.tcsetattr(self._keyboard, termios.TCSANOW, self._found)

    def _write(self, code: str) -> None:
        screen = _screen()
        if screen is not None:
            with suppress(OSError):
                os.write(screen, code.encode())

    def _obey(self, number: int, _frame: FrameType | None) -> None:
        """A signal that ends or stops the program does so over a terminal that is as it was found."""
        self.proves_releases = False
        if self._asks:
            self._write(_ASK_NO_MORE)
        self._give_back()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
        signal.signal(number, self._obey)  # it goes on after a stop
        self._take()


def _screen() -> int | None:
    return next((stream.fileno() for stream in (sys.stdout, sys.stderr) if stream.isatty()), None)
