"""Speaking and listening put together: a microphone, an engine that writes down, a speaker and a player."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from interview_cli.coach.languages import is_english
from interview_cli.coach.speech import Take, TakeEnd, Transcript
from interview_cli.errors import InterviewError
from interview_cli.interview.session import Session, Turn
from interview_cli.llm.port import CallUsage
from interview_cli.voice.capture.media import decode
from interview_cli.voice.capture.microphone import Microphone
from interview_cli.voice.capture.pcm import SAMPLE_RATE, seconds_of
from interview_cli.voice.hearing import SpokenTake, with_sound
from interview_cli.voice.measure.tips import LiveTips
from interview_cli.voice.ports import Abilities, Habits, VoiceError
from interview_cli.voice.recordings import next_recording, recordings_of
from interview_cli.voice.speak.clip import Clip
from interview_cli.voice.speak.playback import ClipPlayback
from interview_cli.voice.speak.player import Player
from interview_cli.voice.speak.speaker import Speaker
from interview_cli.voice.speak.utterance import SpokenUtterance
from interview_cli.voice.transcribe.live import LiveTranscription, transcribe_whole
from interview_cli.voice.transcribe.port import Hints, Transcriber


@dataclass(frozen=True, slots=True)
class Equipment:
    """What a studio is made of; each thing is made when it is needed first, and may raise VoiceError.

    What may ask a provider is told whether the interview is to stay offline. `transcriber`, and `speaker` for
    a language, tell in sentences who was chosen and who took over from whom; `folder` is where the recordings
    of a session lie, `hints` what an engine should know of an answer, `record` keeps what a call cost with
    its session; `key` is what recordings are encrypted with, None where they are plain.
    """

    microphone: Callable[[], Microphone]
    transcriber: Callable[[bool, Callable[[CallUsage], None], Callable[[str], None]], Transcriber]
    speaker: Callable[[str, bool, Callable[[str], None], Callable[[CallUsage], None]], Speaker]
    player: Callable[[], Player]
    abilities: Callable[[bool], Abilities]
    folder: Callable[[str], Path]
    hints: Callable[[Session, Turn], Hints]
    record: Callable[[Session, CallUsage], None]
    key: Callable[[], bytes | None] = lambda: None


@dataclass(frozen=True, slots=True)
class Recording:
    """How answers are recorded: the longest time and the silence that ends one (0: none), in seconds."""

    max_seconds: float = 180.0
    stop_after_silence: float = 0.0
    tips: bool = True
    keep: bool = True


class Studio:
    """Speaking and listening for one program run, on real devices and engines."""

    def __init__(self, equipment: Equipment, habits: Habits, recording: Recording) -> None:
        self._equipment = equipment
        self._habits = habits
        self._recording = recording
        self._lock = threading.Lock()
        self._microphone: Microphone | None = None
        self._transcribers: dict[bool, Transcriber] = {}
        self._no_engine = ""
        self._speakers: dict[tuple[str, bool], Speaker] = {}
        self._player: Player | None = None
        self._takes: list[SpokenTake] = []
        self._recorded: list[tuple[Session, Turn]] = []
        self._speaking = threading.Lock()
        self._news: deque[str] = deque()
        self._session: Session | None = None

    @property
    def habits(self) -> Habits:
        """How the person wishes to speak and listen."""
        return self._habits

    def abilities(self, *, offline: bool = False) -> Abilities:
        """What can be done here."""
        return self._equipment.abilities(offline)

    # ------------------------------------------------------------------ listening

    def arm(self, session: Session) -> None:
        """Open the microphone, and have the engine load meanwhile."""
        self._session = session
        # Who can't be understood should know it before they speak.
        self._engine(offline=_is_offline(session))
        threading.Thread(target=self._load_engine, args=(session,), name="load-engine", daemon=True).start()
        self._opened()

    def _opened(self) -> Microphone:
        with self._lock:
            if self._microphone is None:
                self._microphone = self._equipment.microphone()
        self._microphone.open()
        return self._microphone

    def record(self, path: Path) -> SpokenTake:
        """A take that nothing writes down: what comes from the microphone, in a file."""
        recorder = self._opened().record(path, max_seconds=self._recording.max_seconds)
        take = SpokenTake(recorder, None, file=str(path))
        self._takes.append(take)
        return take

    def disarm(self) -> None:
        """Close the microphone."""
        if self._microphone is not None:
            self._microphone.close()

    def listen(self, session: Session, turn: Turn) -> SpokenTake:
        """Begin a take; what went wrong with the engine is told by the take."""
        if self._microphone is None:
            raise VoiceError("The microphone is not open.", "Type your answer.")
        self._clear_away()
        path = next_recording(self._equipment.folder(session.id), turn.id)
        if (session, turn) not in self._recorded:
            self._recorded.append((session, turn))
        recorder = self._microphone.record(
            path,
            max_seconds=self._recording.max_seconds,
            stop_after_silence=self._recording.stop_after_silence,
            key=self._equipment.key(),
        )
        engine = self._engine(offline=_is_offline(session))
        take = SpokenTake(
            recorder,
            LiveTranscription(engine, self._equipment.hints(session, turn), recorder.pcm) if engine else None,
            file=path.name,
            tips=LiveTips(turn.suggested_seconds, english=is_english(turn.question.language))
            if self._recording.tips
            else None,
            no_engine=self._no_engine,
        )
        self._takes.append(take)
        return take

    def recovered(self, session: Session, turn: Turn) -> list[Take]:
        """Takes that were not written down, since the program ended or no engine could; now they are."""
        known = {take.file for take in turn.draft_takes if take.transcript is not None}
        left = [path for path in self._recordings(session, turn) if path.name not in known]
        hints, offline = self._equipment.hints(session, turn), _is_offline(session)
        return [self._taken(path, path.name, "crash", hints, offline=offline) for path in left]

    def _clear_away(self) -> None:
        """Delete the recordings of answers that were taken, if none are to be kept."""
        if self._recording.keep:
            return
        for session, turn in [pair for pair in self._recorded if pair[1].status != "asked"]:
            self._recorded.remove((session, turn))
            for path in self._recordings(session, turn):
                path.unlink(missing_ok=True)

    def written_down(self, session: Session, turn: Turn, path: Path) -> Take:
        """A recording made elsewhere as a take."""
        self._session = session
        hints = self._equipment.hints(session, turn)
        return self._taken(path, str(path), "file", hints, offline=_is_offline(session))

    def read(self, path: Path, language: str = "", *, transcribe: bool = True) -> Take:
        """A recording that answers no question, as a take.

        `language` is a tag, empty to tell it from the sound; `transcribe` says whether it is written down.
        """
        hints = Hints(language) if transcribe else None
        return self._taken(path, str(path), "file", hints, offline=False)

    def _taken(self, path: Path, name: str, ended: TakeEnd, hints: Hints | None, *, offline: bool) -> Take:
        """The take of a recording on disk; `problem` says why there is no transcript."""
        transcript, sound, problem, seconds = None, None, "", 0.0
        try:
            found = decode(path, key=self._equipment.key())
            seconds = seconds_of(found.pcm)
            if hints is not None:
                transcript, problem = self._transcript(found.pcm, hints, offline=offline)
            if transcript is not None:
                transcript = transcript.model_copy(update={"notes": [*found.notes, *transcript.notes]})
            transcript, sound = with_sound(transcript, found.pcm)
        except InterviewError as error:
            problem = problem or f"{error.message} {error.hint}".strip()
        return Take(
            file=name,
            seconds=round(seconds, 2),
            ended=ended,
            transcript=transcript,
            sound=sound,
            problem=problem,
        )

    def _transcript(self, pcm: bytes, hints: Hints, *, offline: bool) -> tuple[Transcript | None, str]:
        engine = self._engine(offline=offline)
        if engine is None:
            return None, self._no_engine
        try:
            return transcribe_whole(engine, hints, pcm), ""
        except InterviewError as error:
            return None, f"{error.message} {error.hint}".strip()

    def _recordings(self, session: Session, turn: Turn) -> list[Path]:
        return recordings_of(self._equipment.folder(session.id), turn.id)

    def _load_engine(self, session: Session) -> None:
        engine = self._engine(offline=_is_offline(session))
        if engine is not None:
            try:
                engine.load()
            except InterviewError as error:
                # It is tried again when something is to be written down, and told then with what to do.
                self._news.append(error.message)

    def _engine(self, *, offline: bool) -> Transcriber | None:
        with self._lock:
            if offline not in self._transcribers:
                try:
                    self._transcribers[offline] = self._equipment.transcriber(
                        offline, self._record, self._news.append
                    )
                except InterviewError as error:
                    before, self._no_engine = self._no_engine, f"{error.message} {error.hint}".strip()
                    if self._no_engine != before:
                        self._news.append(f"What you say can't be written down: {self._no_engine}")
            return self._transcribers.get(offline)

    # ------------------------------------------------------------------ speaking

    def warm_up(self, session: Session) -> None:
        """Find out who speaks; blocks for a moment."""
        with suppress(InterviewError):  # it is told when something is to be spoken
            self._speaker(session)

    def utter(self, session: Session) -> SpokenUtterance:
        """Begin to speak a text that is yet to come."""
        self._session = session
        return SpokenUtterance(self._speaker(session), self._loudspeaker(), session.plan.language)

    def _record(self, usage: CallUsage) -> None:
        """Keep what a call cost with the interview it was made for."""
        if self._session is not None:
            self._equipment.record(self._session, usage)

    def _speaker(self, session: Session) -> Speaker:
        key = session.plan.language, _is_offline(session)
        with self._speaking:
            if key not in self._speakers:
                self._speakers[key] = self._equipment.speaker(*key, self._news.append, self._record)
            return self._speakers[key]

    def _loudspeaker(self) -> Player:
        with self._speaking:
            if self._player is None:
                self._player = self._equipment.player()
            return self._player

    def news(self) -> list[str]:
        """What happened since it was asked last that a person should know."""
        told = []
        while self._news:
            told.append(self._news.popleft())
        return told

    def play(self, session: Session, take: Take, start: float = 0.0) -> ClipPlayback:
        """Play the recording of a take."""
        path = Path(take.file)
        if take.ended != "file":
            path = self._equipment.folder(session.id) / path.name
        if not take.file or not path.is_file():
            raise VoiceError(
                "This answer's recording was not kept.", "Set voice.keep_recordings to keep them."
            )
        return self.play_file(path, start)

    def play_file(self, path: Path, start: float = 0.0) -> ClipPlayback:
        """Play any recording from a second on. Raises VoiceError, UsageError."""
        found = decode(path, key=self._equipment.key())
        return ClipPlayback(self._equipment.player(), Clip(found.pcm, SAMPLE_RATE), start)

    def close(self) -> None:
        """End devices, engines and child processes."""
        for take in self._takes:
            take.abandon()
        self.disarm()
        with suppress(OSError, InterviewError):  # a session that was deleted meanwhile has no folder any more
            self._clear_away()
        for part in (*self._transcribers.values(), *self._speakers.values(), self._player):
            if part is not None:
                part.close()


def _is_offline(session: Session) -> bool:
    """Whether neither sound nor text of an interview is to leave the machine unasked."""
    return not session.models
