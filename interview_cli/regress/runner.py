"""Runs a suite: every case with every model, as often as it says, so many at once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from interview_cli.errors import ProviderError, UsageError
from interview_cli.llm.port import CallUsage, ModelError, ModelPort
from interview_cli.llm.replay import CassetteMiss
from interview_cli.llm.usage import Metered, totals
from interview_cli.regress.case import Case
from interview_cli.regress.checks import CaseCheck, ModelCheck
from interview_cli.regress.outcome import (
    NOT_RUN,
    OVER_BUDGET,
    CaseRun,
    Finding,
    Outcome,
    Seen,
    digest_of,
    scored,
)
from interview_cli.regress.suite import Suite
from interview_cli.regress.targets.base import Cast, Target

LONGEST_SHOWN = 4000
# With so many failures of a provider in a row it is not going to recover, and the rest is spared.
MOST_ERRORS_IN_A_ROW = 10
# The finding that stands for all others where a model's reply could not be used.
UNANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Player:
    """A model of a run as each repeat of each case meets it.

    `open` gives the model for a repeat (None: the offline coach), `grader` the one for `judged` checks,
    `candidate` the one that plays candidates.
    """

    name: str
    open: Callable[[int], ModelPort | None]
    grader: Callable[[int], ModelPort | None] = lambda repeat: None
    candidate: Callable[[int], ModelPort | None] = lambda repeat: None


@dataclass(frozen=True, slots=True)
class Job:
    """One case, once, with one model."""

    player: Player
    case: Case
    repeat: int

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells it from all others of the run."""
        return self.player.name, self.case.id, self.repeat


def jobs_of(players: Sequence[Player], cases: Sequence[Case], repeats: int) -> list[Job]:
    """All there is to do, repeat by repeat, so that an early end leaves whole repeats."""
    return [Job(player, case, repeat) for player in players for repeat in range(repeats) for case in cases]


@dataclass(slots=True)
class Runner:
    """Runs jobs against a target. `at_once` is how many cases are under way at a time.

    `on_run` is given every run as it ends; `may_go_on` says before each why it is not to begin, as the budget
    is spent, if it is.
    With `leave_out_missing` cases that are not recorded are left out instead of ending the run. `prompts` are
    the versions of the prompts that were sent, by their ids.
    """

    suite: Suite
    target: Target
    at_once: int
    leave_out_missing: bool = False
    on_run: Callable[[CaseRun], None] = lambda run: None
    may_go_on: Callable[[], str] = lambda: ""
    prompts: dict[str, str] = field(default_factory=dict)

    async def run(self, jobs: Iterable[Job]) -> list[CaseRun]:
        """The runs of all jobs, in their order. Raises CassetteMiss for the requests not recorded."""
        ordered = list(jobs)
        found: dict[tuple[str, str, int], CaseRun] = {}
        waiting = iter(ordered)
        failures: Counter[str] = Counter()
        misses: list[tuple[str, CassetteMiss]] = []

        async def take_turns() -> None:
            for job in waiting:
                why, kind = self.may_go_on(), OVER_BUDGET
                if failures[job.player.name] >= MOST_ERRORS_IN_A_ROW:
                    why, kind = f"not run, as {MOST_ERRORS_IN_A_ROW} cases in a row got no answer", NOT_RUN
                if why:
                    run = CaseRun(**self._known(job), status="error", error=why, error_kind=kind)
                else:
                    try:
                        run = await self._run(job)
                    except CassetteMiss as miss:
                        misses.append((job.case.id, miss))
                        continue
                    failures[run.model] = _in_a_row(failures[run.model], run)
                found[job.key] = run
                self.on_run(run)

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(max(1, min(self.at_once, len(ordered)))):
                    group.create_task(take_turns())
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from None
        if misses and not self.leave_out_missing:
            raise AllMissing(misses)
        return [found[job.key] for job in ordered if job.key in found]

    async def _run(self, job: Job) -> CaseRun:
        calls: list[CallUsage] = []
        opened = [open_(job.repeat) for open_ in (job.player.open, job.player.candidate, job.player.grader)]
        model, candidate, grader = (Metered(one, calls.append) if one is not None else None for one in opened)
        try:
            outcome = await self.target.run(job.case, Cast(model, candidate))
            outcome = replace(outcome, calls=tuple(calls))
            findings = [finding async for finding in self._findings(job.case, outcome, grader)]
        except CassetteMiss:
            raise
        except UsageError as error:
            raise UsageError(
                f"Case {job.case.id}: {error.message.removeprefix(f'Case {job.case.id}: ')}", error.hint
            ) from error
        except ModelError as error:
            return self._failed(job, calls, error.message, error.kind)
        except ProviderError as error:
            kinds = [call.failed for call in calls if call.failed]
            return self._failed(job, calls, error.message, kinds[-1] if kinds else "unavailable")
        self.prompts |= {call.purpose: call.prompt_hash for call in calls if call.prompt_hash}
        status, score = scored(tuple(findings))
        synthetic = any(getattr(one, "synthetic", False) for one in opened)
        return CaseRun(
            **self._known(job),
            **_costs(calls),
            status=status,
            score=score,
            findings=tuple(findings),
            level=outcome.level,
            levels=dict(outcome.levels),
            shown=outcome.shown[:LONGEST_SHOWN],
            digest=digest_of(outcome.output),
            synthetic=synthetic,
        )

    async def _findings(self, case: Case, outcome: Outcome, grader: ModelPort | None) -> Any:
        """What every check finds that looks at one outcome; trouble fails them all at once."""
        if outcome.trouble:
            yield Finding.of(UNANSWERED, False, outcome.trouble)
            return
        for check in (*self.suite.checks, *case.checks):
            expected = case.expect.get(check.label)
            if not check.applies(expected):
                continue
            seen = Seen(case, expected, outcome)
            if isinstance(check, CaseCheck):
                yield check.look(seen)
            elif isinstance(check, ModelCheck):
                if grader is None:
                    raise UsageError(
                        f"The check {check.label} asks a model, and the offline coach is none.",
                        "Give the suite a grader.",
                    )
                yield await check.ask(seen, grader)

    def _known(self, job: Job) -> dict[str, Any]:
        return {"case": job.case.id, "model": job.player.name, "repeat": job.repeat, "guard": job.case.guard}

    def _failed(self, job: Job, calls: Sequence[CallUsage], why: str, kind: str) -> CaseRun:
        return CaseRun(**self._known(job), **_costs(calls), status="error", error=why, error_kind=kind)


def _in_a_row(failures: int, run: CaseRun) -> int:
    """How many cases in a row got no answer, this one among them; after a refused key none will."""
    if run.status != "error":
        return 0
    return MOST_ERRORS_IN_A_ROW if run.error_kind == "authentication" else failures + 1


class AllMissing(CassetteMiss):
    """All requests of a run that are not on the cassette, by their cases; the first one is told whole."""

    def __init__(self, misses: Sequence[tuple[str, CassetteMiss]]) -> None:
        changed = [missed for missed in misses if missed[1].changed]
        case, first = (changed or misses)[0]
        more = len({name for name, _ in misses} - {case})
        told = f" ({more} more {'case' if more == 1 else 'cases'} like it)" if more else ""
        super().__init__(
            f"Case {case}: {first.message.rstrip('.')}{told}.", prompt=first.prompt, changed=bool(changed)
        )


def _costs(calls: Sequence[CallUsage]) -> dict[str, Any]:
    sums = totals(calls)
    return {
        "seconds": round(max((call.seconds for call in calls), default=0.0), 3),
        "tokens": sums.input_tokens + sums.output_tokens,
        "cost": None if sums.unpriced else sums.cost,
    }
