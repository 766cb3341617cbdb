"""Keeps what libraries print away from the screen: the app draws on the terminal, all else goes to a log."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO, TextIO

if TYPE_CHECKING:
    from typing_extensions import Buffer


class _Screen(io.FileIO):
    """A terminal that may go away while it is drawn on: what nobody can see is written nowhere."""

    def write(self, data: Buffer, /) -> int:
        """Write, as far as there is a terminal."""
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes


@contextmanager
def screen_for_one(log: BinaryIO) -> Iterator[TextIO]:
    """Give the terminal to the app alone, as the file that is yielded; descriptors 1 and 2 write into `log`.

    Textual draws on `sys.__stderr__` and asks `sys.__stdout__` for the size of the terminal, and libraries
    written in C write on the descriptors themselves, so that both have to be parted. All is put back
    as it was, whatever happens inside.
    """
    _flush(sys.stdout, sys.stderr)
    kept = [os.dup(descriptor) for descriptor in (1, 2)]
    named = sys.__stdout__, sys.__stderr__
    drawn_on = _Screen(os.dup(kept[1] if os.isatty(kept[1]) else kept[0]), "w")
    screen = io.TextIOWrapper(io.BufferedWriter(drawn_on), encoding="utf-8", errors="replace")
    try:
        sys.__stdout__ = sys.__stderr__ = screen  # type: ignore[misc]
        for descriptor in (1, 2):
            os.dup2(log.fileno(), descriptor)
        yield screen
    finally:
        _flush(sys.stdout, sys.stderr, screen)
        for place, descriptor in enumerate((1, 2)):
            os.dup2(kept[place], descriptor)
            os.close(kept[place])
        sys.__stdout__, sys.__stderr__ = named  # type: ignore[misc]
        screen.close()


def _flush(*streams: TextIO) -> None:
    """Let each write what it holds; on a full disk that is lost, and nothing else."""
    for stream in streams:
        with suppress(OSError):
            stream.flush()
