"""A voice for tests of front ends: no device and no engine, and takes that say what the test wants."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from interview_cli.coach.speech import SpokenWord, Take, TakeEnd, Transcript
from interview_cli.interview.session import Session, Turn
from interview_cli.voice.ports import Abilities, Ability, Habits, Look, VoiceError


def transcript(text: str, *, doubts: Sequence[str] = (), words: Sequence[SpokenWord] = ()) -> Transcript:
    return Transcript(text=text, by="fake", doubts=list(doubts), words=list(words))


def take(text: str, *, seconds: float = 12.0, doubts: Sequence[str] = (), file: str = "t1-1.wav") -> Take:
    return Take(file=file, seconds=seconds, transcript=transcript(text, doubts=doubts))


class FakeHearing:
    """A take that shows what it is told to, and is written down when the test says so."""

    def __init__(self, result: Take) -> None:
        self.seen = Look()
        self.result = result
        self.is_stopped = self.is_discarded = self.was_given_up = False
        self._written = threading.Event()

    def look(self) -> Look:
        return self.seen

    def end(self, ended: TakeEnd) -> None:
        self.seen = Look(seconds=self.result.seconds, text=self.seen.text, ended=ended)
        self.result = self.result.model_copy(update={"ended": ended})

    def stop(self) -> None:
        self.is_stopped = True

    def discard(self) -> None:
        self.is_discarded = True

    def write(self) -> None:
        """Let the transcript be there."""
        self._written.set()

    def wait(self, seconds: float) -> bool:
        return self._written.wait(seconds)

    def take(self) -> Take:
        assert self._written.wait(10)
        if self.was_given_up:
            return self.result.model_copy(update={"transcript": None, "problem": "Nobody waited."})
        return self.result

    def give_up(self) -> None:
        self.was_given_up = True
        self.write()


class FakeUtterance:
    def __init__(self) -> None:
        self.grown: list[str] = []
        self.text: str | None = None
        self.state = "waiting"
        self.problem = ""

    def grow(self, text: str) -> None:
        self.grown.append(text)

    def end(self, text: str) -> None:
        self.text = text
        self.state = "speaking"

    def cancel(self) -> None:
        self.state = "cancelled"


class FakePlayback:
    def __init__(self, start: float) -> None:
        self.position = start
        self.is_over = False
        self.problem = ""

    def stop(self) -> None:
        self.is_over = True


@dataclass
class FakeVoice:
    """Says what it was asked to do; `takes` are what is heard, one after the other."""

    habits: Habits = field(default_factory=lambda: Habits(answers=True, speaks=False))
    takes: list[Take] = field(default_factory=list)
    left: list[Take] = field(default_factory=list)
    shut: VoiceError | None = None
    at_once: bool = True
    is_open: bool = False
    hearings: list[FakeHearing] = field(default_factory=list)
    utterances: list[FakeUtterance] = field(default_factory=list)
    playbacks: list[FakePlayback] = field(default_factory=list)

    def abilities(self, *, offline: bool = False) -> Abilities:
        hears = Ability(self.shut is None, self.shut.message if self.shut else "Built-in Microphone")
        return Abilities(hears, Ability(True, "faster-whisper base"), Ability(True, "pyttsx3"))

    def arm(self, session: Session) -> None:
        if self.shut is not None:
            raise self.shut
        self.is_open = True

    def disarm(self) -> None:
        self.is_open = False

    def listen(self, session: Session, turn: Turn) -> FakeHearing:
        if not self.is_open:
            raise VoiceError("The microphone is not open.", "Open it.")
        said = self.takes.pop(0).model_copy(update={"file": f"{turn.id}-{len(self.hearings) + 1}.wav"})
        hearing = FakeHearing(said)
        if self.at_once:
            hearing.write()
        self.hearings.append(hearing)
        return hearing

    def recovered(self, session: Session, turn: Turn) -> list[Take]:
        left, self.left = self.left, []
        return left

    def written_down(self, session: Session, turn: Turn, path: Path) -> Take:
        return self.takes.pop(0)

    def warm_up(self, session: Session) -> None:
        pass

    def news(self) -> list[str]:
        return []

    def utter(self, session: Session) -> FakeUtterance:
        self.utterances.append(FakeUtterance())
        return self.utterances[-1]

    def play(self, session: Session, take: Take, start: float = 0.0) -> FakePlayback:
        self.playbacks.append(FakePlayback(start))
        return self.playbacks[-1]

    def close(self) -> None:
        self.is_open = False
