"""A program in a real pseudo-terminal: keys go in, and what it shows is recorded with its time."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import threading
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.measure import ROOT, environment
from tests.bench.screen import Screen

COMMAND = (sys.executable, "-m", "interview_cli")
_COLORS = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
_MOST_SECONDS = 30.0


class TerminalError(RuntimeError):
    """What was waited for did not come; says what stands on the screen instead."""


class Terminal:
    """Runs one command until `with` is left. All times are seconds of `perf_counter` since it was started.

    A thread of its own reads, so that the time of a piece of output is when it came and not when it was
    looked at.
    """

    def __init__(
        self,
        arguments: list[str],
        home: Path,
        size: tuple[int, int] = (80, 24),
        *,
        command: tuple[str, ...] = COMMAND,
        variables: dict[str, str] | None = None,
    ) -> None:
        self._size = size
        self._pieces: list[tuple[float, bytes]] = []
        self._came = threading.Condition()
        self._ended = False
        self.screen = Screen(*size)
        self._seen = 0
        given = environment(home) | _COLORS | (variables or {})
        # The bench's own settings of colour and width are none of a person's terminal.
        env = {name: value for name, value in given.items() if name not in ("NO_COLOR", "COLUMNS")}
        self._began = time.perf_counter()
        self.pid, self._descriptor = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            os.chdir(ROOT)
            os.execve(command[0], [*command, *arguments], env)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        """End it by its own key, and by force where that does not help."""
        if not self._ended:
            self.press("\x11")
        if not self._over_within(3.0):
            os.kill(self.pid, signal.SIGKILL)
            self._over_within(3.0)
        os.waitpid(self.pid, 0)
        self._reader.join()
        os.close(self._descriptor)

    @property
    def now(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self._began

    def press(self, keys: str) -> float:
        """Write keys; returns when."""
        at = self.now
        os.write(self._descriptor, keys.encode())
        return at

    def paste(self, text: str) -> float:
        """Paste a text in one piece; returns when."""
        return self.press(f"\x1b[200~{text}\x1b[201~")

    def wait(self, shows: Callable[[Screen], bool], seconds: float = _MOST_SECONDS) -> float:
        """When the screen first showed it, looking at one piece of output after another.

        Raises TerminalError when it does not come in so many seconds.
        """
        deadline = self.now + seconds
        while True:
            if shows(self.screen):
                return self._pieces[self._seen - 1][0] if self._seen else 0.0
            with self._came:
                while self._seen >= len(self._pieces):
                    left = deadline - self.now
                    if left <= 0 or self._ended:
                        raise TerminalError(f"Did not come in {seconds:.0f} s:\n{self.screen.text}")
                    self._came.wait(left)
                piece = self._pieces[self._seen][1]
            self._seen += 1
            self.screen.feed(piece)

    def rest(self, seconds: float) -> None:
        """Let it run, and take in what it shows."""
        time.sleep(seconds)
        while self._seen < len(self._pieces):
            self.screen.feed(self._pieces[self._seen][1])
            self._seen += 1

    def first(self, shows: Callable[[Screen], bool]) -> float:
        """When the screen showed it for the first time since the start. Raises TerminalError."""
        screen = Screen(*self._size)
        for at, piece in list(self._pieces):
            screen.feed(piece)
            if shows(screen):
                return at
        raise TerminalError(f"Never came:\n{screen.text}")

    def megabytes(self) -> float:
        """Its resident memory now."""
        from subprocess import run

        told = run(["ps", "-o", "rss=", "-p", str(self.pid)], capture_output=True, text=True, check=True)
        return int(told.stdout) / 1024

    def _read(self) -> None:
        while True:
            select.select([self._descriptor], [], [])
            at = self.now
            try:
                data = os.read(self._descriptor, 65536)
            except OSError:  # how Linux says that nobody holds the other end any more
                data = b""
            with self._came:
                if data:
                    self._pieces.append((at, data))
                else:
                    self._ended = True
                self._came.notify_all()
            if not data:
                return

    def _over_within(self, seconds: float) -> bool:
        deadline = self.now + seconds
        with self._came:
            while not self._ended and self.now < deadline:
                self._came.wait(deadline - self.now)
        return self._ended
