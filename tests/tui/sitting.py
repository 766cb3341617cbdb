"""The installed command in a real pseudo-terminal: what is typed, what the screen shows, how it is left."""

from __future__ import annotations

import os
import re
import shlex
import signal
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import pexpect

from interview_cli import wiring
from interview_cli.interview.session import Session
from tests.tui.emulator import USUAL_MODES, Emulator

PATIENCE_SECONDS = 30.0
PLAN = ("--role", "backend_engineer", "--type", "technical", "--level", "mid", "--offline", "--seed", "1")
START = ("session", "start", *PLAN, "--max-follow-ups", "0")
TWO = (*START, "--questions", "2")
PASTE = "\x1b[200~{}\x1b[201~"
KEYS = {
    "ctrl+q": "\x11",
    "ctrl+s": "\x13",
    "ctrl+c": "\x03",
    "ctrl+z": "\x1a",
    "ctrl+o": "\x0f",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f6": "\x1b[17~",
    "f8": "\x1b[19~",
    "escape": "\x1b",
    "down": "\x1b[B",
    "enter": "\r",
    "tab": "\t",
}


class Terminal:
    """A shell at a terminal that runs the command and then says with which code it ended."""

    def __init__(
        self,
        home: wiring.Home,
        arguments: tuple[str, ...],
        environ: Mapping[str, str],
        size: tuple[int, int],
        *,
        in_shell: bool,
        into: Path | None,
        out_of: Path | None,
    ) -> None:
        places = ("--data-dir", str(home.data_dir), "--config", str(home.config_file))
        command = shlex.join([sys.executable, "-m", "interview_cli", *places, *arguments])
        command += f" > {shlex.quote(str(into))}" if into else ""
        command += f" < {shlex.quote(str(out_of))}" if out_of else ""
        # The inner shell has the number of the program that takes its place; the outer one outlives it.
        alone = f"echo pid $$; exec {command}"
        line = f"trap : INT; sh -c {shlex.quote(alone)}; echo code $?; read end" if in_shell else alone
        self.screen = Emulator(*size)
        self.child: pexpect.spawn[str] = pexpect.spawn(
            "/bin/sh",
            ["-c", line],
            env=dict(environ),
            encoding="utf-8",
            dimensions=size[::-1],
            timeout=PATIENCE_SECONDS,
        )
        self.child.delaybeforesend = None
        self.child.ptyproc.delayafterclose = 0
        self.written = ""
        self.until(lambda: "pid " in self.screen.text and "\n" in self.written)
        self.pid = int(re.search(r"pid (\d+)", self.written)[1])
        self._attributes = termios.tcgetattr(self.child.child_fd)

    def until(self, condition: Callable[[], object]) -> None:
        """Read until a condition is true; fails with what is on the screen when it never is."""
        late = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            if time.monotonic() > late:
                raise AssertionError(f"This never came true. On the screen:\n{self.screen.text}")
            try:
                piece = self.child.read_nonblocking(65_536, timeout=0.02)
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF as end:
                if condition():
                    return
                raise AssertionError(f"It ended. On the screen:\n{self.screen.text}") from end
            self.written += piece
            self.screen.feed(piece)

    def sees(self, *texts: str) -> None:
        """Wait until all of these are on the screen."""
        self.until(lambda: all(text in self.screen.text for text in texts))

    def press(self, *keys: str) -> None:
        """Press keys, named or as themselves."""
        for key in keys:
            self.child.send(KEYS.get(key, key))

    def answer(self, text: str) -> None:
        """Paste an answer and hand it in."""
        self.paste(text)
        self.press("ctrl+s")

    def paste(self, text: str) -> None:
        """Paste a text and wait until it is there."""
        self.child.send(PASTE.format(text))
        self.sees(text[:40])

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        os.kill(self.pid, number)

    @property
    def is_raw(self) -> bool:
        """Whether keys reach the program one by one."""
        return not termios.tcgetattr(self.child.child_fd)[3] & termios.ICANON

    def ended(self) -> int:
        """Wait for the end of the program: its exit code, with the terminal checked to be as it was."""
        self.until(lambda: re.search(r"^code \d+", self.screen.text, re.MULTILINE))
        self.check_clean()
        return int(re.search(r"^code (\d+)", self.screen.text, re.MULTILINE)[1])

    def check_clean(self) -> None:
        """The main screen, its cursor, no mode of the app, and lines are edited as before."""
        # A program that has stopped may have written what is not read yet.
        self.until(lambda: self.screen.modes == USUAL_MODES and self.screen.keyboards == 0)
        assert termios.tcgetattr(self.child.child_fd) == self._attributes
        assert "Traceback" not in self.written
        for drawn in ("╭", "Your answer", "Hand in"):
            assert drawn not in self.screen.text

    @property
    def is_stopped(self) -> bool:
        """Whether the program was stopped, as by Ctrl+Z."""
        status = Path(f"/proc/{self.pid}/stat").read_text()
        return status.rpartition(")")[2].split()[0] == "T"

    def resize(self, width: int, height: int) -> None:
        """Make the window larger or smaller."""
        self.screen.resize(width, height)
        self.child.setwinsize(height, width)

    def hang_up(self) -> int:
        """Close the window the program runs in without a shell; its exit code."""
        os.close(self.child.child_fd)
        late = time.monotonic() + PATIENCE_SECONDS
        while not (ended := os.waitpid(self.pid, os.WNOHANG))[0]:
            assert time.monotonic() < late, "It runs on in a window that is closed."
            time.sleep(0.01)
        return os.waitstatus_to_exitcode(ended[1])


def environment(tmp_path: Path) -> dict[str, str]:
    """What the command knows of the machine: hardly anything."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "OLLAMA_HOST": "127.0.0.1:9",
    }


@contextmanager
def terminal(
    home: wiring.Home,
    *arguments: str,
    environ: Mapping[str, str],
    size: tuple[int, int] = (80, 24),
    in_shell: bool = True,
    into: Path | None = None,
    out_of: Path | None = None,
) -> Iterator[Terminal]:
    """Sit down at a terminal with the command running; whatever still runs at the end is killed."""
    sitting = Terminal(home, arguments, environ, size, in_shell=in_shell, into=into, out_of=out_of)
    try:
        yield sitting
    finally:
        for end in (lambda: os.kill(sitting.pid, signal.SIGKILL), lambda: sitting.child.close(force=True)):
            with suppress(OSError):
                end()


Open = Callable[..., AbstractContextManager[Terminal]]


def stored(home: wiring.Home) -> Session:
    store = wiring.open_sessions(home)
    [row] = store.rows()
    return store.load(row["id"])


def answers(home: wiring.Home) -> list[str | None]:
    return [turn.answer.text if turn.answer else None for turn in stored(home).turns]


def listening(at: Terminal, label: str) -> None:
    """Wait until the question of that label can be answered, which is when its time runs."""
    at.until(lambda: re.search(rf"^ {label} .*[^⏸] \d+:\d\d left", at.screen.text))
