"""A trial of microphone, loudspeaker and transcriber: a few seconds are recorded, played and written down."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interview_cli.coach.speech import Sound, Transcript
from interview_cli.errors import InterviewError
from interview_cli.wiring.home import Home
from interview_cli.wiring.voice import open_voice

if TYPE_CHECKING:
    from interview_cli.interview.wish import VoiceWish
    from interview_cli.voice.ports import Abilities, Look
    from interview_cli.voice.studio import Studio

_LOOK_SECONDS = 0.05
# Below, nobody spoke or the microphone is muted; above, words are cut off (dBFS, share of samples).
_SILENT, _QUIET, _CLIPPED = -60.0, -42.0, 0.001
# The voice should stand out so far from what else is heard (dB).
_NOISY = 10.0


@dataclass(slots=True)
class Trial:
    """What came of it; `problems` say what did not work, by what it is."""

    abilities: Abilities
    sound: Sound | None = None
    transcript: Transcript | None = None
    problems: dict[str, str] = field(default_factory=dict)
    played: bool = False

    @property
    def hears(self) -> bool:
        """Whether the microphone gave something that can be worked with."""
        return self.sound is not None and "microphone" not in self.problems

    def lines(self) -> Iterator[str]:
        """The outcome in words, what to do where something is wrong."""
        yield f"microphone: {self.problems.get('microphone') or self.abilities.hears.says}"
        if self.sound is not None:
            yield f"level: {self._level(self.sound)}"
        if "playback" in self.problems:
            yield f"playback: {self.problems['playback']}"
        elif self.played:
            yield "playback: played"
        yield f"transcriber: {self.abilities.transcribes.says}"
        if "transcript" in self.problems:
            if self.abilities.transcribes.ready:  # else it was said just now
                yield f"transcript: {self.problems['transcript']}"
        elif self.transcript is not None:
            yield f"transcript: {self.transcript.text or '(nothing understood)'}"
            yield from (f"note: {doubt}" for doubt in (*self.transcript.notes, *self.transcript.doubts))
        yield f"speaker: {self.abilities.speaks.says}"

    def as_json(self) -> dict[str, Any]:
        """The outcome as data."""
        found = self.abilities
        return {
            "microphone": {"ready": self.hears, "says": found.hears.says},
            "transcriber": {"ready": found.transcribes.ready, "says": found.transcribes.says},
            "speaker": {"ready": found.speaks.ready, "says": found.speaks.says},
            "sound": self.sound.model_dump(mode="json") if self.sound else None,
            "transcript": self.transcript.model_dump(mode="json") if self.transcript else None,
            "played": self.played,
            "problems": self.problems,
        }

    @staticmethod
    def _level(sound: Sound) -> str:
        if sound.loudness is None:
            return "no voice was heard: is the microphone muted, or another one meant (--input-device)?"
        said = f"{sound.loudness:.0f} dBFS"
        if sound.clipped > _CLIPPED:
            return f"{said}, too loud: the sound is cut off. Turn the microphone down."
        if sound.loudness < _QUIET:
            return f"{said}, very quiet. Come closer, or turn the microphone up."
        if sound.signal_to_noise is not None and sound.signal_to_noise < _NOISY:
            return f"{said}, good, but only {sound.signal_to_noise:.0f} dB over the noise of the room."
        return f"{said}, good"


def try_voice(
    home: Home,
    wish: VoiceWish,
    seconds: float,
    on_look: Callable[[Look], None],
    tell: Callable[[str], None],
    *,
    playback: bool,
) -> Trial:
    """Record for so many seconds, play it back, and have it written down; what is recorded is not kept.

    `on_look` is told twenty times a second how the recording stands. Raises UsageError for what is named
    wrongly; all else that does not work is told in the Trial.
    """
    with open_voice(home, wish) as studio, tempfile.TemporaryDirectory() as folder:
        trial = Trial(studio.abilities())
        path = Path(folder) / "trial.wav"
        try:
            _record(studio, path, seconds, on_look)
        except InterviewError as error:
            trial.problems["microphone"] = f"{error.message} {error.hint}".strip()
            return trial
        if playback:
            _play(studio, path, trial, tell)
        tell("Writing it down...")
        take = studio.read(path, "")
        trial.sound, trial.transcript = take.sound, take.transcript
        if take.problem:
            trial.problems["transcript"] = take.problem
    return trial


def _record(studio: Studio, path: Path, seconds: float, on_look: Callable[[Look], None]) -> None:
    take = studio.record(path)
    try:
        while (seen := take.look()).ended is None and seen.seconds < seconds:
            on_look(seen)
            time.sleep(_LOOK_SECONDS)
    finally:
        take.abandon()


def _play(studio: Studio, path: Path, trial: Trial, tell: Callable[[str], None]) -> None:
    tell("Playing it back...")
    try:
        playing = studio.play_file(path)
        playing.wait()
    except InterviewError as error:
        trial.problems["playback"] = f"{error.message} {error.hint}".strip()
        return
    if playing.problem:
        trial.problems["playback"] = playing.problem
    trial.played = not playing.problem
