"""Speaks by a model of a provider, through the model port."""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading

from interview_cli.llm.port import ModelError, Speech, SpeechModel, SpeechRequest
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
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._call: concurrent.futures.Future[Speech] | None = None

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    def synthesize(self, text: str) -> Clip:
        """A sentence as sound; blocks. Raises VoiceError."""
        request = SpeechRequest(text, self._voice, self._speed, self._seconds)
        with self._lock:
            call = self._call = asyncio.run_coroutine_threadsafe(self._spoken(request), self._running_loop())
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
        with self._lock:
            loop, self._loop = self._loop, None
            thread, self._thread = self._thread, None
        if loop is not None and thread is not None:
            loop.call_soon_threadsafe(loop.stop)
            thread.join(_LONGEST_WAIT)

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

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=_run, args=(self._loop,), name="speech model", daemon=True)
            self._thread.start()
        return self._loop


def _run(loop: asyncio.AbstractEventLoop) -> None:
    """Run a loop until it is stopped, and leave nothing of it behind."""
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
    finally:
        tasks = asyncio.all_tasks(loop)
        for task in tasks:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
