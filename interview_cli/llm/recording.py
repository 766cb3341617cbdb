"""A model whose replies are kept on a cassette as they come."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from interview_cli.llm.cassette import Cassette
from interview_cli.llm.port import FailureKind, ModelError, ModelPort, OnText, Reply, Request
from interview_cli.llm.takes import Recording, Slot, Take, key_of_request, plain, played

# Failures that are the model's own doing belong to what it is worth; those of its provider do not.
MODELS_OWN: frozenset[FailureKind] = frozenset({"cut", "refused", "unreadable"})


@dataclass(slots=True)
class Recorder:
    """Keeps replies on a cassette; what stands there to the same version of a request is not asked again.

    With `fresh` all of it is asked again once, but for those in `anew`; what fails then keeps the reply it
    had. `synthetic` marks the replies as given by no real model. `keep` is handed each new one before the
    model's next, and what it raises ends the recording.
    """

    cassette: Cassette
    synthetic: bool = False
    fresh: bool = False
    anew: set[Slot] = field(default_factory=set)
    keep: Callable[[Recording, Take], None] = lambda recording, take: None
    _asking: dict[Slot, asyncio.Lock] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)

    def model(self, model: ModelPort, repeat: int, name: str = "") -> RecordingModel:
        """A model for one repeat of one case; `name` is what it is recorded as."""
        return RecordingModel(self, model, repeat, name or model.name)

    def drop_unused(self, models: Collection[str]) -> None:
        """Forget what no case asked these models for any more, after all cases were run."""
        recordings = self.cassette.recordings
        self.cassette.recordings = {
            key: one for key, one in recordings.items() if key in self._used or one.model not in models
        }

    def add(self, request: Request, model: str, slot: Slot, take: Take) -> None:
        """Keep a reply that was asked for."""
        self.keep(self.cassette.add(request, model, take), take)
        self.anew.add(slot)

    def stands(self, slot: Slot) -> bool:
        """Whether a reply that is there need not be asked for again."""
        return not self.fresh or slot in self.anew

    def lock(self, slot: Slot) -> asyncio.Lock:
        """Held while a request is under way, so that an equal one of another case waits for its reply."""
        self._used.add(slot[0])
        return self._asking.setdefault(slot, asyncio.Lock())


class RecordingModel:
    """One model for one repeat of one case, recorded."""

    def __init__(self, recorder: Recorder, model: ModelPort, repeat: int, name: str) -> None:
        self._recorder = recorder
        self._model = model
        self._repeat = repeat
        self._name = name
        self._samples: Counter[str] = Counter()

    @property
    def name(self) -> str:
        """What it is recorded as."""
        return self._name

    async def warm_up(self) -> None:
        """Warm the model up."""
        await self._model.warm_up()

    async def complete(self, request: Request, *, on_text: OnText | None = None) -> Reply:
        """The model's reply, kept. Raises ModelError; one that is the model's own doing is kept too."""
        key = key_of_request(request, self._name)
        sample = self._samples[key]
        self._samples[key] += 1
        slot = (key, self._repeat, sample)
        async with self._recorder.lock(slot):
            take = self._kept(request, key, sample) if self._recorder.stands(slot) else None
            if take is None:
                take = await self._asked(request, sample)
                self._recorder.add(request, self._name, slot, take)
        return played(take, request, self._name, on_text)

    def _kept(self, request: Request, key: str, sample: int) -> Take | None:
        known = self._recorder.cassette.recordings.get(key)
        return known.take(self._repeat, sample) if known is not None and known.is_alike(request) else None

    async def _asked(self, request: Request, sample: int) -> Take:
        synthetic = self._recorder.synthetic
        try:
            reply = await self._model.complete(request)
        except ModelError as error:
            if error.kind not in MODELS_OWN:
                raise
            return Take(self._repeat, sample, error.message, failed=error.kind, synthetic=synthetic)
        usage = reply.usage
        return Take(
            repeat=self._repeat,
            sample=sample,
            text=plain(reply.text),
            finish_reason=reply.finish_reason,
            input_tokens=usage.input_tokens,
            output_tokens=usage.output_tokens,
            cost=usage.cost,
            seconds=round(usage.seconds, 3),
            attempts=usage.attempts,
            synthetic=synthetic,
        )
