"""A model behind the model port as a Transcriber: sound goes to a provider, in a thread with its own loop."""

from __future__ import annotations

import asyncio
import concurrent.futures
import time
import wave
from collections.abc import Callable, Coroutine
from io import BytesIO
from typing import Any, TypeVar

from interview_cli.coach.languages import is_known, primary, tag_meant
from interview_cli.coach.speech import SpokenWord
from interview_cli.llm.port import CallUsage, HeardText, ModelError, TranscriptionModel, TranscriptionRequest
from interview_cli.voice.loop_thread import LoopThread
from interview_cli.voice.transcribe.engine import RATE
from interview_cli.voice.transcribe.port import (
    BYTES_PER_SECOND,
    Hints,
    Part,
    TranscriberError,
    TranscriptionCancelledError,
)
from interview_cli.voice.transcribe.prompt import HOSTED_PROMPT, filler_prompt
from interview_cli.voice.transcribe.quality import compression_of

_T = TypeVar("_T")
# Somebody waits for the text: one more attempt, soon, and then another engine.
_PAUSE, _LONGEST_PAUSE = 0.5, 5.0
_TIMEOUT = 30.0


class ModelTranscriber:
    """A transcription model of a provider. `record` is told what every call cost, failed ones too.

    `timeout` is in seconds for one call.
    """

    is_local = False
    notes: tuple[str, ...] = ()

    def __init__(
        self,
        model: TranscriptionModel,
        *,
        record: Callable[[CallUsage], None] = lambda usage: None,
        timeout: float = _TIMEOUT,
    ) -> None:
        self._model = model
        self._record = record
        self._timeout = timeout
        self._calls = LoopThread(f"{model.name} calls")
        self._call: concurrent.futures.Future[Any] | None = None

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    def load(self) -> None:
        """Import the client, which takes seconds, where the model has one to import."""
        warm_up = getattr(self._model, "warm_up", None)
        if warm_up is not None:
            self._done(warm_up())

    def transcribe(self, pcm: bytes, hints: Hints) -> Part:
        """See Transcriber."""
        request = TranscriptionRequest(
            audio=wave_file(pcm),
            seconds=len(pcm) / BYTES_PER_SECOND,
            language=primary(hints.language) if hints.language else "",
            prompt=filler_prompt(hints.terms, HOSTED_PROMPT),
            timeout=self._timeout,
        )
        heard = self._done(self._heard(request))
        words = tuple(SpokenWord(text=word.text, start=word.start, end=word.end) for word in heard.words)
        return Part(
            heard.text,
            words,
            _code(heard.language),
            heard.no_speech,
            heard.log_probability,
            compression_of(heard.text),
        )

    def cancel(self) -> None:
        """Drop the call that is under way; its connection is closed."""
        call = self._call
        if call is not None:
            call.cancel()

    def close(self) -> None:
        """End the thread; what is under way raises."""
        self.cancel()
        self._calls.close()

    async def _heard(self, request: TranscriptionRequest) -> HeardText:
        """The reply, at the second attempt if the first one failed in passing."""
        try:
            return await self._attempt(request)
        except ModelError as error:
            pause = max(_PAUSE, error.retry_after or 0.0)
            if not error.retryable or error.kind == "timeout" or pause > _LONGEST_PAUSE:
                raise
        await asyncio.sleep(pause)
        return await self._attempt(request)

    async def _attempt(self, request: TranscriptionRequest) -> HeardText:
        began = time.perf_counter()
        try:
            heard = await self._model.transcribe(request)
        except (ModelError, asyncio.CancelledError) as error:
            kind = error.kind if isinstance(error, ModelError) else "cancelled"
            seconds = time.perf_counter() - began
            self._record(CallUsage(request.purpose, self.name, seconds=seconds, failed=kind))
            raise
        self._record(heard.usage)
        return heard

    def _done(self, work: Coroutine[Any, Any, _T]) -> _T:
        """The result of a coroutine on the loop of this transcriber's thread."""
        call = self._calls.start(work)
        self._call = call
        try:
            return call.result()
        except concurrent.futures.CancelledError:
            raise TranscriptionCancelledError(f"{self.name} was told to stop.") from None
        except ModelError as error:
            raise TranscriberError(error.message, error.hint) from error
        finally:
            self._call = None


def wave_file(pcm: bytes) -> bytes:
    """16 kHz mono PCM as a WAV file."""
    file = BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes(pcm)
    return file.getvalue()


def _code(language: str) -> str:
    """The code of a language that a provider may name in English."""
    return primary(language) if is_known(language) else tag_meant(language)
