"""One recording: a thread of its own writes it to disk as it comes, watches it and ends it."""

from __future__ import annotations

import contextlib
import math
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from interview_cli.coach.speech import TakeEnd
from interview_cli.errors import UsageError
from interview_cli.voice.capture.pcm import FLOOR, bytes_of
from interview_cli.voice.capture.resampling import ToSpeech
from interview_cli.voice.capture.sealed_file import SealedWriter
from interview_cli.voice.capture.watch import SilenceWatch, SoundWatch
from interview_cli.voice.capture.wav_file import WavWriter
from interview_cli.voice.ports import VoiceError

# The thread waits this long for sound, and takes the source for dead after so many times in a row. Counting
# waits instead of time leaves the source its turn where something else has held the interpreter.
_WAIT = 0.1
_WAITS = 10
_LONGEST = 4 * 3600.0
_ENDS: dict[TakeEnd, str] = {
    "limit": "The longest time is reached; the recording has ended.",
    "silence": "Nobody spoke any more; the recording has ended.",
    "lost": "The microphone is gone; what was said until then is kept.",
    "no_sound": "The microphone gives no more sound; what was said until then is kept.",
}


@dataclass(frozen=True, slots=True)
class RecorderLook:
    """A recording at this moment: seconds so far, dBFS of the last tenth of a second (-96 is silence), a
    sentence on what is wrong or why it ended, and what ended it, None while it goes on."""

    seconds: float = 0.0
    level: float = FLOOR
    warning: str = ""
    ended: TakeEnd | None = None


class Recorder:
    """Made by `Microphone.record`. With a `key` the file is encrypted. All calls may come from any thread."""

    def __init__(
        self,
        path: Path,
        source: ToSpeech,
        *,
        max_seconds: float,
        stop_after_silence: float,
        tail: float,
        when_over: Callable[[], None],
        key: bytes | None = None,
    ) -> None:
        if not (math.isfinite(max_seconds) and 1 <= max_seconds <= _LONGEST):
            raise UsageError(f"A recording can last from 1 to {_LONGEST:.0f} s, not {max_seconds:g} s.")
        self.path = path
        self._silence = SilenceWatch(stop_after_silence) if stop_after_silence else None
        self._watch = SoundWatch(max_seconds)
        self._left = bytes_of(max_seconds)
        self._source = source
        self._tail = tail
        self._when_over = when_over
        self._file = SealedWriter(path, key) if key else WavWriter(path)
        self._blocks: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._look = RecorderLook()
        self._stop_at = math.inf
        self._lost = self._discarded = False
        self._over = threading.Event()
        self._defect: BaseException | None = None
        self._ending = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)

    def begin(self) -> None:
        """Record, beginning with what was added already."""
        self._thread.start()

    def add(self, block: bytes) -> None:
        """Take frames of the source; at once, for the thread of the sound system."""
        self._blocks.put(block)

    def lose(self) -> None:
        """The source has ended; at once."""
        self._lost = True
        self._blocks.put(None)

    def look(self) -> RecorderLook:
        """How it stands; at once."""
        return self._look

    @property
    def ended(self) -> TakeEnd | None:
        """What ended it, None while it goes on."""
        return self._look.ended

    @property
    def stopping(self) -> bool:
        """Whether it was told to end, and its tail is still to come."""
        return self._stop_at < math.inf

    def pcm(self, from_byte: int = 0) -> bytes:
        """What was recorded so far, from a byte on; read from the file. Empty once it was discarded."""
        return self._file.recorded(max(0, from_byte))

    def stop(self, *, wait: bool = True) -> None:
        """End it now. What was said until now is in the file when this returns, after the latency of the
        device, some 40 ms; at once without `wait`, where a second call waits for the rest."""
        self._stop_at = min(self._stop_at, time.monotonic() + self._tail)
        self._blocks.put(None)
        if wait:
            self._wait()

    def discard(self) -> None:
        """End it and delete the file; also after it has ended."""
        self._discarded = True
        self._stop_at = 0.0
        self._blocks.put(None)
        self._wait()
        self.path.unlink(missing_ok=True)

    def _wait(self) -> None:
        self._over.wait(2.0)
        if self._defect is not None:
            raise self._defect

    def _run(self) -> None:
        end: TakeEnd = "stopped"
        warning = ""
        try:
            try:
                end = self._record()
                warning = _ENDS.get(end, "")
            finally:
                self._file.close()
        except VoiceError as error:
            end, warning = "disk", error.message
        except BaseException as error:  # handed to whoever stops it
            self._defect = error
        finally:
            self._look = replace(self._look, ended=end, warning=warning)
            with contextlib.suppress(FileNotFoundError):
                if self._discarded:
                    self.path.unlink()
            # First, so that whoever waited can begin the next one.
            self._when_over()
            self._over.set()

    def _record(self) -> TakeEnd:
        waits = 0
        while True:
            try:
                block = self._blocks.get(timeout=max(0.0, min(_WAIT, self._stop_at - time.monotonic())))
                waits = 0 if block else waits
            except queue.Empty:
                block = None
                waits += 1
            if block:
                end = self._take(self._source.feed(self._with_waiting(block)))
                if end:
                    return end
            if self._lost or time.monotonic() >= self._stop_at or waits >= _WAITS:
                end = self._take(self._source.feed(self._with_waiting(b"")) + self._source.end())
                return end or ("stopped" if self.stopping else "lost" if self._lost else "no_sound")

    def _with_waiting(self, block: bytes) -> bytes:
        """A block with all that came meanwhile."""
        blocks = [block]
        with contextlib.suppress(queue.Empty):
            while True:
                blocks.append(self._blocks.get_nowait() or b"")
        return b"".join(blocks)

    def _take(self, pcm: bytes) -> TakeEnd | None:
        pcm = pcm[: self._left]
        if self._discarded or not pcm:
            return None
        self._left -= len(pcm)
        self._file.write(pcm)
        self._watch.feed(pcm)
        silent = self._silence is not None and self._silence.feed(pcm)
        self._look = RecorderLook(self._watch.seconds, self._watch.level, self._watch.warning)
        if not self._left:
            return "limit"
        return "silence" if silent else None
