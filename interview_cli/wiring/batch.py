"""A batch: its rows held here or on a cluster, their sessions stored by this process alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from interview_cli.batch.row import RowResult
from interview_cli.batch.sheet import Entry
from interview_cli.errors import NotFoundError, UsageError
from interview_cli.wiring.batch_meter import Meter, Progress
from interview_cli.wiring.consent import agree_to_models
from interview_cli.wiring.home import open_sessions, with_data_key
from interview_cli.wiring.keys import environment_for
from interview_cli.wiring.row_task import RowDone, RowTask

if TYPE_CHECKING:
    from interview_cli.llm.limits import Limit
    from interview_cli.store.sessions import SessionStore
    from interview_cli.wiring.home import Home

_ID_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_ID_LENGTH = 10
_USAGE = 2


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
    agree_to_models(home, _models_of(wish, entries))
    journal = BatchJournal(home.data_dir, str(source))
    before = journal.rows() if wish.go_on else {}
    home = with_data_key(home)
    store = open_sessions(home)
    store.check_writable()
    with ExitStack() as stack:
        writer = stack.enter_context(journal.open(anew=not wish.go_on))
        stack.enter_context(store.listing_at_once())
        meter = Meter(wish.max_cost, len(entries), on_progress, tell)
        meter.spent_before(journal.spent)
        ready: dict[int, RowResult] = {}
        tasks: list[RowTask] = []
        digests = {entry.number: f"{entry.number}-{entry.digest}" for entry in entries}
        for entry in entries:
            if (known := _known(before.get(digests[entry.number]), store)) is not None:
                meter.count(known, known.cost or 0.0, known.models if known.cost is None else ())
                ready[entry.number] = known
            elif entry.row is None:
                ready[entry.number] = _wrong(entry)
                meter.count(ready[entry.number])
            else:
                tasks.append(_task(home, entry, folder, wish, journal.run))
        # Whatever ends this ends what is under way, too.
        held = stack.enter_context(closing(_held(tasks, wish, lambda: not meter.is_over, tell)))
        following = 1
        while True:
            # What waits for its turn is read from the store then: in memory it would be all of a long batch.
            while following in ready:
                result = ready.pop(following)
                yield result, _kept(store, result) if wish.documents else None
                following += 1
            done = next(held, None)
            if done is None:
                break
            result = _stored(store, done)
            if result.status == "completed":
                writer.done(digests[result.row], result.model_dump(mode="json"))
            elif done.spent:
                writer.spent(done.spent)
            meter.count(result, done.spent, done.unpriced)
            if result.row == following:
                yield result, done.document if wish.documents else None
                following += 1
            else:
                ready[result.row] = result


def _with_models(
    home: Home, wish: BatchWish, entries: Sequence[Entry], tell: Callable[[str], None]
) -> BatchWish:
    """The wish with the models of rows that name none, where no flag does: chosen once, and alike for all."""
    left_open = any(entry.row and not (entry.row.model or entry.row.offline) for entry in entries)
    if wish.models or wish.offline or not left_open:
        return wish
    from interview_cli.wiring.home import open_settings
    from interview_cli.wiring.models import choose_models, tell_choice

    choice = choose_models((), offline=False, settings=open_settings(home))
    tell_choice(choice, tell)
    return replace(wish, models=choice.models, offline=not choice.models)


def _models_of(wish: BatchWish, entries: Sequence[Entry]) -> list[str]:
    """All models that a batch asks, those of rows and of simulated candidates too."""
    named = [*wish.models]
    for entry in entries:
        if entry.row is not None and not entry.row.offline:
            named += [*entry.row.model, *filter(None, [entry.row.candidate_model])]
    return [] if wish.offline else _known_names(dict.fromkeys(named))


def _known_names(names: Iterable[str]) -> list[str]:
    """Names of models with their providers; a row with one that there is not fails by itself."""
    from interview_cli.llm.providers import full_name

    found = []
    for name in names:
        with suppress(UsageError):
            found.append(full_name(name))
    return found


def _known(written: dict[str, Any] | None, store: SessionStore) -> RowResult | None:
    """A row that was done before; None where it was not, or another version wrote it down otherwise.

    Answers that nobody had judged may have been judged since. Raises StorageError.
    """
    try:
        known = None if written is None else RowResult.model_validate(written)
    except ValidationError:
        return None
    if known is None or not known.unscored:
        return known
    from interview_cli.wiring.row_account import judged_since

    try:
        return judged_since(known, store.load(known.session))
    except NotFoundError:
        return known


def _wrong(entry: Entry) -> RowResult:
    return RowResult(row=entry.number, id=entry.id, status="failed", error=entry.problem, code=_USAGE)


def _kept(store: SessionStore, result: RowResult) -> str | None:
    """The stored session of a row; None where it has none, or it was removed since. Raises StorageError."""
    try:
        return store.load(result.session).model_dump_json() if result.session else None
    except NotFoundError:
        return None


def _task(home: Home, entry: Entry, folder: Path, wish: BatchWish, run: str) -> RowTask:
    assert entry.row is not None
    named = () if wish.offline or entry.row.offline else (*entry.row.model, *wish.models)
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
        environ=environment_for(_known_names(filter(None, (*named, entry.row.candidate_model)))),
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


def _held(
    tasks: Sequence[RowTask], wish: BatchWish, may_begin: Callable[[], bool], tell: Callable[[str], None]
) -> Generator[RowDone]:
    """What came of the tasks, as it comes."""
    if wish.cluster:
        from interview_cli.wiring.cluster import rows_on_cluster

        return rows_on_cluster(tasks, wish, may_begin, tell)
    from interview_cli.wiring.row_streams import rows_here

    return rows_here(tasks, wish.jobs, wish.limits, may_begin)
