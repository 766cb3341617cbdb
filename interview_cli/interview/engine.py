"""The interview itself: asks, listens, decides and judges, saving every change before the next."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, replace

from interview_cli.coach.evaluation import Analysis, Evaluation
from interview_cli.coach.feedback import summarise
from interview_cli.coach.languages import language_name
from interview_cli.coach.offline import held_back
from interview_cli.interview import events as ev
from interview_cli.interview.analytics import count
from interview_cli.interview.choice import Preferences
from interview_cli.interview.comparison import Earlier, compare
from interview_cli.interview.desk import Desk
from interview_cli.interview.inbox import Inbox
from interview_cli.interview.interviewer import OFFLINE, propose_offline
from interview_cli.interview.judging import Judgements
from interview_cli.interview.listening import Listening
from interview_cli.interview.persona import detect
from interview_cli.interview.policy import Step, dispose, running_level, seconds_spent
from interview_cli.interview.ports import (
    ActivityQuestion,
    Clock,
    Interviewer,
    Judge,
    Prepared,
    Proposal,
    Reviewer,
    SessionSaver,
    Situation,
    Translation,
)
from interview_cli.interview.progress import delivery_of, new_turn, situation_of
from interview_cli.interview.review import judged_answers, standard_of
from interview_cli.interview.seal import sealed
from interview_cli.interview.session import Session, Turn
from interview_cli.library.bank import Bank
from interview_cli.library.role import Question
from interview_cli.llm.port import ModelError


@dataclass(frozen=True, slots=True)
class Ports:
    """All that the engine touches outside itself.

    `analyse` is the coach's instant look at an answer; `prepare` writes questions for this candidate
    with a model (None without one), `prepare_activity` those on recent work; `warm_up` readies the
    model client; `judge_head_start` is the seconds a judgement waits so that the next question is
    asked for first; `earlier` finds the person's attempt before at a turn's question; `translation`
    puts prepared questions into the interview's language, None where they are in it.
    """

    saver: SessionSaver
    clock: Clock
    interviewer: Interviewer
    judge: Judge
    reviewer: Reviewer
    analyse: Callable[[Question, str], Analysis]
    prepare: Callable[[], Awaitable[Prepared]] | None = None
    prepare_activity: Callable[[], Awaitable[Sequence[ActivityQuestion]]] | None = None
    warm_up: Callable[[], Coroutine[None, None, None]] | None = None
    judge_head_start: float = 0.0
    earlier: Callable[[Turn], Earlier | None] = lambda turn: None
    translation: Translation | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """How this run behaves: `fallback` lets the offline coach step in when no provider answers.

    `patient` waits for the questions that a model writes; a person at a prompt is never kept waiting.
    `forming` tells a question while a model still writes it, for a front end that shows it so. `in_step`
    judges an answer only when what comes next is decided, and before it is asked, so that no decision depends
    on how fast a judgement came.
    """

    feedback_each: bool = True
    fallback: bool = True
    patient: bool = False
    forming: bool = False
    in_step: bool = False


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
        activity_questions: Sequence[ActivityQuestion] = (),
        options: Options | None = None,
    ) -> None:
        self.session = session
        self._bank = bank
        self._ports = ports
        self._preferences = preferences or Preferences(seed=session.plan.seed)
        self._resume_questions = tuple(resume_questions)
        self._activity_questions = tuple(activity_questions)
        self._options = options or Options()
        self._desk = Desk(
            session,
            ports.saver,
            ports.clock,
            fallback=self._options.fallback,
            forming=self._options.forming,
        )
        self._inbox = Inbox()
        self._listening = Listening(self._desk, self._inbox, ports.interviewer)
        self._judgements = Judgements(ports.judge, self._keep_judgement, ports.judge_head_start)
        self._background: list[asyncio.Task[None]] = []
        self._preparing: asyncio.Task[None] | None = None
        self._known: tuple[tuple[object, ...], Situation] | None = None

    # ------------------------------------------------------------------ doors

    def send(self, command: ev.Command) -> None:
        """Hand in a command; it is acted on as soon as the engine's state allows it."""
        if isinstance(command, ev.KeepDraft):
            self._listening.note_draft(command)
        self._inbox.put(command)

    def notice(self, text: str) -> None:
        """Tell the person something, and keep it in the session."""
        self._desk.notice(text)

    async def events(self) -> AsyncGenerator[ev.EngineEvent, None]:
        """Run the interview and yield what happens, in order, up to `Finished`.

        Raises StorageError when a change can't be saved, ProviderError when no model answers and
        falling back is not wanted; the session is then as it was last saved.
        """
        run = asyncio.create_task(self._run())
        try:
            while True:
                waiting = asyncio.ensure_future(self._desk.outbox.get())
                await asyncio.wait({run, waiting}, return_when=asyncio.FIRST_COMPLETED)
                if not waiting.done():
                    waiting.cancel()
                    break
                yield waiting.result()
            while not self._desk.outbox.empty():
                yield self._desk.outbox.get_nowait()
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
            self._desk.save()
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
                ending = await self._listen(turn)
        if isinstance(ending, ev.Quit):
            self._finish(resumable=True)
            return
        if session.open_turn is not None:
            session.open_turn.status = "skipped"
        await self._close()

    async def _listen(self, turn: Turn) -> ev.Command | None:
        """Ask a question and have the answer judged; returns a command that ends the interview."""
        ending = await self._listening.ask(turn)
        if turn.status == "answered":
            self._judge(turn)
        return ending

    async def _next_turn(self) -> tuple[Turn | None, ev.Command | None]:
        """Decide what comes next and save it; the turn is None when the interview is complete."""
        session = self.session
        last = session.turns[-1] if session.turns else None
        if last is not None and last.decision is not None and last.decision.action == "complete":
            return None, None
        self._desk.state("processing", last)
        proposal, ending = await self._propose()
        if proposal is None:
            return None, ending
        step = await self._translated(dispose(proposal, self._situation()))
        if last is not None:
            last.decision = step.decision
        turn = None
        if step.question is not None:
            turn = new_turn(session, self._bank, step, proposal, self._desk.clock.now())
            session.turns.append(turn)
        self._desk.save()
        self._desk.emit(ev.Decided(turn_id=last.id if last else None, decision=step.decision))
        if self._options.in_step and last is not None and self._is_to_be_judged(last):
            self._judgements.start(last)
            await self._judgements.all_done()
        if self._ports.translation is not None:
            for likely in _likely(self._situation())[:1]:
                self._ports.translation.ahead(likely)
        return turn, ending

    async def _translated(self, step: Step) -> Step:
        """The step with its question in the interview's language; as it is when no model can translate it."""
        if step.question is None or self._ports.translation is None:
            return step
        translating = asyncio.ensure_future(self._ports.translation.translate(step.question))
        stopped = await self._inbox.watch(translating, (ev.Cancel, ev.End, ev.Quit))
        consequence = f"The question is asked in {language_name(step.question.language)}."
        if isinstance(stopped, ev.Cancel):
            self._desk.notice(f"The translation was called off. {consequence}")
            return step
        if stopped is not None:
            self._inbox.put_back(stopped)
            return step
        try:
            return replace(step, question=translating.result())
        except ModelError as error:
            self._desk.model_failed(error, consequence)
            return step

    async def _propose(self) -> tuple[Proposal | None, ev.Command | None]:
        if self._options.patient and self.session.turns and self._preparing is not None:
            stopped = await self._inbox.watch(self._preparing, (ev.Cancel, ev.End, ev.Quit))
            if isinstance(stopped, ev.End | ev.Quit):
                return None, stopped
            if stopped is None:
                self._preparing.result()
            self._preparing = None
        situation = self._situation()
        with self._desk.forming() as forming:
            thinking = asyncio.ensure_future(self._ports.interviewer.propose(situation, forming))
            stopped = await self._inbox.watch(thinking, (ev.Cancel, ev.End, ev.Quit))
        if isinstance(stopped, ev.Cancel):
            return propose_offline(situation), None
        if stopped is not None:
            return None, stopped
        try:
            proposal = thinking.result()
        except ModelError as error:
            self._desk.model_failed(error, "The offline coach leads on until a model answers.")
            return propose_offline(situation), None
        if proposal.by != OFFLINE:
            self._desk.model_answered()
        return proposal, None

    async def _close(self) -> None:
        """Wait for the judgements, write the feedback and end the session."""
        session = self.session
        self._desk.state("feedback")
        if not any(turn.status == "answered" for turn in session.turns):
            session.status = "abandoned"
            self._finish(resumable=False)
            return
        judging = self._judgements.all_done()
        stopped = await self._inbox.watch(judging, (ev.Cancel, ev.Quit))
        if stopped is None:
            judging.result()
            answers = judged_answers(session)
            review = asyncio.ensure_future(self._ports.reviewer.review(answers, standard_of(session)))
            stopped = await self._inbox.watch(review, (ev.Cancel, ev.Quit))
        if isinstance(stopped, ev.Quit):
            self._finish(resumable=True)
            return
        offline = stopped is not None
        session.feedback = (
            summarise(judged_answers(session), standard_of(session)) if offline else review.result()
        )
        session.status = "completed"
        session.analytics = count(session)
        session.seal = sealed(session)
        self._finish(resumable=False)

    def _finish(self, *, resumable: bool) -> None:
        self.session.analytics = count(self.session)
        self._desk.save()
        self._desk.state("complete")
        self._desk.emit(ev.Finished(session=self.session, resumable=resumable))

    # ------------------------------------------------------------------ judging beside the interview

    def _judge(self, turn: Turn) -> None:
        """Look at an answer at once, and have it judged beside what follows."""
        text = turn.answer.text if turn.answer else ""
        turn.analysis = self._ports.analyse(turn.question, text)
        turn.persona = detect(turn.question, text, turn.analysis)
        turn.delivery = delivery_of(turn)
        doubts = turn.answer.doubts if turn.answer else []
        if doubts:
            why = f"Nobody looked at its transcript, which is doubtful: {' '.join(doubts)}"
            self._keep_judgement(turn, held_back(why, self._ports.clock.now()))
        elif not self._options.in_step:
            self._judgements.start(turn)

    @staticmethod
    def _is_to_be_judged(turn: Turn) -> bool:
        doubtful = turn.answer is not None and bool(turn.answer.doubts)
        return turn.status == "answered" and turn.evaluation is None and not doubtful

    def _judge_what_was_not(self) -> None:
        """Judge answers of an earlier run that ended before their judgement came."""
        for turn in self.session.turns:
            if turn.status == "answered" and turn.evaluation is None:
                self._judge(turn)

    def _keep_judgement(self, turn: Turn, evaluation: Evaluation) -> None:
        if evaluation.status == "unscored" and not (turn.answer and turn.answer.doubts):
            self._desk.require_fallback(evaluation.why_unscored)
        turn.evaluations.append(evaluation)
        if turn.parent is None:
            turn.before = compare(self._ports.earlier(turn), turn)
        self._desk.save()
        show = self._options.feedback_each
        self._desk.emit(ev.Evaluated(turn_id=turn.id, turn=turn, evaluation=evaluation, show=show))

    # ------------------------------------------------------------------ small things

    def _start_background(self) -> None:
        if self._ports.warm_up is not None:
            self._background.append(asyncio.create_task(self._ports.warm_up()))
        preparations = []
        if self._ports.prepare is not None:
            preparations.append(asyncio.create_task(self._prepare(self._ports.prepare)))
        if self._ports.prepare_activity is not None:
            preparations.append(asyncio.create_task(self._prepare_activity(self._ports.prepare_activity)))
        self._background += preparations
        if preparations:
            self._preparing = asyncio.create_task(_all_of(preparations))
            self._background.append(self._preparing)

    async def _prepare(self, prepare: Callable[[], Awaitable[Prepared]]) -> None:
        """Put the questions that a model wrote for this candidate before those that code filled in."""
        try:
            written = await prepare()
        except ModelError as error:
            self._desk.model_failed(error, "Questions for you come from the question bank and your resume.")
            return
        self._resume_questions = (*written.on_resume, *self._resume_questions)
        self._bank = self._bank.with_tailored(written.on_job)
        if written.notice:
            self._desk.notice(written.notice)

    async def _prepare_activity(self, prepare: Callable[[], Awaitable[Sequence[ActivityQuestion]]]) -> None:
        """Put a model's questions on recent work before the offline ones."""
        try:
            written = await prepare()
        except ModelError as error:
            self._desk.model_failed(error, "Questions on recent work come from the offline coach.")
            return
        if not written:
            self._desk.notice(
                "No question that the model wrote on recent work can be used; the offline coach asks."
            )
        self._activity_questions = (*written, *self._activity_questions)

    def _situation(self) -> Situation:
        """Where the interview stands; worked out once until something moves it."""
        turns = self.session.turns
        level, spent = running_level(self.session.plan, turns), seconds_spent(self.session)
        ready = (self._bank, self._resume_questions, self._activity_questions)
        place = (len(turns), turns[-1].status if turns else "", level, spent, *map(id, ready))
        if self._known is None or self._known[0] != place:
            self._known = (place, situation_of(self.session, self._bank, self._preferences, *ready[1:]))
        return self._known[1]


def _likely(situation: Situation) -> Sequence[Question]:
    """The main questions that may come next, the likeliest first."""
    if situation.resume_due and situation.resume_questions:
        return situation.resume_questions
    if situation.activity_due and situation.activity_questions:
        return [about.question for about in situation.activity_questions]
    return situation.candidates


async def _all_of(tasks: Sequence[asyncio.Task[None]]) -> None:
    await asyncio.gather(*tasks)
