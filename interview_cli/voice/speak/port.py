"""What turns a sentence into sound, whoever does it."""

from __future__ import annotations

from typing import Protocol

from interview_cli.voice.ports import VoiceError
from interview_cli.voice.speak.clip import Clip

DEFAULT_RATE = 160
"""Words a minute: the quick end of a good pace, as a voice that never hesitates seems slow."""


class SpeechCancelledError(VoiceError):
    """A sentence was not turned into sound, as nobody wants to hear it any more."""


class Synthesizer(Protocol):
    """One way to turn text into sound."""

    @property
    def name(self) -> str:
        """What speaks, as it is told to the person."""
        ...

    def synthesize(self, text: str) -> Clip:
        """A sentence as sound; blocks. Raises VoiceError, and SpeechCancelledError after `cancel`.

        One call at a time.
        """
        ...

    def cancel(self) -> None:
        """End the call to `synthesize` that is going on, if one is; from any thread, at once."""
        ...

    def close(self) -> None:
        """End what it started. Blocks for a moment."""
        ...
