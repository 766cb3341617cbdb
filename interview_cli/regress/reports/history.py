"""How a model came out in the runs of a suite, and where that lies in a small chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from interview_cli.regress.report import RunReport
from interview_cli.regress.verdict import Verdict

# The chart's size and the edges of its plot, in the units of its view box.
WIDTH, HEIGHT = 720, 190
LEFT, RIGHT, TOP, BOTTOM = 40, 590, 14, 156
# Labels nearer to each other than this would touch.
_APART = 16


@dataclass(frozen=True, slots=True)
class Past:
    """A model in one run; `rate` and `score` (0-1) leave out what a provider failed in."""

    run: str
    at: datetime
    suite_version: str
    source: str
    passed: int
    counted: int
    rate: float
    score: float
    verdict: Verdict | None
    synthetic: bool


@dataclass(frozen=True, slots=True)
class Dot:
    """A value in the chart, and where it lies there."""

    x: float
    y: float
    past: Past


@dataclass(frozen=True, slots=True)
class Line:
    """The dots of one measure, oldest first; `label_y` is where its name stands, at the right."""

    name: str
    dots: tuple[Dot, ...]
    label_y: float

    @property
    def points(self) -> str:
        """The dots as an SVG polyline has them."""
        return " ".join(f"{dot.x:.1f},{dot.y:.1f}" for dot in self.dots)


@dataclass(frozen=True, slots=True)
class Chart:
    """Both lines of a model, and in a sentence what they show."""

    rate: Line
    score: Line
    told: str


def past_of(model: str, reports: Sequence[RunReport]) -> list[Past]:
    """How a model came out in each run that it was answered in, in their order."""
    found = []
    for report in reports:
        runs = [run for run in report.runs if run.model == model and run.status != "error"]
        if runs:
            passed = sum(run.passed for run in runs)
            verdicts = [one.verdict for one in report.comparisons if one.model == model]
            found.append(
                Past(
                    run=report.id,
                    at=report.at,
                    suite_version=report.suite_version,
                    source=report.source,
                    passed=passed,
                    counted=len(runs),
                    rate=passed / len(runs),
                    score=fmean(run.score for run in runs),
                    verdict=verdicts[0] if verdicts else None,
                    synthetic=any(run.synthetic for run in runs),
                )
            )
    return found


def chart_of(past: Sequence[Past]) -> Chart | None:
    """A chart of at least two runs, else None."""
    if len(past) < 2:
        return None
    rates, scores = [one.rate for one in past], [one.score for one in past]
    rate_y, score_y = _parted(_height(rates[-1]), _height(scores[-1]))
    told = (
        f"{len(past)} runs from {past[0].at:%Y-%m-%d} to {past[-1].at:%Y-%m-%d}: the share of cases that "
        f"passed went from {rates[0]:.0%} to {rates[-1]:.0%}, the mean score from "
        f"{100 * scores[0]:.1f} to {100 * scores[-1]:.1f} of 100."
    )
    return Chart(
        rate=Line(f"passed {rates[-1]:.0%}", _dots(past, rates), rate_y),
        score=Line(f"score {100 * scores[-1]:.1f}", _dots(past, scores), score_y),
        told=told,
    )


def _dots(past: Sequence[Past], values: Sequence[float]) -> tuple[Dot, ...]:
    step = (RIGHT - LEFT) / (len(past) - 1)
    return tuple(
        Dot(LEFT + place * step, _height(value), one)
        for place, (one, value) in enumerate(zip(past, values, strict=True))
    )


def _height(share: float) -> float:
    return BOTTOM - share * (BOTTOM - TOP)


def _parted(first: float, second: float) -> tuple[float, float]:
    """Two heights moved away from each other until there is room for a label at each."""
    lacking = _APART - abs(first - second)
    if lacking <= 0:
        return first, second
    shift = lacking / 2 if first >= second else -lacking / 2
    return first + shift, second - shift
