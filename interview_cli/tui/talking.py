"""Answering by voice on the interview's screen: which key does what now, and what comes of a take.

It knows no widget: it tells its host what to show. All of it runs on the event loop; what blocks is handed to
the host as an errand.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal, Protocol, TypeVar

from interview_cli.coach.speech import Take
from interview_cli.errors import InterviewError
from interview_cli.interview import events as ev
from interview_cli.interview.session import Session, Turn
from interview_cli.interview.spoken import ending
from interview_cli.tui.widgets.voice_strip import Shown
from interview_cli.voice.ports import Hearing, Look, Voice
from interview_cli.voice.talk import Action, Talk

Brought = TypeVar("Brought")

Stage = Literal["off", "opening", "ready", "recording", "writing"]


class Host(Protocol):
    """What answering by voice needs of the screen it happens on."""

    @property
    def session(self) -> Session:
        """The interview."""
        ...

    @property
    def talk_key(self) -> str:
        """What the talk key is called now."""
        ...

    def send(self, command: ev.Command) -> None:
        """Tell the engine."""
        ...

    def run_voice(
        self,
        call: Callable[[], Brought],
        then: Callable[[Brought], object],
        failed: Callable[[InterviewError], object] | None = None,
    ) -> None:
        """Call in a thread, and hand on what it brings or why it failed."""
        ...

    def show_voice(self, shown: Shown) -> None:
        """Show how it stands; keys that work may have changed."""
        ...

    def tell_news(self) -> None:
        """Tell what happened to engines and speakers."""
        ...

    def take_in(self, take: Take, *, hand_in: bool) -> Shown | None:
        """A take is written down, or could not be; returns what to show about it, if anything.

        `hand_in` says that the answer is to be handed in now.
        """
        ...


class Talking:
    """The microphone of one interview, from its opening to its end."""

    def __init__(self, host: Host, voice: Voice, talk: Talk, monotonic: Callable[[], float]) -> None:
        self.stage: Stage = "off"
        self._host = host
        self._voice = voice
        self._talk = talk
        self._monotonic = monotonic
        self._says = ""
        self._hearing: Hearing | None = None
        self._look = Look()
        self._since = 0.0
        self._hand_in = False
        self._was_shut = False
        self._tells_how = False

    # ------------------------------------------------------------------ the microphone

    def begin(self) -> None:
        """Open the microphone."""
        self._enter("opening", "Opening the microphone...")
        self._host.run_voice(
            partial(self._voice.arm, self._host.session), lambda _: self._is_open(), self._is_shut
        )

    def _is_open(self) -> None:
        if self.stage == "opening":
            again, self._was_shut = self._was_shut, False
            self.stage = "ready"
            self._enter("ready", f"The microphone is open again. {self._how}" if again else self._how)
        self._host.tell_news()

    def _is_shut(self, error: InterviewError) -> None:
        said = f"{error.message} {error.hint}".strip()
        self._enter("off", f"{said} You can type your answer.")

    def proved_releases(self, proved: bool) -> None:
        """The terminal tells when a key is let go, or does not."""
        self._talk.prove(proved)
        if self.stage == "ready":
            self._enter("ready", self._how)

    @property
    def _how(self) -> str:
        """How to use the talk key now."""
        return self._talk.says(self._host.talk_key)

    @property
    def is_busy(self) -> bool:
        """Whether something is recorded or written down, so that the answer has to wait."""
        return self.stage in ("recording", "writing")

    # ------------------------------------------------------------------ keys

    def press(self, turn: Turn | None, *, repeated: bool | None = None) -> None:
        """The talk key, or its repetition; `repeated` is what the terminal says of it, if it does."""
        if self.stage == "off" and not repeated:
            self._was_shut = True
            self.begin()  # the microphone may be there again
        elif self.stage in ("ready", "recording") and turn is not None:
            self._act(self._talk.press(self._monotonic(), repeated=repeated), turn)

    def let_go(self) -> None:
        """The talk key was let go."""
        self._act(self._talk.release(self._monotonic()))

    def lose_sight(self) -> None:
        """Another window has the keyboard: that the key is let go may not be heard."""
        self._talk.lose_sight()

    def enter(self) -> None:
        """Enter ends a recording."""
        self._act(self._talk.enter(self._monotonic()))

    def escape(self) -> None:
        """Escape discards a recording, and does not wait for one that is written down."""
        if self.stage == "writing" and self._hearing is not None:
            self._hearing.give_up()
        else:
            self._act(self._talk.escape(self._monotonic()))

    def tick(self) -> None:
        """Look how it stands; to be called often while `is_busy`."""
        if self.stage == "writing":
            self._show(seconds=int(self._monotonic() - self._since))
        if self.stage != "recording" or self._hearing is None:
            return
        self._look = self._hearing.look()
        if self._look.ended is not None:
            self._talk.over()
            self._write_down()
            return
        self._act(self._talk.tick(self._monotonic()))
        if self.stage == "recording":
            self._says = self._how
            self._show()

    def finish(self) -> None:
        """The time is over: end what is under way and hand the answer in as soon as it is written down."""
        self._hand_in = True
        if self.stage == "recording":
            self._talk.over()
            self._write_down()

    def leave(self) -> None:
        """The interview is left: what was recorded stays on disk and is written down when it goes on."""
        if self._hearing is not None:
            self._hearing.stop()
            self._hearing.give_up()
        self._hearing = None
        self.stage = "off"
        self._host.run_voice(self._voice.disarm, lambda _: None)

    # ------------------------------------------------------------------ takes

    def _act(self, act: Action | None, turn: Turn | None = None) -> None:
        if act == "start" and turn is not None:
            self._record(turn)
        elif act == "stop" and self.stage == "recording":
            self._write_down()
        elif act == "discard" and self.stage == "recording" and self._hearing is not None:
            self._hearing.discard()
            self._hearing = None
            self.stage = "ready"
            self._enter("ready", f"Discarded. {self._how}")

    def _record(self, turn: Turn) -> None:
        try:
            self._hearing = self._voice.listen(self._host.session, turn)
        except InterviewError as error:
            self._talk.over()
            self._is_shut(error)
            return
        self._look = Look()
        self._hand_in = False
        self._enter("recording", self._how)

    def _write_down(self) -> None:
        hearing = self._hearing
        assert hearing is not None
        hearing.stop()
        self._since = self._monotonic()
        self._host.send(ev.TranscriptionStarted())
        self._enter("writing", "Esc: don't wait.")
        self._host.run_voice(hearing.take, self._written_down)

    def _written_down(self, take: Take) -> None:
        if self.stage != "writing":
            return  # the interview was left meanwhile
        self._hearing = None
        self._host.send(ev.TranscriptionFinished())
        self.stage = "ready"
        hand_in, self._hand_in = self._hand_in, False
        shown = self._host.take_in(take, hand_in=hand_in)
        if take.ended in ("lost", "no_sound"):
            self._open_again(ending(take))
        elif shown is None:
            self._enter("ready", self._how)
        else:
            self._says = f"{ending(take)} {shown.says}".strip()
            self._host.show_voice(Shown(shown.stage, self._says))

    def _open_again(self, why: str) -> None:
        def again() -> None:
            self._voice.disarm()
            self._voice.arm(self._host.session)

        self._enter("opening", f"{why} Looking for a microphone...")
        self._host.run_voice(again, lambda _: self._is_open(), self._is_shut)

    # ------------------------------------------------------------------ what is shown

    def _enter(self, stage: Stage, says: str) -> None:
        self.stage = stage
        self._says = says
        self._tells_how = says == self._how
        self._show()

    def show(self) -> None:
        """Show how it stands, where something else was shown meanwhile."""
        self._show()

    def remind(self, *, is_empty: bool) -> None:
        """Say how to begin: that key is another one once something is typed."""
        if self.stage == "ready" and (is_empty or self._tells_how):
            self._enter("ready", self._how)

    def _show(self, seconds: int = 0) -> None:
        self._host.show_voice(Shown(self.stage, self._says, self._look, seconds))
