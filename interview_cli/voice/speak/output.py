"""One open stream to a loudspeaker, fed from memory and watched, in a thread of its own.

That thread makes every call to PortAudio but the feeding: opening and stopping may hang with a sound server
that hangs, and nobody else may wait for them.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from interview_cli.voice.capture.devices import IN_USE, PORTAUDIO
from interview_cli.voice.ports import VoiceError
from interview_cli.voice.speak.clip import Clip, resampled
from interview_cli.voice.speak.loudspeaker import (
    close_stream,
    doubled,
    leave_hanging,
    open_stream,
)

OPENING = 4.0
"""Seconds that a device may take to open."""
STALLED = 1.0
"""Seconds without the device asking for sound, after which it is taken for dead."""


class Output:
    """An open stream at one rate. It plays silence where there is nothing to play, until it is ended."""

    def __init__(self, device: str, rate: int) -> None:
        self._device = device
        self.wanted_rate = rate
        self._rate = rate
        self._channels = 1
        self._changed = threading.Condition()
        self._clips: deque[memoryview] = deque()
        self._added = 0  # frames
        self._taken = 0
        self._heard_at = (0, 0.0)  # frames taken, and when the last of them is heard
        self._heard = 0.0  # seconds
        self._asked_at = 0.0
        self._opened = False
        self._ending = False
        self._problem: VoiceError | None = None
        self._thread = threading.Thread(target=self._run, name="loudspeaker", daemon=True)
        self._thread.start()

    def add(self, clip: Clip) -> tuple[int, int]:
        """Play a clip after all that was added before; its first frame and its end, counted from the opening.

        Raises VoiceError when the device does not open.
        """
        began = time.monotonic()
        self._wait(lambda: self._opened, lambda: began + OPENING)
        pcm = resampled(clip, self._rate).pcm
        pcm = pcm if self._channels == 1 else doubled(pcm)
        with self._changed:
            first = self._added
            self._added += len(pcm) // self._width
            if not self._ending:
                self._clips.append(memoryview(pcm))
            return first, self._added

    def wait_taken(self, end: int) -> bool:
        """Wait until the device has taken the frames before `end`; False when the stream was ended first.

        Raises VoiceError when the device went away or takes nothing.
        """
        return self._wait(lambda: self._taken >= end, lambda: self._asked_at + STALLED)

    def wait_heard(self) -> bool:
        """Wait until all is heard that was added; False when it was ended first. Raises VoiceError."""
        if not self.wait_taken(self._added):
            return False
        until = self._heard_at[1]
        return not self._wait(lambda: self._ending, lambda: until, late_is_fine=True)

    def heard(self) -> float:
        """Seconds of what was added that have been heard; it never goes back."""
        with self._changed:
            taken, at = self._heard_at
            # A busy program asks late what time it is, and a late answer would look like a step back.
            self._heard = max(self._heard, taken / self._rate - max(0.0, at - time.monotonic()))
            return self._heard

    @property
    def added(self) -> float:
        """Seconds that were added."""
        return self._added / self._rate

    def end(self) -> None:
        """Be silent; at once, from any thread."""
        with self._changed:
            self._ending = True
            self._clips.clear()
            self._changed.notify_all()

    def join(self, seconds: float) -> bool:
        """Wait until the device is closed; whether it is. One that hangs is left to itself."""
        self._thread.join(seconds)
        if self._thread.is_alive():
            leave_hanging()
        return not self._thread.is_alive()

    @property
    def _width(self) -> int:
        """Bytes of a frame."""
        return 2 * self._channels

    def _wait(
        self, done: Callable[[], bool], until: Callable[[], float], *, late_is_fine: bool = False
    ) -> bool:
        """Wait for `done` until the monotonic time `until`, which may move; False when ended before."""
        with self._changed:
            while not done():
                if self._ending:
                    return False
                if self._problem is not None:
                    raise VoiceError(self._problem.message, self._problem.hint)
                left = until() - time.monotonic()
                if left <= 0:
                    if late_is_fine:
                        return False
                    leave_hanging()
                    raise self._fail("The loudspeaker takes no sound.", "Does the sound server hang?")
                self._changed.wait(min(left, 0.25))
            return True

    def _fail(self, message: str, hint: str = "") -> VoiceError:
        with self._changed:
            self._problem = self._problem or VoiceError(message, hint)
            self._clips.clear()
            self._changed.notify_all()
            return self._problem

    def _run(self) -> None:
        if not PORTAUDIO.acquire(timeout=OPENING):
            return  # an earlier stream hangs; whoever waits for this one has been told
        try:
            IN_USE.add(self)
            stream = open_stream(self._device, self._rate, self._takes, self._feed, self._finished)
        except VoiceError as error:
            IN_USE.discard(self)
            self._fail(error.message, error.hint)
            return
        finally:
            PORTAUDIO.release()
        with self._changed:
            self._opened = True
            self._asked_at = time.monotonic()
            self._changed.notify_all()
            while not self._ending and self._problem is None:
                self._changed.wait()
        with PORTAUDIO:
            close_stream(stream)
            IN_USE.discard(self)

    def _takes(self, rate: int, channels: int) -> None:
        """What the stream that is about to start takes."""
        self._rate, self._channels = rate, channels

    def _feed(self, out: Any, frames: int, when: Any, _: Any) -> None:
        """Fill one block; called by PortAudio's own thread."""
        now = time.monotonic()
        with self._changed:
            sound = b"".join(self._next(frames))
            count = len(sound) // self._width
            self._taken += count
            self._asked_at = now
            if count:
                ahead = when.outputBufferDacTime - when.currentTime
                self._heard_at = (self._taken, now + max(0.0, ahead) + count / self._rate)
            self._changed.notify_all()
        out[:] = sound.ljust(frames * self._width, b"\0")

    def _next(self, frames: int) -> list[memoryview]:
        """Up to so many frames from the clips, which they leave."""
        pieces: list[memoryview] = []
        wanted = frames * self._width
        while wanted and self._clips:
            clip = self._clips.popleft()
            pieces.append(clip[:wanted])
            if len(clip) > wanted:
                self._clips.appendleft(clip[wanted:])
            wanted -= len(pieces[-1])
        return pieces

    def _finished(self) -> None:
        """The stream stopped; unless somebody ended it, the device is gone."""
        if not self._ending:
            self._fail("The loudspeaker went away.", "Is it still plugged in?")
