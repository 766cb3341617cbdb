"""One row of a batch held as an interview, wherever it runs: here, in a worker process, on a cluster."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interview_cli.batch.row import Row, RowResult
from interview_cli.errors import InterviewError, NotFoundError, ProviderError, StorageError, UsageError
from interview_cli.wiring.home import Home, open_library

if TYPE_CHECKING:
    from interview_cli.candidate.sitting import Answerer
    from interview_cli.coach.remembered import RememberedCoach
    from interview_cli.interview.session import Session
    from interview_cli.llm.limits import Gates
    from interview_cli.llm.port import CallUsage, ModelPort
    from interview_cli.resume.document import ResumeRecord
    from interview_cli.wiring.opening import Opened

# As the command line has them.
_CODES: tuple[tuple[type[InterviewError], int], ...] = (
    (UsageError, 2),
    (ProviderError, 3),
    (NotFoundError, 4),
    (StorageError, 5),
)
STOPPED = 6
DEFECT = 70


@dataclass(frozen=True, slots=True)
class RowTask:
    """A row with all that is needed to hold it.

    `folder` is where its files lie, `session` the id that its session gets; `models` and `offline` stand for
    rows that name no model. `fallback` lets the offline coach step in. `environ` is where keys are read from,
    None for the process's own environment.
    """

    home: Home
    number: int
    id: str
    row: Row
    folder: Path
    session: str
    models: tuple[str, ...] = ()
    offline: bool = False
    fallback: bool = True
    environ: Mapping[str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class RowDone:
    """What came of a row, and its session as JSON where there is one."""

    result: RowResult
    document: str | None = None


def hold_row(task: RowTask) -> RowDone:
    """Hold a row's interview to its end. Never raises: whatever goes wrong stands in the result."""
    return asyncio.run(hold(task))


async def hold(task: RowTask, gates: Gates | None = None) -> RowDone:
    """The same beside others; `gates` keep to the limits of providers."""
    began = time.perf_counter()
    notes: list[str] = []
    played: list[CallUsage] = []
    opened: Opened | None = None
    try:
        opened = await _opened(task, notes)
        stopped = await _held(task, opened, gates, played)
        status = "stopped" if opened.session.is_open else "completed"
        code = STOPPED if opened.session.is_open else 0
        result = _result(task, opened.session, notes, played, began, status=status, error=stopped, code=code)
        return RowDone(result, _document(opened.session))
    except InterviewError as error:
        session = opened.session if opened else None
        result = _result(
            task,
            session,
            notes,
            played,
            began,
            status="failed",
            error=error.message,
            hint=error.hint,
            code=code_of(error),
        )
        return RowDone(result, _document(session))
    except Exception as error:  # a defect in one row must not end the others
        told = f"{type(error).__name__}: {' '.join(str(error).split())}"
        return RowDone(_result(task, None, notes, played, began, status="failed", error=told, code=DEFECT))


def code_of(error: InterviewError) -> int:
    """What an error counts as among the exit codes."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), 3)


async def _opened(task: RowTask, notes: list[str]) -> Opened:
    from interview_cli.interview.wish import Wish
    from interview_cli.wiring.opening import plan_session

    row = task.row
    named = row.models or (() if row.offline else task.models)
    wish = Wish(
        role=row.role,
        type=row.type,
        level=row.level,
        minutes=row.duration,
        questions=row.questions,
        resume=row.resume or None,
        job=str(task.folder / row.job) if row.job else None,
        focus=row.focus,
        company=row.company,
        candidate=row.candidate or (f"simulated {Path(row.persona).stem}" if row.persona else None),
        plan_file=task.folder / row.plan if row.plan else None,
        models=tuple(named),
        offline=row.offline or (task.offline and not row.models),
        max_follow_ups=row.max_follow_ups,
        adaptive=bool(row.persona),
        seed=row.seed if row.seed is not None else (task.number if row.persona else 0),
        samples=row.samples,
        language=row.language,
    )
    resume = await _resume_in(task.folder / row.resume) if is_resume_file(row.resume) else None
    opened = plan_session(task.home, wish, notes.append, resume=resume, environ=task.environ)
    opened.session.id = task.session
    return opened


def is_resume_file(name: str) -> bool:
    """Whether a row's resume is a file; the name of an ingested one has neither a dot nor a slash."""
    return "." in name or "/" in name


async def _resume_in(path: Path) -> ResumeRecord:
    """A resume that is not stored, read without a model. Raises UsageError."""
    from interview_cli.resume.ingest import ingest

    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}.", "Check the resume of the row.") from error
    return await ingest(data, path.name, name=None, now=datetime.now(UTC))


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
    return await sit(engine, _answerer(task, opened, gates, played))


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


def _answerer(task: RowTask, opened: Opened, gates: Gates | None, played: list[CallUsage]) -> Answerer:
    """Who answers; calls to a model that plays the candidate are put down in `played`."""
    row = task.row
    if row.persona:
        from interview_cli.candidate.persona import load_persona
        from interview_cli.candidate.played import PlayedCandidate
        from interview_cli.candidate.scripted import ScriptedCandidate

        persona = load_persona(row.persona, task.folder)
        if not row.candidate_model:
            return ScriptedCandidate(persona).command_for
        from interview_cli.llm.providers import check, full_name
        from interview_cli.llm.usage import Metered
        from interview_cli.wiring.models import open_patient_chain

        name = full_name(row.candidate_model)
        check(name, os.environ if task.environ is None else task.environ)
        chain = open_patient_chain([name], opened.settings, gates, task.environ)
        prompt = open_library(task.home).prompt("candidate")
        resume = opened.resume.text if opened.resume else ""
        return PlayedCandidate(persona, Metered(chain, played.append), prompt, resume).command_for
    return _from_script(task)


def _from_script(task: RowTask) -> Answerer:
    import json

    from interview_cli.interview.events import Command
    from interview_cli.interview.scripted import SpokenFile, parse_script
    from interview_cli.interview.session import Turn

    given = task.row.answers
    if isinstance(given, str):
        path = task.folder / given
        if path.exists() and not path.is_file():
            raise UsageError(f"{path}: is no ordinary file.", "Check the answers of the row.")
        try:
            script = parse_script(path.read_text("utf-8-sig"), str(path))
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "not UTF-8 text"
            raise UsageError(f"{path}: {why}.", "Check the answers of the row.") from error
    else:
        script = parse_script(json.dumps(given), "answers.json")
    if script.files:
        raise UsageError(
            "Recorded answers are no answers of a batch.", "Use interview session start --answers."
        )

    async def command_for(session: Session, turn: Turn) -> Command:
        command = script.command_for(session, turn)
        assert not isinstance(command, SpokenFile)
        return command

    return command_for


def _document(session: Session | None) -> str | None:
    return session.model_dump_json() if session is not None and session.turns else None


def _result(
    task: RowTask,
    session: Session | None,
    notes: list[str],
    played: Sequence[CallUsage],
    began: float,
    *,
    status: str,
    error: str = "",
    hint: str = "",
    code: int = 0,
) -> RowResult:
    known: dict[str, Any] = {
        "row": task.number,
        "id": task.id,
        "status": status,
        "persona": task.row.persona,
        "role": task.row.role or "",
        "notes": tuple(note for note in notes if note.startswith("note:")),
        "seconds": round(time.perf_counter() - began, 3),
        "error": error,
        "hint": hint,
        "code": code,
    }
    if session is None:
        return RowResult.model_validate(known)
    from interview_cli.interview.analytics import count
    from interview_cli.llm.usage import totals

    counts, spent = count(session), totals(played)
    told = [event.text for event in session.events]
    told += [judged.why_unscored for turn in session.turns if (judged := turn.evaluation)]
    cost = None if counts.cost is None or spent.unpriced else counts.cost + (spent.cost or 0.0)
    feedback = session.feedback
    ready = feedback.readiness if feedback else None
    return RowResult.model_validate(
        known
        | {
            "notes": tuple(dict.fromkeys([*known["notes"], *filter(None, told)])),
            "session": session.id if session.turns else "",
            "role": session.plan.role,
            "candidate": session.candidate.name,
            "models": tuple(session.models),
            "overall": feedback.overall if feedback else None,
            "scores": {part.category: part.score for part in feedback.categories} if feedback else {},
            "recommendation": ready.recommendation if ready else None,
            "asked": counts.asked,
            "answered": counts.answered,
            "skipped": counts.skipped,
            "unscored": counts.unscored,
            "tokens": counts.tokens + spent.input_tokens + spent.output_tokens,
            "cost": cost,
        }
    )
