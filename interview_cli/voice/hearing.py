"""A take of a spoken answer: recorded, written down while it grows, and measured at its end."""

from __future__ import annotations

import threading

from interview_cli.coach.speech import Sound, Take, Transcript
from interview_cli.errors import InterviewError
from interview_cli.voice.capture.recorder import Recorder
from interview_cli.voice.measure.places import punctuated
from interview_cli.voice.measure.sound import measure_sound
from interview_cli.voice.measure.tips import LiveTips
from interview_cli.voice.ports import Look
from interview_cli.voice.transcribe.live import LiveTranscription
from interview_cli.voice.transcribe.quality import doubts_by_sound

_NOT_WAITED_FOR = "Nobody waited for the transcript."


class SpokenTake:
    """A recording under way with its live transcript; `no_engine` says why nothing writes it down.

    `file` is the name under which the session knows the recording.
    """

    def __init__(
        self,
        recorder: Recorder,
        live: LiveTranscription | None,
        *,
        file: str,
        tips: LiveTips | None = None,
        no_engine: str = "",
    ) -> None:
        self._recorder = recorder
        self._live = live
        self._file = file
        self._tips = tips
        self._no_engine = no_engine
        self._lock = threading.Lock()
        self._given_up = False
        self._finishing: threading.Thread | None = None
        self._done = threading.Event()
        self._take: Take | None = None

    def look(self) -> Look:
        """How the recording stands, what was understood so far, and a tip."""
        seen = self._recorder.look()
        text = self._live.text if self._live is not None else ""
        tip = self._tips.at(seen.seconds, level=seen.level, text=text) if self._tips is not None else ""
        return Look(seen.seconds, seen.level, seen.warning, tip, text, seen.ended)

    def stop(self) -> None:
        """End the recording; a thread of its own brings the rest to its end."""
        self._recorder.stop(wait=False)
        with self._lock:
            if self._finishing is None and not self._done.is_set():
                self._finishing = threading.Thread(target=self._finish, name="take", daemon=True)
                self._finishing.start()

    def discard(self) -> None:
        """End it and delete the recording."""
        self._given_up = True
        if self._live is not None:
            self._live.cancel()
        self._recorder.discard()
        self._done.set()

    def give_up(self) -> None:
        """Don't wait for the transcript."""
        self._given_up = True
        if self._live is not None:
            self._live.cancel()

    def abandon(self) -> None:
        """End the recording, keep it on disk, and do no more about it: the program ends."""
        self.give_up()
        self._recorder.stop()

    def wait(self, seconds: float) -> bool:
        """See Hearing."""
        return self._done.wait(seconds)

    def take(self) -> Take:
        """The recording with what was understood and measured; blocks until it is there."""
        self.stop()
        self._done.wait()
        return self._take or self._as_take(None, None, "The recording was discarded.")

    def _finish(self) -> None:
        try:
            self._recorder.stop()
            transcript, problem = self._understood()
            try:
                transcript, sound = with_sound(transcript, self._recorder.pcm())
            except InterviewError as error:
                sound, problem = None, problem or error.message
            self._take = self._as_take(transcript, sound, problem)
        except Exception as error:  # whoever waits must hear of it, and the recording is on disk
            self._take = self._as_take(None, None, f"{type(error).__name__}: {error}")
            raise
        finally:
            self._done.set()

    def _understood(self) -> tuple[Transcript | None, str]:
        if self._live is None:
            return None, self._no_engine
        try:
            if not self._given_up:
                return self._live.finish(), ""
        except InterviewError as error:
            if not self._given_up:
                return None, f"{error.message} {error.hint}".strip()
        so_far = self._live.so_far()
        return (so_far, "") if so_far is not None else (None, _NOT_WAITED_FOR)

    def _as_take(self, transcript: Transcript | None, sound: Sound | None, problem: str) -> Take:
        seen = self._recorder.look()
        return Take(
            file=self._file,
            seconds=round(seen.seconds, 2),
            ended=seen.ended or "stopped",
            transcript=transcript,
            sound=sound,
            problem=problem,
        )


def with_sound(transcript: Transcript | None, pcm: bytes) -> tuple[Transcript | None, Sound]:
    """A transcript with what its sound says against it, and what is measured in that sound.

    `pcm` is 16 kHz mono, little-endian int16; without a transcript its sound is measured alone. Raises
    VoiceError without the libraries that this takes.
    """
    if transcript is None:
        return None, measure_sound(pcm)
    sound = measure_sound(pcm, punctuated(transcript))
    more = [*transcript.doubts, *doubts_by_sound(transcript.text, sound)]
    return transcript.model_copy(update={"doubts": more}), sound
