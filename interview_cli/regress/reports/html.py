"""A run as one page: the verdict, what changed, every case worst first, and the runs before.

The page asks nothing of a network, runs no script, and holds all foreign text escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import fmean
from typing import TYPE_CHECKING, Any

from interview_cli.regress.baseline import LONGEST_SHOWN, Baseline
from interview_cli.regress.comparison import Comparison
from interview_cli.regress.report import RunReport, cost_of
from interview_cli.regress.reports import history, words
from interview_cli.regress.reports.page_cases import groups_of
from interview_cli.regress.verdict import p_value, signed_points
from interview_cli.report.page import page_template
from interview_cli.report.wording import dollars

if TYPE_CHECKING:
    from jinja2 import Template


@dataclass(frozen=True, slots=True)
class ModelSums:
    """What a model's runs come to: counts, mean score (0-1), tokens, US dollars, slowest call in seconds."""

    model: str
    passed: int
    failed: int
    errors: int
    score: float | None
    tokens: int
    cost: float | None
    seconds: float
    synthetic: bool


@dataclass(frozen=True, slots=True)
class ModelPast:
    """A model's runs, oldest first, and their chart when there are enough."""

    model: str
    past: tuple[history.Past, ...]
    chart: history.Chart | None


def page(report: RunReport, *, baseline: Baseline | None = None, runs: Sequence[RunReport] = ()) -> str:
    """The page of a run. `baseline` holds the texts to show beside its own, `runs` are those of its suite.

    `runs` come oldest first, this one included.
    """
    standing, told = words.headline(report)
    groups = groups_of(report, baseline)
    anchors: dict[tuple[str, str], str] = {}
    for group in groups:
        for part in group.parts:
            anchors.setdefault((part.run.model, part.run.case), part.anchor)
    return _template().render(
        report=report,
        standing=standing,
        headline=told,
        verdict=words.verdict(report),
        synthetic=words.SYNTHETIC,
        source=words.SOURCES[report.source],
        sums=[_sums(report, model) for model in report.models],
        prompts=_prompts(report, baseline),
        baseline=baseline,
        longest=LONGEST_SHOWN,
        groups=groups,
        anchors=anchors,
        pasts=[_past(model, runs) for model in report.models],
        plot=history,
    )


@cache
def _template() -> Template:
    filters: dict[str, Callable[..., Any]] = {
        "points": words.points,
        "signed": signed_points,
        "p_value": p_value,
        "tone": words.tone,
        "held_against": words.held_against,
        "spread": _spread,
        "dollars": dollars,
    }
    return page_template(__package__, "page.html", "page.css", clean=words.plain, filters=filters)


def _sums(report: RunReport, model: str) -> ModelSums:
    runs = [run for run in report.runs if run.model == model]
    scores = [run.score for run in runs if run.status != "error"]
    return ModelSums(
        model=model,
        passed=sum(run.status == "passed" for run in runs),
        failed=sum(run.status == "failed" for run in runs),
        errors=sum(run.status == "error" for run in runs),
        score=fmean(scores) if scores else None,
        tokens=sum(run.tokens for run in runs),
        cost=cost_of(runs),
        seconds=max((run.seconds for run in runs), default=0.0),
        synthetic=any(run.synthetic for run in runs),
    )


def _prompts(report: RunReport, baseline: Baseline | None) -> list[tuple[str, str, str]]:
    """Every prompt with its version now and in the baseline."""
    # The blessed recordings may be of several versions, and tell none.
    old = (baseline.prompts if baseline is not None else {}) or report.prompts
    return [
        (name, report.prompts.get(name, ""), old.get(name, "")) for name in sorted({*report.prompts, *old})
    ]


def _past(model: str, runs: Sequence[RunReport]) -> ModelPast:
    past = history.past_of(model, runs)
    return ModelPast(model, tuple(past), history.chart_of(past))


def _spread(comparison: Comparison) -> Iterator[tuple[str, float]]:
    """Where the ends and the middle of the bootstrap interval lie between the ends of a line (0-100)."""
    assert comparison.low is not None
    assert comparison.high is not None
    reach = max(abs(comparison.low), abs(comparison.high), 0.1)
    for name, value in (
        ("low", comparison.low),
        ("middle", comparison.difference),
        ("high", comparison.high),
    ):
        yield name, 50 + 48 * value / reach
