"""The cases of a suite sent to a cluster, and what a worker does with each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Literal

from interview_cli.batch.cluster import Cluster
from interview_cli.batch.parcel import Packer, Parcel
from interview_cli.errors import InterviewError, ProviderError, UsageError
from interview_cli.regress.stand_ins import OFFLINE
from interview_cli.wiring import suite_models, suite_targets
from interview_cli.wiring.cluster import FILES, key_environment, pack_home, unpacked_home
from interview_cli.wiring.consent import agree_to_models, say_yes
from interview_cli.wiring.models import as_on_worker

if TYPE_CHECKING:
    from interview_cli.regress.outcome import CaseRun
    from interview_cli.regress.runner import Job, Player
    from interview_cli.regress.suite_file import OpenSuite
    from interview_cli.wiring.home import Home
    from interview_cli.wiring.suite_course import Course

# Deep enough that a suite may name files in folders above its own.
_FOLDER = PurePosixPath(FILES, "a", "b", "c", "suite")
_RATED = "rated.json"

Tape = Literal["", "cassette", "candidate"]


@dataclass(frozen=True, slots=True)
class CaseTask:
    """One case, once, with one model; `tape` names the recordings to go by, empty for asking the model."""

    suite: str
    tape: Tape
    model: str
    case: str
    repeat: int
    environ: Mapping[str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class CaseDone:
    """The run of a case as JSON with the versions of its prompts, or why the whole run must end."""

    run: str = ""
    prompts: Mapping[str, str] = field(default_factory=dict)
    error: str = ""
    hint: str = ""


def cases_on_cluster(
    course: Course,
    jobs: Sequence[Job],
    on_run: Callable[[CaseRun, dict[str, str]], None],
    tell: Callable[[str], None],
) -> list[CaseRun]:
    """The runs of all jobs in order; `on_run` is given each with the prompts sent so far, by versions.

    `tell` is given what the person may do something about while it waits.

    Raises UsageError, ProviderError.
    """
    from interview_cli.llm.providers import full_name
    from interview_cli.regress.outcome import CaseRun

    opened, wish = course.opened, course.wish
    tape: Tape = {"replay": "cassette", "candidate": "candidate"}.get(course.source, "")  # type: ignore[assignment]
    packer = Packer()
    pack_home(course.home, packer)
    place = _pack_suite(opened, tape, packer)
    models = {*course.models, opened.suite.grader, suite_models.candidate_of(opened.suite)}
    named = sorted(name for name in models if name and name != OFFLINE)
    if not tape:
        agree_to_models(course.home, list(map(full_name, named)), suite_models.CASES)
    environ = key_environment(named) if wish.send_keys else None
    found: dict[tuple[str, str, int], CaseRun] = {}
    prompts: dict[str, str] = {}

    def tasks() -> Iterator[tuple[Job, Callable[..., Any], tuple[Any, ...]]]:
        for job in jobs:
            task = CaseTask(place, tape, job.player.name, job.case.id, job.repeat, environ)
            busy = bool(tape) or job.player.name == OFFLINE
            yield job, run_here if busy else run_beside, (task,)

    with Cluster(wish.cluster) as cluster:
        for job, came in cluster.work_off(tasks(), packer.parcel(), tell):
            if not isinstance(came, CaseDone):
                raise ProviderError(
                    f"The worker that ran {job.case.id} ended: {' '.join(str(came).split())}."
                )
            if came.error:
                raise UsageError(came.error, came.hint)
            run = CaseRun.model_validate_json(came.run)
            found[job.key] = run
            prompts |= came.prompts
            on_run(run, prompts)
    return [found[job.key] for job in jobs]


def run_here(parcel: Parcel, task: CaseTask) -> CaseDone:
    """On a worker: run a case that keeps the processor busy, in a thread of its own."""
    return asyncio.run(run_beside(parcel, task))


async def run_beside(parcel: Parcel, task: CaseTask) -> CaseDone:
    """On a worker: run a case beside others. Never raises an InterviewError: it stands in the result."""
    from interview_cli.regress.runner import Job, Runner

    try:
        home, files = unpacked_home(parcel)
        opened = _opened(files.parent / task.suite)
        [player] = _players(home, opened, task)
        [case] = [case for case in opened.cases if case.id == task.case]
        runner = Runner(opened.suite, suite_targets.build_target(home, opened), at_once=1)
        [run] = await runner.run([Job(player, case, task.repeat)])
    except InterviewError as caught:
        error = as_on_worker(caught)
        return CaseDone(error=error.message, hint=error.hint)
    return CaseDone(run.model_dump_json(), runner.prompts)


@lru_cache(maxsize=4)
def _opened(path: Path) -> OpenSuite:
    import json

    from interview_cli.regress.case import JudgeCase
    from interview_cli.regress.suite_file import open_suite

    rated = path.with_name(_RATED)
    cases = json.loads(rated.read_bytes()) if rated.is_file() else []
    return open_suite(path, [JudgeCase.model_validate(case) for case in cases])


def _players(home: Home, opened: OpenSuite, task: CaseTask) -> list[Player]:
    if task.tape:
        from interview_cli.llm.cassette import read_cassette

        tape = read_cassette(opened.cassette if task.tape == "cassette" else opened.candidate)
        return suite_models.replayed(tape, [task.model], opened.suite)
    # Whoever sent the case there agreed to it.
    say_yes()
    return suite_models.live(home, [task.model], opened.suite, environ=task.environ)


def _pack_suite(opened: OpenSuite, tape: Tape, packer: Packer) -> str:
    """Put a suite with all files it names into a parcel; returns its place."""
    import json

    from interview_cli.regress.case import JudgeCase

    named = {opened.path.name, *opened.named}
    if tape:
        named.add((opened.cassette if tape == "cassette" else opened.candidate).name)
    for name in sorted(named):
        try:
            packer.add(_place(name), (opened.folder / name).read_bytes())
        except OSError as error:
            raise UsageError(
                f"{opened.folder / name}: {error.strerror or error}.", "Check the suite."
            ) from error
    rated = [case.model_dump(mode="json") for case in opened.rated if isinstance(case, JudgeCase)]
    if rated:
        packer.add(_place(_RATED), json.dumps(rated).encode())
    return _place(opened.path.name)


def _place(name: str) -> str:
    """Where a file beside the suite lies in the parcel, steps upwards taken."""
    parts: list[str] = []
    for part in (*_FOLDER.parts, *PurePosixPath(name).parts):
        if part == "..":
            parts.pop()
        elif part not in (".", "/"):
            parts.append(part)
    return str(PurePosixPath(*parts))
