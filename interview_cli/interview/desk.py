"""What all parts of a running interview share: the session, its safe keeping, and what is told of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from interview_cli.errors import ProviderError, StorageError
from interview_cli.interview import events as ev
from interview_cli.interview.policy import seconds_left
from interview_cli.interview.ports import Clock, SessionSaver, Tell
from interview_cli.interview.progress import number_of
from interview_cli.interview.session import Event, Session, Turn
from interview_cli.interview.slate import Slate
from interview_cli.llm.port import ModelError


class Desk:
    """Saves one session and puts events about it into `outbox`, numbered from 1.

    Without `fallback` a model that fails ends the run; with `forming` questions are told as they form.
    """

    def __init__(
        self, session: Session, saver: SessionSaver, clock: Clock, *, fallback: bool, forming: bool = False
    ) -> None:
        self.session = session
        self.clock = clock
        self.outbox: asyncio.Queue[ev.EngineEvent] = asyncio.Queue()
        self._saver = saver
        self._fallback = fallback
        self._forming = forming
        self._seq = 0
        self._told: set[str] = set()

    def save(self) -> None:
        """Put the session on disk. Raises StorageError."""
        before = self.session.updated_at
        self.session.updated_at = self.clock.now()
        try:
            self._saver.save(self.session)
        except StorageError:
            # By this time one sees whether another process has changed the document that is still there.
            self.session.updated_at = before
            raise

    def emit(self, event: ev.EngineEvent) -> None:
        """Tell of an event; it gets its number here."""
        self._seq += 1
        self.outbox.put_nowait(replace(event, seq=self._seq))

    def state(self, state: ev.State, turn: Turn | None = None) -> None:
        """Tell that the interview moved to another state."""
        self.emit(ev.StateChanged(turn_id=turn.id if turn else None, state=state))

    def show(self, turn: Turn, text: str, *, again: bool = False) -> None:
        """Tell a question to the person, in these words."""
        self.state("asking", turn)
        self.emit(
            ev.Asked(
                turn_id=turn.id,
                turn=turn,
                text=text,
                number=number_of(self.session, turn),
                total=self.session.plan.total_questions,
                remaining_seconds=seconds_left(self.session),
                again=again,
            )
        )

    @contextmanager
    def forming(self, turn: Turn | None = None) -> Iterator[Tell | None]:
        """What an interviewer tells a question to while it forms; None where nobody looks on.

        `turn` is the one whose question is put in other words.
        """
        if not self._forming:
            yield None
            return
        slate = Slate(lambda text: self.emit(ev.Forming(turn_id=turn.id if turn else None, text=text)))
        try:
            yield slate.write
        finally:
            slate.close()

    def notice(self, text: str) -> None:
        """Tell the person something, and keep it in the session; once until a model has answered again.

        Calls that are made at once fail alike, and a model that is down stays so for a while.
        """
        if text in self._told:
            return
        self._told.add(text)
        self.session.events.append(Event(at=self.clock.now(), text=text))
        self.emit(ev.Notice(text=text))

    def model_answered(self) -> None:
        """A model gave a reply: what fails from now on is news again."""
        self._told.clear()

    def model_failed(self, error: ModelError, consequence: str) -> None:
        """Tell that a model failed and what is done about it. Raises ProviderError without fallback."""
        self.require_fallback(error.message)
        self.notice(f"{error.message.rstrip('.')}. {consequence}")

    def require_fallback(self, cause: str) -> None:
        """Raise ProviderError when no offline step may stand in for a model."""
        if not self._fallback:
            raise ProviderError(cause, "The session is kept; go on with: interview session continue")
