"""What every report of a run says in the same words: its verdict, its order, and why a case failed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from interview_cli.regress.comparison import Comparison
from interview_cli.regress.outcome import NOT_RUN, OVER_BUDGET, CaseRun, Finding
from interview_cli.regress.report import RunReport, passes
from interview_cli.regress.stand_ins import SYNTHETIC as SYNTHETIC_MODEL
from interview_cli.regress.verdict import Verdict, p_value, signed_points
from interview_cli.report.wording import counted, harmless, one_line

SYNTHETIC = "Synthetic: no real model gave these replies, so they say nothing about one."
SOURCES = {
    "replay": "by replay of the blessed recordings",
    "candidate": "by replay of the candidate's recordings",
    "live": "live",
    "offline": "by the offline coach",
}

MOST_NAMED = 10

Standing = Literal["good", "bad", "unsure"]

# Half of a surrogate pair cannot be written as UTF-8, and XML 1.0 has no place for these two either.
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """Foreign text that any file can hold: no escape sequences, control characters or lone surrogates."""
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", harmless(text))


def plain_line(text: str) -> str:
    """The same on one line."""
    return one_line(plain(text))


def cut(text: str, most: int) -> str:
    """At most so many characters of a text; dots stand for the rest."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def headline(report: RunReport) -> tuple[Standing, str]:
    """How a run stands, and the same in a few words."""
    if red := _why_red(report):
        return "bad", red
    if report.errors:
        return "unsure", "Incomplete"
    if report.compares_itself:
        return "unsure", "No prompt was changed"
    if report.verdict is None:
        return "good", "Passed"
    return tone(report.verdict), report.verdict.capitalize()


def _why_red(report: RunReport) -> str:
    """What fails a run, in a few words; empty for one that passes."""
    if report.failed_guards:
        return "A guard failed"
    if report.verdict == "worse":
        return "Worse"
    if report.over_budget or any(not one.finding.passed for one in report.whole):
        return "A bound or a budget was missed"
    return "" if passes(report) else "Failed"


def tone(verdict: Verdict) -> Standing:
    """How a verdict stands."""
    return "bad" if verdict == "worse" else "unsure" if verdict == "inconclusive" else "good"


def verdict(report: RunReport) -> list[str]:
    """The verdict with its reasons, each in a sentence or two: what failed, then model by model."""
    told = [sentence for sentence in (_of_guards(report), _of_errors(report), _of_itself(report)) if sentence]
    if report.comparisons:
        for comparison in report.comparisons:
            who = f"{plain_line(comparison.model)}: " if len(report.models) > 1 else ""
            told.append(f"{who}{comparison.verdict.capitalize()}: {plain_line(comparison.reason)}.")
        if report.verdict == "inconclusive":
            turned = any(comparison.worse for comparison in report.comparisons)
            found = "What fails now may be chance, or not" if turned else "A drop may have been missed"
            told.append(f"{found}; more cases or repeats tell more, and --strict lets no such run pass.")
        if alone := list(dict.fromkeys(plain_line(run.case) for run in report.failed_alone)):
            cases = "A new case fails" if len(alone) == 1 else f"{len(alone)} new cases fail"
            told.append(
                f"{cases}, and there is nothing to hold that against: {', '.join(alone[:MOST_NAMED])}."
            )
    elif report.failed:
        failing = f"{len(report.failed)} of {counted(len(report.runs), 'case run')} failed"
        told.append(f"{failing}, and there is no baseline to hold them against.")
    elif not report.errors:
        told.append("Every case passes. There is no baseline yet to hold them against.")
    if report.over_budget or not all(one.finding.passed for one in report.whole):
        told.append("A bound or a budget was missed.")
    return told


def _of_guards(report: RunReport) -> str:
    guards = list(dict.fromkeys(plain_line(run.case) for run in report.failed_guards))
    whom = "It" if len(guards) == 1 else "They"
    told = f"Guard failed: {', '.join(guards)}. {whom} must pass, whatever the baseline says."
    return told if guards else ""


def _of_errors(report: RunReport) -> str:
    """How many runs got no answer, and why; runs that were spared for it are no reason of their own."""
    runs = [run for run in report.runs if run.status == "error"]
    if not runs:
        return ""
    spared = (NOT_RUN, OVER_BUDGET)
    reasons = list(dict.fromkeys(why(run) for run in runs if run.error_kind not in spared)) or [why(runs[0])]
    told = f"{counted(len(runs), 'case run')} got no answer and {'counts' if len(runs) == 1 else 'count'}"
    first = "The reason" if len(reasons) == 1 else "The first reason"
    return f"{told} neither way. {first}: {reasons[0].rstrip('.')}."


def _of_itself(report: RunReport) -> str:
    if not report.compares_itself:
        return ""
    prompts = plain_line(", ".join(report.unchanged))
    return (
        f"No prompt differs from the version on the blessed recordings ({prompts}): this compares a thing "
        "with itself, and whatever differs came by chance. A change that lies in a folder of its own is "
        "recorded and run with --prompts DIR."
    )


def folded(runs: Iterable[CaseRun]) -> list[list[CaseRun]]:
    """Runs of one model in their order, those together that say the same.

    That is repeats of a case that failed alike, and all runs that got no answer for one reason.
    """
    found: dict[tuple[str, str, str, str], list[CaseRun]] = {}
    for run in runs:
        case = "" if run.status == "error" else f"{run.case} {run.score}"
        found.setdefault((run.model, run.status, case, why(run)), []).append(run)
    return list(found.values())


def folded_name(runs: Sequence[CaseRun]) -> str:
    """The case of runs that stand in one line; of several the first one, and how many more there are."""
    cases = list(dict.fromkeys(run.case for run in runs))
    return plain_line(f"{cases[0]}{f' and {len(cases) - 1} more' if len(cases) > 1 else ''}")


def folded_repeats(runs: Sequence[CaseRun], repeats: int) -> str:
    """Which repeat runs are that stand in one line, or how many of them: "2", "3 of 3"; empty for cases."""
    if len({run.case for run in runs}) > 1:
        return ""
    return f"{len(runs)} of {repeats}" if len(runs) > 1 else str(runs[0].repeat + 1)


def worst_first(runs: Iterable[CaseRun]) -> list[CaseRun]:
    """Runs in the order in which they deserve a look: failed guards, no answers, then by score."""
    return sorted(runs, key=lambda run: (_severity(run), run.score))


def _severity(run: CaseRun) -> int:
    if run.status == "failed":
        return 0 if run.guard else 2
    return 1 if run.status == "error" else 3


def run_name(run: CaseRun, repeats: int) -> str:
    """What a run is called: its case, or the cases that a check compares, and which repeat it is."""
    repeat = f", repeat {run.repeat + 1}" if repeats > 1 else ""
    return plain_line(f"{run.case}{repeat}")


def finding_words(finding: Finding) -> str:
    """A finding on one line: which check, and what it says."""
    return plain_line(f"{finding.check}: {finding.says}" if finding.says else finding.check)


def failed_findings(run: CaseRun) -> list[str]:
    """What was held against a run, each on one line."""
    return [finding_words(finding) for finding in run.findings if not finding.passed]


def why(run: CaseRun) -> str:
    """Why a run did not pass, on one line; empty for one that did."""
    if run.status == "error":
        return plain_line(run.error) or "no answer"
    return "; ".join(failed_findings(run))


def points(share: float) -> str:
    """A share (0-1) in points of 100: "86.5"."""
    return f"{100 * share:.1f}".removesuffix(".0")


def moved(comparison: Comparison) -> str:
    """How far the score moved, with what the tests make of it, in a sentence."""
    if not comparison.pairs:
        return "no case has results in both."
    told = f"Score {points(comparison.before)} to {points(comparison.after)} of 100"
    told += f" ({signed_points(comparison.difference)}) over {counted(comparison.pairs, 'case')}"
    if 0 < comparison.units < comparison.pairs:
        told += f" in {counted(comparison.units, 'group')} that move together"
    tests = []
    if not (comparison.low or comparison.high or comparison.difference):
        return f"{told}."
    if comparison.low is not None and comparison.high is not None:
        bounds = f"{signed_points(comparison.low)} to {signed_points(comparison.high)}"
        tests.append(f"95 % bootstrap interval {bounds}")
    if comparison.p is not None:
        tests.append(f"paired t-test {p_value(comparison.p)}")
    if comparison.pairs:
        tests.append(f"sign test {p_value(comparison.sign_p)}")
    return f"{told}; {', '.join(tests)}." if tests else f"{told}."


def held_against(comparison: Comparison) -> str:
    """What a run was compared with: "the baseline of 2026-05-03 of another/model"."""
    before = "the stand-in" if comparison.before_model == SYNTHETIC_MODEL else comparison.before_model
    other = "" if comparison.before_model == comparison.model else f" of {before}"
    return plain_line(f"{comparison.against}{other}")
