"""Plays sound on a loudspeaker: clip after clip without a gap, and silent at once when told."""

from __future__ import annotations

import threading
from collections.abc import Callable

from interview_cli.voice.ports import VoiceError
from interview_cli.voice.speak.clip import Clip
from interview_cli.voice.speak.output import Output

_CLOSING = 2.0  # seconds that a device may take to close before it is left to itself


class Player:
    """One loudspeaker; `device` is a part of its name, empty for the system's own choice.

    Nothing is opened before it is needed. What blocks ends with VoiceError when the device is missing, goes
    away or takes no sound.
    """

    def __init__(self, device: str = "") -> None:
        self._device = device
        self._turn = threading.Lock()
        self._lock = threading.Lock()
        self._output: Output | None = None
        self._closing: Output | None = None
        self._start = 0.0  # seconds of the recording before what the output was given
        self._position = 0.0

    def play(self, clip: Clip) -> bool:
        """Play a clip; blocks until it is heard. False after `cancel`. Raises VoiceError."""
        return self.play_from(clip, 0.0)

    def play_from(self, clip: Clip, seconds: float) -> bool:
        """As `play`, from a place in the clip, in seconds from its beginning."""
        skipped = min(max(0, round(seconds * clip.rate)) * 2, len(clip.pcm))
        with self._turn:
            self._finish(self._output)
            rest = Clip(clip.pcm[skipped:], clip.rate)
            output = self._fed(rest, None, None, starts_at=skipped / 2 / clip.rate)
            return output is not None and self._finish(output)

    def feed(
        self, clip: Clip, *, unless: threading.Event | None = None, begun: Callable[[], None] | None = None
    ) -> bool:
        """Play a clip after the one before; blocks until the device has taken it, shortly before it is heard.

        So the next clip follows without a gap; `finish` waits for the last. False when it was cancelled: by
        `cancel`, or by `unless`, which is to be set before `cancel` is called. `begun` is called when the
        device has taken the first of it. Raises VoiceError.
        """
        with self._turn:
            return self._fed(clip, unless, begun) is not None

    def finish(self) -> bool:
        """Wait until all is heard, and close the device; False when it was cancelled. Raises VoiceError."""
        with self._turn:
            return self._finish(self._output)

    def _fed(
        self,
        clip: Clip,
        unless: threading.Event | None,
        begun: Callable[[], None] | None,
        starts_at: float = 0.0,
    ) -> Output | None:
        """The stream that has taken the clip; None when it was cancelled."""
        if self._output is not None and self._output.wanted_rate != clip.rate:
            self._finish(self._output)
        with self._lock:
            if unless is not None and unless.is_set():
                return None
            output = self._output = self._output or Output(self._device, clip.rate)
            self._start = starts_at - output.added
        try:
            first, end = output.add(clip)
            if begun is not None and output.wait_taken(min(first + 1, end)):
                begun()
            return output if output.wait_taken(end) else None
        except VoiceError:
            self._let_go(output)
            raise

    def _finish(self, output: Output | None) -> bool:
        if output is None:
            return True
        try:
            return output.wait_heard()
        finally:
            self._let_go(output)
            output.join(_CLOSING)

    def _let_go(self, output: Output) -> None:
        with self._lock:
            if self._output is output:
                self._position = self._start + output.heard()
                self._output, self._closing = None, output
        output.end()

    def cancel(self) -> None:
        """Be silent; at once, from any thread. What blocks gives False."""
        output = self._output
        if output is not None:
            self._let_go(output)

    @property
    def position(self) -> float:
        """Seconds from the beginning of what is being played, or was played last, to what is heard now."""
        with self._lock:
            if self._output is not None:
                self._position = self._start + self._output.heard()
            return self._position

    def close(self) -> None:
        """Be silent and give the device back; blocks for a moment."""
        self.cancel()
        if self._closing is not None:
            self._closing.join(_CLOSING)
