"""An interview put together: the engine with its ports, and the room a person sits in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from interview_cli.errors import StorageError
from interview_cli.wiring.home import bank_of, open_library, open_sessions, role_of
from interview_cli.wiring.judging import model_judge
from interview_cli.wiring.models import call_record, in_language, open_model, redacted

if TYPE_CHECKING:
    from interview_cli.coach.remembered import RememberedCoach
    from interview_cli.interview.comparison import Earlier
    from interview_cli.interview.engine import Engine, Ports
    from interview_cli.interview.ports import ActivityQuestion, Clock, SessionSaver
    from interview_cli.interview.session import Session, Turn
    from interview_cli.library.bank import Bank
    from interview_cli.library.role import Question
    from interview_cli.library.shelf import Library
    from interview_cli.llm.port import CallUsage, ModelPort
    from interview_cli.plain.room import PlainRoom
    from interview_cli.plain.telling import Display
    from interview_cli.plain.terminal import Terminal
    from interview_cli.resume.document import ResumeRecord
    from interview_cli.settings import Settings
    from interview_cli.store.sessions import SessionStore
    from interview_cli.voice.ports import Voice
    from interview_cli.wiring.home import Home

# Preparing a judgement's several requests takes about this long; the next question must not wait for it.
JUDGE_HEAD_START = 0.03


@dataclass(frozen=True, slots=True)
class Apart:
    """What a session is held with that belongs to nobody's history: where it goes, its time, and its model.

    Without a model the session's own are opened, where it has any. `coach` is the offline one, where it has
    read other sessions' answers too.
    """

    saver: SessionSaver
    clock: Clock
    model: ModelPort | None = None
    coach: RememberedCoach | None = None


def build_engine(
    home: Home,
    settings: Settings,
    session: Session,
    *,
    resume: ResumeRecord | None = None,
    feedback_each: bool = True,
    fallback: bool = True,
    use_history: bool = True,
    patient: bool = False,
    forming: bool = False,
    in_step: bool = False,
    apart: Apart | None = None,
) -> Engine:
    """The engine of a session, led by its models or by the offline coach.

    `use_history` lets questions that were asked in earlier sessions come later; `patient` waits for questions
    that a model writes for this candidate; `forming` tells a question while a model still writes it;
    `in_step` makes equal interviews equal documents, however fast replies come. `apart` holds the session
    with no look at the store, and no word to it.
    """
    from interview_cli.interview.bearing import Bearing
    from interview_cli.interview.choice import Preferences
    from interview_cli.interview.clock import SystemClock
    from interview_cli.interview.engine import Engine, Options
    from interview_cli.interview.gap_questions import gap_questions
    from interview_cli.interview.plan import open_gap_questions
    from interview_cli.interview.resume_questions import questions_from, subject_of
    from interview_cli.llm.usage import Metered

    sessions = None if apart else open_sessions(home)
    library = open_library(home)
    bank = bank_of(library, session.plan)
    most = open_gap_questions(session.plan, len(session.gaps))
    bank = bank.with_tailored(gap_questions(session.gaps, session.plan.level, session.plan.seed, most))
    past = _Past(sessions, session, use_history=use_history)
    preferences = Preferences(
        seed=session.plan.seed,
        focus=session.plan.focus,
        bearing=Bearing(resume.resume if resume else None, session.job, session.gaps),
        times_asked=past.times_asked,
    )
    clock = apart.clock if apart else SystemClock()
    saver = apart.saver if apart else sessions
    assert saver is not None
    if session.models:

        def notice(text: str) -> None:
            engine.notice(text)

        def record(usage: CallUsage) -> None:
            session.usage.append(call_record(usage, clock.now()))

        given = apart.model if apart else None
        if given is None:
            model = open_model(session.models, settings, on_notice=notice, on_usage=record)
        else:
            model = Metered(given, record)
        model = redacted(home, session, model)
        ports = _led_ports(library, model, session, resume, bank, saver, clock, past.questions)
    else:
        ports = _offline_ports(saver, clock)
        if apart and apart.coach:
            ports = replace(ports, judge=apart.coach, analyse=apart.coach.analyse)
    engine = Engine(
        session,
        bank,
        replace(ports, earlier=past.earlier),
        preferences=preferences,
        resume_questions=questions_from(
            resume.resume, session.plan.seed, subject_of(bank.role, session.job, session.gaps)
        )
        if resume
        else (),
        activity_questions=_activity_questions(session),
        options=Options(
            feedback_each=feedback_each, fallback=fallback, patient=patient, forming=forming, in_step=in_step
        ),
    )
    return engine


def open_room(engine: Engine, display: Display, terminal: Terminal, voice: Voice | None = None) -> PlainRoom:
    """The front end for a person at a prompt: line by line, wherever it runs."""
    from interview_cli.plain.room import PlainRoom

    return PlainRoom(engine, display, terminal, voice)


def _activity_questions(session: Session) -> tuple[ActivityQuestion, ...]:
    """Questions on the recent work that was read when the session was planned."""
    if not session.fragments:
        return ()
    from interview_cli.interview.activity_questions import questions_about

    return questions_about(session.fragments, session.plan.seed, session.created_at.astimezone().date())


def _offline_ports(saver: SessionSaver, clock: Clock) -> Ports:
    from interview_cli.coach.feedback import OfflineReviewer
    from interview_cli.coach.offline import OfflineJudge, analyse
    from interview_cli.interview.engine import Ports
    from interview_cli.interview.interviewer import OfflineInterviewer

    return Ports(
        saver=saver,
        clock=clock,
        interviewer=OfflineInterviewer(),
        judge=OfflineJudge(clock.now),
        reviewer=OfflineReviewer(),
        analyse=analyse,
    )


def _led_ports(
    library: Library,
    model: ModelPort,
    session: Session,
    resume: ResumeRecord | None,
    bank: Bank,
    saver: SessionSaver,
    clock: Clock,
    past_questions: Callable[[], Sequence[Question]],
) -> Ports:
    from interview_cli.coach.closing import ModelReviewer
    from interview_cli.coach.languages import is_english
    from interview_cli.coach.offline import analyse
    from interview_cli.interview.activity_writer import ActivityWriter
    from interview_cli.interview.engine import Ports
    from interview_cli.interview.led import LedPrompts, ModelInterviewer
    from interview_cli.interview.policy import activity_left
    from interview_cli.interview.translation import Translator
    from interview_cli.interview.writer import QuestionWriter

    role = role_of(library, session.plan)
    language = session.plan.language
    translation = None
    if not (is_english(language) and all(is_english(question.language) for question in bank.questions)):
        translation = Translator(model, library.prompt("translate"), language)
    model = in_language(library, model, language)
    interviewer = ModelInterviewer(
        model,
        LedPrompts(
            next_step=library.prompt("next_step"),
            rephrase=library.prompt("rephrase"),
        ),
        role,
        resume.text if resume else "",
        bank.company,
    )
    writer = QuestionWriter(
        model,
        library.prompt("questions"),
        role,
        resume.text if resume else "",
        bank.company,
        past=past_questions,
    )
    work_writer = ActivityWriter(model, library.prompt("activity_questions"), role)
    wanted = sum(part.resume_questions + part.tailored_questions for part in session.plan.rounds)
    of_work = activity_left(session)
    return Ports(
        saver=saver,
        clock=clock,
        interviewer=interviewer,
        judge=model_judge(library, role, model, session.samples, clock.now),
        reviewer=ModelReviewer(model, library.prompt("feedback"), role.name, session.plan.level, language),
        analyse=partial(analyse, language=language),
        translation=translation,
        prepare=partial(writer.write, session) if wanted else None,
        prepare_activity=(lambda: work_writer.questions(session, of_work)) if of_work else None,
        warm_up=model.warm_up,
        judge_head_start=JUDGE_HEAD_START,
    )


class _Past:
    """What the store knows of a session's candidate; nothing where there is no store."""

    def __init__(self, sessions: SessionStore | None, session: Session, *, use_history: bool) -> None:
        self._sessions = sessions
        self._session = session
        self._use_history = use_history and sessions is not None
        # Whoever runs many interviews at once can't look through all of them at the start of each.
        self._rows = (sessions.rows() if use_history else sessions.listed()) if sessions else []

    @property
    def times_asked(self) -> dict[str, int]:
        """How often each question was asked before, by its id."""
        if not self._use_history or self._sessions is None:
            return {}
        asked = self._sessions.asked_question_ids(self._session.candidate.name, self._rows)
        return {name: past.times for name, past in asked.items()}

    @property
    def earlier(self) -> Callable[[Turn], Earlier | None]:
        """Finds the attempt before at a turn's question."""
        if self._sessions is None:
            return lambda turn: None
        from interview_cli.store.attempts import finder

        return finder(self._sessions, self._session, self._rows)

    def questions(self) -> list[Question]:
        """What this candidate was asked for this role before; nothing where the store cannot be read."""
        if self._use_history and self._sessions is not None:
            with suppress(StorageError):
                return self._sessions.questions_asked(self._session.candidate.name, self._session.plan.role)
        return []
