"""Speaks by the voices of the operating system, through pyttsx3 in a process of its own."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

from interview_cli.coach.languages import is_english
from interview_cli.voice.ports import VoiceError
from interview_cli.voice.speak.clip import Clip, read_clip
from interview_cli.voice.speak.port import DEFAULT_RATE, SpeechCancelledError
from interview_cli.voice.speak.program import last_words

SECONDS = 30.0
"""How long one sentence may take, the start included."""
_CHILD = "interview_cli.voice.speak.pyttsx3_child"
_NO_VOICE_HINT = "On Debian and Ubuntu: sudo apt install espeak-ng"


class Pyttsx3Synthesizer:
    """One child process for all sentences; it is started anew after a cancel, which ends it.

    `voice` is a name or a part of one; empty is the system's own, or one for `language` when that is not
    English. `rate` is in words a minute.
    """

    name = "pyttsx3"

    def __init__(self, *, voice: str = "", rate: int = DEFAULT_RATE, language: str = "en") -> None:
        self._voice = voice
        self._language = "" if is_english(language) else language
        self._rate = rate
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (the child's standard error)
        self._busy = False
        self._cancelled = False
        self._late = False

    def start(self) -> None:
        """Start the child, which shows whether it can speak; blocks for 50 ms. Raises VoiceError."""
        self._with_alarm(self._ready_child)

    def synthesize(self, text: str) -> Clip:
        """A sentence as sound; blocks. Raises VoiceError."""
        with tempfile.TemporaryDirectory(prefix="interview-") as folder:
            file = Path(folder) / "speech.wav"
            self._with_alarm(lambda: self._write(text, file))
            if not file.is_file():
                raise VoiceError("pyttsx3 wrote no sound.")
            return read_clip(file.read_bytes())

    def cancel(self) -> None:
        """End the child if it is at work; at once, from any thread."""
        with self._lock:
            if self._busy:
                self._cancelled = True
                self._kill()

    def close(self) -> None:
        """End the child."""
        self.cancel()
        self._reap()
        self._said.close()

    def _with_alarm(self, work: Callable[[], None]) -> None:
        """Do `work`, unless the child is cancelled, hangs or dies meanwhile."""
        with self._lock:
            self._busy, self._cancelled, self._late = True, False, False
        alarm = threading.Timer(SECONDS, self._alarm)
        alarm.daemon = True
        alarm.start()
        try:
            work()
        except (OSError, EOFError) as error:
            said = self._reap()
            if self._cancelled:
                raise SpeechCancelledError("Speaking was cancelled.") from error
            if self._late:
                raise VoiceError(f"pyttsx3 did not answer within {SECONDS:.0f} seconds.") from error
            raise VoiceError(f"pyttsx3 ended amid a sentence{f': {said}' if said else '.'}") from error
        finally:
            alarm.cancel()
            with self._lock:
                self._busy = False

    def _write(self, text: str, file: Path) -> None:
        """Have the child write a text's sound into a file. Raises EOFError and OSError when it is gone."""
        self._ready_child()
        child = self._child
        assert child is not None
        assert child.stdin is not None
        child.stdin.write(json.dumps({"text": text, "file": str(file)}).encode() + b"\n")
        child.stdin.flush()
        if problem := _problem(child):
            raise VoiceError(f"pyttsx3 cannot speak: {problem}.")

    def _ready_child(self) -> None:
        """Start a child if none is there, and hear from it that it can speak."""
        if self._child is not None and self._child.poll() is not None:
            self._reap()
        with self._lock:
            if self._cancelled:
                raise EOFError
            if self._child is not None:
                return
            wishes = {"voice": self._voice, "language": self._language, "rate": self._rate}
            child = self._child = subprocess.Popen(
                [sys.executable, "-P", "-m", _CHILD, json.dumps(wishes)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._said,
                start_new_session=True,
            )
        if problem := _problem(child):
            self._reap()
            raise VoiceError(f"pyttsx3 has no voice here: {problem}.", _NO_VOICE_HINT)

    def _alarm(self) -> None:
        with self._lock:
            self._late = True
            self._kill()

    def _kill(self) -> None:
        if self._child is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._child.pid, signal.SIGKILL)

    def _reap(self) -> str:
        """Take leave of the child; the last it said on standard error."""
        with self._lock:
            child, self._child = self._child, None
            if child is None:
                return ""
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            for pipe in (child.stdin, child.stdout):
                with suppress(OSError):  # what was not written yet goes nowhere
                    pipe.close()  # type: ignore[union-attr]
            return last_words(self._said.fileno())


def why_not() -> str:
    """Why pyttsx3 cannot speak here, in a sentence; empty when it can. Blocks for 50 ms."""
    if importlib.util.find_spec("pyttsx3") is None:
        return "pyttsx3 is not installed (pip install 'interview-cli[voice]')"
    engine = Pyttsx3Synthesizer()
    try:
        engine.start()
    except VoiceError as error:
        return " ".join((error.message, error.hint)).removesuffix(".")
    finally:
        engine.close()
    return ""


def _problem(child: subprocess.Popen[bytes]) -> str:
    """The child's next reply: what went wrong, or nothing. Raises EOFError when it ends without one."""
    assert child.stdout is not None
    line = child.stdout.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    return str(json.loads(line)["problem"])
