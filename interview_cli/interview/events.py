"""What the engine tells a front end, and what a front end may tell the engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from interview_cli.coach.evaluation import Evaluation
from interview_cli.coach.speech import Take
from interview_cli.interview.session import AnswerSource, Decision, Session, Turn

State = Literal["idle", "asking", "listening", "transcribing", "processing", "feedback", "paused", "complete"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """Base of all events: a number that grows by one, and the turn it is about, if any."""

    seq: int = 0
    turn_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StateChanged(Numbered):
    """The engine moved to another state."""

    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Forming(Numbered):
    """A question is being written and reads so far as `text`; the `Asked` that follows decides what it is.

    The turn is the one that is put in other words; a new question has none yet.
    """

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Numbered):
    """A question to show. `number` of `total` counts main questions; `again` marks a repeat,
    and `text` is what to show (the question, or other words for it)."""

    turn: Turn
    text: str
    number: int
    total: int
    remaining_seconds: float
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftKept(Numbered):
    """What there is so far of the answer, as `text` from so many `takes`, is on disk."""

    text: str
    takes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTooLong(Numbered):
    """The answer was not taken: it has more words than the limit. It is kept as a draft."""

    words: int
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeUp(Numbered):
    """The suggested time of a question is over; when `strict`, hand in what is there now."""

    strict: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated(Numbered):
    """A judgement arrived, perhaps of an earlier turn than the one being asked.

    `show` says that the person wants to see it now.
    """

    turn: Turn
    evaluation: Evaluation
    show: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided(Numbered):
    """What comes next was decided."""

    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Numbered):
    """Something the person should know, such as a provider that failed."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished(Numbered):
    """The interview is over, or was stopped and can be continued (`resumable`)."""

    session: Session
    resumable: bool


EngineEvent = (
    StateChanged
    | Forming
    | Asked
    | DraftKept
    | AnswerTooLong
    | TimeUp
    | Evaluated
    | Decided
    | Notice
    | Finished
)


@dataclass(frozen=True, slots=True)
class GiveAnswer:
    """Hand in an answer, with the recordings it was spoken in.

    `seconds` is how long the answer took where that was not the time on the clock: it was spoken, or comes
    from a file.
    """

    text: str
    source: AnswerSource = "typed"
    seconds: float | None = None
    takes: tuple[Take, ...] = ()


@dataclass(frozen=True, slots=True)
class Skip:
    """Go on without answering."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """Show the question again."""


@dataclass(frozen=True, slots=True)
class Rephrase:
    """Ask the same in other words."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop the clock."""


@dataclass(frozen=True, slots=True)
class Unpause:
    """Start the clock again."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """Don't wait for the model any longer: go on with the offline coach's choice."""


@dataclass(frozen=True, slots=True)
class End:
    """Finish now, with feedback on what was answered."""


@dataclass(frozen=True, slots=True)
class KeepDraft:
    """Keep what there is so far of an answer, so that it outlives the program; empty drops it.

    `DraftKept` says when it is on disk; a draft that comes while a model is waited for goes there with the
    next change of the session.
    """

    turn_id: str
    text: str
    takes: tuple[Take, ...] = ()


@dataclass(frozen=True, slots=True)
class Quit:
    """Stop now and keep the session, to be continued later."""


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """The question is being spoken: the clock stands still."""


@dataclass(frozen=True, slots=True)
class SpeechFinished:
    """The question was spoken: the clock runs."""


@dataclass(frozen=True, slots=True)
class TranscriptionStarted:
    """The person spoke, and what was said is being written down: the clock stands still."""


@dataclass(frozen=True, slots=True)
class TranscriptionFinished:
    """What was said is written down, or nobody waits for it: the clock runs."""


Command = (
    GiveAnswer
    | Skip
    | Repeat
    | Rephrase
    | Pause
    | Unpause
    | Cancel
    | KeepDraft
    | End
    | Quit
    | SpeechStarted
    | SpeechFinished
    | TranscriptionStarted
    | TranscriptionFinished
)
