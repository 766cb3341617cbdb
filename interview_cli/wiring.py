"""From settings to objects: the only place where the parts are put together.

Every factory imports its parts when it is called, so that a command loads no more than it uses.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from interview_cli import paths
from interview_cli.errors import StorageError, UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from interview_cli.coach.evaluation import Analysis
    from interview_cli.interview.comparison import Earlier
    from interview_cli.interview.engine import Engine, Ports
    from interview_cli.interview.plan import Plan
    from interview_cli.interview.ports import ActivityQuestion, Clock, Judge, Reviewer, SessionSaver
    from interview_cli.interview.session import CallRecord, Session, Turn
    from interview_cli.library.bank import Bank
    from interview_cli.library.role import Question, Role
    from interview_cli.library.shelf import Library
    from interview_cli.llm.port import CallUsage, ModelPort
    from interview_cli.plain.room import PlainRoom
    from interview_cli.plain.telling import Display
    from interview_cli.plain.terminal import Terminal
    from interview_cli.resume.document import ResumeRecord
    from interview_cli.resume.ingest import ResumeModel
    from interview_cli.settings import Settings
    from interview_cli.store.drill import DrillStore
    from interview_cli.store.notes import NotesStore
    from interview_cli.store.resumes import ResumeStore
    from interview_cli.store.sessions import SessionStore


# Preparing a judgement's several requests takes about this long; the next question must not wait for it.
JUDGE_HEAD_START = 0.03


@dataclass(frozen=True, slots=True)
class Home:
    """The folders and files of one run: data, settings, and the user's own roles and prompts."""

    data_dir: Path
    config_file: Path
    roles_dir: Path
    prompts_dir: Path


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """The models that will be used, first choice first, empty for the offline coach; and why."""

    models: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class LaterJudging:
    """The parts that judge answers after the interview."""

    judge: Judge
    reviewer: Reviewer
    analyse: Callable[[Question, str], Analysis]
    earlier: Callable[[Turn], Earlier | None]


def open_home(
    data_dir: Path | None = None,
    config_file: Path | None = None,
    roles_dir: Path | None = None,
    prompts_dir: Path | None = None,
) -> Home:
    """The places of this run; what is not given lies where the platform keeps such things.

    Raises UsageError for a folder of roles or prompts that is named but is not there.
    """
    for folder in (roles_dir, prompts_dir):
        if folder is not None and not folder.is_dir():
            raise UsageError(f"There is no folder {folder}.", "Check --roles and --prompts.")
    config = config_file or paths.default_config_dir() / "config.yaml"
    return Home(
        data_dir=data_dir or paths.default_data_dir(),
        config_file=config,
        roles_dir=roles_dir or config.parent / "roles",
        prompts_dir=prompts_dir or config.parent / "prompts",
    )


def open_settings(home: Home) -> Settings:
    """The settings. Raises UsageError when the file or a variable is wrong."""
    from interview_cli.settings import load_settings

    return load_settings(home.config_file, os.environ)


def open_library(home: Home) -> Library:
    """All roles and prompts, the user's own before the bundled."""
    from interview_cli.library.locator import shelves
    from interview_cli.library.shelf import Library

    return Library(shelves("roles", home.roles_dir), shelves("prompts", home.prompts_dir))


def open_sessions(home: Home) -> SessionStore:
    """The stored sessions."""
    from interview_cli.store.sessions import SessionStore

    return SessionStore(home.data_dir)


def open_drill(home: Home, sessions: SessionStore) -> DrillStore:
    """The questions of these sessions that come back."""
    from interview_cli.store.drill import DrillStore

    return DrillStore(home.data_dir, sessions)


def bank_of(library: Library, plan: Plan) -> Bank:
    """The questions a plan draws on: its role's and its company's, or those that it names itself.

    Raises UsageError.
    """
    return plan.own_bank if plan.questions else library.bank(plan.role, plan.company_pack or "")


def open_resumes(home: Home) -> ResumeStore:
    """The stored resumes."""
    from interview_cli.store.resumes import ResumeStore

    return ResumeStore(home.data_dir)


def open_notes(home: Home) -> NotesStore:
    """The person's own notes."""
    from interview_cli.store.notes import NotesStore

    return NotesStore(home.data_dir)


def choose_models(named: Sequence[str], *, offline: bool, settings: Settings) -> ModelChoice:
    """Which models to use, and why, in the order: flags, settings, a provider's key, Ollama, none.

    INTERVIEW_MODEL is part of the settings. Raises UsageError for an unknown model or a missing key.
    """
    from interview_cli.llm.ollama import ollama_models
    from interview_cli.llm.providers import check, detect, full_name

    if offline:
        unused = f", and goes before --model {' '.join(named)}" if named else ""
        return ModelChoice((), f"--offline was given{unused}")
    wanted, why = list(named), "named by --model"
    if not wanted and settings.model:
        wanted = [name.strip() for name in settings.model.split(",") if name.strip()]
        why = "set in INTERVIEW_MODEL" if os.environ.get("INTERVIEW_MODEL") else "set in the settings"
    if wanted == ["offline"]:
        return ModelChoice((), why)
    if wanted:
        names = tuple(full_name(name) for name in wanted)
        for name in names:
            check(name, os.environ)
        return ModelChoice(names, why)
    found = detect(os.environ, ollama=lambda: ollama_models(os.environ))
    return ModelChoice((found.model,) if found.model else (), found.reason)


def open_model(
    models: Sequence[str],
    settings: Settings,
    *,
    on_notice: Callable[[str], None] | None = None,
    on_usage: Callable[[CallUsage], None] | None = None,
) -> ModelPort:
    """The chain of models behind one door, with retries; notices come as plain sentences."""
    from interview_cli.llm.fallback import NO_MODEL_LEFT, FallbackModel, Notice
    from interview_cli.llm.gateway import LiteLLMModel
    from interview_cli.llm.usage import Metered

    def tell(notice: Notice) -> None:
        # What follows when the last model fails is told by the engine, which knows what it does then.
        if on_notice is not None and notice.wait is None and notice.next != NO_MODEL_LEFT:
            on_notice(f"{notice.happened.rstrip('.')}; {notice.next}.")

    chain: ModelPort = FallbackModel(
        [LiteLLMModel(name, timeout=settings.timeout or None) for name in models], on_notice=tell
    )
    return Metered(chain, on_usage) if on_usage is not None else chain


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
) -> Engine:
    """The engine of a session, led by its models or by the offline coach.

    `use_history` lets questions that were asked in earlier sessions come later; `patient` waits for questions
    that a model writes for this candidate.
    """
    from interview_cli.interview.bearing import Bearing
    from interview_cli.interview.choice import Preferences
    from interview_cli.interview.clock import SystemClock
    from interview_cli.interview.engine import Engine, Options
    from interview_cli.interview.gap_questions import gap_questions
    from interview_cli.interview.plan import open_gap_questions
    from interview_cli.interview.resume_questions import questions_from, subject_of
    from interview_cli.store.attempts import finder

    sessions = open_sessions(home)
    library = open_library(home)
    bank = bank_of(library, session.plan)
    most = open_gap_questions(session.plan, len(session.gaps))
    bank = bank.with_tailored(gap_questions(session.gaps, session.plan.level, session.plan.seed, most))
    # Whoever runs many interviews at once can't look through all of them at the start of each.
    rows = sessions.rows() if use_history else sessions.listed()
    asked = sessions.asked_question_ids(session.candidate.name, rows) if use_history else {}
    preferences = Preferences(
        seed=session.plan.seed,
        focus=session.plan.focus,
        bearing=Bearing(resume.resume if resume else None, session.job, session.gaps),
        times_asked={name: past.times for name, past in asked.items()},
    )
    clock = SystemClock()
    if session.models:

        def notice(text: str) -> None:
            engine.notice(text)

        ports = _led_ports(
            library, settings, session, resume, bank, sessions, clock, notice, use_history=use_history
        )
    else:
        ports = _offline_ports(sessions, clock)
    engine = Engine(
        session,
        bank,
        replace(ports, earlier=finder(sessions, session, rows)),
        preferences=preferences,
        resume_questions=questions_from(
            resume.resume, session.plan.seed, subject_of(bank.role, session.job, session.gaps)
        )
        if resume
        else (),
        activity_questions=_activity_questions(session),
        options=Options(feedback_each=feedback_each, fallback=fallback, patient=patient),
    )
    return engine


def open_room(engine: Engine, display: Display, terminal: Terminal) -> PlainRoom:
    """The front end for a person at a prompt: line by line, wherever it runs.

    This is the one place that knows which front end is used, so another one enters by this door.
    """
    from interview_cli.plain.room import PlainRoom

    return PlainRoom(engine, display, terminal)


def build_later_judging(
    home: Home, settings: Settings, session: Session, models: Sequence[str], samples: int
) -> LaterJudging:
    """What judges a stored session's answers: models, or the offline coach where there are none."""
    from interview_cli.coach.closing import ModelReviewer
    from interview_cli.coach.feedback import OfflineReviewer
    from interview_cli.coach.offline import OfflineJudge, analyse
    from interview_cli.interview.clock import SystemClock
    from interview_cli.store.attempts import finder

    now = SystemClock().now
    sessions = open_sessions(home)
    earlier = finder(sessions, session, sessions.rows())
    if not models:
        return LaterJudging(OfflineJudge(now), OfflineReviewer(), analyse, earlier)
    library = open_library(home)
    role = _role_of(library, session.plan)
    model = open_model(
        models, settings, on_usage=lambda usage: session.usage.append(call_record(usage, now()))
    )
    language = session.plan.language
    model = _in_language(library, model, language)
    reviewer = ModelReviewer(model, library.prompt("feedback"), role.name, session.plan.level, language)
    look = partial(analyse, language=language)
    return LaterJudging(_model_judge(library, role, model, samples), reviewer, look, earlier)


def build_row_judge(home: Home, settings: Settings, models: Sequence[str], samples: int) -> Judge:
    """A model that judges single answers which belong to no session and no role."""
    return _model_judge(open_library(home), None, open_model(models, settings), samples)


def build_examined_judge(home: Home, settings: Settings, models: Sequence[str], samples: int) -> Judge:
    """The judge that sits its exam: models, or the offline coach where there are none."""
    from interview_cli.coach.offline import OfflineJudge
    from interview_cli.interview.clock import SystemClock

    if not models:
        return OfflineJudge(SystemClock().now)
    return _model_judge(open_library(home), None, open_model(models, settings), samples)


def resume_model(library: Library, models: Sequence[str], settings: Settings) -> ResumeModel:
    """A model that reads resumes."""
    from interview_cli.resume.model import PromptedResumeModel

    return PromptedResumeModel(open_model(models, settings), library.prompt("resume_extract"))


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
    settings: Settings,
    session: Session,
    resume: ResumeRecord | None,
    bank: Bank,
    sessions: SessionStore,
    clock: Clock,
    notice: Callable[[str], None],
    *,
    use_history: bool,
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

    role = _role_of(library, session.plan)

    def record(usage: CallUsage) -> None:
        session.usage.append(call_record(usage, clock.now()))

    language = session.plan.language
    model = open_model(session.models, settings, on_notice=notice, on_usage=record)
    translation = None
    if not (is_english(language) and all(is_english(question.language) for question in bank.questions)):
        translation = Translator(model, library.prompt("translate"), language)
    model = _in_language(library, model, language)
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
        past=partial(_past_questions, sessions, session) if use_history else tuple,
    )
    work_writer = ActivityWriter(model, library.prompt("activity_questions"), role)
    wanted = sum(part.resume_questions + part.tailored_questions for part in session.plan.rounds)
    of_work = activity_left(session)
    return Ports(
        saver=sessions,
        clock=clock,
        interviewer=interviewer,
        judge=_model_judge(library, role, model, session.samples),
        reviewer=ModelReviewer(model, library.prompt("feedback"), role.name, session.plan.level, language),
        analyse=partial(analyse, language=language),
        translation=translation,
        prepare=partial(writer.write, session) if wanted else None,
        prepare_activity=(lambda: work_writer.questions(session, of_work)) if of_work else None,
        warm_up=model.warm_up,
        judge_head_start=JUDGE_HEAD_START,
    )


def _past_questions(sessions: SessionStore, session: Session) -> list[Question]:
    """What this candidate was asked for this role before; nothing where the store cannot be read."""
    with suppress(StorageError):
        return sessions.questions_asked(session.candidate.name, session.plan.role)
    return []


def _in_language(library: Library, model: ModelPort, language: str) -> ModelPort:
    """The model, told with every request to write in a language; English needs no telling."""
    from interview_cli.coach.languages import full_name, is_english
    from interview_cli.llm.in_language import InLanguage

    if is_english(language):
        return model
    return InLanguage(model, library.prompt("language").render(language=full_name(language)))


def _role_of(library: Library, plan: Plan) -> Role:
    """The role a plan is for; one that names its questions needs no file of it."""
    return plan.own_bank.role if plan.questions else library.role(plan.role)


def _model_judge(library: Library, role: Role | None, model: ModelPort, samples: int) -> Judge:
    from interview_cli.coach.judge import JudgePrompts, ModelJudge
    from interview_cli.interview.clock import SystemClock

    return ModelJudge(
        model,
        JudgePrompts(
            criterion=library.prompt("judge"),
            points=library.prompt("judge_points"),
            story=library.prompt("judge_story"),
        ),
        SystemClock().now,
        {criterion.id: criterion for criterion in role.criteria} if role else {},
        samples,
    )


def call_record(usage: CallUsage, at: datetime) -> CallRecord:
    """A usage report of the model client as the session keeps it."""
    from interview_cli.interview.session import CallRecord

    return CallRecord(
        at=at,
        purpose=usage.purpose,
        model=usage.model,
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cost=usage.cost,
        seconds=usage.seconds,
        attempts=usage.attempts,
        failed=usage.failed,
    )
