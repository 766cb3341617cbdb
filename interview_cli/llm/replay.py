"""A model that only repeats what was recorded: no key, no network, no client library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

import orjson

from interview_cli.errors import UsageError
from interview_cli.llm.cassette import Cassette
from interview_cli.llm.port import OnText, Reply, Request
from interview_cli.llm.takes import Recording, asked_again, key_of_request, plain, played

_SHOWN = 60  # characters of a value in a message
_COMPARED = 2000  # characters of a variable in the search for the nearest recording


class CassetteMiss(UsageError):  # noqa: N818 (what happened has a name of its own)
    """A request that is not on the cassette as it is asked now.

    `changed` says that it is there, recorded with another version of its prompt.
    """

    def __init__(self, message: str, *, prompt: str, changed: bool) -> None:
        super().__init__(message)
        self.prompt = prompt
        self.changed = changed


class ReplayModel:
    """One model of a cassette, for one repeat of one case.

    Equal requests get the samples that were recorded, in their order. With `any_version` what was recorded
    with another version of the prompt, or at another temperature, counts too, as on the tape that a candidate
    is compared with.
    """

    def __init__(self, cassette: Cassette, model: str, repeat: int, *, any_version: bool = False) -> None:
        self._cassette = cassette
        self._model = model
        self._repeat = repeat
        self._any_version = any_version
        self._samples: Counter[str] = Counter()
        self.synthetic = False

    @property
    def name(self) -> str:
        """The recorded model."""
        return self._model

    async def warm_up(self) -> None:
        """Nothing to warm up."""

    async def complete(self, request: Request, *, on_text: OnText | None = None) -> Reply:
        """The recorded reply. Raises CassetteMiss, and the ModelError of a recorded failure."""
        key = key_of_request(request, self._model)
        sample = self._samples[key]
        self._samples[key] += 1
        recording = self._cassette.recordings.get(key)
        if recording is None:
            raise self._miss(request)
        if not (self._any_version or recording.is_alike(request)):
            raise _another_version(recording, request)
        take = recording.take(self._repeat, sample)
        if take is None:
            raise CassetteMiss(
                f"The prompt {request.purpose} was recorded, but not repeat {self._repeat + 1}"
                + (f", sample {sample + 1}." if sample else "."),
                prompt=request.purpose,
                changed=False,
            )
        self.synthetic = self.synthetic or take.synthetic
        return played(take, request, self._model, on_text)

    def _miss(self, request: Request) -> CassetteMiss:
        nearest = nearest_recording(self._cassette, request, self._model)
        if nearest is None:
            known = ", ".join(self._cassette.models) or "no model"
            told = f"nothing of that prompt was recorded with {self._model}; the cassette has {known}"
            if self._model in self._cassette.models:
                told = f"{self._model} is on the cassette, with nothing of that prompt"
        elif nearest.again != asked_again(request):
            told = "it was not asked again when it was recorded"
        else:
            told = (
                f"the nearest recording differs in {difference(nearest.variables, plain(request.variables))}"
            )
        return CassetteMiss(
            f"The prompt {request.purpose} was not recorded for it: {told}.",
            prompt=request.purpose,
            changed=False,
        )


def _another_version(recording: Recording, request: Request) -> CassetteMiss:
    changed = recording.prompt_hash != request.prompt_hash
    if changed:
        told = f"in version {recording.prompt_hash} and is now {request.prompt_hash}"
    else:
        told = f"at {_warmth(recording.temperature)} and is now asked at {_warmth(request.temperature)}"
    return CassetteMiss(
        f"The prompt {request.purpose} was recorded {told}.", prompt=request.purpose, changed=changed
    )


def _warmth(temperature: float | None) -> str:
    return "the provider's own temperature" if temperature is None else f"temperature {temperature:g}"


def nearest_recording(cassette: Cassette, request: Request, model: str) -> Recording | None:
    """The recording of the same prompt and model whose variables are most like those of a request."""
    wanted = plain(request.variables)
    again = asked_again(request)
    fitting = [
        one for one in cassette.recordings.values() if one.prompt == request.purpose and one.model == model
    ]
    return max(fitting, key=lambda one: (_alike(one.variables, wanted), one.again == again), default=None)


def difference(recorded: dict[str, Any], asked: dict[str, Any]) -> str:
    """The first variable that differs, and the first place in it, in words."""
    for name in sorted(recorded.keys() | asked.keys()):
        if recorded.get(name) == asked.get(name):
            continue
        if name not in recorded or name not in asked:
            return f"{name}, which {'is new' if name in asked else 'is gone'}"
        before, now = _text(recorded[name]), _text(asked[name])
        place = next(
            (at for at, (one, other) in enumerate(zip(before, now, strict=False)) if one != other), None
        )
        at = min(len(before), len(now)) if place is None else place
        begin = max(0, at - _SHOWN // 3)
        return f"{name}: {_part(before, begin)} is now {_part(now, begin)}"
    return "nothing"


def _alike(recorded: dict[str, Any], wanted: dict[str, Any]) -> float:
    return sum(_ratios(recorded, wanted))


def _ratios(recorded: dict[str, Any], wanted: dict[str, Any]) -> Iterator[float]:
    for name in recorded.keys() & wanted.keys():
        if recorded[name] == wanted[name]:
            yield 1.0
        else:
            one, other = _text(recorded[name])[:_COMPARED], _text(wanted[name])[:_COMPARED]
            yield SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()


def _text(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def _part(text: str, begin: int) -> str:
    part = " ".join(text[begin : begin + _SHOWN].split())
    return f'"{"..." if begin else ""}{part}{"..." if begin + _SHOWN < len(text) else ""}"'
