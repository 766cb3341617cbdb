"""Keys in a real pseudo-terminal, with a terminal at its other end that tells of releases, or doesn't."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pexpect
import pytest

from tests.tui.kitty import ALL_KEYS, EVENTS, TEXT, Kitty
from tests.tui.sitting import PATIENCE_SECONDS, environment

Sit = Callable[..., AbstractContextManager["Desk"]]


class Desk:
    """The probe at a terminal; `notes` is what it has heard so far."""

    def __init__(self, folder: Path, terminal: Kitty, environ: dict[str, str]) -> None:
        self.terminal = terminal
        self._file = folder / "notes"
        self._file.touch()
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "tests.tui.key_probe", str(self._file)],
            env=environ,
            dimensions=(24, 80),
            encoding="utf-8",
            timeout=PATIENCE_SECONDS,
        )
        self.child.delaybeforesend = None
        self.child.ptyproc.delayafterclose = 0

    @property
    def notes(self) -> list[str]:
        return self._file.read_text().splitlines()

    def until(self, condition: Callable[[], object]) -> None:
        late = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            assert time.monotonic() < late, f"This never came true. Heard: {self.notes}"
            try:
                self.terminal.feed(self.child.read_nonblocking(65_536, timeout=0.01))
            except pexpect.TIMEOUT:
                pass
            except pexpect.EOF:
                assert condition(), f"It ended. Heard: {self.notes}"
            while self.terminal.answers:
                self.child.send(self.terminal.answers.pop(0))

    def hears(self, *notes: str) -> None:
        """Wait until these are the last that was heard."""
        self.until(lambda: self.notes[-len(notes) :] == [*notes])

    def type(self, *events: str) -> None:
        """Events such as `space`, `space again`, `space up`."""
        for event in events:
            name, _, what = event.partition(" ")
            kind = {"": "press", "again": "repeat", "up": "release"}[what]
            self.child.send(self.terminal.key(name, kind))

    def want(self) -> None:
        """Have it ask for releases."""
        self.child.send("\x14")
        self.until(lambda: "wanted True" in self.notes)

    def leave(self) -> None:
        """Quit; the keyboard is as it was found."""
        self.child.send("\x11")
        self.child.expect(pexpect.EOF)
        self.terminal.feed(self.child.before)
        assert self.terminal.stack == [0]


@pytest.fixture
def sit_down(tmp_path: Path) -> Sit:
    @contextmanager
    def sit(*, knows: int = 0b11111, **environ: str) -> Iterator[Desk]:
        desk = Desk(tmp_path, Kitty(80, 24, knows=knows), {**environment(tmp_path), **environ})
        try:
            desk.hears("ready")
            yield desk
        finally:
            desk.child.close(force=True)

    return sit


@pytest.mark.parametrize("knows", [0b11111, EVENTS | ALL_KEYS | 1], ids=["all", "no text"])
def test_releases_are_heard_where_the_terminal_proves_them(sit_down: Sit, knows: int) -> None:
    with sit_down(knows=knows) as desk:
        desk.want()
        desk.hears("proved True")
        desk.type("f9", "f9 again", "f9 again", "f9 up")
        desk.hears("talk f9", "talk f9 again", "talk f9 again", "released f9")
        desk.type("left_control")
        desk.hears("bubbled left_control")
        desk.type("ctrl+space", "ctrl+space again", "space up", "left_control up")
        desk.hears("talk ctrl+space", "talk ctrl+space again", "released ctrl+space", "released left_control")
        desk.type("up", "up up")
        desk.hears("released up")
        desk.leave()


def test_what_is_typed_is_typed_while_releases_are_told(sit_down: Sit) -> None:
    with sit_down() as desk:
        desk.want()
        desk.hears("proved True")
        desk.type("left_shift", "H", "H up", "left_shift up", "i", "i again", "i up", "space", "space up")
        desk.until(lambda: {"text 'Hii '", "released H", "released space"} < {*desk.notes})
        # An input method sends text without a key; what is pasted comes as ever.
        desk.child.send("\x1b[0;;233:8364u\x1b[200~ pa\x1b[32;1:3usted\x1b[201~")
        desk.until(lambda: "pa" in desk.notes[-1] and "sted" in desk.notes[-1])
        assert "Hii é€ pa" in desk.notes[-1]
        desk.leave()


def test_codes_may_come_byte_by_byte(sit_down: Sit) -> None:
    with sit_down() as desk:
        desk.want()
        desk.hears("proved True")
        for kind in ("press", "repeat", "release"):
            for byte in desk.terminal.key("f9", kind):
                desk.child.send(byte)
                time.sleep(0.001)
        desk.hears("talk f9", "talk f9 again", "released f9")
        desk.child.send("\x1b[5:5:5;9:7u\x1b[9999999;1:3u")
        desk.type("f9", "f9 up")
        desk.hears("talk f9", "released f9")
        desk.leave()


def test_nothing_is_asked_before_it_is_wanted_and_nothing_is_told_after(
    sit_down: Sit,
) -> None:
    with sit_down() as desk:
        assert desk.terminal.flags == 1 | ALL_KEYS | TEXT
        assert desk.terminal.asked == 0
        desk.want()
        desk.hears("proved True")
        desk.child.send("\x0e")
        desk.hears("wanted False", "proved False")
        desk.until(lambda: desk.terminal.flags == 1 | ALL_KEYS | TEXT)
        desk.leave()


@pytest.mark.parametrize("answered", ["", "\x1b[?1u", "\x1b[?9u", "\x1b[?3u", "\x1b[?1;2c", "\x1b[?u"])
def test_without_the_right_answer_nothing_is_proved_and_keys_come_as_ever(
    sit_down: Sit, answered: str
) -> None:
    with sit_down(knows=0) as desk:
        desk.want()
        desk.until(lambda: desk.terminal.asked)
        desk.child.send(answered)
        desk.child.send("\x1b[20~\0 x")
        desk.until(lambda: desk.notes[-1].endswith("x'"))
        assert {"talk f9", "talk ctrl+@"} < set(desk.notes)
        assert not [note for note in desk.notes if note.startswith(("proved", "released"))]
        desk.leave()


def test_a_terminal_that_would_show_the_question_is_not_asked(sit_down: Sit) -> None:
    with sit_down(TERM="screen-256color") as desk:
        desk.want()
        desk.type("f9")
        desk.hears("talk f9")
        assert desk.terminal.asked == 0
        desk.leave()


@pytest.mark.parametrize("number", [signal.SIGTSTP, signal.SIGSTOP])
def test_it_is_asked_again_after_the_shell(sit_down: Sit, number: signal.Signals) -> None:
    with sit_down() as desk:
        desk.want()
        desk.hears("proved True")
        os.kill(desk.child.pid, number)
        stat = Path(f"/proc/{desk.child.pid}/stat")
        desk.until(lambda: stat.read_text().rpartition(")")[2].split()[0] == "T")
        if number == signal.SIGTSTP:
            desk.until(lambda: desk.terminal.stack == [0])
        os.kill(desk.child.pid, signal.SIGCONT)
        desk.hears("proved False", "proved True")
        desk.type("f9", "f9 up")
        desk.hears("talk f9", "released f9")
        desk.leave()
