"""A batch: its rows held here or on a cluster, their sessions stored by this process alone."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from interview_cli.batch.row import RowResult, State
from interview_cli.batch.sheet import Entry
from interview_cli.errors import NotFoundError
from interview_cli.wiring.batch_row import DEFECT, STOPPED, RowDone, RowTask, hold, hold_row
from interview_cli.wiring.home import open_sessions

if TYPE_CHECKING:
    from interview_cli.llm.limits import Limit
    from interview_cli.store.sessions import SessionStore
    from interview_cli.wiring.home import Home

# Fewer interviews than this are over before worker processes would have begun.
FEWEST_FOR_WORKERS = 4
_ID_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_ID_LENGTH = 10
_USAGE = 2
OVER_COST = "The batch reached --max-cost."


@dataclass(frozen=True, slots=True)
class BatchWish:
    """How a batch is to be held. `jobs` is how many interviews are under way at a time.

    `max_cost` is in US dollars. `cluster` is the address of a Dask scheduler, `send_keys` lets keys of this
    environment travel there. `documents` wants the sessions of rows that were done before, too.
    """

    jobs: int
    models: tuple[str, ...] = ()
    offline: bool = False
    fallback: bool = True
    max_cost: float | None = None
    limits: dict[str, Limit] = field(default_factory=dict)
    go_on: bool = False
    cluster: str = ""
    send_keys: bool = False
    documents: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is: rows done of all, those that failed, and the cost so far (None when unknown)."""

    done: int
    total: int
    failed: int
    cost: float


def run_batch(
    home: Home,
    entries: Sequence[Entry],
    source: Path,
    folder: Path,
    wish: BatchWish,
    on_progress: Callable[[Progress], None],
    tell: Callable[[str], None] = lambda line: None,
) -> Iterator[tuple[RowResult, str | None]]:
    """What came of every row, in the order of the file, each with its session as JSON where there is one.

    Every session is stored before its row is told. Rows done before are not held again when the run is gone
    on with. `tell` is given what the person should know beforehand. Raises StorageError, UsageError.
    """
    from interview_cli.store.batch_runs import BatchJournal

    wish = _with_models(home, wish, entries, tell)
    journal = BatchJournal(home.data_dir, str(source))
    before = journal.rows() if wish.go_on else {}
    store = open_sessions(home)
    with ExitStack() as stack:
        writer = stack.enter_context(journal.open(anew=not wish.go_on))
        stack.enter_context(store.listing_at_once())
        ready: dict[int, tuple[RowResult, str | None]] = {}
        tasks: list[RowTask] = []
        digests: dict[int, str] = {}
        for entry in entries:
            digests[entry.number] = f"{entry.number}-{entry.digest}"
            if (known := _known(before.get(digests[entry.number]))) is not None:
                ready[entry.number] = (known, _kept(store, known) if wish.documents else None)
            elif entry.row is None:
                problem = RowResult(
                    row=entry.number, id=entry.id, status="failed", error=entry.problem, code=_USAGE
                )
                ready[entry.number] = (problem, None)
            else:
                tasks.append(_task(home, entry, folder, wish, journal.run))
        meter = _Meter(wish.max_cost, len(entries), on_progress)
        for result, _ in ready.values():
            meter.count(result)
        following = 1
        held = _held(home, tasks, wish, meter)
        while True:
            while following in ready:
                yield ready.pop(following)
                following += 1
            done = next(held, None)
            if done is None:
                break
            result = _stored(store, done)
            if result.status == "completed":
                writer.done(digests[result.row], result.model_dump(mode="json"))
            meter.count(result)
            ready[result.row] = (result, done.document if wish.documents else None)


def _with_models(
    home: Home, wish: BatchWish, entries: Sequence[Entry], tell: Callable[[str], None]
) -> BatchWish:
    """The wish with the models of rows that name none, where no flag does: chosen once, and alike for all."""
    left_open = any(entry.row and not (entry.row.models or entry.row.offline) for entry in entries)
    if wish.models or wish.offline or not left_open:
        return wish
    from interview_cli.wiring.home import open_settings
    from interview_cli.wiring.models import choose_models, tell_choice

    choice = choose_models((), offline=False, settings=open_settings(home))
    tell_choice(choice, tell)
    return replace(wish, models=choice.models, offline=not choice.models)


def _known(written: dict[str, Any] | None) -> RowResult | None:
    """A row that was done before; None where it was not, or another version wrote it down otherwise."""
    try:
        return None if written is None else RowResult.model_validate(written)
    except ValidationError:
        return None


def _kept(store: SessionStore, result: RowResult) -> str | None:
    """The session of a row that was done before; None where it was removed since. Raises StorageError."""
    try:
        return store.load(result.session).model_dump_json() if result.session else None
    except NotFoundError:
        return None


class _Meter:
    """Adds up what rows came to, and says when no more may begin."""

    def __init__(self, max_cost: float | None, total: int, on_progress: Callable[[Progress], None]) -> None:
        self._max_cost = max_cost
        self._progress = Progress(0, total, 0, 0.0)
        self._on_progress = on_progress

    def count(self, result: RowResult) -> None:
        """Count a row that is done."""
        now = self._progress
        self._progress = Progress(
            now.done + 1,
            now.total,
            now.failed + (result.status == "failed"),
            now.cost + (result.cost or 0.0),
        )
        self._on_progress(self._progress)

    @property
    def is_over(self) -> bool:
        """Whether the batch cost as much as it may."""
        return self._max_cost is not None and self._progress.cost >= self._max_cost


def _task(home: Home, entry: Entry, folder: Path, wish: BatchWish, run: str) -> RowTask:
    assert entry.row is not None
    return RowTask(
        home=home,
        number=entry.number,
        id=entry.id,
        row=entry.row,
        folder=folder,
        session=session_id(run, entry),
        models=wish.models,
        offline=wish.offline,
        fallback=wish.fallback,
    )


def session_id(run: str, entry: Entry) -> str:
    """The id of a row's session: the same whenever the run is gone on with, another in every new run."""
    digest = hashlib.sha256(f"{run} {entry.number} {entry.digest}".encode()).digest()
    return "s" + "".join(_ID_ALPHABET[byte % 32] for byte in digest[: _ID_LENGTH - 1])


def _stored(store: SessionStore, done: RowDone) -> RowResult:
    """The result once its session is on disk. Raises StorageError."""
    if done.document is None:
        return done.result
    from interview_cli.interview.session import Session

    # A run that was killed may have stored it, or a part of it, without writing the row down.
    store.put(Session.model_validate_json(done.document))
    return done.result


def _held(home: Home, tasks: Sequence[RowTask], wish: BatchWish, meter: _Meter) -> Iterator[RowDone]:
    """What came of the tasks, as it comes."""
    if wish.cluster:
        from interview_cli.wiring.cluster import rows_on_cluster

        yield from rows_on_cluster(tasks, wish, lambda: not meter.is_over, not_run)
        return
    busy = [task for task in tasks if keeps_busy(task, wish)]
    waiting = [task for task in tasks if not keeps_busy(task, wish)]
    workers = min(wish.jobs, os.cpu_count() or 1, len(busy))
    if workers > 1 and len(busy) >= FEWEST_FOR_WORKERS:
        yield from _in_workers(busy, workers)
    else:
        waiting = sorted([*busy, *waiting], key=lambda task: task.number)
    if waiting:
        yield from _side_by_side(waiting, wish, meter)


def keeps_busy(task: RowTask, wish: BatchWish) -> bool:
    """Whether a row keeps a processor busy: one that the offline coach leads, answered without a model."""
    led = task.row.models or (wish.models if not wish.offline else ())
    return (
        task.row.offline or (wish.offline and not task.row.models) or not led
    ) and not task.row.candidate_model


def _in_workers(tasks: Sequence[RowTask], workers: int) -> Iterator[RowDone]:
    from interview_cli.batch.pool import work_off

    for task, came in work_off(tasks, hold_row, workers, alike=_matter):
        yield came if isinstance(came, RowDone) else RowDone(lost(task, came))


def _matter(task: RowTask) -> tuple[str | None, str]:
    """What a row is about: interviews for one role ask and hear much the same."""
    return task.row.role, task.row.plan


def lost(task: RowTask, error: BaseException) -> RowResult:
    """The result of a row whose worker ended without a word."""
    told = " ".join(str(error).split()) or type(error).__name__
    return _without_session(task, "failed", told, DEFECT)


def not_run(task: RowTask) -> RowDone:
    """The result of a row that was not begun any more."""
    return RowDone(_without_session(task, "not_run", OVER_COST, STOPPED))


def _without_session(task: RowTask, status: State, error: str, code: int) -> RowResult:
    role, persona = task.row.role or "", task.row.persona
    return RowResult(
        row=task.number, id=task.id, status=status, role=role, persona=persona, error=error, code=code
    )


def _side_by_side(tasks: Sequence[RowTask], wish: BatchWish, meter: _Meter) -> Iterator[RowDone]:
    """Interviews on one event loop, which mostly wait for providers."""
    with asyncio.Runner() as runner:
        stream = _stream(tasks, wish, meter)
        try:
            while True:
                done = runner.run(anext(stream, None))
                if done is None:
                    return
                yield done
        finally:
            runner.run(stream.aclose())


async def _stream(tasks: Sequence[RowTask], wish: BatchWish, meter: _Meter) -> AsyncGenerator[RowDone]:
    from interview_cli.llm.limits import Gates

    gates = Gates(wish.limits)
    source = iter(tasks)
    running: set[asyncio.Task[RowDone]] = set()
    try:
        while True:
            while len(running) < wish.jobs and (task := next(source, None)) is not None:
                if meter.is_over:
                    yield not_run(task)
                else:
                    running.add(asyncio.ensure_future(hold(task, gates)))
            if not running:
                return
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for one in done:
                yield one.result()
    finally:
        for one in running:
            one.cancel()
        await asyncio.gather(*running, return_exceptions=True)
