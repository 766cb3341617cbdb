"""A run as one page: the verdict, what changed, every case worst first, and the runs before.

The page asks nothing of a network, runs no script, and holds all foreign text escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from statistics import fmean
from typing import TYPE_CHECKING

from interview_cli import __version__
from interview_cli.regress.baseline import LONGEST_SHOWN, Baseline
from interview_cli.regress.comparison import Comparison, Result
from interview_cli.regress.outcome import CaseRun
from interview_cli.regress.report import RunReport, cost_of
from interview_cli.regress.reports import history, words
from interview_cli.regress.reports.sides import Piece, Pieces, side_by_side
from interview_cli.report.wording import counted, dollars

if TYPE_CHECKING:
    from jinja2 import Template

_GROUPS = (
    ("guard", "Guards that failed"),
    ("error", "No answer"),
    ("failed", "Failed"),
    ("changed", "Passed, with another output or score than before"),
    ("passed", "Passed"),
)


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
class CasePart:
    """A case run as the page shows it: `before` is its result in the baseline, if it has one there.

    `old` and `new` are the two texts with their differences marked; both are empty when there is no text to
    hold the new one against, or none differs. `cut` says that the baseline keeps only the beginning. `facts`
    are levels, time, tokens, cost and place, `note` is what stands beside the name. `open` is a case that did
    not pass, unless an earlier repeat came out just so.
    """

    anchor: str
    name: str
    run: CaseRun
    open: bool
    note: str
    facts: tuple[str, ...]
    before: Result | None
    old: Pieces
    new: Pieces
    cut: bool

    @property
    def same(self) -> bool:
        """Whether the output is the one it was."""
        return self.before is not None and self.before.digest == self.run.digest


@dataclass(frozen=True, slots=True)
class CaseGroup:
    """Cases that came out alike, worst first."""

    kind: str
    title: str
    parts: tuple[CasePart, ...]


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
    groups = _groups(report, baseline)
    anchors: dict[tuple[str, str], str] = {}
    for group in groups:
        for part in group.parts:
            anchors.setdefault((part.run.model, part.run.case), part.anchor)
    return _template().render(
        report=report,
        version=__version__,
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
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    room = files(__package__)
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_writable
    )
    environment.filters |= {
        "points": words.points,
        "tone": words.tone,
        "held_against": words.held_against,
        "spread": _spread,
        "dollars": dollars,
    }
    environment.globals["css"] = Markup(room.joinpath("page.css").read_text("utf-8"))  # noqa: S704 - our own
    return environment.from_string(room.joinpath("page.html").read_text("utf-8"))


def _writable(value: object) -> object:
    """Text without control characters; it is cleaned before it is escaped, as markup must not be touched."""
    return words.plain(value) if type(value) is str else value


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


def _groups(report: RunReport, baseline: Baseline | None) -> list[CaseGroup]:
    found: dict[str, list[CasePart]] = {kind: [] for kind, _ in _GROUPS}
    seen: set[tuple[str, str, str, float]] = set()
    for number, run in enumerate(words.worst_first(report.runs), 1):
        outcome = (
            run.model,
            *((run.error, "") if run.status == "error" else (run.case, run.digest)),
            run.score,
        )
        part = _part(report, run, _before(run, baseline), f"case-{number}", seen=outcome in seen)
        seen.add(outcome)
        found[_kind(part)].append(part)
    return [CaseGroup(kind, title, tuple(found[kind])) for kind, title in _GROUPS if found[kind]]


def _kind(part: CasePart) -> str:
    run, before = part.run, part.before
    if run.status == "error":
        return "error"
    if run.status == "failed":
        return "guard" if run.guard else "failed"
    moved = before is not None and (before.digest, before.score) != (run.digest, run.score)
    return "changed" if moved else "passed"


def _before(run: CaseRun, baseline: Baseline | None) -> Result | None:
    """The same case in the baseline, in the same repeat where there is one."""
    held = baseline.of(run.model) if baseline is not None else None
    results = held[1].get(run.case, ()) if held is not None else ()
    return (results[run.repeat] if run.repeat < len(results) else results[0]) if results else None


def _part(report: RunReport, run: CaseRun, before: Result | None, anchor: str, *, seen: bool) -> CasePart:
    old: Pieces = ()
    new: Pieces = ()
    cut = before is not None and len(before.shown) >= LONGEST_SHOWN
    compared, rest = (run.shown[:LONGEST_SHOWN], run.shown[LONGEST_SHOWN:]) if cut else (run.shown, "")
    if before is not None and before.shown and run.digest != before.digest and compared != before.shown:
        old, new = side_by_side(words.plain(before.shown), words.plain(compared), cut=cut)
        new += (Piece(words.plain(rest), changed=False),) if rest else ()
    return CasePart(
        anchor=anchor,
        name=words.run_name(run, report.repeats),
        run=run,
        open=run.status != "passed" and not seen,
        note=", ".join(_note(report, run, before)),
        facts=tuple(_facts(report, run)),
        before=before,
        old=old,
        new=new,
        cut=cut,
    )


def _note(report: RunReport, run: CaseRun, before: Result | None) -> Iterator[str]:
    if run.status != "error":
        yield f"score {words.points(run.score)}"
        if before is not None:
            yield f"before {words.points(before.score)}{'' if before.passed else ' (failed)'}"
    if len(report.models) > 1:
        yield f"with {run.model}"


def _facts(report: RunReport, run: CaseRun) -> Iterator[str]:
    if run.level is not None:
        yield f"overall {run.level:.0f}" if report.target == "interview" else f"level {run.level:.2f}"
    for name, level in run.levels.items():
        yield f"{name.replace('_', ' ')} {level:.1f}"
    if run.seconds:
        yield f"slowest call {run.seconds:.2f} s"
    if run.tokens:
        yield counted(run.tokens, "token")
    if run.cost:
        yield f"{dollars(run.cost)} USD"
    if run.case in report.lines:
        yield f"{report.suite_file}:{report.lines[run.case]}"


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
