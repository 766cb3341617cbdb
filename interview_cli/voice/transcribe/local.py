"""The engines of this machine, openai-whisper and faster-whisper, behind the Transcriber port."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import Any

from interview_cli.coach.languages import primary
from interview_cli.coach.speech import SpokenWord
from interview_cli.voice.transcribe.engine import TEMPERATURES, EngineName, most_tokens
from interview_cli.voice.transcribe.port import (
    BYTES_PER_SECOND,
    Hints,
    Part,
    TranscriberError,
    TranscriptionCancelledError,
)
from interview_cli.voice.transcribe.process import Call, EngineProcess
from interview_cli.voice.transcribe.prompt import LOCAL_PROMPT, filler_prompt
from interview_cli.voice.transcribe.quality import compression_of
from interview_cli.voice.transcribe.weights import looked_for

# Reading a large model from a slow disk takes a minute or two; one that takes longer hangs.
_LONGEST_LOAD = 180.0
# The slowest that is of any use: large-v3 on a weak processor takes ten times as long as the sound lasts.
_SHORTEST_LIMIT, _SECONDS_A_SECOND = 60.0, 15.0
# A call that was given up ends within a window's time; a process that is busy longer is ended.
_PATIENCE = 2.0
_MOST_THREADS = 8
_LOOK = 0.02
_HINT = "Try another: --transcriber, or see interview doctor"


class LocalTranscriber:
    """One engine with its weights (a .pt file or a CTranslate2 folder), in a process of its own.

    The process is started by the first call and again after it ended. `prompted` gives the engine the short
    prompt that keeps fillers; weights that were trained without prompts do better without. `limit` is how
    many seconds a call may take; `temperatures` and `tokens_per_second` (of text) are for measurements.
    """

    is_local = True

    def __init__(
        self,
        engine: EngineName,
        weights: Path,
        *,
        prompted: bool = True,
        temperatures: tuple[float, ...] = TEMPERATURES,
        tokens_per_second: float | None = None,
        limit: float | None = None,
    ) -> None:
        self._engine = engine
        self._weights = weights
        self._prompted = prompted
        self._temperatures = temperatures
        self._tokens_per_second = tokens_per_second
        self._limit = limit
        self._process: EngineProcess | None = None
        self._call: Call | None = None
        self._one_at_a_time = threading.Lock()
        self._cancels = 0

    @property
    def name(self) -> str:
        """The engine with its model."""
        return f"{self._engine} {self._weights.stem if self._weights.suffix == '.pt' else self._weights.name}"

    @property
    def notes(self) -> tuple[str, ...]:
        """Nothing that the caller is not told by an error."""
        return ()

    @property
    def pid(self) -> int | None:
        """The number of the engine's process, if there is one."""
        process = self._process
        return process.pid if process is not None else None

    def load(self) -> None:
        """Start the process and wait for its model."""
        with self._one_at_a_time:
            self._loaded(self._cancels)

    def transcribe(self, pcm: bytes, hints: Hints) -> Part:
        """See Transcriber."""
        cancels = self._cancels
        with self._one_at_a_time:
            process = self._loaded(cancels)
            seconds = len(pcm) / BYTES_PER_SECOND
            order = {
                "do": "part",
                "language": primary(hints.language) if hints.language else "",
                "prompt": filler_prompt(hints.terms, LOCAL_PROMPT) if self._prompted else "",
                "temperatures": self._temperatures,
                "most_tokens": self._most_tokens(seconds),
            }
            limit = self._limit or max(_SHORTEST_LIMIT, seconds * _SECONDS_A_SECOND)
            self._call = process.send(order, pcm)
            reply = self._reply(process, self._call, limit, cancels)
        return _part(reply)

    def _most_tokens(self, seconds: float) -> int:
        if self._tokens_per_second is None:
            return most_tokens(seconds)
        return max(1, int(seconds * self._tokens_per_second))

    def cancel(self) -> None:
        """See Transcriber. The process keeps its model, and ends what it does when it can."""
        self._cancels += 1
        call, process = self._call, self._process
        if call is not None and process is not None and call.number:
            process.call_off(call)

    def close(self) -> None:
        """End the process; what is under way raises."""
        self._cancels += 1
        with self._one_at_a_time:
            process, self._process, self._call = self._process, None, None
        if process is not None:
            process.close()

    def _loaded(self, cancels: int) -> EngineProcess:
        """The process with its model in memory; a new one if there is none that answers."""
        if not self._weights.exists():
            raise TranscriberError(
                f"{self.name} finds no model at {self._weights}.",
                "Install one: interview voice install-model",
            )
        process, left = self._process, self._call
        if process is not None and left is not None and left.number and not left.over.wait(_PATIENCE):
            process.kill()  # it is busy with what was given up
        if process is None or not process.is_alive:
            if process is not None:
                process.close()
            process = EngineProcess(self._engine, self._weights, min(os.cpu_count() or 1, _MOST_THREADS))
            self._process = process
        self._call = process.loading
        self._reply(process, process.loading, _LONGEST_LOAD, cancels)
        return process

    def _reply(self, process: EngineProcess, call: Call, limit: float, cancels: int) -> dict[str, Any]:
        """What the process replies. Raises TranscriberError when it does not, or says that it failed."""
        until = time.monotonic() + limit
        while not call.over.wait(_LOOK):
            if self._cancels != cancels:
                raise TranscriptionCancelledError(f"{self.name} was told to stop.")
            if time.monotonic() > until:
                process.kill()
                raise TranscriberError(f"{self.name} took longer than {limit:.0f} s.", _HINT)
        if self._cancels != cancels:
            raise TranscriptionCancelledError(f"{self.name} was told to stop.")
        kind = call.reply["is"]
        if kind == "gone":
            process.kill()
            raise TranscriberError(f"{self.name} ended unexpectedly ({process.how_it_ended()}).", _HINT)
        if kind == "unreadable":
            form, why = looked_for(self._engine), call.reply["why"]
            raise TranscriberError(
                f"{self.name} can't be loaded from {self._weights}.",
                f"It must be a {form}, undamaged. {self._engine} says: {why}",
            )
        if kind == "failed":
            raise TranscriberError(f"{self.name} failed: {call.reply['why'].rstrip('.')}.", _HINT)
        return call.reply


def _part(reply: dict[str, Any]) -> Part:
    """The reply of an engine's process as a Part; times that run backwards are put right."""
    text = str(reply["text"])
    words = tuple(
        SpokenWord(text=word, start=max(0.0, start), end=max(0.0, start, end), probability=min(1.0, sure))
        for word, start, end, sure in reply["words"]
    )
    return Part(
        text,
        words,
        str(reply["language"]),
        reply.get("no_speech"),
        reply.get("log_probability"),
        compression_of(text),
    )
