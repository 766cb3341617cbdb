"""The interview line by line: prints what happens, reads answers and commands."""

from __future__ import annotations

from dataclasses import dataclass

from interview_cli.coach.speech import Take
from interview_cli.interview import events as ev
from interview_cli.interview.engine import Engine
from interview_cli.interview.session import Session
from interview_cli.interview.spoken import answer_of
from interview_cli.plain import lines
from interview_cli.plain.bridge import Bridge
from interview_cli.plain.keys import Keys, are_offered
from interview_cli.plain.spoken import SpokenPrompt
from interview_cli.plain.talking import TALK_KEYS_TOLD
from interview_cli.plain.telling import Display, Telling
from interview_cli.plain.terminal import Terminal
from interview_cli.plain.typed import COMMANDS, TimeOverError, Typed, read_answer
from interview_cli.scripts import word_count
from interview_cli.voice.ports import Voice

# Commands that would leave an unfinished answer behind.
_LEAVING = frozenset({"skip", "end"})

HOW_TO = "Type your answer; an empty line hands it in. /help shows the commands."
HOW_TO_SPEAK = "Speak your answer, or type it and an empty line. /help shows the commands."


class _Around:
    """The room as answering by voice sees it."""

    def __init__(self, display: Display, bridge: Bridge, terminal: Terminal) -> None:
        self.say = display.say
        self.ticker = display.ticker
        self.send = bridge.send
        self._terminal = terminal

    def is_over(self) -> bool:
        """Whether the time of the question is over, or nobody listens any more."""
        return self._terminal.time_is_over


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended: the session, whether it can be continued, and whether the input ran out."""

    session: Session
    resumable: bool
    input_ended: bool
    interrupted: bool = False


class PlainRoom:
    """Holds one interview at a prompt. `hold` returns when it is over or was stopped."""

    def __init__(
        self, engine: Engine, display: Display, terminal: Terminal, voice: Voice | None = None
    ) -> None:
        self._display = display
        self._terminal = terminal
        self._session = engine.session
        self._bridge = Bridge(engine, self._on_time_up, terminal.hang_up)
        self._input_ended = False
        self._told_how = False
        self._unfinished = ""
        self._ahead: list[str] = []
        self._turn_id = ""
        self._telling = Telling(engine.session, display)
        self._spoken = self._open_voice(voice) if voice is not None else None

    def hold(self) -> Outcome:
        """Run the interview. Raises what the engine raises; Ctrl+C keeps everything and stops."""
        self._bridge.start()
        if self._spoken is not None:
            self._spoken.open()
        interrupted = False
        while True:
            try:
                event = self._bridge.next_event()
                if event is None:
                    break
                if isinstance(event, ev.Finished):
                    outcome = Outcome(event.session, event.resumable, self._input_ended, interrupted)
                    if not event.resumable:
                        self._telling.interview_done()
                    self._bridge.join()
                    return outcome
                # After Ctrl+C a question still under way must not ask for input.
                if not interrupted:
                    self._show(event)
            except KeyboardInterrupt:
                interrupted = True
                self._bridge.send(ev.Quit())
        return Outcome(self._session, True, self._input_ended, interrupted)

    # ------------------------------------------------------------------ showing

    def _show(self, event: ev.EngineEvent) -> None:
        say = self._display.say
        match event:
            case ev.Asked():
                self._ask(event)
            case ev.Notice():
                say(f"note: {event.text}", "warn")
            case ev.AnswerTooLong():
                self._shorten(event)
            case ev.StateChanged(state="processing") if self._session.models and event.turn_id:
                say("(thinking; Ctrl+C stops, everything is kept)", "quiet")
            case ev.StateChanged(state="feedback"):
                self._telling.interview_done()
                say("", "plain")
                say("Looking at your answers...", "quiet")
            case _:
                pass

    def _ask(self, asked: ev.Asked) -> None:
        say = self._display.say
        if asked.turn.parent is None and not asked.again:
            self._telling.question_done()
        say("", "plain")
        if not asked.again:
            self._terminal.listen_to(asked.turn.id)
            self._turn_id = asked.turn.id
            say(lines.heading(asked, strict=self._session.plan.limits.strict_time), "quiet")
        for line in lines.question(asked):
            say(line, "strong")
        if not self._told_how:
            say(HOW_TO_SPEAK if self._spoken is not None and self._spoken.answers else HOW_TO, "quiet")
            self._told_how = True
        if asked.turn.draft and not asked.again:
            self._take_up(asked.turn.draft)
        if self._spoken is not None:
            self._unfinished += self._spoken.ask(asked)
        say("", "plain")
        self._listen()

    def _take_up(self, draft: str) -> None:
        """Show what was typed before the interview was stopped; the answer goes on from there."""
        say = self._display.say
        words = word_count(draft)
        if words > self._session.plan.limits.max_answer_words:
            say(f"Your draft, too long so far ({words} words):", "quiet")
        elif self._terminal.at_keyboard:
            say("You had begun to answer. Go on from here, or /clear to begin anew:", "quiet")
            self._unfinished = draft
        else:
            return  # what comes through a pipe was written without knowing of the draft
        say(draft, "plain")

    def _shorten(self, event: ev.AnswerTooLong) -> None:
        say = self._display.say
        say(f"That answer has {event.words} words; the most is {event.limit}. It is kept as a draft.", "warn")
        say("Hand in a shorter one, or /skip.", "warn")
        self._terminal.listen_to("")  # whoever must shorten an answer may take the time for it
        self._listen()

    # ------------------------------------------------------------------ listening

    def _listen(self) -> None:
        """Read until something is to be told to the engine."""
        while not self._input_ended:
            try:
                if self._spoken is not None and self._heard(self._spoken):
                    return
            except EOFError:
                self._input_ended = True
                break
            typed = read_answer(self._next_line, self._terminal.more_is_waiting, self._unfinished, self._keep)
            self._bridge.check()
            if self._act(typed):
                return
        self._bridge.send(ev.Quit())

    def _next_line(self) -> str:
        return self._ahead.pop() if self._ahead else self._terminal.next_line()

    def _keep(self, text: str) -> None:
        self._bridge.send(ev.KeepDraft(self._turn_id, text, self._takes))

    @property
    def _takes(self) -> tuple[Take, ...]:
        return tuple(self._spoken.takes) if self._spoken is not None else ()

    def _give(self, text: str) -> None:
        self._bridge.send(answer_of(text, self._takes, checked=True))

    # ------------------------------------------------------------------ voice

    def _open_voice(self, voice: Voice) -> SpokenPrompt | None:
        """Speaking and listening, where keys can be read one by one."""
        if not are_offered():
            self._display.say("note: Speaking needs a terminal; the answers are read as lines.", "warn")
            return None
        return SpokenPrompt(voice, self._session, _Around(self._display, self._bridge, self._terminal))

    def _heard(self, spoken: SpokenPrompt) -> bool:
        """Listen until something was handed in (true), or until a line begins to be typed."""
        turn = self._session.turn(self._turn_id)
        while not self._ahead:
            with Keys() as keys:
                given = spoken.listen(turn, self._unfinished, keys)
            self._bridge.check()
            self._unfinished = given.text
            hands_in = given.is_typed and keys.left.startswith("\n") and given.text
            if given.answer is not None or hands_in:
                self._bridge.send(given.answer or answer_of(given.text, self._takes, checked=True))
                self._unfinished = ""
                return True
            if given.is_typed and keys.left.lower() == "e" and given.text:
                self._terminal.begin_with(" ".join(given.text.split()))
                self._unfinished = self._terminal.next_line()
            elif given.is_typed:
                self._terminal.begin_with(keys.left)
                break
        return False

    def _act(self, typed: Typed) -> bool:
        """Pass on what was typed; false when more must be read for this question."""
        say = self._display.say
        if typed.ended:
            self._end_input(typed.text)
            return True
        if typed.command == "time":
            say("", "plain")
            if typed.text:
                say("Time is up: your answer is handed in as it stands.", "warn")
            else:
                say("Time is up, and nothing was typed: on to the next.", "warn")
            self._give(typed.text) if typed.text else self._bridge.send(ev.Skip())
            return True
        self._unfinished = typed.text if typed.command else ""
        if typed.command:
            return self._obey(typed.command)
        if typed.text:
            self._give(typed.text)
            return True
        say("Nothing typed yet. Type an answer, or /skip.", "quiet")
        return False

    def _end_input(self, text: str) -> None:
        """Ctrl+D stops amid an answer, whose lines are kept as a draft; the end of a pipe hands it in.

        The interview may be complete with an answer that is handed in; else the next question quits.
        """
        self._input_ended = True
        hands_in = text and not self._terminal.at_keyboard
        self._give(text) if hands_in else self._bridge.send(ev.Quit())

    def _obey(self, command: str) -> bool:
        say = self._display.say
        if command in _LEAVING and self._unfinished:
            say("Your answer is not handed in yet: an empty line does that, /clear drops it.", "warn")
            return False
        if command == "clear":
            self._unfinished = ""
            self._keep("")
            say("Dropped. Begin again, or /skip.", "quiet")
            return False
        simple: dict[str, ev.Command] = {
            "skip": ev.Skip(),
            "repeat": ev.Repeat(),
            "rephrase": ev.Rephrase(),
            "end": ev.End(),
            "quit": ev.Quit(),
        }
        if command in simple:
            self._bridge.send(simple[command])
            return True
        if command == "pause":
            self._pause()
            return False
        if command != "help":
            say(f"There is no command /{command}. To begin an answer with a slash, type two.", "warn")
        for name, meaning in COMMANDS.items():
            say(f"  /{name:<9} {meaning}", "quiet")
        if self._spoken is not None and self._spoken.answers:
            for key, meaning in TALK_KEYS_TOLD.items():
                say(f"  {key:<10} {meaning}", "quiet")
        return False

    def _pause(self) -> None:
        """Stop the clock up to the next line, which is then read as any other when it says something."""
        line = ""
        self._bridge.send(ev.Pause())
        self._display.say("Paused. Press Enter to go on.", "quiet")
        try:
            line = self._terminal.next_line()
        except EOFError:
            self._input_ended = True
        except TimeOverError:
            pass  # the time ended with the pause; the next line read says so again
        self._bridge.send(ev.Unpause())
        if line.strip():
            self._ahead.append(line)
        if not line.strip().startswith("/"):
            self._display.say("Going on.", "quiet")

    def _on_time_up(self, event: ev.TimeUp) -> None:
        """On the engine's thread, while a line is being typed."""
        if event.strict:
            self._terminal.break_off(event.turn_id or "")
        else:
            self._display.say("(The time for this question is up; come to an end.)", "warn")
