"""What the rest of the program asks of a model, whoever provides it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from interview_cli.errors import InterviewError

FailureKind = Literal[
    "timeout",
    "rate_limit",
    "unavailable",
    "authentication",
    "bad_request",
    "cut",
    "refused",
    "unreadable",
    "cancelled",
]

# What one reply may be said to have taken; more is no count of anything.
MOST_TOKENS = 10**12
MOST_COST = 10**6
MOST_SECONDS = 10**7


class ModelError(InterviewError):
    """A model gave no usable reply.

    `kind` says why, `retryable` whether the same call may succeed later, `retry_after`
    the seconds the provider asked to wait, if it did. `attempts` counts the calls it stands for.
    """

    def __init__(
        self,
        message: str,
        *,
        kind: FailureKind,
        model: str = "",
        retryable: bool = False,
        retry_after: float | None = None,
        hint: str = "",
        attempts: int = 1,
    ) -> None:
        super().__init__(message, hint)
        self.kind = kind
        self.model = model
        self.retryable = retryable
        self.retry_after = retry_after
        self.attempts = attempts


@dataclass(frozen=True, slots=True)
class Text:
    """Words for the model."""

    text: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture for the model: raw bytes and their MIME type."""

    data: bytes
    mime: str = "image/png"


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation, made of content parts."""

    role: Literal["system", "user", "assistant"]
    parts: tuple[Text | Image, ...]

    @staticmethod
    def of(role: Literal["system", "user", "assistant"], text: str) -> Message:
        """A message of plain text."""
        return Message(role, (Text(text),))


@dataclass(frozen=True, slots=True)
class Request:
    """One call: messages, an optional JSON Schema for the reply, and sampling parameters.

    `purpose` is the id of the prompt the request was rendered from and `prompt_hash` its
    version; both end up in the usage record. `variables` are what the prompt was filled in with: together
    with `purpose` they say what was asked, whatever the words. `timeout` is in seconds for the whole call.
    """

    purpose: str
    messages: tuple[Message, ...]
    prompt_hash: str = ""
    schema: dict[str, Any] | None = None
    temperature: float | None = None
    max_tokens: int | None = None
    timeout: float = 60.0
    extra: dict[str, Any] = field(default_factory=dict)
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CallUsage:
    """What one call cost: tokens, US dollars (None when unknown), seconds, attempts.

    `failed` is the FailureKind of a call that gave no reply, else empty.
    """

    purpose: str
    model: str
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None
    seconds: float = 0.0
    attempts: int = 1
    failed: str = ""
    prompt_hash: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """A model's reply: its text, why it ended, who gave it and what it cost."""

    text: str
    model: str
    finish_reason: str
    usage: CallUsage


OnText = Callable[[str], None]


class ModelPort(Protocol):
    """One model, or a chain of them, behind one door. Every method raises `ModelError`."""

    @property
    def name(self) -> str:
        """The model as the person named it, for example `openai/gpt-4o-mini`."""
        ...

    async def complete(self, request: Request, *, on_text: OnText | None = None) -> Reply:
        """The whole reply to a request. Cancel it to stop early: the connection is closed.

        With `on_text` the reply is streamed where the provider can do that: whenever it has grown, `on_text`
        is handed all of it so far, and begins anew when the call is repeated or goes to another model.
        """
        ...

    async def warm_up(self) -> None:
        """Pay the start-up cost (imports, connection pools) ahead of the first call."""
        ...


@dataclass(frozen=True, slots=True)
class SpeechRequest:
    """A text to be spoken: by which voice (empty: the model's usual one) and how fast (1 is as usual).

    `timeout` is in seconds for the whole call.
    """

    text: str
    voice: str = ""
    speed: float = 1.0
    timeout: float = 30.0
    purpose: str = "speak"


@dataclass(frozen=True, slots=True)
class Speech:
    """A spoken text: the bytes of a sound file in whatever format the provider sends, and what it cost."""

    data: bytes
    model: str
    usage: CallUsage


class SpeechModel(Protocol):
    """One model that speaks."""

    @property
    def name(self) -> str:
        """The model as the person named it, for example `openai/gpt-4o-mini-tts`."""
        ...

    async def speak(self, request: SpeechRequest) -> Speech:
        """The whole sound of a text. Raises ModelError. Cancel it to stop early."""
        ...


@dataclass(frozen=True, slots=True)
class TranscriptionRequest:
    """A piece of speech for a model to write down: a sound file as bytes, and how many seconds it lasts.

    `language` is a BCP 47 tag, or empty to have it told from the sound; `prompt` has words that are likely to
    be said. `timeout` is in seconds for the whole call.
    """

    audio: bytes
    seconds: float
    mime: str = "audio/wav"
    language: str = ""
    prompt: str = ""
    purpose: str = "transcribe"
    timeout: float = 60.0


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A word and when it was said, in seconds from the beginning."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class HeardText:
    """What a model heard. `words` is empty and the probabilities are None where a provider does not say.

    `language` is as the provider names it: a code, or a name in English. `no_speech` (0-1) and
    `log_probability` (mean over tokens) are those of the worst segment.
    """

    text: str
    model: str
    usage: CallUsage
    words: tuple[HeardWord, ...] = ()
    language: str = ""
    no_speech: float | None = None
    log_probability: float | None = None


class TranscriptionModel(Protocol):
    """A model that writes down speech."""

    @property
    def name(self) -> str:
        """The model as the person named it, for example `openai/whisper-1`."""
        ...

    async def transcribe(self, request: TranscriptionRequest) -> HeardText:
        """What is said in the sound. Cancel it to stop early. Raises ModelError."""
        ...
