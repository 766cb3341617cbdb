"""An interview that is held: its engine runs, and what is typed is kept whatever fails."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import aclosing
from functools import partial

from textual import on, work
from textual.message import Message
from textual.widgets import Static

from interview_cli.coach.speech import Take
from interview_cli.errors import InterviewError, NotFoundError, StorageError
from interview_cli.interview import events as ev
from interview_cli.interview.session import Session
from interview_cli.report.view import View
from interview_cli.report.wording import one_line
from interview_cli.tui.course import Course
from interview_cli.tui.errands import run_errand
from interview_cli.tui.holding import Holding
from interview_cli.tui.ports import Sitting
from interview_cli.tui.screens.confirm import ConfirmScreen
from interview_cli.tui.screens.room import RoomScreen
from interview_cli.tui.widgets.answer import AnswerArea

# A crash loses at most what was typed in this time.
DRAFT_SECONDS = 2.0


class HeldScreen(RoomScreen):
    """Runs the engine of one interview, keeps drafts, tells failures and leaves with everything stored."""

    class Told(Message):
        """The engine told of something."""

        def __init__(self, event: ev.EngineEvent) -> None:
            super().__init__()
            self.event = event

    class Failed(Message):
        """The engine came to an end by an error."""

        def __init__(self, error: Exception) -> None:
            super().__init__()
            self.error = error

    class Over(Message):
        """The interview ended, or was left and goes on later (`resumable`)."""

        def __init__(self, session: Session, view: View, *, resumable: bool) -> None:
            super().__init__()
            self.session, self.view, self.resumable = session, view, resumable

    class Left(Message):
        """The interview stopped by a `failure`, or goes on later; `unsaved` could not be stored."""

        def __init__(self, session: Session, failure: Exception | None, unsaved: str = "") -> None:
            super().__init__()
            self.session, self.failure, self.unsaved = session, failure, unsaved

    def __init__(self, sitting: Sitting, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.failure: Exception | None = None
        self._sitting = sitting
        self._course = Course(sitting.session, monotonic)
        self._holding = Holding(sitting)
        self._leaving = False
        # The turn that is written on, what of it is on disk, and what was handed in and not taken yet.
        self._writing = ""
        self._draft = ""
        self._handed_in: str | None = None
        # The recordings that what is written comes from, and how many of them are on disk with it.
        self._takes: list[Take] = []
        self._takes_kept = 0

    def on_mount(self) -> None:
        """Begin."""
        self.set_interval(DRAFT_SECONDS, self.keep_draft)
        self.hold()

    @property
    def session(self) -> Session:
        """The interview that is held."""
        return self._sitting.session

    @property
    def _answer(self) -> AnswerArea:
        return self.query_one(AnswerArea)

    def _say(self, text: str) -> None:
        status = self.query_one("#status", Static)
        status.update(text)
        status.set_class(not text, "-silent")

    # ------------------------------------------------------------------ the engine

    @work(exclusive=True, group="engine", exit_on_error=False)
    async def hold(self) -> None:
        """Run the engine up to its end and pass on what it tells."""
        try:
            async with aclosing(self._holding.events()) as events:
                async for event in events:
                    self.post_message(self.Told(event))
        except Exception as error:  # whatever ended the engine is told, and the answer stays on the screen
            self.post_message(self.Failed(error))

    @on(Failed)
    def _tell_failure(self, failed: Failed) -> None:
        error = self.failure = failed.error
        self._course.follow(ev.StateChanged(state="idle"))
        self._answer.wait()
        self._say("")
        self.refresh_bindings()
        if isinstance(error, InterviewError):
            said, hint = error.message, error.hint
        else:
            logging.getLogger(__name__).error("The engine ended by a defect", exc_info=error)
            said, hint = f"{type(error).__name__}: {error}", "This is a defect of interview-cli."
        if self._leaving:
            self.keep_and_leave()
            return
        still = "\n\nWhat you typed is still here." if self._typed_text.strip() else ""
        text = f"{one_line(said)}\n{one_line(hint)}{still}"

        def answered(choice: str | None) -> None:
            self._answer.take(asking.typed)
            if choice == "leave":
                self.keep_and_leave()
                return
            self._say("Trying again...")
            self.failure = None
            if choice == "anew":
                self._store_anew()
            else:
                self.hold()

        ways = [("again", "Try again"), ("leave", "Leave; go on later")]
        if isinstance(error, NotFoundError):
            ways.insert(1, ("anew", "Store it anew"))
        asking = ConfirmScreen(text, ways)
        self.app.push_screen(asking, answered)

    def _store_anew(self) -> None:
        def failed(error: InterviewError) -> None:
            self.post_message(self.Failed(error))

        run_errand(self, self._keeping(), lambda _: self.hold(), group="keeping", failed=failed)

    def _keeping(self) -> Callable[[], None]:
        """What stores the interview as it stands now, where no engine could."""
        return partial(self._sitting.keep, self._writing, self._typed_text, tuple(self._takes))

    @property
    def _typed_text(self) -> str:
        return self._answer.text if self._handed_in is None else self._handed_in

    @property
    def unsaved(self) -> str:
        """What was typed and is not on disk yet."""
        return "" if self._handed_in is None and self._answer.text == self._draft else self._typed_text

    @property
    def typed_ahead(self) -> str:
        """What was typed before there was a question for it."""
        return self._answer.ahead

    def keep_and_leave(self) -> None:
        """End where an engine failed, after one more attempt to store what it could not.

        What was deleted meanwhile is stored anew: a session too many can be deleted again.
        """
        if self._handed_in is None:
            # What was typed behind the question about the failure is part of the answer.
            self._answer.listen()
        cause, unsaved = self.failure, self.unsaved
        self._say("Stopping...")

        def kept(_: None) -> None:
            lost = isinstance(cause, StorageError | NotFoundError)
            self.post_message(self.Left(self.session, None if lost else cause))

        def failed(error: InterviewError) -> None:
            self.post_message(self.Left(self.session, error, unsaved))

        run_errand(self, self._keeping(), kept, group="keeping", failed=failed)

    # ------------------------------------------------------------------ drafts, and leaving

    def keep_draft(self) -> None:
        """Put what is typed on disk, if it is new."""
        turn = self._course.turn
        is_new = self._answer.text != self._draft or len(self._takes) != self._takes_kept
        if turn is None or self._handed_in is not None or not is_new:
            return
        self._holding.send(ev.KeepDraft(turn.id, self._answer.text, tuple(self._takes)))

    def _draft_is_kept(self, kept: ev.DraftKept) -> None:
        self._draft, self._takes_kept = kept.text, kept.takes
        if self._answer.text == kept.text:
            self._answer.count("draft kept")

    def leave(self) -> None:
        """Stop and keep everything; `Over` or `Left` follows."""
        if self._leaving:
            return
        self._leaving = True
        if self._holding.is_on:
            self.keep_draft()
            self._holding.send(ev.Quit())
            self._say("Stopping...")
        elif self.failure is not None:
            self.keep_and_leave()
        else:
            self.workers.cancel_group(self, "engine")
            self.post_message(self.Left(self.session, None))
