"""A run of a suite as it is kept, printed and compared."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from pydantic import Field, ValidationError

from interview_cli.errors import StorageError
from interview_cli.library.role import Document
from interview_cli.regress.comparison import Comparison, Result
from interview_cli.regress.outcome import CaseRun, Finding
from interview_cli.regress.suite import Budgets
from interview_cli.regress.verdict import Verdict
from interview_cli.report.wording import dollars

Source = Literal["replay", "candidate", "live", "offline"]


class WholeFinding(Document):
    """What was found over all cases of a model together."""

    model: str
    finding: Finding


class RunReport(Document):
    """A run: with what it was made, every case, every comparison, and the verdict.

    `source` says where replies came from: the blessed or the candidate recordings, providers, or the offline
    coach alone. `prompts` are versions by prompt id. `blessed` are the results of the blessed recordings by
    model and case, where a candidate's were held against them, and `unchanged` the prompts that both were
    recorded with in the same version. `over_budget` names the budgets that were exceeded, `only` the patterns
    of case ids that the run was narrowed to. `places` are where cases stand (`file:line`), by their ids.
    """

    schema_version: Literal[1] = 1
    id: str
    suite: str
    name: str
    target: str
    suite_file: str
    suite_version: str
    at: datetime
    source: Source
    models: tuple[str, ...]
    prompts: dict[str, str] = Field(default_factory=dict)
    rubric_version: str = ""
    repeats: int = 1
    synthetic: bool = False
    runs: tuple[CaseRun, ...] = ()
    whole: tuple[WholeFinding, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    blessed: dict[str, dict[str, tuple[Result, ...]]] = Field(default_factory=dict)
    unchanged: tuple[str, ...] = ()
    over_budget: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    places: dict[str, str] = Field(default_factory=dict)

    @property
    def errors(self) -> int:
        """How many runs a provider failed in."""
        return sum(run.status == "error" for run in self.runs)

    @property
    def failed(self) -> list[CaseRun]:
        """The runs in which a check failed."""
        return [run for run in self.runs if run.status == "failed"]

    @property
    def failed_guards(self) -> list[CaseRun]:
        """The runs of guard cases in which a check failed."""
        return [run for run in self.failed if run.guard]

    @property
    def failed_alone(self) -> list[CaseRun]:
        """The runs in which a check failed and that nothing is held against."""
        new = {comparison.model: set(comparison.new) for comparison in self.comparisons}
        return [run for run in self.failed if run.model not in new or run.case in new[run.model]]

    @property
    def verdict(self) -> Verdict | None:
        """The worst verdict over the models; None where nothing was compared."""
        order: tuple[Verdict, ...] = ("worse", "inconclusive", "same", "improved")
        found = [comparison.verdict for comparison in self.comparisons]
        return min(found, key=order.index) if found else None

    @property
    def compares_itself(self) -> bool:
        """Whether every prompt of a candidate is the blessed one, so that both sides are the same thing."""
        return bool(self.unchanged) and set(self.unchanged) >= set(self.prompts)

    @property
    def cost(self) -> float | None:
        """US dollars of all runs; None when a price is not known."""
        return cost_of(self.runs)

    @property
    def tokens(self) -> int:
        """Tokens of all runs."""
        return sum(run.tokens for run in self.runs)


def cost_of(runs: Iterable[CaseRun]) -> float | None:
    """US dollars of runs; None when a price is not known. What got no answer and no token cost nothing."""
    costs = [run.cost for run in runs if not run.of and (run.tokens or run.status != "error")]
    known = [cost for cost in costs if cost is not None]
    return sum(known) if known and len(known) == len(costs) else None


def read_report(data: bytes, name: str) -> RunReport:
    """A run as it is kept under a name. Raises StorageError for one that can't be understood."""
    try:
        return RunReport.model_validate_json(data)
    except ValidationError as error:
        raise StorageError(f"The stored run {name} is damaged.", "Run the suite again.") from error


def over_budget(budgets: Budgets, runs: tuple[CaseRun, ...]) -> tuple[str, ...]:
    """What a run took more of than it may, each in a sentence."""
    told = []
    cost = sum(run.cost or 0.0 for run in runs)
    tokens = sum(run.tokens for run in runs)
    # How long was waited in vain says nothing of how fast answers come.
    slowest = sorted(run.seconds for run in runs if run.seconds and run.status != "error")
    if budgets.cost is not None and cost > budgets.cost:
        told.append(f"It cost {dollars(cost)} USD; the budget is {budgets.cost:g}.")
    unpriced = sum(run.cost is None and run.tokens > 0 for run in runs)
    if budgets.cost is not None and unpriced:
        told.append(f"What {unpriced:,} of its runs cost is not known, so it may be over its budget.")
    if budgets.tokens is not None and tokens > budgets.tokens:
        told.append(f"It took {tokens:,} tokens; the budget is {budgets.tokens:,}.")
    if budgets.seconds_p95 is not None and slowest:
        p95 = slowest[min(len(slowest) - 1, int(0.95 * len(slowest)))]
        if p95 > budgets.seconds_p95:
            told.append(
                f"One case in twenty waited {p95:.1f} s or more; the budget is {budgets.seconds_p95:g} s."
            )
    return tuple(told)


def passes(report: RunReport) -> bool:
    """Whether a run passes: not worse, no guard failed, no bound of the whole missed, within its budgets.

    What there is nothing to compare with must pass: every case without a baseline, a new one beside it. A run
    in which a provider failed is another matter.
    """
    if report.failed_guards or report.over_budget or any(not one.finding.passed for one in report.whole):
        return False
    return report.verdict != "worse" and not report.failed_alone


def blessable(report: RunReport) -> bool:
    """Whether a run could be a baseline that later ones pass against: whole, and red for no other reason.

    A guard, a bound or a budget fails every run, whatever the baseline says.
    """
    held = all(one.finding.passed for one in report.whole)
    whole = not (report.errors or report.only or report.compares_itself)
    return whole and held and not (report.failed_guards or report.over_budget)
