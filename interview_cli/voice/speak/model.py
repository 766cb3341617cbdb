"""Speaks by a model of a provider, through the model port."""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading

from interview_cli.llm.port import ModelError, Speech, SpeechModel, SpeechRequest
from interview_cli.voice.loop_thread import LoopThread
from interview_cli.voice.ports import VoiceError
from interview_cli.voice.speak.clip import Clip, read_clip
from interview_cli.voice.speak.port import DEFAULT_RATE, SpeechCancelledError

SECONDS = 30.0
"""How long one sentence may take."""
_AGAIN = 0.5  # seconds before the one other attempt at a call that may succeed later
_LONGEST_WAIT = 3.0


class ModelSynthesizer:
    """One model; calls to it run on an event loop in a thread of its own, so that connections are kept.

    `rate` (words a minute) becomes the speed relative to the model's usual one.
    """

    def __init__(
        self, model: SpeechModel, *, voice: str = "", rate: int = DEFAULT_RATE, seconds: float = SECONDS
    ) -> None:
        self._model = model
        self._voice = voice
        self._speed = rate / DEFAULT_RATE
        self._seconds = seconds
        self._lock = threading.Lock()
        # One loop for all calls, so that connections are kept.
        self._calls = LoopThread("speech model")
        self._call: concurrent.futures.Future[Speech] | None = None

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    def synthesize(self, text: str) -> Clip:
        """A sentence as sound; blocks. Raises VoiceError."""
        request = SpeechRequest(text, self._voice, self._speed, self._seconds)
        with self._lock:
            call = self._call = self._calls.start(self._spoken(request))
        try:
            speech = call.result()
        except concurrent.futures.CancelledError as error:
            raise SpeechCancelledError("Speaking was cancelled.") from error
        except ModelError as error:
            raise VoiceError(error.message, error.hint) from error
        finally:
            with self._lock:
                self._call = None
        return read_clip(speech.data)

    def cancel(self) -> None:
        """Hang up on the call that is going on; at once, from any thread."""
        with self._lock:
            if self._call is not None:
                self._call.cancel()

    def close(self) -> None:
        """Hang up and end the thread."""
        self.cancel()
        self._calls.close()

    async def _spoken(self, request: SpeechRequest) -> Speech:
        """The sound; a call that failed for the moment is made once more, if that need not wait for long."""
        try:
            return await self._model.speak(request)
        except ModelError as error:
            pause = _AGAIN if error.retry_after is None else error.retry_after
            if not error.retryable or error.kind == "timeout" or pause > _LONGEST_WAIT:
                raise
        await asyncio.sleep(pause)
        return await self._model.speak(request)
