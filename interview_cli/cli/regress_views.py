"""A run of a suite as people read it in a terminal: the cases worst first, the comparison, the verdict."""

from __future__ import annotations

from collections.abc import Sequence

from interview_cli.cli import console
from interview_cli.regress.comparison import Comparison, Flip
from interview_cli.regress.outcome import CaseRun
from interview_cli.regress.report import RunReport
from interview_cli.report.wording import counted

MOST_CASES = 20
MOST_FLIPS = 5
SYNTHETIC = "Synthetic: no real model gave these replies, so they say nothing about one."
_SOURCES = {
    "replay": "by replay of the recordings",
    "candidate": "by replay of the candidate's recordings",
    "live": "live",
    "offline": "by the offline coach",
}


def print_report(report: RunReport) -> None:
    """The cases that are not perfect, worst first, what was compared, and the verdict."""
    for model in report.models:
        _print_model(report, model)
    for whole in report.whole:
        console.out_prose(
            f"{'ok' if whole.finding.passed else 'MISSED'}: {whole.finding.check}: {whole.finding.says}"
        )
    for told in report.over_budget:
        console.out_prose(f"OVER BUDGET: {told}")
    for comparison in report.comparisons:
        _print_comparison(comparison)
    console.out()
    console.out_prose(verdict(report))
    if report.synthetic:
        console.out_prose(SYNTHETIC)


def verdict(report: RunReport) -> str:
    """The verdict in a sentence or two."""
    guards = [run.case for run in report.failed_guards]
    told = [f"Guard failed: {', '.join(dict.fromkeys(guards))}."] * bool(guards)
    if report.errors:
        told.append(f"{counted(report.errors, 'case run')} got no answer and count neither way.")
    if report.comparisons:
        for comparison in report.comparisons:
            who = f"{comparison.model}: " if len(report.models) > 1 else ""
            told.append(f"{who}{comparison.verdict.capitalize()}: {comparison.reason}.")
    elif report.failed:
        failing = f"{len(report.failed)} of {counted(len(report.runs), 'case run')} failed"
        told.append(f"{failing}, and there is no baseline to hold them against.")
    elif not report.errors:
        told.append(
            "Every case passes. There is no baseline yet: interview regress bless makes this run one."
        )
    if report.over_budget or not all(one.finding.passed for one in report.whole):
        told.append("A bound or a budget was missed.")
    return " ".join(told)


def _print_model(report: RunReport, model: str) -> None:
    runs = [run for run in report.runs if run.model == model]
    passed = sum(run.passed for run in runs)
    with_model = "" if model == "offline" else f" with {model}"
    console.out(f"{report.suite}: {report.name}{with_model}, {_SOURCES[report.source]}")
    told = f"{passed} of {len(runs)} passed"
    told += f", {sum(run.status == 'error' for run in runs)} without an answer" if report.errors else ""
    if report.tokens:
        told += f", {report.tokens:,} tokens"
    if report.cost is not None:
        told += f", {report.cost:.4f} USD"
    console.out(told)
    worst = sorted(
        (run for run in runs if not run.passed), key=lambda run: (run.status != "error", run.score)
    )
    if worst:
        console.table(
            ["Case", "Repeat", "Score", "Result", "Why"],
            [_row(run) for run in worst[:MOST_CASES]],
            right=["Repeat", "Score"],
            spare=["Repeat"],
        )
    if len(worst) > MOST_CASES:
        console.out(f"and {len(worst) - MOST_CASES} more; all of them with --json or --html FILE")


def _row(run: CaseRun) -> list[str]:
    if run.status == "error":
        return [run.case, str(run.repeat + 1), "", "NO ANSWER", run.error]
    why = "; ".join(
        f"{finding.check}: {finding.says}" if finding.says else finding.check
        for finding in run.findings
        if not finding.passed
    )
    return [
        run.case,
        str(run.repeat + 1),
        f"{100 * run.score:.0f}",
        "GUARD FAILED" if run.guard else "failed",
        why,
    ]


def _print_comparison(one: Comparison) -> None:
    console.out()
    other = "" if one.before_model == one.model else f" of {one.before_model}"
    console.out(f"Against {one.against}{other}: {one.pairs} cases")
    change = f"score {100 * one.before:.1f} to {100 * one.after:.1f} of 100 ({100 * one.difference:+.1f}"
    if one.low is not None and one.high is not None:
        change += f"; 95 % bootstrap {100 * one.low:+.1f} to {100 * one.high:+.1f}"
    change += ")"
    if one.p is not None:
        change += f", paired t-test p = {one.p:.3f}, sign test p = {one.sign_p:.3f}"
    console.out_prose(change)
    _print_flips("Now failing", one.worse)
    _print_flips("Now passing", one.better)
    rest = [case for case in one.lower if case not in {flip.case for flip in one.worse}]
    _print_names("Scored lower", rest)
    _print_names("New here", one.new)
    _print_names("No longer here", one.gone)
    if one.seconds[0] and one.seconds[1]:
        console.out(f"slowest call {one.seconds[0]:.2f} s to {one.seconds[1]:.2f} s on the mean")
    if one.cost[0] is not None and one.cost[1] is not None and one.cost != (0.0, 0.0):
        console.out(f"cost {one.cost[0]:.5f} to {one.cost[1]:.5f} USD a case")


def _print_flips(what: str, flips: Sequence[Flip]) -> None:
    _print_names(what, [f"{flip.case} ({flip.before:.0%} to {flip.after:.0%})" for flip in flips])


def _print_names(what: str, names: Sequence[str]) -> None:
    if names:
        more = f" and {len(names) - MOST_FLIPS} more" if len(names) > MOST_FLIPS else ""
        console.out_prose(f"{what}: {', '.join(names[:MOST_FLIPS])}{more}")


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
