"""The interview: a question, an answer, and the feedback on the question before."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.events import DescendantFocus, Key, Paste
from textual.message_pump import MessagePump
from textual.widgets import Static

from interview_cli.errors import InterviewError
from interview_cli.interview import events as ev
from interview_cli.report.wording import one_line
from interview_cli.tui.actions import Place
from interview_cli.tui.keys import bindings_of
from interview_cli.tui.ports import EditorPort, Sitting
from interview_cli.tui.screens.confirm import ConfirmScreen
from interview_cli.tui.screens.held import HeldScreen
from interview_cli.tui.screens.spoken import SpokenScreen
from interview_cli.tui.screens.transcript import TranscriptScreen
from interview_cli.tui.widgets.answer import AnswerArea
from interview_cli.tui.widgets.feedback import FeedbackPanel
from interview_cli.tui.widgets.head import Head
from interview_cli.tui.widgets.key_bar import KeyBar
from interview_cli.tui.widgets.question import QuestionView
from interview_cli.tui.widgets.voice_strip import VoiceStrip
from interview_cli.voice.ports import Voice

_TICK_SECONDS = 0.5
# A key that is held comes again sooner than this, and must not skip what nobody has read.
_HELD_SECONDS = 0.3

_ANSWERING = ("skip", "rephrase", "repeat", "editor")
_NOT_WHILE_TALKING = (*_ANSWERING, "pause", "end", "transcript")


class InterviewScreen(SpokenScreen):
    """Shows what the engine tells, and passes on to it what the person does."""

    CSS_PATH = "interview.tcss"
    BINDINGS = bindings_of("interview")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (15, "-high")]
    PLACES: ClassVar[tuple[Place, ...]] = ("interview", "reading")

    def __init__(
        self,
        sitting: Sitting,
        editor: EditorPort,
        voice: Voice | None = None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(sitting, voice, monotonic)
        self._editor = editor
        self._skipped_at = -_HELD_SECONDS

    # ------------------------------------------------------------------ what is there

    def compose(self) -> ComposeResult:
        """Head, question, answer, feedback, status and keys."""
        yield Head()
        with Container(id="body"):
            with Vertical(id="talk"):
                yield QuestionView(id="question")
                yield AnswerArea(id="answer")
                yield VoiceStrip(id="voice")
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

    # ------------------------------------------------------------------ what the engine tells

    @on(HeldScreen.Told)
    def _follow(self, told: HeldScreen.Told) -> None:
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
        self._begin_spoken(asked)
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
        self._remind()
        self.query_one(Head).show_place(self._course)
        self._tell_feedback()

    def _form(self, forming: ev.Forming, *, begins: bool) -> None:
        """Show the next question as far as it has come, in place of the one that was answered."""
        self._speak_forming(forming.text)
        grows = self.app.animation_level != "none"
        if grows:
            turn = self._course.turn if forming.turn_id else None
            self.query_one(QuestionView).grow(forming.text, turn.lead_in if turn else "")
        if grows and begins:
            self.query_one(Head).show_place(self._course)
        if begins:
            self._tick()

    def _enter(self, state: ev.State) -> None:
        if state in ("listening", "paused") or (state == "asking" and self._course.asked is not None):
            self._answer.listen()
            self._say("")
        else:
            self._answer.wait()
        is_paused = state == "paused"
        self.query_one(KeyBar).call("interview.pause", "Go on" if is_paused else "Pause")
        if is_paused:
            self._say("Paused. The clock stands still.")
        self._show_pause(is_paused=is_paused)
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
        elif self._talks and self._talking is not None:
            self.notify("Time is up: what you said is handed in as soon as it is written down.")
            self._talking.finish()
        elif self._answer.text.strip():
            self.notify("Time is up: your answer is handed in as it stands.", severity="warning")
            self._hand_in()
        else:
            self.notify("Time is up, and nothing was typed: on to the next.", severity="warning")
            self._holding.send(ev.Skip())

    # ------------------------------------------------------------------ what is shown

    def _tick(self) -> None:
        self.query_one(Head).show_time(self._course)
        if self._course.waits:
            seconds = self._course.seconds_thinking()
            waiting = f" {seconds} s" if seconds else ""
            self._say(f"{self._course.doing}...{waiting}")

    def _tell_feedback(self) -> None:
        if self._sitting.view.feedback == "each":
            self.query_one(FeedbackPanel).tell(self.session, self._sitting.view)

    # ------------------------------------------------------------------ what the person does

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Which keys work now; the others are shown grey."""
        course = self._course
        if action == "talk" and self._talking is None:
            return False
        if self._talks and action in _NOT_WHILE_TALKING:
            return None
        works: dict[str, Callable[[], object]] = {
            **dict.fromkeys(_ANSWERING, lambda: course.listens and not self._answer.read_only),
            "submit": lambda: self._talks or (course.listens and not self._answer.read_only),
            "talk": lambda: course.listens or self._talks,
            "cancel": lambda: self._talks or course.waits or not self._answer.has_focus,
            "pause": lambda: course.state in ("listening", "paused"),
            "feedback": lambda: self.query_one(FeedbackPanel).display,
            "end": lambda: self._holding.is_on and course.state != "feedback",
        }
        return True if action not in works or works[action]() else None

    def after_typing(self, call: Callable[[], object]) -> None:
        """Call once every key that was pressed before this one is in the answer.

        Keys that go before those of the focused widget are heard before what is typed has reached it.
        """
        # Those that were pressed while something else had the focus come to the answer by way of the screen.
        readers = ("#question", "#feedback-text", "#talk", "#feedback", "#body")
        ways: list[MessagePump] = [*map(self.query_one, readers), self, self._answer]
        for pump in reversed(ways):
            call = partial(pump.call_later, call)
        call()

    def on_key(self, event: Key) -> None:
        """What is typed while something else has the focus is meant for the answer."""
        bound = event.key in self.active_bindings
        if event.is_printable and event.character is not None and not bound:
            # At once, so that what follows goes there by itself.
            self.set_focus(self._answer)
            self._answer.take(event.character)
            event.stop()

    def on_paste(self, event: Paste) -> None:
        """The same for what is pasted."""
        if self.focused is not self._answer:
            self.set_focus(self._answer)
            self._answer.take(event.text)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Say it when keys go elsewhere than into the answer."""
        if self._course.listens:
            self._say("" if event.widget is self._answer else "Reading. Esc goes back to your answer.")

    def action_submit(self) -> None:
        """Hand the answer in; while one speaks, end the recording."""
        self._end_take() if self._talks else self.after_typing(self._submit)

    def _submit(self) -> None:
        self._hush()
        if self._answer.read_only:
            return
        if self._answer.text.strip():
            self._hand_in()
        else:
            self.notify("Nothing typed yet. Type an answer, or skip the question.")

    def action_cancel(self) -> None:
        """Don't wait for the model; while nothing is waited for, go back to the answer."""
        if self._talks:
            self._discard_take()
        elif self._course.waits:
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
        if not self._course.listens and self._course.state != "paused":
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
                self.keep_draft()
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
