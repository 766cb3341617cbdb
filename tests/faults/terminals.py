"""A terminal that is closed in the middle of an answer: what was saved is there, and so is the draft."""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from tests.faults.deeds import ANSWERS, START, prepared
from tests.faults.finding import Finding, Scenario, Trial
from tests.faults.next_commands import next_commands
from tests.faults.place import Place
from tests.faults.stored import stored_in
from tests.tui.emulator import Emulator

SIZE = (80, 24)
PATIENCE = 60.0
# The full-screen app keeps what is typed every two seconds.
BETWEEN_DRAFTS = 3.0
HUNG_UP = 128 + signal.SIGHUP
DRAFT = "I would first look at the slow queries"
SUBMIT = "\x13"
PASTE = "\x1b[200~{}\x1b[201~"
LEFT = "answer and draft are kept, it ends soon, `session continue` goes on at the question with the draft"


class ClosedError(Exception):
    """What was waited for did not come; says what stands on the screen."""


class Window:
    """A terminal window with the command in it."""

    def __init__(self, place: Place, *arguments: str | Path) -> None:
        # A shell's settings of colour and width are none of a window's.
        environ = {k: v for k, v in place.environment().items() if k not in ("NO_COLOR", "COLUMNS")}
        command = place.command(*arguments)
        self.screen = Emulator(*SIZE)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._pid, self._descriptor = pty.fork()
        if self._pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
            os.execve(command[0], command, environ | {"TERM": "xterm-256color"})
        self._is_open = True
        self._code: int | None = None

    def sees(self, text: str) -> None:
        """Wait until a text is on the screen. Raises ClosedError."""
        late = time.monotonic() + PATIENCE
        while text not in " ".join(self.screen.text.split()):
            if time.monotonic() > late or not self._read():
                raise ClosedError(f"{text!r} never came: {self.screen.text}")

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._descriptor, keys.encode())

    def rest(self, seconds: float) -> None:
        """Read what comes for a while."""
        late = time.monotonic() + seconds
        while time.monotonic() < late and self._read():
            pass

    def close(self) -> int | None:
        """Close the window; the exit code (minus the signal that ended it), None when it runs on."""
        self._is_open = False
        os.close(self._descriptor)
        return self.ended()

    def signal(self, number: signal.Signals) -> int | None:
        """Send a signal; the same."""
        os.kill(self._pid, number)
        return self.ended()

    def ended(self) -> int | None:
        """The exit code once it has ended, None when it does not."""
        late = time.monotonic() + PATIENCE
        while self._code is None and time.monotonic() < late:
            # A program whose output nobody reads may wait for that for ever.
            if not self._is_open or not self._read():
                time.sleep(0.02)
            pid, status = os.waitpid(self._pid, os.WNOHANG)
            if pid:
                self._code = os.waitstatus_to_exitcode(status)
        return self._code

    def end(self) -> None:
        """End it by force, if it still runs."""
        if self._code is None:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        if self._is_open:
            os.close(self._descriptor)

    def _read(self) -> bool:
        """Take in what was written, waiting for a moment; false when nobody holds the other end any more."""
        if not select.select([self._descriptor], [], [], 0.05)[0]:
            return True
        try:
            self.screen.feed(self._decode(os.read(self._descriptor, 65_536)))
        except OSError:
            return False
        return True


@contextmanager
def window(place: Place, *arguments: str | Path) -> Iterator[Window]:
    """A window with the command, ended in any case."""
    opened = Window(place, *arguments)
    try:
        yield opened
    finally:
        opened.end()


Leave = Callable[[Window], int | None]


def scenarios() -> dict[str, Scenario]:
    """Both front ends, left in both ways."""
    ways: dict[str, Leave] = {"closed": Window.close, "hangup": lambda at: at.signal(signal.SIGHUP)}
    return {
        f"terminal.{front}-{way}": partial(_guarded, run, way, leave)
        for front, run in (("plain", _plain), ("app", _app))
        for way, leave in ways.items()
    }


def _guarded(
    run: Callable[[Place, Trial, Leave], None], way: str, leave: Leave, root: Path
) -> Sequence[Finding]:
    place, before = prepared(root / "place")
    shown = {"_plain": "interview --plain session start", "_app": "interview session start, full screen"}
    trial = Trial(f"terminal {'closed' if way == 'closed' else 'gone (SIGHUP)'}", shown[run.__name__], LEFT)
    try:
        run(place, trial, leave)
    except ClosedError as error:
        trial.check(False, str(error))
    now = stored_in(place.data)
    trial.blame([*now.unreadable, *now.lost_since(before.stored)])
    trial.blame(next_commands(place, answers=place.root / "answers.json"))
    return [trial.finding]


def _plain(place: Place, trial: Trial, leave: Leave) -> None:
    with window(place, "--plain", *START) as at:
        at.sees("Q1 (1 of 2)")
        at.type(f"{ANSWERS[0]}\n\n")
        at.sees("Q2 (2 of 2)")
        at.type(f"{DRAFT}\nand then")
        at.sees("and then")
        at.rest(1)
        trial.see(f"exit {_ended(trial, leave(at))}")
    _look(trial, place)
    with window(place, "--plain", "session", "continue") as at:
        at.sees("Q2 (2 of 2)")
        at.sees(DRAFT)
        at.type("\n\n")
        at.sees("Full report:")
        trial.check(at.ended() == 0, "what was continued did not end well")
    _whole(trial, place)


def _app(place: Place, trial: Trial, leave: Leave) -> None:
    with window(place, *START, "--type", "technical", "--level", "mid", "--duration", "15") as at:
        at.sees("Q1 of 2")
        at.type(PASTE.format(ANSWERS[0]))
        at.sees(ANSWERS[0][:30])
        at.type(SUBMIT)
        at.sees("Q2 of 2")
        at.type(PASTE.format(DRAFT))
        at.sees(DRAFT)
        at.rest(BETWEEN_DRAFTS)
        trial.see(f"exit {_ended(trial, leave(at))}")
    _look(trial, place)
    with window(place, "session", "continue") as at:
        at.sees("Q2 of 2")
        at.sees(DRAFT)
        at.type(SUBMIT)
        at.sees("Result")
        at.type("\x11")
        trial.check(at.ended() == 0, "what was continued did not end well")
    _whole(trial, place)


def _ended(trial: Trial, code: int | None) -> int | None:
    trial.check(
        code in (HUNG_UP, -signal.SIGHUP), f"it ended with {code}" if code is not None else "it runs on"
    )
    return code


def _open(place: Place) -> list[dict[str, Any]]:
    return [one for one in stored_in(place.data).sessions.values() if len(one["turns"]) > 1]


def _look(trial: Trial, place: Place) -> None:
    """The first answer and the draft of the second are stored."""
    sessions = _open(place)
    trial.check(len(sessions) == 1, "the interview is gone")
    for session in sessions:
        first, second = session["turns"]
        trial.check((first["answer"] or {}).get("text") == ANSWERS[0], "the first answer is not stored")
        trial.check(second["draft"].startswith(DRAFT), f"the draft is not stored: {second['draft']!r}")
        trial.check(session["status"] == "in_progress", f"the interview is {session['status']}")


def _whole(trial: Trial, place: Place) -> None:
    """It went on with the draft to its end."""
    for session in _open(place):
        answers = [(turn["answer"] or {}).get("text", "") for turn in session["turns"]]
        trial.check(session["status"] == "completed", f"the interview is {session['status']}")
        trial.check(answers[0] == ANSWERS[0] and answers[1].startswith(DRAFT), f"answers: {answers}")
