"""Runs a program that somebody else wrote: with limits, and ended at once when nobody waits any more."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from interview_cli.voice.ports import VoiceError
from interview_cli.voice.speak.port import SpeechCancelledError

MOST_BYTES = 64 * 2**20
"""What a program may write before it is ended: ten minutes of sound in the widest format."""
_MOST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Ran:
    """What a program wrote, its exit code, and the end of its standard error on one line."""

    output: bytes
    code: int
    said: str


class Program:
    """One run of a command, given as a list of arguments; no shell reads it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._cancelled = False
        self._late = False

    def run(self, command: Sequence[str], given: bytes, seconds: float) -> Ran:
        """Run it to its end. Raises VoiceError when it cannot start, takes too long or floods its output."""
        with tempfile.TemporaryFile() as typed, tempfile.TemporaryFile() as said:
            typed.write(given)
            typed.seek(0)
            process = self._start(command, typed.fileno(), said.fileno())
            alarm = threading.Timer(seconds, self._alarm)
            alarm.daemon = True
            alarm.start()
            try:
                assert process.stdout is not None
                output = process.stdout.read(MOST_BYTES + 1)
                if len(output) > MOST_BYTES:
                    raise VoiceError(f"{command[0]} wrote more than {MOST_BYTES // 2**20} MB.")
                process.stdout.close()
                code = process.wait()
            finally:
                alarm.cancel()
                _kill(process)
                process.stdout.close()  # type: ignore[union-attr]
                process.wait()
                with self._lock:
                    self._process = None
            if self._cancelled:
                raise SpeechCancelledError(f"{command[0]} was ended.")
            if self._late:
                raise VoiceError(f"{command[0]} took more than {seconds:.0f} seconds.")
            return Ran(output, code, last_words(said.fileno()))

    def cancel(self) -> None:
        """End it and all that it started; at once, from any thread."""
        with self._lock:
            self._cancelled = True
            if self._process is not None:
                _kill(self._process)

    def _start(self, command: Sequence[str], typed: int, said: int) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._cancelled:
                raise SpeechCancelledError(f"{command[0]} was not started.")
            try:
                self._process = subprocess.Popen(
                    command, stdin=typed, stdout=subprocess.PIPE, stderr=said, start_new_session=True
                )
            except (OSError, ValueError) as error:
                reason = error.strerror if isinstance(error, OSError) else str(error)
                raise VoiceError(f"{command[0]} cannot be started: {reason}.") from error
            return self._process

    def _alarm(self) -> None:
        with self._lock:
            self._late = True
            if self._process is not None:
                _kill(self._process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a program with what it started: they are a group of their own."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def last_words(said: int) -> str:
    """The end of what stands in an open file, on one line."""
    size = os.fstat(said).st_size
    data = os.pread(said, 4 * _MOST_WORDS, max(0, size - 4 * _MOST_WORDS))
    text = "".join(c if c.isprintable() else " " for c in data.decode("utf-8", "replace"))
    return " ".join(text.split())[-_MOST_WORDS:]
