"""A run of a suite as people read it in a terminal: the cases worst first, the comparison, the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from interview_cli.cli import console
from interview_cli.regress.comparison import Comparison, Flip
from interview_cli.regress.outcome import CaseRun
from interview_cli.regress.report import RunReport, cost_of
from interview_cli.regress.reports.words import (
    SOURCES,
    SYNTHETIC,
    folded,
    folded_name,
    folded_repeats,
    headline,
    held_against,
    moved,
    plain_line,
    points,
    verdict,
    why,
    worst_first,
)
from interview_cli.regress.stand_ins import OFFLINE
from interview_cli.report.wording import counted, dollars

if TYPE_CHECKING:
    from interview_cli.regress.baseline import Baseline
    from interview_cli.regress.suite_file import OpenSuite

MOST_CASES = 20
MOST_NAMED = 5
_RESULTS = {"error": "NO ANSWER", "failed": "failed"}


def print_report(report: RunReport) -> None:
    """How it came out in a few words, the cases that did not pass, what was compared, and the verdict."""
    console.out_prose(plain_line(f"{headline(report)[1]}: {report.suite} ({report.name})"))
    for model in report.models:
        _print_model(report, model)
    for whole in report.whole:
        result = "ok" if whole.finding.passed else "MISSED"
        console.out_prose(plain_line(f"{result}: {whole.finding.check}: {whole.finding.says}"))
    for told in report.over_budget:
        console.out_prose(f"OVER BUDGET: {told}")
    for comparison in report.comparisons:
        _print_comparison(comparison, several=len(report.models) > 1)
    console.out()
    for sentence in verdict(report):
        console.out_prose(sentence)
    if report.synthetic:
        console.out_prose(SYNTHETIC)


def _print_model(report: RunReport, model: str) -> None:
    runs = [run for run in report.runs if run.model == model]
    told = [f"{sum(run.passed for run in runs)} of {counted(len(runs), 'case run')} passed"]
    if missing := sum(run.status == "error" for run in runs):
        told.append(f"{missing} without an answer")
    if tokens := sum(run.tokens for run in runs):
        told.append(f"{tokens:,} tokens")
    if cost := cost_of(runs):
        told.append(f"{dollars(cost)} USD")
    by = "By the offline coach" if model == OFFLINE else f"{model}, {SOURCES[report.source]}"
    console.out_prose(plain_line(f"{by}: {', '.join(told)}"))
    worst = folded(worst_first(run for run in runs if not run.passed))
    if worst:
        _print_cases(worst[:MOST_CASES], repeats=report.repeats)
    if left := {run.case for runs in worst[MOST_CASES:] for run in runs}:
        console.out(f"and {counted(len(left), 'more case')}; all of them with --json or --html FILE")


def _print_cases(alike: Sequence[Sequence[CaseRun]], *, repeats: int) -> None:
    columns = ["Case", *(["Repeats"] if repeats > 1 else []), "Score", "Result", "Why"]
    rows = []
    for runs in alike:
        run = runs[0]
        result = "GUARD FAILED" if run.guard and run.status == "failed" else _RESULTS[run.status]
        score = "" if run.status == "error" else points(run.score)
        which = [folded_repeats(runs, repeats)] if repeats > 1 else []
        rows.append([folded_name(runs), *which, score, result, why(run)])
    console.table(columns, rows, right=["Score"])


def _print_comparison(one: Comparison, *, several: bool) -> None:
    console.out()
    who = f"{one.model} against" if several else "Against"
    console.out_prose(plain_line(f"{who} {held_against(one)}: {moved(one)}"))
    if not one.pairs:
        return
    _print_names("Now failing", [_turned(flip) for flip in one.worse])
    _print_names("Now passing", [_turned(flip) for flip in one.better])
    _print_names(
        "Scored lower", [case for case in one.lower if case not in {flip.case for flip in one.worse}]
    )
    _print_names("New here", one.new)
    _print_names("No longer here", one.gone)
    if one.seconds[0] and one.seconds[1]:
        before, now = one.seconds
        console.out(f"Slowest call of each case, on average: {before:.2f} s before, {now:.2f} s now.")
    once, now_costs = one.cost
    if once is not None and now_costs is not None and (once or now_costs):
        console.out(f"Cost of a case: {dollars(once)} USD before, {dollars(now_costs)} USD now.")


def _turned(flip: Flip) -> str:
    return f"{flip.case} ({flip.before:.0%} to {flip.after:.0%})"


def _print_names(what: str, names: Sequence[str]) -> None:
    if names:
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        console.out_prose(plain_line(f"{what}: {', '.join(names[:MOST_NAMED])}{more}"))


def tell_blessed(opened: OpenSuite, baseline: Baseline, report: RunReport) -> None:
    """What became the baseline, whether that is a step back, and which failures will go on to fail runs."""
    found = [(case, each) for cases in baseline.results.values() for case, each in cases.items()]
    failing = [case for case, each in found if not all(one.passed for one in each)]
    guards = sorted({case.id for case in opened.cases if case.guard} & set(failing))
    known = sum(case not in guards for case in failing)
    told = f"; {known} of them {'fails, and counts' if known == 1 else 'fail, and count'} as known"
    console.say(f"Blessed {counted(len(found), 'result')}{told if known else ''}: {opened.baseline}")
    for one in report.comparisons:
        if one.verdict == "worse":
            console.say_in_tone(
                plain_line(
                    f"warning: That is worse than {held_against(one)}: {one.reason}. Later runs that are as "
                    "bad will be called the same."
                ),
                "warn",
            )
    if guards:
        what = "The guard case" if len(guards) == 1 else "The guard cases"
        fail = "fails" if len(guards) == 1 else "fail"
        console.say_in_tone(
            f"warning: {what} {', '.join(guards)} {fail} in it. A guard that fails fails every run, whatever "
            "the baseline says: mend what it guards, or take `guard: true` out of the suite.",
            "warn",
        )
