"""What the two local engines have in common: the order they work by, and how they judge a first attempt."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Literal, Protocol

EngineName = Literal["whisper", "faster-whisper"]

# Whisper's own bounds (openai-whisper, transcribe.py): beyond them it takes its text for a failure.
NO_SPEECH, LOG_PROBABILITY, COMPRESSION = 0.6, -1.0, 2.4
# Whisper tries up to six temperatures; each costs as much as the first. Two bound the wait after an answer
# at twice the usual time, and what still looks bad is shown as doubtful rather than guessed again.
TEMPERATURES = (0.0, 0.4)
# Whisper's longest text for a window of 30 s is 224 tokens. Short sound gets fewer, so that a loop in the
# decoder ends soon; nobody speaks faster, in scripts of several tokens a character either.
_MOST_TOKENS, _FEWEST_TOKENS, _TOKENS_PER_SECOND = 224, 24, 20.0

RATE = 16_000
# Punctuation that belongs to the word after it, and to the one before it (openai-whisper, transcribe.py).
PREPENDED = "\"'“¿([{-"
APPENDED = "\"'.。,，!！?？:：”)]}、"


@dataclass(frozen=True, slots=True)
class Order:
    """One piece of sound to be written down: 16 kHz PCM, a language code or none, and a prompt or none.

    `temperatures` are tried in turn while the text looks bad; `most_tokens` bounds its length.
    """

    pcm: bytes
    language: str = ""
    prompt: str = ""
    temperatures: tuple[float, ...] = TEMPERATURES
    most_tokens: int = _MOST_TOKENS


class Engine(Protocol):
    """A loaded model in the process that was started for it."""

    def understand(self, order: Order, check: Callable[[], None]) -> dict[str, Any]:
        """The fields of a Part; words as (text, start, end, probability). `check` raises to end it early."""
        ...


def most_tokens(seconds: float) -> int:
    """How long the text of so many seconds of sound can be, in tokens."""
    return min(_MOST_TOKENS, _FEWEST_TOKENS + int(seconds * _TOKENS_PER_SECOND))


def spoken_language(wanted: str, known: Collection[str]) -> str:
    """The language to listen for, empty to tell it from the sound.

    `known` are the model's codes. Raises ValueError where it knows English only and another one is wanted.
    """
    if len(known) > 1:
        return wanted if wanted in known else ""
    if wanted not in ("", *known):
        raise ValueError(f"this model understands English only, not {wanted!r}")
    return next(iter(known))


def looks_bad(log_probability: float, compression: float) -> bool:
    """Whether Whisper would try again: it was unsure of its words, or repeats itself."""
    return log_probability < LOG_PROBABILITY or compression > COMPRESSION


def is_silence(no_speech: float, log_probability: float) -> bool:
    """Whether Whisper takes the sound for silence whatever text it gave."""
    return no_speech > NO_SPEECH and log_probability < LOG_PROBABILITY


def samples(pcm: bytes) -> Any:
    """16-bit sound as the float32 array in -1..1 that both engines take."""
    import numpy as np

    return np.frombuffer(pcm, "<i2").astype(np.float32) / 32768
