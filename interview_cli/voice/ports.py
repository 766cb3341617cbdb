"""Speaking and listening as front ends see them: no device, no engine, no file and no heavy import.

Everything here is called from ordinary code, not from coroutines: what blocks says so, and belongs into a
thread where an event loop runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from interview_cli.coach.speech import Take, TakeEnd
from interview_cli.errors import InterviewError
from interview_cli.interview.session import Session, Turn


class VoiceError(InterviewError):
    """Something that speaking or listening needs is not there, or stopped working."""


@dataclass(frozen=True, slots=True)
class Ability:
    """Whether something can be done, and with what; or what is missing and how to get it."""

    ready: bool
    says: str


@dataclass(frozen=True, slots=True)
class Abilities:
    """What voice can do on this machine: hear by a microphone, write down what was said, and speak."""

    hears: Ability
    transcribes: Ability
    speaks: Ability


TalkMode = Literal["auto", "toggle", "hold"]


@dataclass(frozen=True, slots=True)
class Habits:
    """How the person wishes to speak and listen, by flags and settings.

    `answers` says that answers are given by voice unless an interview says otherwise; `speaks` that questions
    are spoken, None where they are when answers are.
    """

    answers: bool = False
    speaks: bool | None = None
    auto_submit: bool = False
    talk_mode: TalkMode = "auto"

    def are_answers_spoken(self, said: bool | None) -> bool:
        """Whether the answers of an interview are given by voice; `said` is what it says itself."""
        return self.answers if said is None else said

    def are_questions_spoken(self, said: bool | None) -> bool:
        """Whether its questions are spoken."""
        return self.are_answers_spoken(said) if self.speaks is None else self.speaks


@dataclass(frozen=True, slots=True)
class Look:
    """A recording as it stands at this moment.

    `seconds` recorded so far; `level` the loudness of the last tenth of a second in dBFS (0 is full scale,
    -96 is silence); `warning` a sentence about the sound or the time that is left, `tip` a quiet word on how
    the person speaks, both empty most of the time; `text` is what was understood so far. `ended` says what
    ended it by itself, None while it goes on.
    """

    seconds: float = 0.0
    level: float = -96.0
    warning: str = ""
    tip: str = ""
    text: str = ""
    ended: TakeEnd | None = None


class Hearing(Protocol):
    """One take of a spoken answer: it records from the moment it is there, and is on disk as it comes."""

    def look(self) -> Look:
        """How it stands; at once. To be called several times a second, as it also watches the source."""
        ...

    def stop(self) -> None:
        """End the recording; at once. What is left to write down is written down meanwhile."""
        ...

    def discard(self) -> None:
        """End it and delete what was recorded; at once."""
        ...

    def wait(self, seconds: float) -> bool:
        """Whether what `take` returns is there; waits for it so long after `stop` or `discard`."""
        ...

    def take(self) -> Take:
        """The recording with what was understood and measured; blocks until the tail is transcribed.

        Never raises for an engine: `problem` says why there is no transcript, and the recording is kept.
        Returns soon after `give_up`.
        """
        ...

    def give_up(self) -> None:
        """Don't wait for the transcript; from any thread. The recording is kept."""
        ...


UtteranceState = Literal["waiting", "speaking", "done", "cancelled", "failed"]


class Utterance(Protocol):
    """A text being spoken, sentence by sentence while it still grows. All calls return at once."""

    @property
    def state(self) -> UtteranceState:
        """`speaking` from the first sound on; `problem` says why it failed."""
        ...

    @property
    def problem(self) -> str:
        """Why it could not be spoken, in a sentence; empty otherwise."""
        ...

    def grow(self, text: str) -> None:
        """The text as far as it has come, each time from its first word."""
        ...

    def end(self, text: str) -> None:
        """The whole text; nothing more comes."""
        ...

    def cancel(self) -> None:
        """Be silent, within 50 ms."""
        ...


class Playback(Protocol):
    """A recording being played. All calls return at once."""

    @property
    def position(self) -> float:
        """Seconds of it that were heard."""
        ...

    @property
    def is_over(self) -> bool:
        """Whether it came to its end, was stopped or failed; `problem` says why it failed."""
        ...

    @property
    def problem(self) -> str:
        """Why it could not be played, in a sentence; empty otherwise."""
        ...

    def stop(self) -> None:
        """Be silent, within 50 ms."""
        ...


class Voice(Protocol):
    """Speaking and listening for one program run."""

    @property
    def habits(self) -> Habits:
        """How the person wishes to speak and listen."""
        ...

    def abilities(self, *, offline: bool = False) -> Abilities:
        """What can be done here, with `offline` by no provider unless it was named; blocks.

        Raises UsageError for what is named and is not there.
        """
        ...

    def arm(self, session: Session) -> None:
        """Open the microphone, so that a take has what was said just before the key; ready the engine.

        Blocks until the microphone is open; the engine loads on meanwhile. Raises VoiceError.
        """
        ...

    def disarm(self) -> None:
        """Close the microphone; nothing is heard any more."""
        ...

    def listen(self, session: Session, turn: Turn) -> Hearing:
        """Begin a take of the answer to a turn's question; within 50 ms. Raises VoiceError, StorageError."""
        ...

    def recovered(self, session: Session, turn: Turn) -> list[Take]:
        """Takes of a turn that were not written down when the program ended, written down now; blocks."""
        ...

    def written_down(self, session: Session, turn: Turn, path: Path) -> Take:
        """A recording made elsewhere as a take of an answer; blocks. `problem` says what is wrong with it."""
        ...

    def warm_up(self, session: Session) -> None:
        """Find out who speaks, so that the first question is spoken sooner; blocks."""
        ...

    def news(self) -> list[str]:
        """What happened since it was asked last that a person should know, in sentences; at once."""
        ...

    def utter(self, session: Session) -> Utterance:
        """Begin to speak a text that is yet to come; at once, once it was warmed up. Raises UsageError."""
        ...

    def play(self, session: Session, take: Take, start: float = 0.0) -> Playback:
        """Play the recording of a take from a second on. Raises VoiceError when there is none any more."""
        ...

    def close(self) -> None:
        """End everything that was started: devices, engines, child processes. Blocks for a moment."""
        ...
