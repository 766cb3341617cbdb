"""What the program asks of anything that writes speech down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from interview_cli.coach.speech import SpokenWord
from interview_cli.voice.ports import VoiceError
from interview_cli.voice.transcribe.engine import RATE

# All sound inside the program is mono, 16,000 samples a second, little-endian int16.
BYTES_PER_SECOND = 2 * RATE


class TranscriberError(VoiceError):
    """An engine could not write this piece of sound down; another one may."""


class TranscriptionCancelledError(TranscriberError):
    """The call was given up by `cancel`; that is no fault of the engine."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known beforehand: the language as a code such as `en`, empty to tell it from the sound; and
    words that are likely to be said, the most telling first."""

    language: str = ""
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of sound as an engine understood it; times of words are seconds from the piece's beginning.

    `no_speech` (0-1) and `log_probability` (mean over tokens) are None where the engine does not say;
    `compression` is the length of the text over that of its zlib compression.
    """

    text: str
    words: tuple[SpokenWord, ...] = ()
    language: str = ""
    no_speech: float | None = None
    log_probability: float | None = None
    compression: float | None = None


class Transcriber(Protocol):
    """Something that writes down one piece of speech after another; one call at a time."""

    @property
    def name(self) -> str:
        """The engine with its model, for example `faster-whisper base`."""
        ...

    @property
    def is_local(self) -> bool:
        """Whether a call costs nothing but time on this machine."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What happened on the way that a person should know, in sentences, since it was made."""
        ...

    def load(self) -> None:
        """Get ready; blocks, and does nothing the second time. Raises TranscriberError."""
        ...

    def transcribe(self, pcm: bytes, hints: Hints) -> Part:
        """What is said in at most 30 s of sound; blocks, loads when that was not done yet.

        Raises TranscriberError, and TranscriptionCancelledError when `cancel` was called meanwhile.
        """
        ...

    def cancel(self) -> None:
        """Have the call that is under way raise soon; from any thread, at once. It can be used on."""
        ...

    def close(self) -> None:
        """End what was started; blocks for a moment. A later call starts it anew."""
        ...
