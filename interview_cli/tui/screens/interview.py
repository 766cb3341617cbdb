"""The interview: a question, an answer, and the feedback on the question before."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import aclosing
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from interview_cli.errors import InterviewError, NotFoundError, StorageError
from interview_cli.interview import events as ev
from interview_cli.interview.session import Session
from interview_cli.report.view import View
from interview_cli.report.wording import one_line
from interview_cli.tui.actions import Place
from interview_cli.tui.course import Course
from interview_cli.tui.errands import run_errand
from interview_cli.tui.holding import Holding
from interview_cli.tui.keys import bindings_of
from interview_cli.tui.ports import EditorPort, Sitting
from interview_cli.tui.screens.confirm import ConfirmScreen
from interview_cli.tui.screens.room import RoomScreen
from interview_cli.tui.screens.transcript import TranscriptScreen
from interview_cli.tui.widgets.answer import AnswerArea
from interview_cli.tui.widgets.feedback import FeedbackPanel
from interview_cli.tui.widgets.head import Head
from interview_cli.tui.widgets.key_bar import KeyBar
from interview_cli.tui.widgets.question import QuestionView

# A crash loses at most what was typed in this time.
DRAFT_SECONDS = 2.0
_TICK_SECONDS = 0.5
# A key that is held comes again sooner than this, and must not skip what nobody has read.
_HELD_SECONDS = 0.3


class InterviewScreen(RoomScreen):
    """Holds one interview: passes what the person does to the engine, and shows what the engine tells."""

    CSS_PATH = "interview.tcss"
    BINDINGS = bindings_of("interview")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (15, "-high")]
    PLACES: ClassVar[tuple[Place, ...]] = ("interview", "reading")

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

    def __init__(
        self, sitting: Sitting, editor: EditorPort, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._sitting = sitting
        self._editor = editor
        self._course = Course(sitting.session, monotonic)
        self._holding = Holding(sitting)
        self._handed_in: str | None = None
        self._draft = ""
        self._writing = ""
        self._leaving = False
        self._skipped_at = -_HELD_SECONDS
        self.failure: Exception | None = None

    # ------------------------------------------------------------------ what is there

    def compose(self) -> ComposeResult:
        """Head, question, answer, feedback, status and keys."""
        yield Head()
        with Container(id="body"):
            with Vertical(id="talk"):
                yield QuestionView(id="question")
                yield AnswerArea(id="answer")
            yield FeedbackPanel(id="feedback")
        yield Static(id="status", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin."""
        self._answer.wait()
        self._answer.focus()
        self._say("Opening the interview...")
        if self._sitting.remarks:
            before = Content("\n").join(Content(one_line(remark)) for remark in self._sitting.remarks)
            self.query_one(FeedbackPanel).show(Content.styled("Before you begin", "bold"), before)
        self.set_interval(_TICK_SECONDS, self._tick)
        self.set_interval(DRAFT_SECONDS, self.keep_draft)
        self.hold()

    @property
    def session(self) -> Session:
        """The interview that is held."""
        return self._sitting.session

    @property
    def _answer(self) -> AnswerArea:
        return self.query_one(AnswerArea)

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

    @on(Told)
    def _follow(self, told: Told) -> None:
        event = told.event
        begins = self._course.forming is None
        self._course.follow(event)
        match event:
            case ev.Forming():
                self._form(event, begins=begins)
                return
            case ev.Asked():
                self._ask(event)
            case ev.StateChanged():
                self._enter(event.state)
            case ev.DraftKept():
                self._draft_is_kept(event)
            case ev.AnswerTooLong():
                self._shorten(event)
            case ev.TimeUp():
                self._time_is_up(event)
            case ev.Evaluated() | ev.Decided():
                self._tell_feedback()
            case ev.Notice():
                self.notify(one_line(event.text), severity="warning", timeout=10, markup=False)
            case ev.Finished():
                left = event.resumable or self._leaving
                self.post_message(self.Over(event.session, self._sitting.view, resumable=left))
        self.refresh_bindings()

    def _ask(self, asked: ev.Asked) -> None:
        view = self.query_one(QuestionView)
        at_once = self.app.animation_level == "none" or asked.again
        view.show(asked.text, asked.turn.lead_in, at_once=at_once)
        if asked.turn.id != self._writing:
            self._writing = asked.turn.id
            self._answer.begin(asked.turn.draft)
            self._draft = asked.turn.draft
            if isinstance(self.app.screen, ConfirmScreen):
                # What it asks is about the question before.
                self.app.screen.dismiss("")
        elif asked.again and self._handed_in is not None:
            # What was handed in asked for this, and is kept beside the question.
            self._answer.begin("")
        self._handed_in = None
        # The engine is about to listen, and who sees the question may answer it.
        self._answer.listen()
        self.query_one(Head).show_place(self._course)
        self._tell_feedback()

    def _form(self, forming: ev.Forming, *, begins: bool) -> None:
        """Show the next question as far as it has come, in place of the one that was answered."""
        grows = self.app.animation_level != "none"
        if grows:
            turn = self._course.turn if forming.turn_id else None
            self.query_one(QuestionView).grow(forming.text, turn.lead_in if turn else "")
        if grows and begins:
            self.query_one(Head).show_place(self._course)
        if begins:
            self._tick()

    def _enter(self, state: ev.State) -> None:
        if state == "listening":
            self._answer.listen()
            self._say("")
        else:
            self._answer.wait()
        if state == "paused":
            self._say("Paused. The clock stands still; what you type comes in when you go on.")
        self._tick()

    def _shorten(self, event: ev.AnswerTooLong) -> None:
        self._handed_in = None
        self._answer.listen()
        self.notify(
            f"That answer has {event.words} words; the most is {event.limit}. It is kept: shorten it.",
            severity="warning",
            markup=False,
        )

    def _time_is_up(self, event: ev.TimeUp) -> None:
        turn = self._course.turn
        if turn is None or event.turn_id != turn.id:
            return
        if not event.strict:
            self.notify("The time for this question is up; come to an end.", severity="warning")
        elif self._answer.text.strip():
            self.notify("Time is up: your answer is handed in as it stands.", severity="warning")
            self._hand_in()
        else:
            self.notify("Time is up, and nothing was typed: on to the next.", severity="warning")
            self._holding.send(ev.Skip())

    @on(Failed)
    def _tell_failure(self, failed: Failed) -> None:
        error = self.failure = failed.error
        idle = ev.StateChanged(state="idle")
        self._course.follow(idle)
        self._enter(idle.state)
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
        text = f"{one_line(said)}\n{one_line(hint)}\n\nWhat you typed is still here."

        def answered(choice: str | None) -> None:
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
        self.app.push_screen(ConfirmScreen(text, ways), answered)

    def _store_anew(self) -> None:
        def failed(error: InterviewError) -> None:
            self.post_message(self.Failed(error))

        run_errand(self, self._keep, lambda _: self.hold(), group="keeping", failed=failed)

    def _keep(self) -> None:
        """Store what no engine could; blocks. Raises StorageError."""
        self._sitting.keep(self._writing, self._typed_text)

    @property
    def _typed_text(self) -> str:
        return self._answer.text if self._handed_in is None else self._handed_in

    @property
    def unsaved(self) -> str:
        """What was typed and is not on disk yet."""
        return "" if self._handed_in is None and self._answer.text == self._draft else self._typed_text

    def keep_and_leave(self) -> None:
        """End where an engine failed, after one more attempt to store what it could not."""
        cause, unsaved = self.failure, self.unsaved
        self._say("Stopping...")

        def kept(_: None) -> None:
            lost = isinstance(cause, StorageError | NotFoundError)
            self.post_message(self.Left(self.session, None if lost else cause))

        def failed(error: InterviewError) -> None:
            self.post_message(self.Left(self.session, error, unsaved))

        run_errand(self, self._keep, kept, group="keeping", failed=failed)

    # ------------------------------------------------------------------ what is shown

    def _tick(self) -> None:
        self.query_one(Head).show_time(self._course)
        if self._course.waits:
            seconds = self._course.seconds_thinking()
            waiting = f" {seconds} s" if seconds else ""
            self._say(f"{self._course.doing}...{waiting}")

    def _say(self, text: str) -> None:
        status = self.query_one("#status", Static)
        status.update(text)
        status.set_class(not text, "-silent")

    def _tell_feedback(self) -> None:
        if self._sitting.view.feedback == "each":
            self.query_one(FeedbackPanel).tell(self.session, self._sitting.view)

    # ------------------------------------------------------------------ what the person does

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Which keys work now; the others are shown grey."""
        course = self._course
        listening = {"submit", "skip", "rephrase", "repeat", "editor"}
        if action in listening:
            return True if course.listens and not self._answer.read_only else None
        if action == "cancel":
            return True if course.waits or not self._answer.has_focus else None
        if action == "pause":
            return True if course.state in ("listening", "paused") else None
        if action == "feedback":
            return True if self.query_one(FeedbackPanel).display else None
        if action == "end":
            return True if self._holding.is_on and course.state != "feedback" else None
        return True

    def after_typing(self, call: Callable[[], object]) -> None:
        """Call once every key that was pressed before this one is in the answer.

        Keys that go before those of the focused widget are heard before what is typed has reached it.
        """
        self._answer.call_later(call)

    def action_submit(self) -> None:
        """Hand the answer in."""
        self.after_typing(self._submit)

    def _submit(self) -> None:
        if self._answer.read_only:
            return
        if self._answer.text.strip():
            self._hand_in()
        else:
            self.notify("Nothing typed yet. Type an answer, or skip the question.")

    def _hand_in(self) -> None:
        self._handed_in = self._answer.text
        self._holding.send(ev.GiveAnswer(self._answer.text.strip()))
        self._answer.wait()

    def action_cancel(self) -> None:
        """Don't wait for the model; while nothing is waited for, go back to the answer."""
        if self._course.waits:
            self._holding.send(ev.Cancel())
        else:
            self._answer.focus()

    def action_skip(self) -> None:
        """Go on without answering; asks when something was typed."""
        self.after_typing(self._skip)

    def _skip(self) -> None:
        now = asyncio.get_running_loop().time()
        is_held = now - self._skipped_at < _HELD_SECONDS
        self._skipped_at = now
        if not is_held:
            self._unless_typed("Skip, and leave it out?", "Skip the question", ev.Skip())

    def action_end(self) -> None:
        """Finish now; asks first."""
        self.after_typing(self._end)

    def _end(self) -> None:
        if not self._course.listens:
            self._holding.send(ev.End())
            return
        said = "Finish now, with feedback on what you answered?"
        self._ask_first(said, "Finish", ev.End(), unsent=bool(self._answer.text.strip()))

    def _unless_typed(self, question: str, yes: str, command: ev.Command) -> None:
        if self._answer.text.strip():
            self._ask_first(question, yes, command, unsent=True)
        else:
            self._holding.send(command)

    def _ask_first(self, question: str, yes: str, command: ev.Command, *, unsent: bool) -> None:
        said = f"{question}\nWhat you typed is not handed in." if unsent else question

        def answered(choice: str | None) -> None:
            if choice == "yes":
                self._holding.send(command)

        self.app.push_screen(ConfirmScreen(said, (("", "Go on answering"), ("yes", yes))), answered)

    def action_repeat(self) -> None:
        """Have the question asked again."""
        self._holding.send(ev.Repeat())

    def action_rephrase(self) -> None:
        """Have it put in other words."""
        self._holding.send(ev.Rephrase())

    def action_pause(self) -> None:
        """Stop the clock, or start it again."""
        self._holding.send(ev.Unpause() if self._course.state == "paused" else ev.Pause())

    def action_feedback(self) -> None:
        """Fold the feedback, or open it."""
        panel = self.query_one(FeedbackPanel)
        panel.fold(panel.is_open)

    def action_transcript(self) -> None:
        """Read the whole interview so far."""
        self.app.push_screen(TranscriptScreen(self.session, self._sitting.view))

    @work(exclusive=True, group="editor", exit_on_error=False)
    async def action_editor(self) -> None:
        """Write the answer in the person's own editor."""
        turn = self._course.turn
        try:
            with self.app.suspend():
                text = await asyncio.to_thread(self._editor.edit, self._answer.text)
        except InterviewError as error:
            self.notify(f"{error.message} {error.hint}", severity="error", markup=False)
            return
        if self._course.turn is turn:
            self._answer.replace_all(self.app.as_much_as_fits(text.rstrip("\n")))  # type: ignore[attr-defined]
        else:
            self.app.copy_to_clipboard(text)
            said = "The question was over before you left the editor. What you wrote there is copied."
            self.notify(said, severity="warning", timeout=10)

    @on(AnswerArea.Changed)
    def _typed(self) -> None:
        """In a small terminal reading is over once typing begins."""
        panel = self.query_one(FeedbackPanel)
        if self.has_class("-narrow") and panel.is_open and self._answer.text != self._draft:
            panel.fold(True)

    # ------------------------------------------------------------------ nothing gets lost

    def keep_draft(self) -> None:
        """Put what is typed on disk, if it is new."""
        turn = self._course.turn
        if turn is None or self._handed_in is not None or self._answer.text == self._draft:
            return
        self._holding.send(ev.KeepDraft(turn.id, self._answer.text))

    def _draft_is_kept(self, kept: ev.DraftKept) -> None:
        self._draft = kept.text
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
