"""Listens along while a recording is made: its level, what is wrong with it, and when nobody speaks."""

from __future__ import annotations

from collections import deque
from math import ceil

from interview_cli.errors import UsageError
from interview_cli.voice.capture import pcm as sound
from interview_cli.voice.ports import VoiceError

# A room is quieter than this, speech into any usable microphone louder (dBFS over a tenth of a second).
HEARD = -60.0
_PIECE = sound.bytes_of(0.1)
_NOTHING_AFTER = 5.0
# One sample in a thousand within a second at full scale can be heard.
_CLIPPED = 0.001
_CLIPPED_SHOWN = 3.0
_WARN_BEFORE = 20.0

SHORTEST_SILENCE = 4.0


class SoundWatch:
    """What stands out in the sound so far. Fed in pieces of any length; times are those of the recording."""

    def __init__(self, max_seconds: float) -> None:
        self._max_seconds = max_seconds
        self._rest = b""
        self._clipped: deque[float] = deque(maxlen=10)
        self._clipped_at = -_CLIPPED_SHOWN
        self._heard_at: float | None = None
        self._bytes = 0
        self.level = sound.FLOOR

    def feed(self, pcm: bytes) -> None:
        """Take the sound that came."""
        rest = self._rest + pcm
        first = self.seconds - sound.seconds_of(self._rest)
        self._bytes += len(pcm)
        whole = len(rest) // _PIECE
        for number in range(whole):
            self._piece(rest[number * _PIECE : (number + 1) * _PIECE], first + (number + 1) * 0.1)
        self._rest = rest[whole * _PIECE :]

    @property
    def seconds(self) -> float:
        """How long it is so far."""
        return self._bytes // sound.SAMPLE_BYTES / sound.SAMPLE_RATE

    def _piece(self, piece: bytes, until: float) -> None:
        self.level = sound.level(piece)
        if self.level > HEARD:
            self._heard_at = until
        self._clipped.append(sound.clipped(piece))
        if sum(self._clipped) / 10 >= _CLIPPED:
            self._clipped_at = until

    @property
    def warning(self) -> str:
        """A sentence on the time that is left or what is wrong with the sound; empty most of the time."""
        left = self._max_seconds - self.seconds
        if left <= min(_WARN_BEFORE, self._max_seconds / 2):
            return f"{max(0, ceil(left))} s are left."
        if self.seconds - self._clipped_at < _CLIPPED_SHOWN:
            return "Too loud: the sound is cut off. Move back, or turn the microphone down."
        if self.seconds - (self._heard_at or 0.0) >= _NOTHING_AFTER:
            if self._heard_at is None:
                return "Nothing is heard: is the microphone muted, or may the terminal not use it?"
            return f"Nothing has been heard for {_NOTHING_AFTER:.0f} s."
        return ""


class SilenceWatch:
    """Tells when somebody has spoken and then been silent for a time of at least 4 s.

    Speech is what webrtcvad takes for it (mode 3, frames of 20 ms) for a tenth of a second on end, so that a
    cough or a key does not count. Raises UsageError for a shorter time, VoiceError without the library.
    """

    def __init__(self, seconds: float) -> None:
        if not seconds >= SHORTEST_SILENCE:
            raise UsageError(
                f"A recording can stop after {SHORTEST_SILENCE:.0f} s of silence or more, not {seconds:g} s.",
                "Shorter ones cut off people who think.",
            )
        try:
            import webrtcvad
        except ImportError as error:
            raise VoiceError(
                "Stopping after silence needs the Python package webrtcvad-wheels.",
                "Install the voice extra: pip install 'interview-cli[voice]'.",
            ) from error
        self._detector = webrtcvad.Vad(3)
        self._seconds = seconds
        self._rest = b""
        self._voiced = self._silent = 0
        self._spoken = False

    def feed(self, pcm: bytes) -> bool:
        """Take the sound that came; whether the silence has lasted long enough."""
        rest = self._rest + pcm
        size = sound.bytes_of(0.02)
        whole = len(rest) // size
        for number in range(whole):
            if self._detector.is_speech(rest[number * size : (number + 1) * size], sound.SAMPLE_RATE):
                self._voiced += 1
            else:
                self._voiced = 0
            self._silent += 1
            if self._voiced >= 5:
                self._spoken, self._silent = True, 0
        self._rest = rest[whole * size :]
        return self._spoken and self._silent * 0.02 >= self._seconds
