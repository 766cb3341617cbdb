"""One row of a batch held as an interview, wherever it runs: here, in a worker process, on a cluster."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from interview_cli.batch.row_file import read_row_file, row_file
from interview_cli.errors import InterviewError
from interview_cli.wiring.consent import say_yes
from interview_cli.wiring.models import as_on_worker
from interview_cli.wiring.row_account import RowAccount
from interview_cli.wiring.row_answers import answerer
from interview_cli.wiring.row_task import RowDone, RowTask, kept_back

if TYPE_CHECKING:
    from interview_cli.coach.remembered import RememberedCoach
    from interview_cli.interview.wish import Wish
    from interview_cli.llm.limits import Gates
    from interview_cli.llm.port import CallUsage, ModelPort
    from interview_cli.resume.document import ResumeRecord
    from interview_cli.wiring.opening import Opened
    from interview_cli.wiring.row_doors import Doors


def hold_row(task: RowTask) -> RowDone:
    """Hold a row's interview to its end. Never raises: whatever goes wrong stands in the result."""
    return asyncio.run(hold(task))


async def hold(task: RowTask, doors: Doors | None = None) -> RowDone:
    """The same beside others; `doors` are those that they all go through to models.

    A row that would find them closed is not begun.
    """
    account = RowAccount(task)
    try:
        if doors and (refusal := doors.closed_to(task)):
            return kept_back(task, refusal)
        if task.away:
            # Whoever sent the row there agreed to it.
            say_yes()
        opened = await _opened(task, account.notes)
        account.session = opened.session
        return account.ended(await _held(task, opened, doors, account.played))
    except InterviewError as error:
        return account.failed(as_on_worker(error) if task.away else error)
    except Exception as error:  # a defect in one row must not end the others
        return account.broken(error)


def is_resume_file(name: str) -> bool:
    """Whether a row's resume is a file; the name of an ingested one has neither a dot nor a slash."""
    return "." in name or "/" in name


async def _opened(task: RowTask, notes: list[str]) -> Opened:
    from interview_cli.wiring.opening import plan_session

    resume = await _resume_in(task) if is_resume_file(task.row.resume) else None
    opened = plan_session(task.home, _wish(task), notes.append, resume=resume, environ=task.environ)
    opened.session.id = task.session
    return opened


def _wish(task: RowTask) -> Wish:
    """What a row asks for, as `session start` has it. Raises UsageError for files that can't be read."""
    from interview_cli.interview.attempts import simulated_name
    from interview_cli.interview.wish import Wish

    row = task.row
    # From the root on, as the name of a job may be `-`, which stands for standard input elsewhere.
    job = row_file(task.folder / row.job, "job").absolute() if row.job else None
    return Wish(
        role=row.role,
        type=row.type,
        level=row.level,
        minutes=row.duration,
        questions=row.questions,
        resume=row.resume or None,
        job=str(job) if job else None,
        focus=row.focus,
        company=row.company,
        candidate=row.candidate or (simulated_name(Path(row.persona).stem) if row.persona else None),
        plan_file=row_file(task.folder / row.plan, "plan") if row.plan else None,
        models=task.leading,
        offline=task.is_offline,
        max_follow_ups=row.max_follow_ups,
        adaptive=bool(row.persona),
        seed=row.seed if row.seed is not None else (task.number if row.persona else 0),
        samples=row.samples,
        language=row.language,
    )


async def _resume_in(task: RowTask) -> ResumeRecord:
    """A resume that is not stored, read without a model. Raises UsageError."""
    from interview_cli.resume.ingest import ingest

    path = task.folder / task.row.resume
    return await ingest(read_row_file(path, "resume"), path.name, name=None, now=datetime.now(UTC))


async def _held(task: RowTask, opened: Opened, gates: Gates | None, played: list[CallUsage]) -> str:
    from interview_cli.candidate.clock import NoSaver
    from interview_cli.candidate.sitting import sit
    from interview_cli.interview.clock import SystemClock
    from interview_cli.wiring.interviews import Apart, build_engine

    clock = SystemClock()
    engine = build_engine(
        task.home,
        opened.settings,
        opened.session,
        resume=opened.resume,
        feedback_each=False,
        fallback=task.fallback and opened.settings.fallback,
        use_history=False,
        patient=True,
        apart=Apart(NoSaver(), clock, _model(task, opened, gates), _coach()),
    )
    return await sit(engine, answerer(task, opened, gates, played))


@lru_cache(maxsize=1)
def _coach() -> RememberedCoach:
    """The coach of all rows that this process holds."""
    from interview_cli.coach.remembered import RememberedCoach
    from interview_cli.interview.clock import SystemClock

    return RememberedCoach(SystemClock().now)


def _model(task: RowTask, opened: Opened, gates: Gates | None) -> ModelPort | None:
    if not opened.session.models:
        return None
    from interview_cli.wiring.models import open_patient_chain

    return open_patient_chain(opened.session.models, opened.settings, gates, task.environ)
