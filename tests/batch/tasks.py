"""What worker processes are given to do in tests."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def double(number: int) -> int:
    return number * 2


def pid_of(_: object) -> int:
    return os.getpid()


def double_or_die(number: int) -> int:
    """A task of number 3 kills its process, as the system does to one that takes too much memory."""
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * 2


def die(_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(mark: str) -> str:
    """Kills its process unless the file is there, which it makes first."""
    path = Path(mark)
    if not path.exists():
        path.touch()
        die(mark)
    return "done again"


def large(mark: str) -> bytes:
    """More than a pipe holds, so that whoever sends it waits until it is read; the file is there by then."""
    Path(mark).touch()
    return b"x" * 5_000_000


def rest(seconds: float) -> None:
    time.sleep(seconds)


def refuse_odd(number: int) -> int:
    if number % 2:
        raise ValueError(f"{number} is odd")
    return number


class OfTwoWords(Exception):  # noqa: N818 (what it says is all that counts)
    """An exception that can't be built again from what it says."""

    def __init__(self, one: str, *, two: str) -> None:
        super().__init__(f"{one} {two}")


def refuse_in_two_words(_: object) -> None:
    raise OfTwoWords("one", two="two")


def unsendable(_: object) -> object:
    """A result that no process can send to another."""
    return lambda: None


def interrupts(_: object) -> tuple[bool, bool]:
    """Whether the process ignores Ctrl+C, and whether it was deaf to it from its first moment on."""
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    return signal.getsignal(signal.SIGINT) is signal.SIG_IGN, signal.SIGINT in blocked
