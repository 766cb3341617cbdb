"""Work sent to a cluster: what goes along with it, and what a worker does with that."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from interview_cli.batch.cluster import Cluster
from interview_cli.batch.parcel import Packer, Parcel, unpack
from interview_cli.batch.row import Row
from interview_cli.errors import InterviewError
from interview_cli.wiring.batch_row import hold, hold_row, is_resume_file
from interview_cli.wiring.home import Home
from interview_cli.wiring.row_answers import is_persona_file
from interview_cli.wiring.row_task import RowDone, RowTask, lost, not_run, refused

if TYPE_CHECKING:
    from interview_cli.llm.limits import Limit
    from interview_cli.wiring.batch import BatchWish
    from interview_cli.wiring.row_doors import Doors

FILES = "files"
_SETTINGS = "home/environ.json"
_CONTENT = frozenset({".yaml", ".md"})
# Batches that one worker may well serve side by side.
_MOST_VISITS = 16
# What the rows of a visit go through on this worker, the last used last; a later visit may bring other keys.
_doors: dict[str, Doors] = {}


def rows_on_cluster(
    tasks: Sequence[RowTask],
    wish: BatchWish,
    may_begin: Callable[[], bool],
    tell: Callable[[str], None],
) -> Generator[RowDone]:
    """What came of rows on a cluster, as it comes. Raises UsageError, ProviderError."""
    packer = Packer()
    left: list[RowTask] = []
    personas = {task.number: task.row.persona for task in tasks}

    def as_named(done: RowDone) -> RowDone:
        """With the persona by its name in the file, not by its place in the parcel."""
        persona = personas[done.result.row]
        return replace(done, result=done.result.model_copy(update={"persona": persona}))

    with Cluster(wish.cluster) as cluster:
        packed, wrong = _all_packed(tasks, wish, packer)
        yield from wrong
        limits = shares(wish.limits, cluster.workers)
        visit = uuid4().hex

        def following() -> Iterator[tuple[RowTask, Callable[..., Any], tuple[Any, ...]]]:
            for task in packed:
                if not may_begin():
                    left.append(task)
                elif task.keeps_busy:
                    yield task, hold_here, (task,)
                else:
                    yield task, hold_beside, (task, limits, visit)

        for task, came in cluster.work_off(following(), packer.parcel(), tell):
            yield as_named(came if isinstance(came, RowDone) else lost(task, came))
    for task in left:
        yield as_named(not_run(task))


def hold_here(parcel: Parcel, task: RowTask) -> RowDone:
    """On a worker: hold a row that keeps the processor busy, in a thread of its own."""
    try:
        return hold_row(_unpacked(parcel, task))
    except InterviewError as error:
        return refused(task, error)


async def hold_beside(parcel: Parcel, task: RowTask, limits: Mapping[str, Limit], visit: str) -> RowDone:
    """On a worker: hold a row that waits for providers, beside others on the worker's own event loop."""
    try:
        return await hold(_unpacked(parcel, task), doors_of(limits, visit))
    except InterviewError as error:
        return refused(task, error)


def doors_of(limits: Mapping[str, Limit], visit: str) -> Doors:
    """The doors that all work of one visit goes through on this worker."""
    from interview_cli.wiring.row_doors import Doors

    doors = _doors.pop(visit, None) or Doors(limits)
    _doors[visit] = doors
    if len(_doors) > _MOST_VISITS:
        del _doors[next(iter(_doors))]
    return doors


def shares(limits: Mapping[str, Limit], workers: int) -> dict[str, Limit]:
    """Each worker's share of limits that hold for all of them together; at least one call."""
    from interview_cli.llm.limits import Limit

    def share(number: int | None) -> int | None:
        return None if number is None else max(1, number // max(1, workers))

    return {name: Limit(share(limit.at_once), share(limit.per_minute)) for name, limit in limits.items()}


def keys_for(task: RowTask) -> Mapping[str, str]:
    """The keys and addresses of this environment that a row's models need, and no more of it."""
    return key_environment((*task.row.model, *task.models, task.row.candidate_model))


def key_environment(models: Sequence[str]) -> dict[str, str]:
    """The variables of this environment that hold keys and addresses of these models' providers."""
    from interview_cli.llm.environment import process_environment
    from interview_cli.llm.providers import provider_of

    environ = process_environment()
    found: dict[str, str] = {}
    for name in filter(None, models):
        provider = provider_of(name)
        wanted = {*provider.addresses, *(variable for keys in provider.keys for variable in keys)}
        found |= {variable: environ[variable] for variable in wanted if environ.get(variable)}
    return found


def pack_home(home: Home, packer: Packer) -> None:
    """Put the settings, those of this environment too, and the person's roles and prompts into a parcel."""
    packer.add_folder(home.roles_dir, "home/roles", _CONTENT)
    packer.add_folder(home.prompts_dir, "home/prompts", _CONTENT)
    if home.config_file.is_file():
        packer.add("home/config.yaml", home.config_file.read_bytes())
    packer.add(_SETTINGS, json.dumps(_setting_variables()).encode())


def unpacked_home(parcel: Parcel) -> tuple[Home, Path]:
    """On a worker: the home that a parcel brings, and the folder of its other files."""
    root = unpack(parcel)
    home = root / "home"
    # In place of the worker's own, so that a row comes to the same wherever it is held.
    environ = json.loads((root / _SETTINGS).read_bytes())
    return Home(home / "data", home / "config.yaml", home / "roles", home / "prompts", environ), root / FILES


def _setting_variables() -> dict[str, str]:
    """The variables of this environment that are settings; keys and places of files are none."""
    from interview_cli.settings import setting_names, variable_of

    return {name: os.environ[name] for name in map(variable_of, setting_names()) if os.environ.get(name)}


def _all_packed(
    tasks: Sequence[RowTask], wish: BatchWish, packer: Packer
) -> tuple[list[RowTask], list[RowDone]]:
    """Rows that are ready to travel, and those that can't, each with the reason."""
    packed: list[RowTask] = []
    wrong: list[RowDone] = []
    for task in tasks:
        try:
            environ = keys_for(task) if wish.send_keys else None
            packed.append(replace(_packed(task, packer), environ=environ, away=True))
        except InterviewError as error:
            wrong.append(refused(task, error))
    if packed:
        pack_home(packed[0].home, packer)
    return packed, wrong


def _packed(task: RowTask, packer: Packer) -> RowTask:
    """A row whose files are in the parcel, named by their places there."""
    row = task.row
    changes: dict[str, Any] = {}
    for name in ("plan", "job", "persona", "answers", "resume"):
        given = getattr(row, name)
        if isinstance(given, str) and given and _is_file(name, given):
            place = packer.add_file(task.folder / given, FILES, name)
            changes[name] = place.removeprefix(f"{FILES}/")
    if row.resume and "resume" not in changes:
        from interview_cli.wiring.home import open_resumes

        record = open_resumes(task.home).load(row.resume)
        packer.add(f"home/data/resumes/{row.resume}.json", open_resumes(task.home).file_of(record.name))
    return replace(task, row=Row.model_validate(row.model_dump(exclude_unset=True) | changes))


def _is_file(name: str, given: str) -> bool:
    if name == "persona":
        return is_persona_file(given)
    return name != "resume" or is_resume_file(given)


def _unpacked(parcel: Parcel, task: RowTask) -> RowTask:
    home, files = unpacked_home(parcel)
    return replace(task, home=home, folder=files)
