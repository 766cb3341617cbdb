"""The interview itself: asks, listens, decides and judges, saving every change before the next."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, replace

from interview_cli.coach.evaluation import Analysis, Evaluation
from interview_cli.coach.feedback import summarise
from interview_cli.errors import ProviderError
from interview_cli.interview import events as ev
from interview_cli.interview.analytics import count
from interview_cli.interview.choice import Preferences
from interview_cli.interview.inbox import Inbox
from interview_cli.interview.interviewer import OFFLINE, propose_offline
from interview_cli.interview.judging import Judgements
from interview_cli.interview.persona import detect, in_other_words
from interview_cli.interview.policy import dispose, seconds_left
from interview_cli.interview.ports import (
    Clock,
    Interviewer,
    Judge,
    Proposal,
    Reviewer,
    SessionSaver,
    Situation,
)
from interview_cli.interview.progress import new_turn, number_of, situation_of
from interview_cli.interview.review import judged_answers
from interview_cli.interview.session import Answer, Event, Session, Turn
from interview_cli.interview.stopwatch import Stopwatch
from interview_cli.library.bank import Bank
from interview_cli.library.role import Question
from interview_cli.llm.port import ModelError

_STOPPING = (ev.End, ev.Quit)
# How often a clock that stands still is looked at again, in seconds.
_ALARM_NAP = 0.5


@dataclass(frozen=True, slots=True)
class Ports:
    """All that the engine touches outside itself.

    `analyse` is the coach's instant look at an answer; `prepare` writes questions on the resume
    with a model (None without one); `warm_up` readies the model client; `judge_head_start` is the
    seconds a judgement waits so that the next question is asked for first.
    """

    saver: SessionSaver
    clock: Clock
    interviewer: Interviewer
    judge: Judge
    reviewer: Reviewer
    analyse: Callable[[Question, str], Analysis]
    prepare: Callable[[], Awaitable[Sequence[Question]]] | None = None
    warm_up: Callable[[], Coroutine[None, None, None]] | None = None
    judge_head_start: float = 0.0


@dataclass(frozen=True, slots=True)
class Options:
    """How this run behaves: `fallback` lets the offline coach step in when no provider answers."""

    feedback_each: bool = True
    fallback: bool = True


class Engine:
    """Runs one session. Iterate over `events()` and call `send()`; both on the same event loop."""

    def __init__(
        self,
        session: Session,
        bank: Bank,
        ports: Ports,
        *,
        preferences: Preferences | None = None,
        resume_questions: Sequence[Question] = (),
        options: Options | None = None,
    ) -> None:
        self.session = session
        self._bank = bank
        self._ports = ports
        self._preferences = preferences or Preferences(seed=session.plan.seed)
        self._resume_questions = tuple(resume_questions)
        self._options = options or Options()
        self._outbox: asyncio.Queue[ev.EngineEvent] = asyncio.Queue()
        self._inbox = Inbox()
        self._seq = 0
        self._told: set[str] = set()
        self._judgements = Judgements(ports.judge, self._keep_judgement, ports.judge_head_start)
        self._background: list[asyncio.Task[None]] = []

    # ------------------------------------------------------------------ doors

    def send(self, command: ev.Command) -> None:
        """Hand in a command; it is acted on as soon as the engine's state allows it."""
        self._inbox.put(command)

    def notice(self, text: str) -> None:
        """Tell the person something, and keep it in the session; once until a model has answered again.

        Calls that are made at once fail alike, and a model that is down stays so for a while.
        """
        if text in self._told:
            return
        self._told.add(text)
        self.session.events.append(Event(at=self._ports.clock.now(), text=text))
        self._emit(ev.Notice(text=text))

    async def events(self) -> AsyncIterator[ev.EngineEvent]:
        """Run the interview and yield what happens, in order, up to `Finished`.

        Raises StorageError when a change can't be saved, ProviderError when no model answers and
        falling back is not wanted; the session is then as it was last saved.
        """
        run = asyncio.create_task(self._run())
        try:
            while True:
                waiting = asyncio.ensure_future(self._outbox.get())
                await asyncio.wait({run, waiting}, return_when=asyncio.FIRST_COMPLETED)
                if not waiting.done():
                    waiting.cancel()
                    break
                yield waiting.result()
            while not self._outbox.empty():
                yield self._outbox.get_nowait()
            await run
        finally:
            tasks = [run, *self._judgements.tasks, *self._background]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    # ------------------------------------------------------------------ the course of things

    async def _run(self) -> None:
        session = self.session
        if session.status == "planned":
            session.status = "in_progress"
            self._save()
        self._start_background()
        self._judge_what_was_not()
        ending: ev.Command | None = None
        while ending is None:
            turn = session.open_turn
            if turn is None:
                turn, ending = await self._next_turn()
                if turn is None:
                    break
            if ending is None:
                ending = await self._ask(turn)
        if isinstance(ending, ev.Quit):
            self._finish(resumable=True)
            return
        if session.open_turn is not None:
            session.open_turn.status = "skipped"
        await self._close()

    async def _next_turn(self) -> tuple[Turn | None, ev.Command | None]:
        """Decide what comes next and save it; the turn is None when the interview is complete."""
        session = self.session
        last = session.turns[-1] if session.turns else None
        if last is not None and last.decision is not None and last.decision.action == "complete":
            return None, None
        self._state("processing", last)
        proposal, ending = await self._propose()
        if proposal is None:
            return None, ending
        step = dispose(proposal, self._situation())
        if last is not None:
            last.decision = step.decision
        turn = None
        if step.question is not None:
            turn = new_turn(session, self._bank, step, proposal, self._ports.clock.now())
            session.turns.append(turn)
        self._save()
        self._emit(ev.Decided(turn_id=last.id if last else None, decision=step.decision))
        return turn, ending

    async def _propose(self) -> tuple[Proposal | None, ev.Command | None]:
        situation = self._situation()
        thinking = asyncio.ensure_future(self._ports.interviewer.propose(situation))
        stopped = await self._inbox.watch(thinking, (ev.Cancel, ev.End, ev.Quit))
        if isinstance(stopped, ev.Cancel):
            return propose_offline(situation), None
        if stopped is not None:
            return None, stopped
        try:
            proposal = thinking.result()
        except ModelError as error:
            self._refuse_without_fallback(error)
            self.notice(_then(error, "The offline coach leads on until a model answers."))
            return propose_offline(situation), None
        if proposal.by != OFFLINE:
            self._told.clear()
        return proposal, None

    async def _ask(self, turn: Turn) -> ev.Command | None:
        """Ask a question until it is answered or skipped; returns a command that ends the interview."""
        watch = Stopwatch(self._ports.clock.monotonic, turn.seconds)
        self._show(turn, turn.question.text)
        self._state("listening", turn)
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
                self._save()

    async def _obey(self, command: ev.Command, turn: Turn, watch: Stopwatch) -> bool:
        """Act on a command while listening; true when the turn is over."""
        match command:
            case ev.GiveAnswer():
                return self._take(command, turn, watch)
            case ev.Skip():
                watch.stop()
                turn.status, turn.seconds = "skipped", watch.seconds
                self._save()
                return True
            case ev.Repeat():
                self._show(turn, turn.question.text, again=True)
            case ev.Rephrase():
                await self._rephrase(turn, watch)
            case ev.Pause():
                watch.hold("pause")
                self._state("paused", turn)
            case ev.Unpause():
                watch.release("pause")
                self._state("listening", turn)
            case ev.SpeechStarted():
                watch.hold("speech")
                self._state("asking", turn)
            case ev.SpeechFinished():
                watch.release("speech")
                self._state("listening", turn)
        return False

    def _take(self, given: ev.GiveAnswer, turn: Turn, watch: Stopwatch) -> bool:
        """Accept an answer, or keep it as a draft when it is too long."""
        limit = self.session.plan.limits.max_answer_words
        # Bytes that are no text come from terminals as lone surrogates, which no document can hold.
        text = given.text.encode("utf-8", "replace").decode()
        words = len(text.split())
        if words > limit:
            turn.draft = text
            self._save()
            self._emit(ev.AnswerTooLong(turn_id=turn.id, words=words, limit=limit))
            return False
        watch.stop()
        turn.seconds = watch.seconds if given.seconds is None else given.seconds
        turn.answer = Answer(text=text, source=given.source, seconds=turn.seconds, at=self._ports.clock.now())
        turn.status, turn.draft = "answered", ""
        self._save()
        self._judge(turn)
        return True

    async def _rephrase(self, turn: Turn, watch: Stopwatch) -> None:
        watch.hold("rephrase")
        self._state("processing", turn)
        thinking = asyncio.ensure_future(self._ports.interviewer.rephrase(turn.question))
        stopped = await self._inbox.watch(thinking, (ev.Cancel, ev.GiveAnswer, ev.Skip, ev.End, ev.Quit))
        if stopped is not None and not isinstance(stopped, ev.Cancel):
            self._inbox.put_back(stopped)
            watch.release("rephrase")
            return
        try:
            text = in_other_words(turn.question) if stopped else thinking.result()
        except ModelError as error:
            self._refuse_without_fallback(error)
            self.notice(_then(error, "The question comes with the offline coach's advice instead."))
            text = in_other_words(turn.question)
        turn.rephrased.append(text)
        self._save()
        self._show(turn, text, again=True)
        watch.release("rephrase")
        self._state("listening", turn)

    async def _close(self) -> None:
        """Wait for the judgements, write the feedback and end the session."""
        session = self.session
        self._state("feedback", None)
        if not any(turn.status == "answered" for turn in session.turns):
            session.status = "abandoned"
            self._finish(resumable=False)
            return
        judging = self._judgements.all_done()
        stopped = await self._inbox.watch(judging, (ev.Cancel, ev.Quit))
        if stopped is None:
            judging.result()
            answers = judged_answers(session)
            review = asyncio.ensure_future(self._ports.reviewer.review(answers, session.plan.weights))
            stopped = await self._inbox.watch(review, (ev.Cancel, ev.Quit))
        if isinstance(stopped, ev.Quit):
            self._finish(resumable=True)
            return
        offline = stopped is not None
        session.feedback = (
            summarise(judged_answers(session), session.plan.weights) if offline else review.result()
        )
        session.status = "completed"
        self._finish(resumable=False)

    def _finish(self, *, resumable: bool) -> None:
        self.session.analytics = count(self.session)
        self._save()
        self._state("complete", None)
        self._emit(ev.Finished(session=self.session, resumable=resumable))

    # ------------------------------------------------------------------ judging beside the interview

    def _judge(self, turn: Turn) -> None:
        """Look at an answer at once, and have it judged beside what follows."""
        text = turn.answer.text if turn.answer else ""
        turn.analysis = self._ports.analyse(turn.question, text)
        turn.persona = detect(turn.question, text, turn.analysis)
        self._judgements.start(turn)

    def _judge_what_was_not(self) -> None:
        """Judge answers of an earlier run that ended before their judgement came."""
        for turn in self.session.turns:
            if turn.status == "answered" and turn.evaluation is None:
                self._judge(turn)

    def _keep_judgement(self, turn: Turn, evaluation: Evaluation) -> None:
        if evaluation.status == "unscored":
            self._refuse_without_fallback(evaluation.why_unscored)
        turn.evaluations.append(evaluation)
        self._save()
        show = self._options.feedback_each
        self._emit(ev.Evaluated(turn_id=turn.id, turn=turn, evaluation=evaluation, show=show))

    # ------------------------------------------------------------------ small things

    def _start_background(self) -> None:
        if self._ports.warm_up is not None:
            self._background.append(asyncio.create_task(self._ports.warm_up()))
        wanted = sum(part.resume_questions for part in self.session.plan.rounds)
        if self._ports.prepare is not None and wanted:
            self._background.append(asyncio.create_task(self._prepare(self._ports.prepare)))

    async def _prepare(self, prepare: Callable[[], Awaitable[Sequence[Question]]]) -> None:
        """Put a model's questions on the resume before the offline ones."""
        try:
            self._resume_questions = (*await prepare(), *self._resume_questions)
        except ModelError as error:
            self.notice(_then(error, "Questions on the resume come from the offline coach."))

    def _situation(self) -> Situation:
        return situation_of(self.session, self._bank, self._preferences, self._resume_questions)

    def _refuse_without_fallback(self, cause: ModelError | str) -> None:
        if not self._options.fallback:
            message = cause.message if isinstance(cause, ModelError) else cause
            raise ProviderError(message, "The session is kept; go on with: interview session continue")

    def _set_alarm(self, turn: Turn, watch: Stopwatch) -> asyncio.Task[None]:
        """Tell the person when the suggested time of a question is over."""

        async def ring() -> None:
            while (left := turn.suggested_seconds - watch.seconds) > 0:
                await self._ports.clock.sleep(left if watch.running else _ALARM_NAP)
            self._emit(ev.TimeUp(turn_id=turn.id, strict=self.session.plan.limits.strict_time))

        return asyncio.create_task(ring() if turn.suggested_seconds else asyncio.sleep(0))

    def _show(self, turn: Turn, text: str, *, again: bool = False) -> None:
        self._state("asking", turn)
        self._emit(
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

    def _state(self, state: ev.State, turn: Turn | None) -> None:
        self._emit(ev.StateChanged(turn_id=turn.id if turn else None, state=state))

    def _emit(self, event: ev.EngineEvent) -> None:
        self._seq += 1
        self._outbox.put_nowait(replace(event, seq=self._seq))

    def _save(self) -> None:
        self.session.updated_at = self._ports.clock.now()
        self._ports.saver.save(self.session)


def _then(error: ModelError, consequence: str) -> str:
    """What went wrong and what is done about it, in two sentences."""
    return f"{error.message.rstrip('.')}. {consequence}"
