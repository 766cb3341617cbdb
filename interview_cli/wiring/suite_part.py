"""A run of a suite while it is under way: what came of it is on disk, so that it can be gone on with."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from interview_cli.errors import UsageError

if TYPE_CHECKING:
    from interview_cli.regress.outcome import CaseRun
    from interview_cli.store.suite_runs import SuiteRunStore
    from interview_cli.wiring.suite_course import Course


@dataclass(frozen=True, slots=True)
class UnfinishedRun:
    """A run that did not end, or in which something got no answer: `kept` of `total` case runs are there.

    `passed` of them passed. `reported` says that there is a report of it all the same, `command` goes on
    with it.
    """

    id: str
    suite: str
    at: datetime
    models: tuple[str, ...]
    source: str
    kept: int
    passed: int
    total: int
    synthetic: bool
    reported: bool
    command: str


@dataclass(slots=True)
class Part:
    """What came of a run so far: its case runs, and the versions of the prompts that were sent."""

    store: SuiteRunStore
    suite: str
    id: str
    runs: list[CaseRun] = field(default_factory=list)
    prompts: dict[str, str] = field(default_factory=dict)

    def add(self, run: CaseRun, prompts: Mapping[str, str]) -> None:
        """Keep a case run, unless a provider failed in it: that one is run again. Raises StorageError."""
        import orjson

        lines = []
        if prompts.items() - self.prompts.items():
            self.prompts |= prompts
            lines.append(orjson.dumps({"prompts": self.prompts}))
        if run.status != "error":
            self.runs.append(run)
            lines.append(orjson.dumps({"run": run.model_dump(mode="json")}))
        if lines:
            self.store.append(self.suite, self.id, lines)


def begin_part(store: SuiteRunStore, course: Course, now: datetime) -> Part:
    """The part of a new run, or with `go_on` that of the newest one that did not end.

    Raises UsageError when none was interrupted, or what was is no part of this run; StorageError.
    """
    import orjson

    suite = course.opened.suite.id
    head = _head(course, now)
    if not course.wish.go_on:
        part = Part(store, suite, store.new_id(suite, now))
        store.append(suite, part.id, [orjson.dumps(head)])
        return part
    unfinished = store.unfinished(suite)
    if unfinished is None:
        raise UsageError(f"No run of {suite} was interrupted.", "Leave out --continue.")
    lines = [_value(line) for line in store.part(suite, unfinished)]
    before = next((line for line in lines if "source" in line), {})
    for what, name in (
        ("version", "version of the suite"),
        ("source", "source of replies"),
        ("repeats", "number of repeats"),
    ):
        if before.get(what) != head[what]:
            raise UsageError(
                f"The interrupted run of {suite} had another {name}: {before.get(what)}, now {head[what]}.",
                "Run it as it was begun, or begin anew without --continue.",
            )
    return _restored(Part(store, suite, unfinished), lines, course)


def _restored(part: Part, lines: list[dict[str, Any]], course: Course) -> Part:
    from pydantic import ValidationError

    from interview_cli.regress.outcome import CaseRun

    ids = {case.id for case in course.cases}
    for line in lines:
        part.prompts |= line.get("prompts", {})
        # What can't be read, as another version wrote it, is run again.
        with suppress(ValidationError):
            if "run" in line:
                run = CaseRun.model_validate(line["run"])
                if run.model in course.models and run.case in ids:
                    part.runs.append(run)
    return part


def unfinished_runs(store: SuiteRunStore) -> list[UnfinishedRun]:
    """The runs of all suites that can be gone on with, newest first. Raises StorageError."""
    found = [
        _unfinished(store, suite, run_id) for suite in store.suites() for run_id in store.part_ids(suite)
    ]
    return sorted(filter(None, found), key=lambda one: one.at, reverse=True)


def _unfinished(store: SuiteRunStore, suite: str, run_id: str) -> UnfinishedRun | None:
    """A run by what is kept of it; None for a file that another version wrote, or that is cut short."""
    lines = [_value(line) for line in store.part(suite, run_id)]
    head = next((line for line in lines if "source" in line), {})
    runs = [run for line in lines if isinstance(run := line.get("run"), dict)]
    try:
        return UnfinishedRun(
            id=run_id,
            suite=suite,
            at=datetime.fromisoformat(head["at"]),
            models=tuple(head["models"]),
            source=head["source"],
            kept=len(runs),
            passed=sum(run.get("status") == "passed" for run in runs),
            total=head["total"],
            synthetic=any(run.get("synthetic") for run in runs),
            reported=run_id in store.ids(suite),
            command=head["command"],
        )
    except (KeyError, TypeError, ValueError):
        return None


def _head(course: Course, now: datetime) -> dict[str, Any]:
    return {
        "version": course.opened.version,
        "source": course.source,
        "repeats": course.repeats,
        "at": now.isoformat(),
        "models": course.models,
        "total": len(course.models) * len(course.cases) * course.repeats,
        "command": course.wish.again,
    }


def _value(line: bytes) -> dict[str, Any]:
    import orjson

    with suppress(orjson.JSONDecodeError):
        value = orjson.loads(line)
        if isinstance(value, dict):
            return value
    return {}
