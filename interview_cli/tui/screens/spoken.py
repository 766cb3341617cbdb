"""The part of an interview's screen that speaks and listens; the answer is typed and corrected beside it."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from textual import on
from textual.timer import Timer

from interview_cli.coach.speech import Take
from interview_cli.errors import InterviewError
from interview_cli.interview import events as ev
from interview_cli.interview.session import Turn
from interview_cli.interview.spoken import answer_of, doubts_of, drafted, going_on
from interview_cli.report.wording import one_line
from interview_cli.tui.actions import BY_ID
from interview_cli.tui.errands import run_errand
from interview_cli.tui.key_releases import KeyReleased, ReleasesProved, RepeatedKey
from interview_cli.tui.keys import key_shown
from interview_cli.tui.ports import Sitting
from interview_cli.tui.screens.held import HeldScreen
from interview_cli.tui.talking import Talking
from interview_cli.tui.terminal_app import TerminalApp
from interview_cli.tui.widgets.answer import AnswerArea
from interview_cli.tui.widgets.key_bar import KeyBar
from interview_cli.tui.widgets.voice_strip import Shown, VoiceStrip
from interview_cli.voice.ports import TalkMode, Voice
from interview_cli.voice.spoken_question import SpokenQuestion
from interview_cli.voice.talk import Talk

Brought = TypeVar("Brought")

# Twenty looks a second make a meter that moves with the voice.
_LOOK_SECONDS = 0.05


class SpokenScreen(HeldScreen):
    """Answers by voice, and questions that are spoken; without a voice it does nothing."""

    def __init__(
        self, sitting: Sitting, voice: Voice | None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(sitting, monotonic)
        self._voice = voice
        self._talking: Talking | None = None
        self._question: SpokenQuestion | None = None
        self._auto_submit = False
        self._looking: Timer | None = None
        self._shown_stage = ""
        self._tells_speech = False
        self._tells_pause = False
        if voice is None:
            return
        habits = voice.habits
        self._auto_submit = habits.auto_submit
        if sitting.spoken:
            self._talking = Talking(self, voice, Talk(habits.talk_mode), monotonic)
        if sitting.spoken if habits.speaks is None else habits.speaks:
            self._question = SpokenQuestion(voice, self.send, self._tell, sitting.session)

    def on_mount(self) -> None:
        """Open the microphone while the first question is on its way."""
        self._looking = self.set_interval(_LOOK_SECONDS, self._look, pause=True)
        if self._talking is not None and self._voice is not None:
            self._talking.begin()
            self._ask_for_releases(self._talking, self._voice.habits.talk_mode)
        if self._question is not None and self._voice is not None:
            run_errand(self, partial(self._voice.warm_up, self.session), lambda _: None, group="speaker")

    def on_unmount(self) -> None:
        """Nobody asks any more when keys are let go."""
        if isinstance(self.app, TerminalApp):
            self.app.want_releases(False)

    def _ask_for_releases(self, talking: Talking, mode: TalkMode) -> None:
        """Have the terminal tell when a key is let go, where the talk key may be held."""
        if isinstance(self.app, TerminalApp) and mode != "toggle":
            self.app.want_releases(True)
            talking.proved_releases(self.app.proves_releases)

    # ------------------------------------------------------------------ what the parts need of the screen

    @property
    def talk_key(self) -> str:
        """Space while nothing is typed, and while one speaks."""
        typed = self._answer.text.strip() and not self._talks
        return key_shown(self, "interview.talk") if typed else "Space"

    def send(self, command: ev.Command) -> None:
        """Tell the engine."""
        self._holding.send(command)

    def run_voice(
        self,
        call: Callable[[], Brought],
        then: Callable[[Brought], object],
        failed: Callable[[InterviewError], object] | None = None,
    ) -> None:
        """Call in a thread."""
        run_errand(self, call, then, group="voice", failed=failed)

    def show_voice(self, shown: Shown) -> None:
        """Show how the microphone stands."""
        if self._talking is not None:
            busy, ready = self._talking.is_busy, self._talking.stage == "ready"
            self._answer.space_talks = "always" if busy else "empty" if ready else "never"
            if self._talking.stage == "recording" and self._shown_stage != "recording":
                self._answer.wait()
                self._answer.focus()
            elif self._shown_stage == "recording" and not busy and self._course.listens:
                self._answer.listen()
        if not (self._tells_speech and shown.stage in ("opening", "ready")):
            self.query_one(VoiceStrip).show(shown)
        if shown.stage != self._shown_stage:
            self._shown_stage = shown.stage
            escape = "Discard" if shown.stage == "recording" else BY_ID["interview.cancel"].title
            self.query_one(KeyBar).call("interview.cancel", escape)
            self._keep_looking()
            self.refresh_bindings()

    def tell_news(self) -> None:
        """Tell what happened to engines and speakers."""
        for news in self._voice.news() if self._voice is not None else ():
            self._tell(news)

    def take_in(self, take: Take, *, hand_in: bool) -> Shown | None:
        """Put what was understood into the answer, to be looked at and corrected."""
        self._takes.append(take)
        said = going_on(self._answer.text, take)
        if said:
            self._answer.add(said)
            self._answer.part_ahead()
        self.keep_draft()
        doubts = doubts_of(self._takes)
        if hand_in or (self._auto_submit and said and not doubts):
            self._hand_in(checked=False)
            return None
        for note in take.transcript.notes if take.transcript else ():
            self.notify(one_line(note), severity="warning", markup=False)
        hands_in, talks = (key_shown(self, f"interview.{name}") for name in ("submit", "talk"))
        if take.problem:
            return Shown("look", f"Not written down. The recording is kept; type your answer. {take.problem}")
        if not said:
            return Shown("look", f"Nothing was understood: {talks} says it again, or type your answer.")
        if doubts:
            return Shown("look", f"Look at it before you hand it in: {' '.join(doubts)}")
        return Shown("ready", f"Look it over: {hands_in} hands it in, {talks} goes on speaking.")

    def _hand_in(self, *, checked: bool = True) -> None:
        """Hand the answer in; `checked` says that the person saw what was understood of it."""
        if not self._answer.text.strip():
            self.notify("Nothing was understood: on to the next.", severity="warning")
            self.send(ev.Skip())
            return
        self._handed_in = self._answer.text
        self.send(answer_of(self._answer.text, self._takes, checked=checked))
        self._answer.wait()

    def _look(self) -> None:
        self.tell_news()
        if self._talking is not None:
            self._talking.tick()
        if self._question is not None:
            self._question.tick()
            self._show_speech(self._question.is_heard and not self._talks)
        self._keep_looking()

    def _show_speech(self, is_heard: bool) -> None:
        """Say that the question is being spoken, and how the microphone stands once it is not."""
        if is_heard == self._tells_speech:
            return
        self._tells_speech = is_heard
        if is_heard:
            self.query_one(VoiceStrip).show(
                Shown("speaking", "Speaking the question; any key of an answer ends it.")
            )
        elif self._talking is not None:
            self._talking.show()
        else:
            self.query_one(VoiceStrip).show(Shown("off"))

    def _show_pause(self, *, is_paused: bool) -> None:
        """Nothing can be said while the clock stands still."""
        if self._talking is None or is_paused == self._tells_pause:
            return
        self._tells_pause = is_paused
        if is_paused and self._talking.stage == "ready":
            key = key_shown(self, "interview.pause")
            self.query_one(VoiceStrip).show(Shown("ready", f"Paused: {key} goes on, then you can speak."))
        elif not is_paused:
            self._talking.show()

    def _keep_looking(self) -> None:
        """The timer runs only while there is something to look at."""
        wanted = (self._talking is not None and self._talking.is_busy) or (
            self._question is not None and self._question.is_on
        )
        if self._looking is not None:
            (self._looking.resume if wanted else self._looking.pause)()

    # ------------------------------------------------------------------ the course of things

    def _begin_spoken(self, asked: ev.Asked) -> None:
        """A question is there: what of its answer was spoken before, and speak the question."""
        if asked.turn.id != self._writing:
            self._takes = drafted(asked.turn, again=self._talking is not None)
            self._takes_kept = len(self._takes)
            if self._talking is not None:
                self._recover(asked.turn)
        self._speak(asked.text, asked.turn.lead_in if not asked.again else "")

    def _recover(self, turn: Turn) -> None:
        """Take in what was recorded when the program ended before it was written down."""
        voice = self._voice
        assert voice is not None

        def found(takes: list[Take]) -> None:
            if not takes or self._writing != turn.id or self._handed_in is not None:
                return
            for take in takes:
                shown = self.take_in(take, hand_in=False)
                if shown is not None:
                    self.show_voice(shown)
            self.notify("What you had said before the program ended: look it over.")

        run_errand(self, lambda: voice.recovered(self.session, turn), found, group="recovering")

    def _speak(self, text: str, lead_in: str) -> None:
        if self._question is not None:
            self._question.ask(text, lead_in)
            self._keep_looking()

    def _speak_forming(self, text: str) -> None:
        if self._question is not None:
            self._question.form(text)

    def _hush(self) -> None:
        """The person begins to answer: no question is spoken on."""
        if self._question is not None:
            self._question.hush()
            self._show_speech(False)

    def leave(self) -> None:
        """Stop and keep everything, also what is being recorded."""
        self._hush()
        if self._talking is not None and not self._leaving:
            self._talking.leave()
        super().leave()

    # ------------------------------------------------------------------ keys

    @property
    def _talks(self) -> bool:
        """Whether something is recorded or written down just now."""
        return self._talking is not None and self._talking.is_busy

    @on(AnswerArea.Changed)
    def _remind(self) -> None:
        if self._talking is not None:
            self._talking.remind(is_empty=not self._answer.text.strip())

    @on(AnswerArea.Typed)
    def _typed(self) -> None:
        self._hush()

    @on(AnswerArea.Talked)
    def action_talk(self) -> None:
        """Begin to speak, or end it."""
        self._hush()
        key = self.app.key if isinstance(self.app, TerminalApp) else None
        # What was typed before the key comes before what is said.
        self.after_typing(partial(self._press_talk, repeated=isinstance(key, RepeatedKey)))

    def after_typing(self, call: Callable[[], object]) -> None:
        """Call once what was typed before is in the answer."""
        call()

    def _press_talk(self, *, repeated: bool) -> None:
        if self._talking is not None and (self._course.listens or self._talking.is_busy):
            self._talking.press(self._course.turn, repeated=repeated)

    @on(ReleasesProved)
    def _proved(self, told: ReleasesProved) -> None:
        if self._talking is not None:
            self._talking.proved_releases(told.proved)

    def on_key_released(self, event: KeyReleased) -> None:
        """The talk key ends what it held when it is let go."""
        bindings = (active.binding for active in self.active_bindings.values())
        keys = {"space", *(one.key for one in bindings if one.id == "interview.talk")}
        if self._talking is not None and event.key in keys:
            self._talking.let_go()

    def lose_sight(self) -> None:
        """Another window has the keyboard, and hears which keys are let go."""
        if self._talking is not None:
            self._talking.lose_sight()

    @on(AnswerArea.TalkedOut)
    def _end_take(self) -> None:
        if self._talking is not None:
            self._talking.enter()

    def _discard_take(self) -> None:
        """Discard a recording, or don't wait for what is written down."""
        if self._talking is not None:
            self._talking.escape()

    def _tell(self, news: str) -> None:
        self.notify(one_line(news), severity="warning", markup=False)
