"""Runs of a suite for tests of their reports."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from interview_cli.regress.comparison import Comparison, Result, compare, results_of
from interview_cli.regress.outcome import CaseRun, Finding
from interview_cli.regress.report import RunReport, WholeFinding

MODEL = "openai/gpt-4.1-mini"
AT = datetime(2026, 5, 3, 14, 5, tzinfo=UTC)
# What is not obeyed by a terminal, a browser, an XML parser, a Markdown reader or a runner of workflows.
HOSTILE = (
    "<script>alert(1)</script> </div></details> ]]> <!-- \x1b[31mred\x1b]0;title \x00\x07 | `code` **bold** "
    "[link](javascript:alert(1)) &lt; &#0; \n::error file=a::b\n##[error]c\r\n{{ 7*7 }} {% raw %} "
    '\ufffe\uffff" onload="x\' \u202e %0A end'
)
# Any text, lone surrogates and control characters among it, and parts that mean something somewhere.
any_text = st.one_of(
    st.text(st.characters(categories=None), max_size=80),
    st.lists(
        st.sampled_from(
            ["<", ">", "&", '"', "'", "]]>", "\x1b]", "\x1b[", "\x9b", "\n", "|", "`", "::", "##["]
        )
        | st.characters(categories=None),
        max_size=40,
    ).map("".join),
)


def case_run(case: str, score: float = 1.0, **more: Any) -> CaseRun:
    """A run of a case that passes at a score of 1 and fails under it."""
    passed = score >= 1
    says = "" if passed else "is 1.2, expected 3-5"
    known: dict[str, Any] = {
        "case": case,
        "model": MODEL,
        "repeat": 0,
        "status": "passed" if passed else "failed",
        "score": score,
        "findings": (
            Finding.of("score_band", passed, says, score=score),
            Finding.of("evidence_verified", True),
        ),
        "shown": f"level 3\nThe answer to {case} is put well.",
        "digest": f"{case}-{score}",
        "seconds": 1.25,
        "tokens": 100,
        "cost": 0.002,
    }
    return CaseRun(**known | more)


def no_answer(case: str) -> CaseRun:
    """A run in which the provider failed."""
    return case_run(
        case,
        0,
        status="error",
        findings=(),
        shown="",
        digest="",
        error="429: slow down",
        error_kind="rate_limit",
    )


def run_report(runs: Iterable[CaseRun], **more: Any) -> RunReport:
    """A run of a suite, replayed."""
    known: dict[str, Any] = {
        "id": "judge-20260503t140500000000-ab12",
        "suite": "judge",
        "name": "The judge and what experts say",
        "target": "judge",
        "suite_file": "suites/judge.yaml",
        "suite_version": "0123456789ab",
        "at": AT,
        "source": "replay",
        "models": (MODEL,),
        "prompts": {"judge": "aaaabbbbcccc"},
        "rubric_version": "ddddeeeeffff",
        "runs": tuple(runs),
    }
    return RunReport(**known | more)


def compared_with(report: RunReport, before: Iterable[CaseRun]) -> RunReport:
    """The report with a comparison of its runs with earlier ones."""
    old, new = results_of(before), results_of(report.runs)
    found = compare(old, new, against="the baseline of 2026-05-01", model=MODEL, before_model=MODEL)
    return report.model_copy(update={"comparisons": (found,)})


def worse_report() -> RunReport:
    """A run in which everything that can go wrong did, beside cases that pass."""
    cases = [f"case-{number}" for number in range(8)]
    before = [case_run(case) for case in cases]
    after = [case_run(case, 0.3 + 0.05 * place) for place, case in enumerate(cases[:6])]
    after += [case_run(cases[6], 0.2, guard=True), no_answer(cases[7]), case_run("fresh")]
    report = run_report(
        after,
        whole=(
            WholeFinding(
                model=MODEL, finding=Finding.of("human_agreement", False, "kappa 0.21, at least 0.6")
            ),
            WholeFinding(model=MODEL, finding=Finding.of("spread", True, "0.4 levels")),
        ),
        over_budget=("It cost 0.9000 USD; the budget is 0.5.",),
        places={case: f"suites/judge.yaml:{10 + place}" for place, case in enumerate(cases)},
    )
    return compared_with(report, before)


def with_text(report: RunReport, text: str) -> RunReport:
    """A report all of whose foreign text is `text`; unchecked, as a file of another program could hold it."""
    runs = tuple(
        run.model_copy(
            update={
                "case": text,
                "shown": text,
                "error": text if run.error else "",
                "error_kind": text if run.error_kind else "",
                "levels": {text: 1.0},
                "findings": tuple(
                    finding.model_copy(update={"check": text, "says": text}) for finding in run.findings
                ),
            }
        )
        for run in report.runs
    )
    whole = tuple(
        one.model_copy(update={"finding": one.finding.model_copy(update={"check": text, "says": text})})
        for one in report.whole
    )
    return report.model_copy(
        update={
            "name": text,
            "suite_file": text,
            "suite_version": text,
            "prompts": {text: text},
            "runs": runs,
            "whole": whole,
            "over_budget": tuple(text for _ in report.over_budget),
            "comparisons": tuple(_with_text(one, text) for one in report.comparisons),
            "places": {text: f"{text}:{text}"},
        }
    )


def _with_text(comparison: Comparison, text: str) -> Comparison:
    return comparison.model_copy(
        update={
            "against": text,
            "reason": text,
            "lower": tuple(text for _ in comparison.lower),
            "new": tuple(text for _ in comparison.new),
            "gone": tuple(text for _ in comparison.gone),
            "worse": tuple(flip.model_copy(update={"case": text}) for flip in comparison.worse),
        }
    )


def result(shown: str, score: float = 1.0, digest: str = "old") -> Result:
    """A result as a baseline keeps it."""
    return Result(score=score, passed=score >= 1, digest=digest, shown=shown)
