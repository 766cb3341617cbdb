"""The interview: a question, an answer, and the feedback on the question before."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from interview_cli.errors import InterviewError
from interview_cli.interview import events as ev
from interview_cli.interview.engine import Engine
from interview_cli.interview.session import Session, Turn
from interview_cli.report.passage import Passage, passage_of
from interview_cli.report.view import View
from interview_cli.report.wording import one_line
from interview_cli.tui import clock
from interview_cli.tui.actions import Place
from interview_cli.tui.course import Course
from interview_cli.tui.keys import bindings_of
from interview_cli.tui.ports import EditorPort, Sitting
from interview_cli.tui.screens.confirm import ConfirmScreen
from interview_cli.tui.screens.room import RoomScreen
from interview_cli.tui.screens.transcript import TranscriptScreen
from interview_cli.tui.widgets.answer import AnswerArea
from interview_cli.tui.widgets.feedback import FeedbackPanel
from interview_cli.tui.widgets.key_bar import KeyBar
from interview_cli.tui.widgets.question import QuestionView
from interview_cli.tui.words import feedback, verdict

# A crash loses at most what was typed in this time.
DRAFT_SECONDS = 2.0
_TICK_SECONDS = 0.5


class InterviewScreen(RoomScreen):
    """Holds one interview: passes what the person does to the engine, and shows what the engine tells."""

    CSS_PATH = "interview.tcss"
    BINDINGS = bindings_of("interview")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    PLACES: ClassVar[tuple[Place, ...]] = ("interview",)

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

    def __init__(
        self, sitting: Sitting, editor: EditorPort, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._sitting = sitting
        self._editor = editor
        self._course = Course(sitting.session, monotonic)
        self._engine: Engine | None = None
        self._handed_in: str | None = None
        self._draft = ""
        self._writing = ""
        self._told: set[str] = set()
        self._leaving = False
        self.failure: Exception | None = None

    # ------------------------------------------------------------------ what is there

    def compose(self) -> ComposeResult:
        """Head, question, answer, feedback, status and keys."""
        with Horizontal(id="head"):
            yield Static(id="place", markup=False)
            yield Static(id="clock", markup=False)
        with Container(id="body"):
            with Vertical(id="talk"):
                yield QuestionView(id="question")
                yield AnswerArea(id="answer")
            yield FeedbackPanel(id="feedback")
        yield Static(id="status", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin."""
        self._answer.read_only = True
        self._answer.focus()
        self._say("Opening the interview...")
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
            with self._sitting.hold():
                self._engine = await asyncio.to_thread(self._sitting.engine)
                async for event in self._engine.events():
                    self.post_message(self.Told(event))
        except Exception as error:  # whatever ended the engine is told, and the answer stays on the screen
            self.post_message(self.Failed(error))
        finally:
            self._engine = None

    def _send(self, command: ev.Command) -> None:
        if self._engine is not None:
            self._engine.send(command)

    @on(Told)
    def _follow(self, told: Told) -> None:
        event = told.event
        self._course.follow(event)
        match event:
            case ev.Asked():
                self._ask(event)
            case ev.StateChanged():
                self._enter(event.state)
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
            if isinstance(self.app.screen, ConfirmScreen):
                # What it asks is about the question before.
                self.app.screen.dismiss("")
        elif asked.again and self._handed_in is not None:
            # What was handed in asked for this, and is kept beside the question.
            self._answer.begin("")
        self._handed_in = None
        self._draft = asked.turn.draft
        self._place()
        self._tell_feedback()

    def _enter(self, state: ev.State) -> None:
        listens = state == "listening"
        self._answer.read_only = not listens
        self._answer.set_class(not listens, "-waiting")
        if listens:
            self._say("")
        elif state == "paused":
            self._say("Paused. The clock stands still.")
        self._tick()

    def _shorten(self, event: ev.AnswerTooLong) -> None:
        self._handed_in = None
        self._answer.read_only = False
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
            self._send(ev.Skip())

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
        text = f"{one_line(said)}\n{one_line(hint)}\n\nWhat you typed is still here."

        def answered(choice: str | None) -> None:
            if choice == "leave":
                self.app.leave(self.session, error)  # type: ignore[attr-defined]
            else:
                self._say("Trying again...")
                self.failure = None
                self.hold()

        self.app.push_screen(
            ConfirmScreen(text, (("again", "Try again"), ("leave", "Leave; go on later"))), answered
        )

    # ------------------------------------------------------------------ what is shown

    def _place(self) -> None:
        asked = self._course.asked
        if asked is None:
            return
        turn = asked.turn
        where = f"{turn.label} of {asked.total}" if turn.parent is None else turn.label
        plan = self.session.plan
        parts = [where, one_line(turn.round), one_line(plan.role_name)]
        self.query_one("#place", Static).update(
            Content.assemble((parts[0], "bold"), (f"  {parts[1]} · {parts[2]}", "$secondary"))
        )

    def _tick(self) -> None:
        self._show_clock()
        if self._course.waits:
            seconds = self._course.seconds_thinking()
            waiting = f" {seconds} s" if seconds else ""
            closing = self._course.state == "feedback"
            doing = "Looking at your answers" if closing else "Thinking about the next question"
            self._say(f"{doing}...{waiting}")

    def _show_clock(self) -> None:
        if self._course.asked is None:
            return
        course = self._course
        shown = [
            clock.question_words(course.clock.left, strict=course.strict),
            clock.interview_words(course.clock.left_in_all),
        ]
        pieces = [(text, "bold $warning" if short else "$secondary") for text, short in shown]
        if course.turn is not None and not course.turn.suggested_seconds:
            pieces = pieces[1:]
        still = "" if course.clock.running else "⏸ "
        line = Content.assemble(still, *(piece for pair in pieces for piece in (pair, "  "))).rstrip()
        self.query_one("#clock", Static).update(line)

    def _say(self, text: str) -> None:
        self.query_one("#status", Static).update(text)

    def _tell_feedback(self) -> None:
        """Show the feedback on the newest question that is over, with its follow-ups, once it is judged."""
        if self._sitting.view.feedback != "each":
            return
        for main in reversed(self.session.main_turns[:-1]):
            family = self.session.family(main)
            if self.session.awaits_judgement(family):
                continue
            if main.id not in self._told and any(turn.evaluation for turn in family):
                self._told.add(main.id)
                self._show_feedback(family)
            return

    def _show_feedback(self, family: list[Turn]) -> None:
        view = self._sitting.view
        told: list[Passage] = [
            passage_of(turn, view.scale, view.scores, self.session.made_later(turn)) for turn in family
        ]
        self.query_one(FeedbackPanel).show(verdict(told[0]), feedback(told, samples=view.samples))

    # ------------------------------------------------------------------ what the person does

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Which keys work now; the others are shown grey."""
        course = self._course
        listening = {"submit", "skip", "rephrase", "repeat", "editor"}
        if action in listening:
            return True if course.listens else None
        if action == "cancel":
            return True if course.waits else None
        if action == "pause":
            return True if course.state in ("listening", "paused") else None
        if action == "feedback":
            return True if self.query_one(FeedbackPanel).display else None
        if action == "end":
            return True if self._engine is not None and course.state != "feedback" else None
        return True

    def action_submit(self) -> None:
        """Hand the answer in."""
        if self._answer.text.strip():
            self._hand_in()
        else:
            self.notify("Nothing typed yet. Type an answer, or skip the question.")

    def _hand_in(self) -> None:
        self._handed_in = self._answer.text
        self._send(ev.GiveAnswer(self._answer.text.strip()))
        self._answer.read_only = True

    def action_cancel(self) -> None:
        """Don't wait for the model."""
        self._send(ev.Cancel())

    def action_skip(self) -> None:
        """Go on without answering; asks when something was typed."""
        self._unless_typed("Skip, and leave it out?", "Skip the question", ev.Skip())

    def action_end(self) -> None:
        """Finish now; asks first."""
        if not self._course.listens:
            self._send(ev.End())
            return
        said = "Finish now, with feedback on what you answered?"
        self._ask_first(said, "Finish", ev.End(), unsent=bool(self._answer.text.strip()))

    def _unless_typed(self, question: str, yes: str, command: ev.Command) -> None:
        if self._answer.text.strip():
            self._ask_first(question, yes, command, unsent=True)
        else:
            self._send(command)

    def _ask_first(self, question: str, yes: str, command: ev.Command, *, unsent: bool) -> None:
        said = f"{question}\nWhat you typed is not handed in." if unsent else question

        def answered(choice: str | None) -> None:
            if choice == "yes":
                self._send(command)

        self.app.push_screen(ConfirmScreen(said, (("", "Go on answering"), ("yes", yes))), answered)

    def action_repeat(self) -> None:
        """Have the question asked again."""
        self._send(ev.Repeat())

    def action_rephrase(self) -> None:
        """Have it put in other words."""
        self._send(ev.Rephrase())

    def action_pause(self) -> None:
        """Stop the clock, or start it again."""
        self._send(ev.Unpause() if self._course.state == "paused" else ev.Pause())

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
            self._answer.replace_all(text.rstrip("\n"))
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
        self._draft = self._answer.text
        self._send(ev.KeepDraft(turn.id, self._draft))
        self._answer.count("draft kept")

    def leave(self) -> bool:
        """Stop and keep everything; `Over` follows. False when there is no engine to wait for."""
        if self._engine is None:
            self.workers.cancel_group(self, "engine")
            return False
        if not self._leaving:
            self._leaving = True
            self.keep_draft()
            self._send(ev.Quit())
            self._say("Stopping; everything is kept...")
        return True
