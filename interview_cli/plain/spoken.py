"""Answers by voice at a prompt: the talk key, a line that shows the recording, and the text to look over."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Protocol

from interview_cli.cells import shortened
from interview_cli.coach.speech import Take
from interview_cli.errors import InterviewError
from interview_cli.interview import events as ev
from interview_cli.interview.session import Session, Turn
from interview_cli.interview.spoken import answer_of, doubts_of, drafted, ending, going_on
from interview_cli.plain.keys import Keys
from interview_cli.plain.lines import Tone
from interview_cli.plain.talking import LOOK_SECONDS, talk_at
from interview_cli.report.wording import duration, one_line
from interview_cli.voice.key_reader import KeyEvent
from interview_cli.voice.ports import Hearing, Voice, VoiceError
from interview_cli.voice.spoken_question import SpokenQuestion
from interview_cli.voice.talk import Talk

# One line of a terminal of the usual width.
_LINE = 78


class Around(Protocol):
    """What answering by voice needs of the room it happens in."""

    def say(self, text: str, tone: Tone) -> None:
        """Print a line."""
        ...

    def ticker(self, text: str) -> None:
        """Show a line that the next one replaces; empty clears it."""
        ...

    def send(self, command: ev.Command) -> None:
        """Tell the engine."""
        ...

    def is_over(self) -> bool:
        """Whether the time of the question is over, or nobody listens any more."""
        ...


@dataclass(frozen=True, slots=True)
class Given:
    """What came of listening: an answer to hand in now, or the `text` so far, which a take may have added to.

    `is_typed` says that the person typed instead, which the keys hold then.
    """

    text: str
    answer: ev.GiveAnswer | None = None
    is_typed: bool = False


class SpokenPrompt:
    """Speaking and listening in one interview, at a terminal whose keys can be read one by one."""

    def __init__(self, voice: Voice, session: Session, around: Around) -> None:
        habits, said = voice.habits, session.shown.spoken
        self._voice = voice
        self._session = session
        self._around = around
        self._talk = Talk(habits.talk_mode)
        self._auto_submit = habits.auto_submit
        self._wanted = self._answers = habits.are_answers_spoken(said)
        self._question: SpokenQuestion | None = None
        if habits.are_questions_spoken(said):
            self._question = SpokenQuestion(
                voice, around.send, lambda why: around.say(f"note: {one_line(why)}", "warn"), session
            )
        self._hearing: Hearing | None = None
        self._warning = ""
        self.takes: list[Take] = []

    @property
    def answers(self) -> bool:
        """Whether answers may be spoken now."""
        return self._answers

    def open(self) -> None:
        """Open the microphone; without one the answers are typed."""
        if not self._answers:
            return
        try:
            self._voice.arm(self._session)
            self._tell_news()
        except InterviewError as error:
            self._answers = False
            self._around.say(f"note: {error.message} {error.hint} Type your answers.".strip(), "warn")

    def ask(self, asked: ev.Asked) -> str:
        """Speak a question; returns the text of what was recorded for it before the program ended."""
        turn = asked.turn
        recovered = ""
        if not asked.again:
            self._open_again()
            self.takes = drafted(turn, again=self._answers)
            if self._answers:
                recovered = self._recover(turn)
        if self._question is not None:
            self._question.ask(asked.text, "" if asked.again else turn.lead_in)
        return recovered

    def _open_again(self) -> None:
        """A microphone that went away may be there again."""
        if self._wanted and not self._answers:
            try:
                self._voice.arm(self._session)
            except InterviewError:
                return  # it was told when it went away
            self._answers = True
            self._around.say("The microphone is there again.", "quiet")

    def _recover(self, turn: Turn) -> str:
        text = ""
        for take in self._voice.recovered(self._session, turn):
            self.takes.append(take)
            text += going_on(text, take)
            self._around.say("What you had said before the program ended:", "quiet")
            self._around.say(
                one_line(take.transcript.text) if take.transcript else "(not written down)", "plain"
            )
            if take.problem:
                self._around.say(f"note: {one_line(take.problem)}", "warn")
        return text

    def listen(self, turn: Turn, text: str, keys: Keys) -> Given:
        """Wait for the talk key and the end of what it begins, or for something typed or the end of time.

        `text` is the answer so far. Raises EOFError for Ctrl+D, KeyboardInterrupt; a recording is kept then.
        """
        if not self._answers:
            self._wait_for_key(keys)
            return Given(text, is_typed=True)
        self._around.say(self._how(text), "quiet")
        try:
            ended = talk_at(keys, self._talk, lambda: self._begin(turn), self._look)
        except VoiceError as error:
            self._answers = False
            self._around.say(f"note: {error.message} {error.hint}".strip(), "warn")
            return Given(text)
        except BaseException:
            self.leave()
            raise
        self._hush()
        self._around.ticker("")
        hearing, self._hearing = self._hearing, None
        if hearing is None:
            return Given(text, is_typed=True)
        if ended == "discard":
            hearing.discard()
            self._around.say("Discarded.", "quiet")
            return Given(text)
        return self._given(turn, text, self._written_down(hearing, keys))

    def _wait_for_key(self, keys: Keys) -> None:
        """Let the question be spoken until a key of an answer comes, which is left for the line editor."""
        while self._question is not None and self._question.is_on and self._look():
            key = keys.read(LOOK_SECONDS)
            if key is not None and key.kind != "release":
                keys.put_back(key)
                break
        self._hush()

    def leave(self) -> None:
        """The program stops: what is being recorded stays on disk."""
        self._hush()
        if self._hearing is not None:
            self._hearing.stop()
            self._hearing.give_up()

    # ------------------------------------------------------------------

    def _how(self, text: str) -> str:
        if text:
            return "Enter hands it in, Space goes on speaking, E corrects it; or type on."
        return f"{self._talk.says()} Or type your answer."

    def _begin(self, turn: Turn) -> None:
        self._hush()
        self._warning = ""
        self._hearing = self._voice.listen(self._session, turn)

    def _look(self) -> bool:
        self._tell_news()
        if self._question is not None:
            self._question.tick()
        if self._hearing is None:
            return not self._around.is_over()
        look = self._hearing.look()
        if look.warning and look.warning != self._warning:
            self._around.ticker("")
            self._around.say(look.warning, "warn")
        self._warning = look.warning
        said = look.tip or one_line(look.text)[-_LINE:]
        state = f"REC {duration(round(look.seconds))} {look.level:.0f} dB  {said}"
        self._around.ticker(shortened(state, _LINE))
        return look.ended is None and not self._around.is_over()

    def _tell_news(self) -> None:
        """Tell what happened to engines and speakers."""
        for news in self._voice.news():
            self._around.ticker("")
            self._around.say(f"note: {one_line(news)}", "quiet")

    def _hush(self) -> None:
        if self._question is not None:
            self._question.hush()

    def _written_down(self, hearing: Hearing, keys: Keys) -> Take:
        hearing.stop()
        self._around.send(ev.TranscriptionStarted())
        began = time.monotonic()
        ahead: list[KeyEvent] = []
        try:
            while not hearing.wait(0):
                waited = duration(round(time.monotonic() - began))
                self._around.ticker(f"Writing down what you said... {waited}  Esc: don't wait.")
                key = keys.read(LOOK_SECONDS)
                if key is not None and key.name == "escape" and key.kind == "press":
                    hearing.give_up()
                elif key is not None:
                    ahead.append(key)
            return hearing.take()
        finally:
            keys.put_back(*ahead)
            self._around.ticker("")
            self._around.send(ev.TranscriptionFinished())

    def _given(self, turn: Turn, text: str, take: Take) -> Given:
        say = self._around.say
        self.takes.append(take)
        said = going_on(text, take)
        for note in filter(None, (ending(take), *(take.transcript.notes if take.transcript else ()))):
            say(note, "warn")
        if take.problem:
            say(
                f"Not written down. The recording is kept; type your answer. {one_line(take.problem)}", "warn"
            )
        elif not said:
            say("Nothing was understood: Space says it again, or type your answer.", "warn")
        whole = text + said
        self._around.send(ev.KeepDraft(turn.id, whole, tuple(self.takes)))
        doubts = doubts_of(self.takes)
        if said:
            say(one_line(said), "plain")
        if said and ((self._auto_submit and not doubts) or self._around.is_over()):
            return Given(whole, answer_of(whole, self.takes, checked=False))
        if doubts:
            say(f"Look at it before you hand it in: {' '.join(map(one_line, doubts))}", "warn")
        return Given(whole)
