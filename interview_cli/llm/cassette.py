"""Recorded replies of models: which request each one belongs to, and the file they are kept in.

A recording is found by what was asked (prompt, variables, model), not by how it was worded, so that an edited
prompt is told apart from a case that was never recorded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import orjson

from interview_cli.errors import UsageError
from interview_cli.llm.port import CallUsage, Image, Message, ModelError, OnText, Reply, Request, Text

FORMAT: Final = 1
KEY_LENGTH = 16
LARGEST_BYTES = 200_000_000
# What the JSON of this file holds as a whole number.
LARGEST_NUMBER = 2**63 - 1
# A system and a user message; what follows them was asked again.
_FIRST_MESSAGES = 2
_RE_RECORD = "Record it anew with: interview regress record"

Scrub = Callable[[str], str]


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
    """A request and the replies to it. `prompt_hash` is the version of the prompt it was rendered from.

    `key` is what it is found by; it stays that of the request where a secret was taken out of `variables`.
    """

    key: str
    prompt: str
    prompt_hash: str
    model: str
    variables: dict[str, Any]
    request: list[dict[str, str]]
    again: int = 0
    takes: list[Take] = field(default_factory=list)

    def take(self, repeat: int, sample: int) -> Take | None:
        """The reply for a repeat and a sample, if there is one."""
        return next((take for take in self.takes if (take.repeat, take.sample) == (repeat, sample)), None)


@dataclass(slots=True)
class Cassette:
    """All recordings of a suite by their keys. `suite` is its id."""

    suite: str
    recordings: dict[str, Recording] = field(default_factory=dict)

    def recording(self, request: Request, model: str) -> Recording | None:
        """What was recorded for a request to a model, whatever version of its prompt it was rendered from."""
        return self.recordings.get(key_of_request(request, model))

    def add(self, request: Request, model: str, take: Take) -> None:
        """Keep a reply; one rendered from another version of the prompt replaces all that was there."""
        key = key_of_request(request, model)
        known = self.recordings.get(key)
        if known is None or known.prompt_hash != request.prompt_hash:
            known = self.recordings[key] = Recording(
                key=key,
                prompt=request.purpose,
                prompt_hash=request.prompt_hash,
                model=model,
                variables=plain(request.variables),
                request=[_written(message) for message in request.messages],
                again=asked_again(request),
            )
        known.takes = [
            kept for kept in known.takes if (kept.repeat, kept.sample) != (take.repeat, take.sample)
        ]
        known.takes.append(take)

    @property
    def models(self) -> list[str]:
        """The models that are on it, sorted."""
        return sorted({recording.model for recording in self.recordings.values()})


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


def read_cassette(path: Path) -> Cassette:
    """A cassette from its file. Raises UsageError with the line of what is wrong, or for one that is not
    there.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise UsageError(f"{path}: larger than {LARGEST_BYTES // 1_000_000} MB.", "Split the suite.")
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}.", "Check the path.") from error
    cassette: Cassette | None = None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            value = orjson.loads(line)
            if cassette is None:
                cassette = _head(value)
            else:
                recording = _recording(value)
                cassette.recordings[recording.key] = recording
        except (ValueError, TypeError, KeyError) as error:
            raise UsageError(f"{path}:{number}: no recording: {_words(error)}.", f"{_RE_RECORD}.") from error
    if cassette is None:
        raise UsageError(f"{path}:1: empty.", f"{_RE_RECORD}.")
    return cassette


def written(cassette: Cassette, scrub: Scrub) -> bytes:
    """The file of a cassette: a line for itself and one for each recording, in an order of their own.

    `scrub` takes secrets out of every text.
    """
    ordered = sorted(
        cassette.recordings.values(),
        key=lambda one: (
            one.prompt,
            one.model,
            orjson.dumps(one.variables, option=orjson.OPT_SORT_KEYS),
            one.again,
        ),
    )
    lines = [orjson.dumps({"cassette": FORMAT, "suite": cassette.suite})]
    lines += [orjson.dumps(_line(one, scrub)) for one in ordered]
    return b"\n".join(lines) + b"\n"


def _line(recording: Recording, scrub: Scrub) -> dict[str, Any]:
    takes = sorted(recording.takes, key=lambda take: (take.repeat, take.sample))
    line: dict[str, Any] = {
        "prompt": recording.prompt,
        "prompt_hash": recording.prompt_hash,
        "model": recording.model,
        "again": recording.again,
        "variables": recording.variables,
        "request": recording.request,
        "takes": [asdict(take) for take in takes],
    }
    line = {name: _scrubbed(value, scrub) for name, value in line.items()}
    found_by = key_of(recording.prompt, line["variables"], recording.model, recording.again)
    return line if found_by == recording.key else {"key": recording.key, **line}


def _head(value: Any) -> Cassette:
    if value["cassette"] != FORMAT:
        raise ValueError(f"its format is {value['cassette']!r}, not {FORMAT}")
    return Cassette(str(value["suite"]))


def _recording(value: Any) -> Recording:
    if not isinstance(value, dict) or not isinstance(value.get("variables"), dict):
        raise TypeError("it is no object with variables")
    takes = [Take(**take) for take in value.pop("takes")]
    texts = [value["prompt"], value["prompt_hash"], value["model"], *(take.text for take in takes)]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("what should be text in it is none")
    told = (value["prompt"], value["variables"], value["model"], value["again"])
    return Recording(**{"key": key_of(*told), **value}, takes=takes)


def _scrubbed(value: Any, scrub: Scrub) -> Any:
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, list):
        return [_scrubbed(each, scrub) for each in value]
    if isinstance(value, dict):
        return {scrub(key): _scrubbed(each, scrub) for key, each in value.items()}
    return value


def _written(message: Message) -> dict[str, str]:
    parts = [plain(part.text) if isinstance(part, Text) else _picture(part) for part in message.parts]
    return {"role": message.role, "text": "\n\n".join(parts)}


def _picture(image: Image) -> str:
    return f"[{image.mime}, {hashlib.sha256(image.data).hexdigest()[:KEY_LENGTH]}]"


def _words(error: Exception) -> str:
    return f"it has no {error}" if isinstance(error, KeyError) else " ".join(str(error).split())
