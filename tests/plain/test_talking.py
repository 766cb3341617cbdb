"""Talking at a prompt in a real pseudo-terminal: keys, releases, what is typed instead, and how it ends."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pexpect
import pytest

from tests.tui.kitty import Kitty
from tests.tui.sitting import environment

SECONDS = 20
Sit = Callable[..., AbstractContextManager["Prompt"]]


class Prompt:
    """The probe at a terminal that answers as `Kitty` does."""

    def __init__(self, folder: Path, mode: str, looks: int, knows: int, around: str) -> None:
        command = shlex.join([sys.executable, "-u", "-m", "tests.plain.key_probe", mode, str(looks)])
        self.terminal = Kitty(80, 24, knows=knows)
        self.child = pexpect.spawn(
            "/bin/sh",
            ["-mc", around.format(command)],
            env=environment(folder),
            encoding="utf-8",
            dimensions=(24, 80),
        )
        self.child.delaybeforesend = None
        self.child.ptyproc.delayafterclose = 0
        self.written = ""
        self.modes = termios.tcgetattr(self.child.child_fd)

    def until(self, condition: Callable[[], object]) -> None:
        late = time.monotonic() + SECONDS
        while not condition():
            assert time.monotonic() < late, f"This never came true. Written: {self.written!r}"
            try:
                piece = self.child.read_nonblocking(65_536, timeout=0.01)
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                assert condition(), f"It ended. Written: {self.written!r}"
                return
            self.written += piece
            self.terminal.feed(piece)
            while self.terminal.answers:
                self.child.send(self.terminal.answers.pop(0))

    def sees(self, text: str) -> None:
        self.until(lambda: text in re.sub(r"\x1b\[[0-9;?=<>]*[a-zA-Z]", "", self.written))

    def press(self, *events: str) -> None:
        for event in events:
            name, _, what = event.partition(" ")
            kind = {"": "press", "again": "repeat", "up": "release"}[what]
            self.child.send(self.terminal.key(name, kind))

    def ended(self) -> int:
        """Wait for its end: as exit codes are written in a shell."""
        self.until(lambda: not self.child.isalive())
        # What it wrote last may not have been read yet.
        self.until(lambda: self.terminal.stack == [0])
        return self.child.exitstatus if self.child.exitstatus is not None else 128 + self.child.signalstatus

    def is_as_found(self) -> bool:
        return termios.tcgetattr(self.child.child_fd) == self.modes


@pytest.fixture
def sit_down(tmp_path: Path) -> Sit:
    @contextmanager
    def sit(
        mode: str = "auto", *, looks: int = 0, knows: int = 0b11111, around: str = "exec {}"
    ) -> Iterator[Prompt]:
        prompt = Prompt(tmp_path, mode, looks, knows, around)
        try:
            prompt.sees("ready")
            prompt.until(lambda: prompt.terminal.asked)
            yield prompt
        finally:
            prompt.child.close(force=True)

    return sit


def test_a_key_that_is_let_go_ends_what_it_began(sit_down: Sit) -> None:
    with sit_down() as at:
        at.press("space")
        at.sees("begun hold by release")
        at.press("space again", "x", "x up")
        time.sleep(0.3)  # longer than a tap
        at.press("space up")
        at.sees("ended stop True 'x'")
        # The terminal is asked for codes no more, and what was typed amid it begins the line.
        at.until(lambda: at.terminal.stack == [0])
        at.sees("x")
        at.press("y", "enter")
        at.sees("line 'xy'")
        assert at.ended() == 0
        assert at.is_as_found()


def test_without_releases_the_key_starts_and_enter_ends(sit_down: Sit) -> None:
    with sit_down(knows=0) as at:
        at.press("space")
        at.sees("begun toggle")
        at.press("space", "space", "enter")
        at.sees("ended stop False ''")
        at.press("o", "k", "enter")
        at.sees("line 'ok'")
        assert at.ended() == 0
        assert at.is_as_found()


def test_a_held_key_is_told_by_its_repeats_on_request(sit_down: Sit) -> None:
    with sit_down("hold", knows=0) as at:
        for _ in range(5):
            at.press("space")
            time.sleep(0.03)
        at.sees("begun hold by repeat")
        at.sees("ended stop False ''")


def test_escape_discards_and_the_end_of_the_recording_is_told(sit_down: Sit) -> None:
    with sit_down(knows=0) as at:
        at.press("escape", "f9")
        at.sees("begun toggle")
        at.press("escape")
        at.sees("ended discard")
    with sit_down(looks=5) as at:
        at.press("ctrl+space")
        at.sees("ended over True")


@pytest.mark.parametrize("knows", [0, 0b11111], ids=["plain", "kitty"])
def test_what_is_typed_instead_is_all_there_and_the_line_goes_on_from_it(sit_down: Sit, knows: int) -> None:
    with sit_down(knows=knows) as at:
        typed = "I héld the lime"
        at.press(*("space" if sign == " " else sign for sign in typed))
        at.press("backspace", "backspace", "n", "e", ".")
        at.sees("ended typed")
        at.until(lambda: at.terminal.stack == [0])
        at.child.send(" Yes.\r")
        at.sees("line 'I héld the line. Yes.'")
        assert at.ended() == 0


def test_what_is_pasted_instead_is_read_line_by_line(sit_down: Sit) -> None:
    with sit_down(knows=0) as at:
        at.child.send("one\ntwo\nthree\n")
        for line in ("one", "two", "three"):
            at.sees(f"line '{line}'")
        assert at.ended() == 0


@pytest.mark.parametrize(
    ("knows", "key", "error"),
    [
        (0, "\x03", "KeyboardInterrupt"),
        (0b11111, "\x1b[99;5u", "KeyboardInterrupt"),
        (0, "\x04", "EOFError"),
        (0b11111, "\x1b[100;5u", "EOFError"),
    ],
)
def test_ctrl_c_and_ctrl_d_leave_the_terminal_as_it_was(
    sit_down: Sit, knows: int, key: str, error: str
) -> None:
    with sit_down(knows=knows) as at:
        assert not at.is_as_found()
        at.child.send(key)
        at.sees(f"raised {error}")
        assert at.ended() == 0
        assert at.is_as_found()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_over_a_terminal_that_is_as_it_was(sit_down: Sit, number: signal.Signals) -> None:
    with sit_down() as at:
        os.kill(at.child.pid, number)
        assert at.ended() == 128 + number
        assert at.is_as_found()


@pytest.mark.parametrize(("knows", "key"), [(0, "\x1a"), (0b11111, "\x1b[122;5u")], ids=["plain", "kitty"])
def test_the_shell_has_the_terminal_while_it_is_stopped(sit_down: Sit, knows: int, key: str) -> None:
    with sit_down(knows=knows, around="{}; stty -a; read line; fg") as at:
        at.child.send(key)
        at.sees(" icanon")
        at.sees(" echo ")
        assert at.terminal.stack == [0]
        at.press("enter")
        at.until(lambda: at.terminal.asked == 2)
        at.press("space")
        at.sees("begun hold by release" if knows else "begun toggle")
        at.press("enter")
        at.sees("ended stop")


def test_without_a_terminal_it_is_not_offered() -> None:
    command = [sys.executable, "-m", "tests.plain.key_probe", "auto", "0"]
    ran = subprocess.run(command, input="", capture_output=True, text=True, check=True)
    assert ran.stdout == "not offered\n"
