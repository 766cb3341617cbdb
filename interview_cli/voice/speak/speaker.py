"""The ways to speak in order of preference: when one fails the next takes over, for the rest of the run."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from interview_cli.voice.ports import VoiceError
from interview_cli.voice.speak.clip import Clip
from interview_cli.voice.speak.port import SpeechCancelledError, Synthesizer


class Speaker:
    """Several synthesizers as one, shared by all utterances; one sentence at a time.

    `on_notice` is told in a sentence when one is given up. `silent_because` says why nothing is spoken when
    there is none.
    """

    def __init__(
        self,
        synthesizers: Sequence[Synthesizer],
        *,
        on_notice: Callable[[str], None] | None = None,
        silent_because: str = "Speaking is off.",
    ) -> None:
        self._left = list(synthesizers)
        self._all = tuple(synthesizers)
        self._on_notice = on_notice or (lambda notice: None)
        self._problem = VoiceError(silent_because)
        self._turn = threading.Lock()
        self._lock = threading.Lock()
        self._at_work: tuple[threading.Event, Synthesizer] | None = None

    @property
    def name(self) -> str:
        """What speaks now; empty when nothing does."""
        return self._left[0].name if self._left else ""

    def synthesize(self, text: str, cancelled: threading.Event) -> Clip:
        """A sentence as sound, by the first that can; blocks.

        Raises VoiceError when none can any more, and SpeechCancelledError when `cancelled` is set.
        """
        with self._turn:
            while self._left:
                synthesizer = self._left[0]
                try:
                    return self._by(synthesizer, text, cancelled)
                except SpeechCancelledError:
                    raise
                except VoiceError as error:
                    if cancelled.is_set():
                        raise SpeechCancelledError("Speaking was cancelled.") from error
                    self._give_up(error)
            raise VoiceError(self._problem.message, self._problem.hint)

    def cancel(self, cancelled: threading.Event) -> None:
        """End the work on a sentence whose `cancelled` this is, once it is set; at once, from any thread."""
        with self._lock:
            if self._at_work is not None and self._at_work[0] is cancelled:
                self._at_work[1].cancel()

    def close(self) -> None:
        """End all that was started, and speak no more. Blocks for a moment."""
        self._left.clear()
        for synthesizer in self._all:
            synthesizer.close()

    def _by(self, synthesizer: Synthesizer, text: str, cancelled: threading.Event) -> Clip:
        with self._lock:
            if cancelled.is_set():
                raise SpeechCancelledError("Speaking was cancelled.")
            self._at_work = (cancelled, synthesizer)
        try:
            return synthesizer.synthesize(text)
        finally:
            with self._lock:
                self._at_work = None

    def _give_up(self, error: VoiceError) -> None:
        if not self._left:  # it was closed meanwhile
            return
        self._left.pop(0)
        self._problem = error
        follows = f"{self._left[0].name} speaks now" if self._left else "questions are shown, not spoken"
        self._on_notice(f"{error.message.rstrip('.')}; {follows}.")
