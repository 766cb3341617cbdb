"""From what the person asked for to a session that is stored and ready to run."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from interview_cli.errors import NotFoundError, StorageError, UsageError
from interview_cli.wiring.consent import agree_to_models
from interview_cli.wiring.home import bank_of, open_library, open_resumes, open_sessions, open_settings
from interview_cli.wiring.models import ModelChoice, check_language, choose_models, tell_choice, tell_samples
from interview_cli.wiring.recent_work import tell_sent, with_recent_work

if TYPE_CHECKING:
    from interview_cli.interview.plan import Plan
    from interview_cli.interview.session import Session
    from interview_cli.interview.wish import Wish
    from interview_cli.library.bank import Bank
    from interview_cli.library.company_choice import Company
    from interview_cli.library.role import Seniority
    from interview_cli.library.shelf import Library
    from interview_cli.resume.document import ResumeRecord
    from interview_cli.resume.posting.document import JobPosting
    from interview_cli.settings import Settings
    from interview_cli.store.sessions import SessionStore
    from interview_cli.wiring.home import Home

DEFAULT_CANDIDATE = "me"
DEFAULT_LEVEL: Seniority = "mid"
_SEEDS = 2**31


@dataclass(frozen=True, slots=True)
class Opened:
    """A stored session with all that is needed to run it."""

    home: Home
    settings: Settings
    store: SessionStore
    session: Session
    resume: ResumeRecord | None


def plan_session(
    home: Home,
    wish: Wish,
    tell: Callable[[str], None],
    *,
    resume: ResumeRecord | None = None,
    environ: Mapping[str, str] | None = None,
) -> Opened:
    """A new session, planned and checked, not stored yet. Raises UsageError, NotFoundError.

    `tell` is given what the person should know of it, line by line. `resume` is one that is not stored, in
    place of the wish's. Keys are looked for in `environ`, else in this process's environment.
    """
    from interview_cli.interview.plan import with_tailored
    from interview_cli.interview.plan_file import completed_plan, read_plan, with_whole_questions
    from interview_cli.interview.seal import Seal, plan_digest
    from interview_cli.interview.session import Candidate, Session, own_name
    from interview_cli.library.company_choice import choose_company
    from interview_cli.report.job import job_lines
    from interview_cli.resume.posting.source import gaps_of, read_job, read_job_text

    settings = open_settings(home).redacting(wish.redact)
    if wish.resume and resume is None:
        resume = open_resumes(home).load(wish.resume)
    job_text = read_job_text(wish.job) if wish.job else None
    choice = choose_models(wish.models, offline=wish.offline, settings=settings, environ=environ)
    library = open_library(home)
    written = read_plan(wish.plan_file) if wish.plan_file is not None else None
    ready = with_whole_questions(completed_plan(written, library), library) if written else None
    if ready and ready.questions:
        bank = ready.own_bank
    else:
        bank = library.bank(ready.role if ready else _role_id(wish, settings))
    job = read_job(job_text, bank.role) if job_text else ready.job if ready else None
    gaps = gaps_of(job, resume)
    company = choose_company(library, wish.company)
    plan = ready or _plan(bank, wish, settings, resume, job, company)
    check_language(plan.language, choice)
    tell_choice(choice, tell)
    agree_to_models(home, choice.models)
    for note in filter(None, (*(job_text.notes if job_text else ()), company.note)):
        tell(f"note: {note[:1].upper()}{note[1:]}.")
    samples = wish.samples or settings.samples or 1
    tell_samples(samples, choice, wish.samples, tell)
    plan = _with_company(plan, library, tell)
    plan, fragments = with_recent_work(home, wish.work, plan, tell)
    by_model = bool(choice.models) and bool(resume or job or plan.company_pack)
    plan = with_tailored(plan, by_model=by_model, gaps=len(gaps))
    if not plan.questions:
        _tell_shortage(plan, bank_of(library, plan), tell)
    if job is not None:
        for line in job_lines(job, gaps, library, bank.role, with_resume=resume is not None):
            tell(line)
    check_fields(plan, dict(wish.fields))
    store = open_sessions(home)
    now = datetime.now(UTC)
    session = Session(
        id=store.new_id(),
        created_at=now,
        updated_at=now,
        # The session itself holds the posting, once.
        plan=plan.model_copy(update={"job": None}),
        seal=Seal(plan=plan_digest(written)) if written else None,
        candidate=Candidate(
            name=wish.candidate
            or settings.candidate
            or own_name(dict(wish.fields))
            or (resume.name if resume else DEFAULT_CANDIDATE),
            resume=resume.name if resume else None,
            fields=dict(wish.fields),
        ),
        models=list(choice.models),
        job=job,
        gaps=gaps,
        samples=samples,
        redact=settings.redact,
        fragments=fragments,
    )
    tell_sent(session, tell)
    return Opened(home, settings, store, session, resume)


def check_fields(plan: Plan, fields: Mapping[str, str]) -> None:
    """Raise UsageError where the candidate has not said what the plan asks for, or says what it does not."""
    missing = [name for name in plan.candidate_fields if not fields.get(name, "").strip()]
    if missing:
        given = " ".join(f'--field "{name}=..."' for name in missing)
        raise UsageError(f"The plan asks you for: {', '.join(missing)}.", f"Say it with {given}")
    if unknown := [name for name in fields if name not in plan.candidate_fields]:
        asked = ", ".join(plan.candidate_fields) or "nothing"
        raise UsageError(
            f"The plan does not ask for {', '.join(unknown)}.", f"It asks for: {asked}; spelt as there."
        )


def reopen_session(
    home: Home,
    wanted: str | None,
    tell: Callable[[str], None],
    *,
    models: tuple[str, ...] = (),
    offline: bool = False,
    samples: int | None = None,
) -> Opened:
    """Load an interrupted session; the newest open one when none is named.

    Raises NotFoundError when there is none, UsageError when it has ended.
    """
    settings = open_settings(home)
    store = open_sessions(home)
    session_id = store.resolve(wanted) if wanted else _newest_open(store)
    session = store.load(session_id)
    if session.status in ("completed", "abandoned"):
        raise UsageError(
            f"Session {session_id} is {session.status}.",
            f"Look at it with: interview history show {session_id}",
        )
    named = models if offline else models or tuple(session.models) or ("offline",)
    choice = choose_models(named, offline=offline, settings=settings)
    check_language(session.plan.language, choice)
    session.models = list(choice.models)
    changed = bool(models) or offline
    session.samples = samples or session.samples
    told = choice if changed else ModelChoice(choice.models, "as the session was started")
    tell_choice(told, tell)
    agree_to_models(home, choice.models)
    tell_samples(session.samples, choice, samples, tell)
    tell_sent(session, tell)
    tell(f"Going on with {session_id}: {session.plan.role_name}, begun {session.created_at:%Y-%m-%d}.")
    session.plan = _with_company(session.plan, open_library(home), tell)
    resume = None
    if session.candidate.resume:
        try:
            resume = open_resumes(home).load(session.candidate.resume)
        except NotFoundError:
            tell(f"note: The resume {session.candidate.resume} is gone; going on without it.")
    return Opened(home, settings, store, session, resume)


def check_unchanged(opened: Opened) -> None:
    """Raise StorageError when another process worked on the session since it was opened here."""
    session = opened.session
    if opened.store.load(session.id).updated_at != session.updated_at:
        raise StorageError(
            f"The session {session.id} was changed by another process just now.", "Run the command again."
        )


def _newest_open(store: SessionStore) -> str:
    for row in store.rows():
        if row["status"] in ("planned", "in_progress"):
            return row["id"]
    raise NotFoundError("No interview is open.", "Start one with: interview session start")


def _role_id(wish: Wish, settings: Settings) -> str:
    role_id = wish.role or settings.role
    if not role_id:
        raise UsageError(
            "No role was named.", "Use --role, for example --role backend_engineer; all: interview roles list"
        )
    return role_id


def _plan(
    bank: Bank,
    wish: Wish,
    settings: Settings,
    resume: ResumeRecord | None,
    job: JobPosting | None,
    company: Company,
) -> Plan:
    """The plan the flags ask for. What neither they nor the settings say of the level, resume and job say."""
    from interview_cli.interview.planning import make_plan

    suggested = (resume.suggested_level if resume else None) or (job.level if job else None)
    return make_plan(
        bank,
        type=wish.type or settings.type,
        level=wish.level or settings.level or suggested or DEFAULT_LEVEL,
        minutes=wish.minutes,
        default_minutes=settings.duration,
        questions=wish.questions,
        focus=wish.focus,
        company=company.called,
        company_pack=company.pack,
        language=wish.language or settings.language,
        max_follow_ups=wish.max_follow_ups if wish.max_follow_ups is not None else settings.max_follow_ups,
        seed=wish.seed if wish.seed is not None else random.SystemRandom().randrange(_SEEDS),
        adaptive=wish.adaptive,
        strict_time=wish.strict_time,
        with_resume=resume is not None,
    )


def _with_company(plan: Plan, library: Library, tell: Callable[[str], None]) -> Plan:
    """The plan without a company pack that is not here: one from somebody else's plan file."""
    if plan.company_pack is None or plan.company_pack in library.company_paths():
        return plan
    tell(f"note: There is no company pack {plan.company_pack} here; its questions are left out.")
    return plan.model_copy(update={"company_pack": None})


def _tell_shortage(plan: Plan, bank: Bank, tell: Callable[[str], None]) -> None:
    """Say so when a round wants more questions than there are."""
    for part in plan.rounds:
        there = len(bank.own(part.kind)) + len(bank.common(part.kind)) + len(bank.of_company(part.kind))
        there += part.own_questions + part.tailored_questions
        if there < part.questions:
            tell(
                f"note: {part.name} has {there} questions for {bank.role.name}, "
                f"{part.questions} are planned; it ends when all are asked."
            )
