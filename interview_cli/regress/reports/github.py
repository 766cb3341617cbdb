"""A run as GitHub shows it: a job summary in Markdown, and annotations as workflow commands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from interview_cli.regress.comparison import Comparison, Flip
from interview_cli.regress.outcome import CaseRun
from interview_cli.regress.report import RunReport, passes
from interview_cli.regress.reports.words import (
    SOURCES,
    SYNTHETIC,
    cut,
    folded,
    folded_name,
    folded_repeats,
    headline,
    held_against,
    moved,
    plain,
    plain_line,
    points,
    run_name,
    verdict,
    why,
    worst_first,
)
from interview_cli.report.escape import inline
from interview_cli.report.wording import counted, dollars

MOST_ROWS = 60
MOST_NAMES = 10
LONGEST_CELL = 300
LONGEST_VERDICT = 2000
LONGEST_MESSAGE = 2000
# So many of each kind are shown for a step; what comes after them is dropped without a word.
MOST_ANNOTATIONS = 10

_MARKS = {"good": "✅", "bad": "❌", "unsure": "⚠️"}


def summary(report: RunReport) -> str:
    """A run as Markdown for a job summary: the verdict, the comparison, and what failed, worst first."""
    standing, told = headline(report)
    lines = [f"## {_MARKS[standing]} {_safe(report.name)}: {told.lower()}", ""]
    if report.synthetic:
        lines += [f"> {SYNTHETIC}", ""]
    lines += [*(f"{_safe(told, LONGEST_VERDICT)}\n" for told in verdict(report)), *_facts(report), ""]
    for comparison in report.comparisons:
        lines += [*_comparison(comparison, len(report.models) > 1), ""]
    missed = [one for one in report.whole if not one.finding.passed]
    lines += [f"- Bound missed: {_safe(f'{one.finding.check}: {one.finding.says}')}" for one in missed]
    lines += [f"- Over budget: {_safe(one)}" for one in report.over_budget]
    lines += [""] * bool(missed or report.over_budget)
    lines += _table(report)
    return "\n".join(lines).rstrip("\n") + "\n"


def commands(report: RunReport, root: Path) -> list[str]:
    """The workflow commands for what failed, worst first; files below `root` are named relative to it.

    Failed guards, a worse verdict, missed bounds and budgets are errors, as the run fails for them; other
    cases that failed or got no answer are warnings. Each case has one for all its runs. At most ten of each
    kind are given, the last of which tells of the rest.
    """
    whole = _Place.of(report.suite_file, root)

    def at(case: str) -> _Place:
        return _Place.of(report.places[case], root, lined=True) if case in report.places else whole

    errors = [
        _command("error", at(case), f"Guard failed: {case}", _told(report, runs))
        for case, runs in _by_case(report.failed_guards)
    ]
    errors += [
        _command("error", whole, f"Worse with {one.model}", f"{one.reason}. {moved(one)}")
        for one in report.comparisons
        if one.verdict == "worse"
    ]
    errors += [
        _command("error", whole, f"Bound missed: {one.finding.check}", one.finding.says)
        for one in report.whole
        if not one.finding.passed
    ]
    errors += [_command("error", whole, "Over budget", told) for told in report.over_budget]
    if not errors and not passes(report):
        errors.append(_command("error", whole, headline(report)[1], "\n".join(verdict(report))))
    silent = [run for run in report.runs if run.status == "error"]
    warnings = [_command("warning", at(runs[0].case), *_of_silent(report, runs)) for runs in folded(silent)]
    warnings += [
        _command("warning", at(case), f"Failed: {case}", _told(report, runs))
        for case, runs in _by_case(run for run in report.failed if not run.guard)
    ]
    return [*_shown("error", errors, whole), *_shown("warning", warnings, whole)]


def broken_summary(suite: Path, told: Sequence[str]) -> str:
    """A run of a suite's file that could not be made, as Markdown for a job summary; `told` says why."""
    lines = [f"## {_MARKS['bad']} {_safe(suite.name)}: could not be run", ""]
    return "\n".join([*lines, *(f"{_safe(one, LONGEST_VERDICT)}\n" for one in told)])


def broken_command(suite: Path, told: Sequence[str], root: Path) -> str:
    """The same as a workflow command."""
    return _command("error", _Place.of(str(suite), root), f"{suite.name} could not be run", "\n".join(told))


def _safe(text: str, most: int = LONGEST_CELL) -> str:
    return inline(cut(plain_line(text), most))


def _facts(report: RunReport) -> list[str]:
    passed = sum(run.passed for run in report.runs)
    told = [f"{passed} of {counted(len(report.runs), 'case run')} passed {SOURCES[report.source]}"]
    told.append(f"models: {', '.join(report.models)}")
    if report.tokens:
        told.append(f"{report.tokens:,} tokens")
    if report.cost:
        told.append(f"{dollars(report.cost)} USD")
    told.append(f"suite {report.suite} version {report.suite_version}")
    return [_safe("; ".join(told), LONGEST_VERDICT)]


def _comparison(one: Comparison, several: bool) -> list[str]:
    who = f"{_safe(one.model)}, against" if several else "Against"
    lines = [f"**{who} {_safe(held_against(one))}:** {_safe(moved(one))}", ""]
    lines += _names("Now failing", one.worse)
    lines += _names("Now passing", one.better)
    return lines


def _names(what: str, flips: Sequence[Flip]) -> list[str]:
    if not flips:
        return []
    told = [f"{_safe(flip.case)} ({flip.before:.0%} to {flip.after:.0%})" for flip in flips[:MOST_NAMES]]
    more = f" and {len(flips) - MOST_NAMES} more" if len(flips) > MOST_NAMES else ""
    return [f"- {what}: {', '.join(told)}{more}"]


def _table(report: RunReport) -> list[str]:
    failed = folded(worst_first(run for run in report.runs if not run.passed))
    if not failed:
        return []
    several = len(report.models) > 1
    head = ["Case", *["Model"] * several, "Score", "Result", "Why"]
    lines = [_row(head), _row(["---"] * len(head))]
    lines += [
        _row(
            [
                _safe(_name(runs, report.repeats)),
                *[_safe(runs[0].model)] * several,
                "" if runs[0].status == "error" else points(runs[0].score),
                _result(runs[0]),
                _safe(why(runs[0])),
            ]
        )
        for runs in failed[:MOST_ROWS]
    ]
    if left := {run.case for runs in failed[MOST_ROWS:] for run in runs}:
        lines += ["", f"and {counted(len(left), 'more case')}; all of them are in the page of `--html FILE`"]
    return lines


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _result(run: CaseRun) -> str:
    if run.status == "error":
        return "no answer"
    return "**guard failed**" if run.guard else "failed"


def _by_case(runs: Iterable[CaseRun]) -> Iterable[tuple[str, list[CaseRun]]]:
    found: dict[str, list[CaseRun]] = {}
    for run in worst_first(runs):
        found.setdefault(run.case, []).append(run)
    return found.items()


def _of_silent(report: RunReport, runs: Sequence[CaseRun]) -> tuple[str, str]:
    """The title and the message for runs that got no answer for one reason."""
    cases = list(dict.fromkeys(run.case for run in runs))
    told = _told(report, runs)
    return f"No answer: {folded_name(runs)}", f"{told}\n{', '.join(cases)}" if len(cases) > 1 else told


def _name(runs: Sequence[CaseRun], repeats: int) -> str:
    """What runs are called that stand in one line."""
    if repeats == 1:
        return folded_name(runs)
    if len(runs) == 1:
        return run_name(runs[0], repeats)
    which = folded_repeats(runs, repeats)
    return f"{folded_name(runs)}, {f'{which} repeats' if which else f'{len(runs)} case runs'}"


def _told(report: RunReport, runs: Sequence[CaseRun]) -> str:
    lines = [
        f"{_name(alike, report.repeats)} with {alike[0].model}: {why(alike[0])}" for alike in folded(runs)
    ]
    if any(run.synthetic for run in runs):
        lines.append(SYNTHETIC)
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Place:
    """A file, and a line in it where one is known."""

    file: str
    line: str = ""

    @staticmethod
    def of(told: str, root: Path, *, lined: bool = False) -> _Place:
        """A file, or `file:line`, as GitHub wants it: with slashes, and relative to the root if below it."""
        name, _, line = told.rpartition(":") if lined else ("", "", "")
        if not line.isdecimal():
            name, line = told, ""
        whole, top = Path(name).absolute(), root.absolute()
        return _Place((whole.relative_to(top) if whole.is_relative_to(top) else Path(name)).as_posix(), line)


def _command(kind: str, place: _Place, title: str, message: str) -> str:
    properties = {"file": place.file, **({"line": place.line} if place.line else {}), "title": title}
    told = ",".join(
        f"{name}={_property(cut(plain_line(value), LONGEST_CELL))}" for name, value in properties.items()
    )
    return f"::{kind} {told}::{_data(cut(plain(message), LONGEST_MESSAGE))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _shown(kind: str, ordered: Sequence[str], place: _Place) -> Iterable[str]:
    if len(ordered) <= MOST_ANNOTATIONS:
        return ordered
    shown = ordered[: MOST_ANNOTATIONS - 1]
    left = len(ordered) - len(shown)
    told = f"{left} more {kind}s are not shown here; the job's summary has what failed."
    return [*shown, _command(kind, place, f"{left} more {kind}s", told)]
