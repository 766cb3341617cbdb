"""A run of a suite while it is under way: what came of it is on disk, so that it can be gone on with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from interview_cli.errors import StorageError, UsageError
from interview_cli.wiring.suite_reports import rubric_of
from interview_cli.wiring.suite_targets import prompts_version

if TYPE_CHECKING:
    from interview_cli.regress.outcome import CaseRun
    from interview_cli.store.suite_runs import SuiteRunStore
    from interview_cli.wiring.suite_course import Course

# What of a suite does not decide how a case comes out; each case is told by itself.
_NOT_OF_A_CASE = frozenset({"name", "models", "repeats", "cases", "cases_from", "budgets"})


@dataclass(frozen=True, slots=True)
class UnfinishedRun:
    """A run that did not end, or in which something got no answer: `kept` of `total` case runs are there.

    `passed` of them passed. `reported` says that there is a report of it all the same, `under_way` that
    another process is at it; `command` goes on with it.
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
    under_way: bool
    command: str


@dataclass(slots=True)
class Part:
    """What came of a run so far: its case runs, and the versions of the prompts that were sent.

    `cases` are digests of the cases by their ids: what was run of a case is worth nothing for another one.
    """

    store: SuiteRunStore
    suite: str
    id: str
    cases: Mapping[str, str]
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
            kept = {"run": run.model_dump(mode="json"), "case": self.cases[run.case]}
            lines.append(orjson.dumps(kept))
        if lines:
            self.store.append(self.suite, self.id, lines)


@contextmanager
def begun_part(store: SuiteRunStore, course: Course, now: datetime) -> Iterator[Part]:
    """The part of a new run, or with `go_on` that of the newest one that did not end, kept from others.

    Raises UsageError when none was interrupted, or what was is no part of this run; StorageError.
    """
    import orjson

    suite = course.opened.suite.id
    run_id = _unfinished_id(store, course) if course.wish.go_on else store.new_id(suite, now)
    with store.held(suite, run_id):
        part = Part(store, suite, run_id, _case_digests(course))
        if course.wish.go_on:
            _take_up(part, course)
        else:
            store.append(suite, run_id, [orjson.dumps(_head(course, now))])
        yield part


def superseded_by(part: Part, course: Course, *, ended: bool) -> list[str]:
    """The older runs that nobody will go on with after this one.

    Those whose replies cost nothing are among them, and where this one asked models about every case and
    `ended`, those that asked models too. Raises StorageError.
    """
    whole = ended and course.source == "live" and not course.wish.only
    older = [name for name in part.store.part_ids(part.suite) if name < part.id]
    return [name for name in older if whole or _source_of(part.store, part.suite, name) != "live"]


def _unfinished_id(store: SuiteRunStore, course: Course) -> str:
    """The newest run that did not end and got its replies from where this one does. Raises UsageError."""
    suite = course.opened.suite.id
    parts = store.part_ids(suite)
    found = next((one for one in parts if _source_of(store, suite, one) == course.source), None)
    if found is None:
        raise UsageError(f"No run of {suite} was interrupted.", "Leave out --continue.")
    if store.is_held(suite, found):
        raise StorageError(
            f"The run {found} is under way in another process.",
            "Wait for it to end, or begin another one without --continue.",
        )
    return found


def _take_up(part: Part, course: Course) -> None:
    """Read what was kept of a run into its part. Raises UsageError for a run of another kind."""
    from pydantic import ValidationError

    from interview_cli.regress.outcome import CaseRun

    lines = [_value(line) for line in part.store.part(part.suite, part.id)]
    before = _head_in(lines)
    now = _kind(course)
    for what, told in (
        ("version", f"Checks or settings of {part.suite} were changed since its run was interrupted."),
        ("repeats", f"The interrupted run of {part.suite} had another number of repeats."),
        ("prompts_version", f"Prompts were changed since the run of {part.suite} was interrupted."),
        ("rubric", f"The rubric was changed since the run of {part.suite} was interrupted."),
    ):
        if before.get(what) != now[what]:
            asked = f" They were {before.get(what)}, and are now {now[what]}." if what == "repeats" else ""
            raise UsageError(f"{told}{asked}", "Run it as it was begun, or begin anew without --continue.")
    for line in lines:
        part.prompts |= line.get("prompts", {})
        # What can't be read, as another version wrote it, is run again; so is a case that was changed.
        with suppress(ValidationError):
            if "run" in line:
                run = CaseRun.model_validate(line["run"])
                if run.model in course.models and part.cases.get(run.case) == line.get("case"):
                    part.runs.append(run)


def _case_digests(course: Course) -> dict[str, str]:
    from interview_cli.regress.outcome import digest_of

    return {case.id: digest_of(case.model_dump(mode="json")) for case in course.cases}


def unfinished_runs(store: SuiteRunStore) -> list[UnfinishedRun]:
    """The runs of all suites that can be gone on with, newest first. Raises StorageError."""
    found = [
        _unfinished(store, suite, run_id) for suite in store.suites() for run_id in store.part_ids(suite)
    ]
    return sorted(filter(None, found), key=lambda one: one.at, reverse=True)


def _unfinished(store: SuiteRunStore, suite: str, run_id: str) -> UnfinishedRun | None:
    """A run by what is kept of it; None for a file that another version wrote, or that is cut short."""
    lines = [_value(line) for line in store.part(suite, run_id)]
    head = _head_in(lines)
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
            under_way=store.is_held(suite, run_id),
            command=head["command"],
        )
    except (KeyError, TypeError, ValueError):
        return None


def _source_of(store: SuiteRunStore, suite: str, run_id: str) -> str | None:
    """Where a run that did not end got its replies from."""
    return _head_in(map(_value, store.part(suite, run_id))).get("source")


def _head_in(lines: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """What a run wrote down when it was begun; nothing where that was cut short."""
    return next((line for line in lines if "source" in line), {})


def _head(course: Course, now: datetime) -> dict[str, Any]:
    return {
        **_kind(course),
        "at": now.isoformat(),
        "models": course.models,
        "total": len(course.models) * len(course.cases) * course.repeats,
        "command": course.wish.again,
    }


def _kind(course: Course) -> dict[str, Any]:
    """What two parts of one run have in common."""
    from interview_cli.regress.outcome import digest_of

    settings = course.opened.suite.model_dump(mode="json", exclude=set(_NOT_OF_A_CASE))
    return {
        "version": digest_of(settings),
        "source": course.source,
        "repeats": course.repeats,
        # Recordings know with which prompts they were made.
        "prompts_version": prompts_version(course.home) if course.source == "live" else "",
        "rubric": rubric_of(course.opened.suite),
    }


def _value(line: bytes) -> dict[str, Any]:
    import orjson

    with suppress(orjson.JSONDecodeError):
        value = orjson.loads(line)
        if isinstance(value, dict):
            return value
    return {}
