"""Where an interview stands, as the engine's events tell it. Knows no widget."""

from __future__ import annotations

from collections.abc import Callable

from interview_cli.interview import events as ev
from interview_cli.interview.session import Session, Turn
from interview_cli.tui.clock import QuestionClock


class Course:
    """Follows one interview by its events; screens read it to know what to show.

    `asked` is the question last shown, `thinking_since` when the engine began to work on what comes next
    (None while it does not), both by `monotonic`; `forming` is the question it is writing, as far as told.
    """

    def __init__(self, session: Session, monotonic: Callable[[], float]) -> None:
        self.session = session
        self.state: ev.State = "idle"
        self.asked: ev.Asked | None = None
        self.clock = QuestionClock(monotonic)
        self.thinking_since: float | None = None
        self.forming: ev.Forming | None = None
        self._monotonic = monotonic

    def follow(self, event: ev.EngineEvent) -> None:
        """Take an event in."""
        match event:
            case ev.Asked():
                if not event.again:
                    self.clock.ask(event.turn.suggested_seconds, event.turn.seconds, event.remaining_seconds)
                self.asked = event
            case ev.Forming():
                self.forming = event
            case ev.StateChanged():
                self._enter(event.state)
            case _:
                pass

    @property
    def turn(self) -> Turn | None:
        """The question that is being asked or was asked last."""
        return self.asked.turn if self.asked else None

    @property
    def listens(self) -> bool:
        """Whether an answer can be handed in now: from the moment that the question is shown."""
        return self.state in ("asking", "listening")

    @property
    def waits(self) -> bool:
        """Whether the person waits for the engine."""
        return self.thinking_since is not None

    @property
    def strict(self) -> bool:
        """Whether answers are handed in when the time of a question is over."""
        return self.session.plan.limits.strict_time

    @property
    def doing(self) -> str:
        """What the engine works on, in words."""
        if self.state == "feedback":
            return "Looking at your answers"
        if self.forming is None:
            return "Thinking about the next question"
        again = self.forming.turn_id is not None
        return "Putting the question in other words" if again else "Writing the next question"

    def seconds_thinking(self) -> int:
        """Whole seconds since the engine began to think."""
        return int(self._monotonic() - self.thinking_since) if self.thinking_since is not None else 0

    def _enter(self, state: ev.State) -> None:
        self.state = state
        self.clock.enter(state)
        self.forming = None
        if state not in ("processing", "feedback"):
            self.thinking_since = None
        elif self.thinking_since is None:
            self.thinking_since = self._monotonic()
