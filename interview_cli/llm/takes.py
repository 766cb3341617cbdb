"""Recorded replies of models, and which request each one belongs to.

A recording is found by what was asked (prompt, variables, model), not by how it was worded, so that an edited
prompt is told apart from a case that was never recorded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import date
from typing import Any

import orjson

from interview_cli.llm.port import CallUsage, Image, Message, ModelError, OnText, Reply, Request, Text

KEY_LENGTH = 16
# What the JSON of a cassette holds as a whole number.
LARGEST_NUMBER = 2**63 - 1
# A system and a user message; what follows them was asked again.
_FIRST_MESSAGES = 2

# The place of a reply: the key of its request, the repeat and the sample.
Slot = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Take:
    """One reply of a model.

    `repeat` is that of the run (from 0), `sample` counts equal requests in it (from 0). `failed` is a
    failure of the model's own doing (`cut`, `refused`, `unreadable`) in place of a reply, and `text` then its
    message. `seconds` and `cost` (US dollars, None when unknown) are those of the recording. `synthetic` says
    that no real model gave it.
    """

    repeat: int
    sample: int
    text: str
    finish_reason: str = "stop"
    failed: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None
    seconds: float = 0.0
    attempts: int = 1
    synthetic: bool = False


@dataclass(slots=True)
class Recording:
    """A request and the replies to it.

    `prompt_hash` is the version of the prompt it was rendered from, and `temperature` (None: the provider's
    own) what it was sent with, which is not the prompt's own where a judge draws several samples. `key` is
    what it is found by; it stays that of the request where a secret was taken out of `variables`.
    """

    key: str
    prompt: str
    prompt_hash: str
    model: str
    variables: dict[str, Any]
    request: list[dict[str, str]]
    again: int = 0
    temperature: float | None = None
    takes: list[Take] = field(default_factory=list)

    def take(self, repeat: int, sample: int) -> Take | None:
        """The reply for a repeat and a sample, if there is one."""
        return next((take for take in self.takes if (take.repeat, take.sample) == (repeat, sample)), None)

    def is_alike(self, other: Recording | Request) -> bool:
        """Whether a request, or another recording of it, is of the same version and sent alike."""
        return (self.prompt_hash, self.temperature) == (other.prompt_hash, other.temperature)

    def add(self, take: Take) -> None:
        """Keep a reply in place of the one for the same repeat and sample."""
        slot = (take.repeat, take.sample)
        self.takes = [kept for kept in self.takes if (kept.repeat, kept.sample) != slot]
        self.takes.append(take)


def recording_of(request: Request, model: str) -> Recording:
    """A request to a model without a reply yet."""
    return Recording(
        key=key_of_request(request, model),
        prompt=request.purpose,
        prompt_hash=request.prompt_hash,
        model=model,
        variables=plain(request.variables),
        request=[_written(message) for message in request.messages],
        again=asked_again(request),
        temperature=request.temperature,
    )


def key_of_request(request: Request, model: str) -> str:
    """The key that a request to a model is recorded under."""
    return key_of(request.purpose, plain(request.variables), model, asked_again(request))


def key_of(prompt: str, variables: Mapping[str, Any], model: str, again: int) -> str:
    """A digest of what was asked: prompt, variables (plain values), model, and which asking again it is."""
    told = orjson.dumps([prompt, variables, model, again], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(told).hexdigest()[:KEY_LENGTH]


def asked_again(request: Request) -> int:
    """How many messages follow the prompt: a reply that could not be used, and what was wrong with it."""
    return max(0, len(request.messages) - _FIRST_MESSAGES)


def plain(value: Any) -> Any:
    """A variable as a file holds it: documents become objects, tuples lists, and dates texts.

    Lone surrogates, which no file takes, become question marks, and numbers that no reader takes texts.
    """
    if value is None or isinstance(value, str | bool | int | float | date):
        return _plain_scalar(value)
    if isinstance(value, Mapping):
        return {plain(str(key)): plain(each) for key, each in value.items()}
    if hasattr(value, "model_dump"):
        return plain(value.model_dump(mode="json"))
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Iterable):
        return [plain(each) for each in value]
    raise TypeError(f"a {type(value).__name__} cannot stand in a recording")


def _plain_scalar(value: str | bool | int | float | date | None) -> str | bool | int | float | None:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) and abs(value) > LARGEST_NUMBER else value


def played(take: Take, request: Request, model: str, on_text: OnText | None = None) -> Reply:
    """What a recorded reply is to whoever asked. Raises the ModelError of a recorded failure."""
    if take.failed:
        raise ModelError(take.text, kind=take.failed, model=model)  # type: ignore[arg-type]
    if on_text is not None:
        on_text(take.text)
    usage = CallUsage(
        purpose=request.purpose,
        model=model,
        input_tokens=take.input_tokens,
        output_tokens=take.output_tokens,
        cost=take.cost,
        seconds=take.seconds,
        attempts=take.attempts,
        prompt_hash=request.prompt_hash,
    )
    return Reply(take.text, model, take.finish_reason, usage)


def _written(message: Message) -> dict[str, str]:
    parts = [plain(part.text) if isinstance(part, Text) else _picture(part) for part in message.parts]
    return {"role": message.role, "text": "\n\n".join(parts)}


def _picture(image: Image) -> str:
    return f"[{image.mime}, {hashlib.sha256(image.data).hexdigest()[:KEY_LENGTH]}]"
