"""Asking one question and listening until it is answered, skipped, or the interview is to end."""

from __future__ import annotations

import asyncio

from interview_cli.coach.asking import asks_again, asks_back
from interview_cli.interview import events as ev
from interview_cli.interview.desk import Desk
from interview_cli.interview.inbox import Inbox
from interview_cli.interview.persona import in_other_words
from interview_cli.interview.ports import Interviewer
from interview_cli.interview.session import Answer, Turn
from interview_cli.interview.stopwatch import Stopwatch
from interview_cli.llm.port import ModelError
from interview_cli.scripts import word_count

_STOPPING = (ev.End, ev.Quit)
# What makes the clock stand still: the reason, and the state meanwhile.
_HOLDS: dict[type[ev.Command], tuple[str, ev.State]] = {
    ev.Pause: ("pause", "paused"),
    ev.SpeechStarted: ("speech", "asking"),
    ev.TranscriptionStarted: ("transcription", "transcribing"),
}
_RELEASES: dict[type[ev.Command], str] = {
    ev.Unpause: "pause",
    ev.SpeechFinished: "speech",
    ev.TranscriptionFinished: "transcription",
}
# How often a clock that stands still is looked at again, in seconds.
_ALARM_NAP = 0.5
# To hear it again, and in other words.
_MOST_ASIDES = 2
# Characters of a word, code and addresses included; a text of more for each is as long as one of more words.
_LONGEST_WORD = 30


class Listening:
    """Meets the person at one question at a time; an answer is on disk when `ask` returns."""

    def __init__(self, desk: Desk, inbox: Inbox, interviewer: Interviewer) -> None:
        self._desk = desk
        self._inbox = inbox
        self._interviewer = interviewer

    def note_draft(self, command: ev.KeepDraft) -> None:
        """Put a draft into the document, which is saved by the next change if not before."""
        turn = self._desk.session.open_turn
        if turn is not None and turn.id == command.turn_id:
            turn.draft, turn.draft_takes = _storable(command.text), list(command.takes)

    async def ask(self, turn: Turn) -> ev.Command | None:
        """Ask a question until it is answered or skipped; returns a command that ends the interview.

        Raises StorageError, and ProviderError without fallback.
        """
        watch = Stopwatch(self._desk.clock.monotonic, turn.seconds)
        self._desk.show(turn, turn.question.text)
        self._desk.state("listening", turn)
        watch.start()
        alarm = self._set_alarm(turn, watch)
        try:
            while True:
                command = await self._inbox.next()
                if isinstance(command, _STOPPING):
                    return command
                if await self._obey(command, turn, watch):
                    return None
        finally:
            alarm.cancel()
            watch.stop()
            if turn.status == "asked":
                turn.seconds = watch.seconds
                self._desk.save()

    async def _obey(self, command: ev.Command, turn: Turn, watch: Stopwatch) -> bool:
        """Act on a command while listening; true when the turn is over."""
        match command:
            case ev.GiveAnswer():
                return await self._hear(command, turn, watch)
            case ev.KeepDraft() if command.turn_id == turn.id:
                self.note_draft(command)
                turn.seconds = watch.seconds
                self._desk.save()
                kept = ev.DraftKept(turn_id=turn.id, text=command.text, takes=len(command.takes))
                self._desk.emit(kept)
            case ev.Skip():
                watch.stop()
                turn.status, turn.seconds = "skipped", watch.seconds
                self._desk.save()
                return True
            case ev.Repeat():
                self._show_again(turn, turn.question.text)
            case ev.Rephrase():
                await self._rephrase(turn, watch)
            case _ if type(command) in _HOLDS:
                reason, state = _HOLDS[type(command)]
                watch.hold(reason)
                self._desk.state(state, turn)
            case _ if type(command) in _RELEASES:
                watch.release(_RELEASES[type(command)])
                self._desk.state("listening", turn)
        return False

    async def _hear(self, given: ev.GiveAnswer, turn: Turn, watch: Stopwatch) -> bool:
        """Take an answer; who asks back hears the question again or in other words, and may then answer.

        The same words once more, and asking back a third time, are taken for the answer.
        """
        text = _storable(given.text)
        if text in turn.asides or len(turn.asides) >= _MOST_ASIDES or not asks_back(text):
            return self._take(given, turn, watch)
        turn.asides.append(text)
        if asks_again(text):
            self._desk.save()
            self._show_again(turn, turn.question.text)
        else:
            await self._rephrase(turn, watch)
        return False

    def _take(self, given: ev.GiveAnswer, turn: Turn, watch: Stopwatch) -> bool:
        """Accept an answer, or keep it as a draft when it is too long."""
        limit = self._desk.session.plan.limits.max_answer_words
        text = _storable(given.text)
        # What has no spaces in it still has to be read.
        words = max(word_count(text), len(text) // _LONGEST_WORD)
        if words > limit:
            turn.draft, turn.draft_takes = text, list(given.takes)
            self._desk.save()
            self._desk.emit(ev.AnswerTooLong(turn_id=turn.id, words=words, limit=limit))
            return False
        watch.stop()
        is_live = any(take.ended != "file" for take in given.takes)
        turn.seconds = watch.seconds if given.seconds is None or is_live else given.seconds
        turn.answer = Answer(
            text=text,
            source=given.source,
            seconds=turn.seconds if given.seconds is None else given.seconds,
            takes=list(given.takes),
            at=self._desk.clock.now(),
        )
        turn.status, turn.draft, turn.draft_takes = "answered", "", []
        self._desk.save()
        return True

    async def _rephrase(self, turn: Turn, watch: Stopwatch) -> None:
        watch.hold("rephrase")
        self._desk.state("processing", turn)
        with self._desk.forming(turn) as forming:
            thinking = asyncio.ensure_future(self._interviewer.rephrase(turn.question, forming))
            stopped = await self._inbox.watch(thinking, (ev.Cancel, ev.GiveAnswer, ev.Skip, ev.End, ev.Quit))
        if stopped is not None and not isinstance(stopped, ev.Cancel):
            self._inbox.put_back(stopped)
            watch.release("rephrase")
            return
        try:
            text = in_other_words(turn.question) if stopped else thinking.result()
        except ModelError as error:
            text = in_other_words(turn.question)
            same = text == turn.question.text
            consequence = "in the same words" if same else "with the offline coach's advice instead"
            self._desk.model_failed(error, f"The question comes {consequence}.")
        turn.rephrased.append(text)
        self._desk.save()
        watch.release("rephrase")
        self._show_again(turn, text)

    def _show_again(self, turn: Turn, text: str) -> None:
        """Tell a question once more, and go on listening."""
        self._desk.show(turn, text, again=True)
        self._desk.state("listening", turn)

    def _set_alarm(self, turn: Turn, watch: Stopwatch) -> asyncio.Task[None]:
        """Tell the person when the suggested time of a question is over, once in all sittings."""
        strict = self._desk.session.plan.limits.strict_time
        silent = not turn.suggested_seconds or (not strict and turn.seconds >= turn.suggested_seconds)

        async def ring() -> None:
            while (left := turn.suggested_seconds - watch.seconds) > 0:
                await self._desk.clock.sleep(left if watch.running else _ALARM_NAP)
            self._desk.emit(ev.TimeUp(turn_id=turn.id, strict=strict))

        return asyncio.create_task(asyncio.sleep(0) if silent else ring())


def _storable(typed: str) -> str:
    """What was typed, fit for a document: bytes that are no text come as lone surrogates."""
    return typed.encode("utf-8", "replace").decode()
