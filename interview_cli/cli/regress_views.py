"""A run of a suite as people read it in a terminal: the cases worst first, the comparison, the verdict."""

from __future__ import annotations

from collections.abc import Sequence

from interview_cli.cli import console
from interview_cli.regress.comparison import Comparison, Flip
from interview_cli.regress.outcome import CaseRun
from interview_cli.regress.report import RunReport
from interview_cli.regress.reports.words import (
    SOURCES,
    SYNTHETIC,
    held_against,
    moved,
    plain_line,
    points,
    verdict,
    why,
    worst_first,
)
from interview_cli.report.wording import counted

MOST_CASES = 20
MOST_NAMED = 5
_RESULTS = {"error": "NO ANSWER", "failed": "failed"}


def print_report(report: RunReport) -> None:
    """The cases that are not perfect, worst first, what was compared, and the verdict."""
    for model in report.models:
        _print_model(report, model)
    for whole in report.whole:
        result = "ok" if whole.finding.passed else "MISSED"
        console.out_prose(plain_line(f"{result}: {whole.finding.check}: {whole.finding.says}"))
    for told in report.over_budget:
        console.out_prose(f"OVER BUDGET: {told}")
    for comparison in report.comparisons:
        _print_comparison(comparison)
    console.out()
    for sentence in verdict(report):
        console.out_prose(sentence)
    if report.synthetic:
        console.out_prose(SYNTHETIC)
    if not report.comparisons and not report.errors:
        console.say(f"Make this run the baseline with: interview regress bless {report.suite_file}")


def _print_model(report: RunReport, model: str) -> None:
    runs = [run for run in report.runs if run.model == model]
    with_model = "" if model == "offline" else f" with {model}"
    console.out_prose(plain_line(f"{report.suite}: {report.name}{with_model}, {SOURCES[report.source]}"))
    told = [f"{sum(run.passed for run in runs)} of {counted(len(runs), 'case run')} passed"]
    if missing := sum(run.status == "error" for run in runs):
        told.append(f"{missing} without an answer")
    if tokens := sum(run.tokens for run in runs):
        told.append(f"{tokens:,} tokens")
    if report.cost:
        told.append(f"{report.cost:.4f} USD")
    console.out(", ".join(told))
    worst = worst_first(run for run in runs if not run.passed)
    if worst:
        _print_cases(worst[:MOST_CASES], repeats=report.repeats)
    if len(worst) > MOST_CASES:
        console.out(f"and {len(worst) - MOST_CASES} more; all of them with --json or --html FILE")


def _print_cases(runs: Sequence[CaseRun], *, repeats: int) -> None:
    columns = ["Case", *(["Repeat"] if repeats > 1 else []), "Score", "Result", "Why"]
    rows = []
    for run in runs:
        result = "GUARD FAILED" if run.guard and run.status == "failed" else _RESULTS[run.status]
        score = "" if run.status == "error" else points(run.score)
        number = [str(run.repeat + 1)] if repeats > 1 else []
        rows.append([plain_line(run.case), *number, score, result, why(run)])
    console.table(columns, rows, right=["Repeat", "Score"], spare=["Repeat"])


def _print_comparison(one: Comparison) -> None:
    console.out()
    console.out_prose(f"Against {held_against(one)}: {moved(one)}")
    _print_names(
        "Now failing", [f"{flip.case} ({flip.before:.0%} to {flip.after:.0%})" for flip in one.worse]
    )
    _print_names(
        "Now passing", [f"{flip.case} ({flip.before:.0%} to {flip.after:.0%})" for flip in one.better]
    )
    _print_names(
        "Scored lower", [case for case in one.lower if case not in {flip.case for flip in one.worse}]
    )
    _print_names("New here", one.new)
    _print_names("No longer here", one.gone)
    if one.seconds[0] and one.seconds[1]:
        console.out(f"Slowest call {one.seconds[0]:.2f} s to {one.seconds[1]:.2f} s on the mean.")
    if one.cost[0] is not None and one.cost[1] is not None and one.cost != (0.0, 0.0):
        console.out(f"Cost {one.cost[0]:.5f} to {one.cost[1]:.5f} USD a case.")


def _turned(flip: Flip) -> str:
    return f"{flip.case} ({flip.before:.0%} to {flip.after:.0%})"


def _print_names(what: str, names: Sequence[str]) -> None:
    if names:
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        console.out_prose(plain_line(f"{what}: {', '.join(names[:MOST_NAMED])}{more}"))


def print_runs(reports: Sequence[RunReport], *, as_json: bool) -> None:
    """The runs that are kept, newest first."""
    ordered = sorted(reports, key=lambda report: report.at, reverse=True)
    if as_json:
        console.out_json([_summary(report) for report in ordered])
        return
    if not ordered:
        console.say("No run of a suite is kept yet. Run one with: interview regress run SUITE")
        return
    rows = [
        [
            report.id,
            f"{report.at:%Y-%m-%d %H:%M}",
            ", ".join(report.models),
            report.source,
            f"{sum(run.passed for run in report.runs)} of {len(report.runs)}",
            report.verdict or "no baseline",
        ]
        for report in ordered
    ]
    console.table(["Run", "At (UTC)", "Model", "From", "Passed", "Verdict"], rows, spare=["From", "At (UTC)"])


def _summary(report: RunReport) -> dict[str, object]:
    return {
        "id": report.id,
        "suite": report.suite,
        "at": report.at.isoformat(),
        "models": list(report.models),
        "source": report.source,
        "runs": len(report.runs),
        "passed": sum(run.passed for run in report.runs),
        "errors": report.errors,
        "verdict": report.verdict,
        "synthetic": report.synthetic,
    }
