"""Work sent to a cluster: what goes along with it, and what a worker does with that."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interview_cli.batch.cluster import Cluster
from interview_cli.batch.parcel import Packer, Parcel, unpack
from interview_cli.batch.row import Row, RowResult
from interview_cli.errors import InterviewError
from interview_cli.wiring.batch_row import RowDone, RowTask, code_of, hold, hold_row, is_resume_file
from interview_cli.wiring.home import Home

if TYPE_CHECKING:
    from interview_cli.llm.limits import Gates, Limit
    from interview_cli.wiring.batch import BatchWish

FILES = "files"
_CONTENT = frozenset({".yaml", ".md"})
_gates: dict[str, Gates] = {}


def rows_on_cluster(
    tasks: Sequence[RowTask],
    wish: BatchWish,
    may_begin: Callable[[], bool],
    not_run: Callable[[RowTask], RowDone],
) -> Iterator[RowDone]:
    """What came of rows on a cluster, as it comes. Raises UsageError, ProviderError."""
    from interview_cli.wiring.batch import keeps_busy, lost

    packer = Packer()
    left: list[RowTask] = []
    with Cluster(wish.cluster) as cluster:
        packed: list[RowTask] = []
        for task in tasks:
            try:
                environ = keys_for(task) if wish.send_keys else None
                packed.append(replace(_packed(task, packer), environ=environ))
            except InterviewError as error:
                yield _refused(task, error)
        if packed:
            pack_home(packed[0].home, packer)
        limits = shares(wish.limits, cluster.workers)
        personas = {task.number: task.row.persona for task in tasks}

        def as_named(done: RowDone) -> RowDone:
            """With the persona by its name in the file, not by its place in the parcel."""
            persona = personas[done.result.row]
            return replace(done, result=done.result.model_copy(update={"persona": persona}))

        def following() -> Iterator[tuple[RowTask, Callable[..., Any], tuple[Any, ...]]]:
            for task in packed:
                if not may_begin():
                    left.append(task)
                    continue
                yield task, hold_here if keeps_busy(task, wish) else hold_beside, (task, limits)

        for task, came in cluster.work_off(following(), packer.parcel()):
            yield as_named(came if isinstance(came, RowDone) else RowDone(lost(task, came)))
    for task in left:
        yield as_named(not_run(task))


def hold_here(parcel: Parcel, task: RowTask, limits: Mapping[str, Limit]) -> RowDone:
    """On a worker: hold a row that keeps the processor busy, in a thread of its own."""
    try:
        return hold_row(_unpacked(parcel, task))
    except InterviewError as error:
        return _refused(task, error)


async def hold_beside(parcel: Parcel, task: RowTask, limits: Mapping[str, Limit]) -> RowDone:
    """On a worker: hold a row that waits for providers, beside others on the worker's own event loop."""
    try:
        return await hold(_unpacked(parcel, task), gates_of(limits))
    except InterviewError as error:
        return _refused(task, error)


def gates_of(limits: Mapping[str, Limit]) -> Gates:
    """The gates that all work of this worker under the same limits goes through."""
    from interview_cli.llm.limits import Gates

    return _gates.setdefault(repr(sorted(limits.items())), Gates(limits))


def shares(limits: Mapping[str, Limit], workers: int) -> dict[str, Limit]:
    """Each worker's share of limits that hold for all of them together; at least one call."""
    from interview_cli.llm.limits import Limit

    def share(number: int | None) -> int | None:
        return None if number is None else max(1, number // max(1, workers))

    return {name: Limit(share(limit.at_once), share(limit.per_minute)) for name, limit in limits.items()}


def keys_for(task: RowTask) -> Mapping[str, str]:
    """The keys and addresses of this environment that a row's models need, and no more of it."""
    return key_environment((*task.row.models, *task.models, task.row.candidate_model))


def key_environment(models: Sequence[str]) -> dict[str, str]:
    """The variables of this environment that hold keys and addresses of these models' providers."""
    from interview_cli.llm.providers import provider_of

    found: dict[str, str] = {}
    for name in filter(None, models):
        provider = provider_of(name)
        wanted = {*provider.address_variables, *(variable for keys in provider.keys for variable in keys)}
        found |= {variable: os.environ[variable] for variable in wanted if os.environ.get(variable)}
    return found


def pack_home(home: Home, packer: Packer) -> None:
    """Put the settings and the person's own roles and prompts into a parcel."""
    packer.add_folder(home.roles_dir, "home/roles", _CONTENT)
    packer.add_folder(home.prompts_dir, "home/prompts", _CONTENT)
    if home.config_file.is_file():
        packer.add("home/config.yaml", home.config_file.read_bytes())


def unpacked_home(parcel: Parcel) -> tuple[Home, Path]:
    """On a worker: the home that a parcel brings, and the folder of its other files."""
    root = unpack(parcel)
    home = root / "home"
    return Home(home / "data", home / "config.yaml", home / "roles", home / "prompts"), root / FILES


def _packed(task: RowTask, packer: Packer) -> RowTask:
    """A row whose files are in the parcel, named by their places there."""
    row = task.row
    changes: dict[str, Any] = {}
    for name in ("plan", "job", "persona", "answers", "resume"):
        given = getattr(row, name)
        if isinstance(given, str) and given and _is_file(name, given):
            place = packer.add_file(task.folder / given, FILES)
            changes[name] = place.removeprefix(f"{FILES}/")
    if row.resume and "resume" not in changes:
        from interview_cli.wiring.home import open_resumes

        record = open_resumes(task.home).load(row.resume)
        packer.add(f"home/data/resumes/{row.resume}.json", open_resumes(task.home).file_of(record.name))
    return replace(task, row=Row.model_validate(row.model_dump(exclude_unset=True) | changes))


def _is_file(name: str, given: str) -> bool:
    if name == "persona":
        return given.endswith((".yaml", ".yml"))
    return name != "resume" or is_resume_file(given)


def _unpacked(parcel: Parcel, task: RowTask) -> RowTask:
    home, files = unpacked_home(parcel)
    return replace(task, home=home, folder=files)


def _refused(task: RowTask, error: InterviewError) -> RowDone:
    result = RowResult(
        row=task.number,
        id=task.id,
        status="failed",
        role=task.row.role or "",
        persona=task.row.persona,
        error=error.message,
        hint=error.hint,
        code=code_of(error),
    )
    return RowDone(result)
