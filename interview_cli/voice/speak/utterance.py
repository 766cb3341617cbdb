"""A text being spoken while it is still written: one sentence is made into sound while another one plays."""

from __future__ import annotations

import logging
import threading
from collections import deque

from interview_cli.voice.ports import UtteranceState, VoiceError
from interview_cli.voice.speak.clip import Clip
from interview_cli.voice.speak.player import Player
from interview_cli.voice.speak.port import SpeechCancelledError
from interview_cli.voice.speak.sentences import Sentences
from interview_cli.voice.speak.speaker import Speaker

_log = logging.getLogger(__name__)

AHEAD = 2
"""Sentences that are ready while one plays; more would be wasted on a person who begins to answer."""
_ASK_AGAIN = 0.05  # seconds


class SpokenUtterance:
    """One text, spoken by a Speaker on a Player; see `voice.ports.Utterance`.

    Two threads work on it, one that makes sound of sentences and one that plays it. Both end with it.
    """

    def __init__(self, speaker: Speaker, player: Player, language: str = "en") -> None:
        self._speaker = speaker
        self._player = player
        self._sentences = Sentences(language)
        self._changed = threading.Condition()
        self._cancelled = threading.Event()
        self._state: UtteranceState = "waiting"
        self._problem = ""
        self._text = ""
        self._grown = False
        self._whole = False
        self._ready: deque[Clip] = deque()
        self._all_ready = False
        self._threads = (
            threading.Thread(target=self._make_all, name="sentences", daemon=True),
            threading.Thread(target=self._play_all, name="speech", daemon=True),
        )
        for thread in self._threads:
            thread.start()

    @property
    def state(self) -> UtteranceState:
        """`waiting` until the first sound, `speaking` until the last; then how it ended."""
        return self._state

    @property
    def problem(self) -> str:
        """Why it could not be spoken, in a sentence; empty otherwise."""
        return self._problem

    def grow(self, text: str) -> None:
        """The text as far as it has come, each time from its first word."""
        with self._changed:
            if not self._whole:
                self._text, self._grown = text, True
                self._changed.notify_all()

    def end(self, text: str) -> None:
        """The whole text; nothing more comes."""
        with self._changed:
            if not self._whole:
                self._text, self._grown, self._whole = text, True, True
                self._changed.notify_all()

    def cancel(self) -> None:
        """Be silent; at once. Nothing happens to an utterance that is over."""
        with self._changed:
            if self._state not in ("waiting", "speaking"):
                return
            self._state = "cancelled"
            self._cancelled.set()
            self._changed.notify_all()
        self._player.cancel()
        self._speaker.cancel(self._cancelled)

    def join(self, seconds: float) -> bool:
        """Wait until it is over and its threads have ended; whether they have."""
        for thread in self._threads:
            thread.join(seconds)
        return not any(thread.is_alive() for thread in self._threads)

    def _make_all(self) -> None:
        """Turn sentences into sound as they come."""
        try:
            while True:
                with self._changed:
                    self._changed.wait_for(lambda: self._grown or self._is_over)
                    if self._is_over:
                        return
                    text, whole, self._grown = self._text, self._whole, False
                found = self._sentences.end(text) if whole else self._sentences.grow(text)
                for sentence in found:
                    self._make(sentence)
                if whole:
                    return
        except SpeechCancelledError:
            pass  # whoever cancelled it knows
        except VoiceError as error:
            self._fail(error)
        except Exception as error:  # a defect, which may not end in a silence without a reason
            self._tell_defect(error)
        finally:
            with self._changed:
                self._all_ready = True
                self._changed.notify_all()

    def _make(self, sentence: str) -> None:
        """One sentence, as soon as there is room for it. Raises VoiceError."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._ready) < AHEAD or self._is_over)
        clip = self._speaker.synthesize(sentence, self._cancelled)
        with self._changed:
            self._ready.append(clip)
            self._changed.notify_all()

    def _play_all(self) -> None:
        """Play clips as they are ready."""
        try:
            while (clip := self._next()) is not None:
                if not self._player.feed(clip, unless=self._cancelled, begun=self._begin):
                    break
            if not self._is_over:
                self._player.finish()
                self._become("done")
        except VoiceError as error:
            self._fail(error)
        except Exception as error:  # a defect, see above
            self._tell_defect(error)
        if not self._all_ready:
            # It was cancelled, maybe just before the work on a sentence began, or the loudspeaker failed.
            self._cancelled.set()
            self._speaker.cancel(self._cancelled)
            while self._threads[0].is_alive():
                self._threads[0].join(_ASK_AGAIN)
                self._speaker.cancel(self._cancelled)

    def _next(self) -> Clip | None:
        """The next clip; None when there are no more. It waits for the text to grow."""
        with self._changed:
            self._changed.wait_for(lambda: self._ready or self._all_ready or self._is_over)
            if self._is_over or not self._ready:
                return None
            clip = self._ready.popleft()
            self._changed.notify_all()
            return clip

    @property
    def _is_over(self) -> bool:
        return self._state not in ("waiting", "speaking")

    def _begin(self) -> None:
        self._become("speaking")

    def _become(self, state: UtteranceState) -> None:
        with self._changed:
            if not self._is_over:
                self._state = state
                self._changed.notify_all()

    def _tell_defect(self, error: Exception) -> None:
        _log.error("Speaking failed.", exc_info=error)
        self._fail(VoiceError(f"Speaking failed by a defect of this program: {type(error).__name__}."))

    def _fail(self, error: VoiceError) -> None:
        with self._changed:
            if self._is_over:
                return
            self._problem = " ".join(part for part in (error.message, error.hint) if part)
            self._state = "failed"
            self._changed.notify_all()
