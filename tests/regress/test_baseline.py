"""The blessed results of a suite: what they keep, and the file they are kept in."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from interview_cli.errors import UsageError
from interview_cli.regress.baseline import LONGEST_SHOWN, baseline_of, read_baseline, written
from interview_cli.regress.comparison import compare, results_of
from interview_cli.regress.outcome import CaseRun, Finding
from interview_cli.regress.report import RunReport, WholeFinding, over_budget, passes
from interview_cli.regress.suite import Budgets

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def case_run(case: str, model: str = "a/one", repeat: int = 0, **fields: Any) -> CaseRun:
    return CaseRun(
        **{"case": case, "model": model, "repeat": repeat, "status": "passed", "score": 1.0, **fields}
    )


def failed(case: str, **fields: Any) -> CaseRun:
    return case_run(case, status="failed", score=0.5, findings=(Finding.of("x", False),), **fields)


def no_answer(case: str, **fields: Any) -> CaseRun:
    return case_run(case, status="error", score=0.0, error="down", error_kind="timeout", **fields)


def report(*runs: CaseRun, **fields: Any) -> RunReport:
    models = tuple(dict.fromkeys(run.model for run in runs)) or ("a/one",)
    return RunReport(
        **{
            "id": "s-20260302t090000-abcd",
            "suite": "s",
            "name": "A suite",
            "target": "judge",
            "suite_file": "s.yaml",
            "suite_version": "v1",
            "at": AT,
            "source": "replay",
            "models": models,
            "runs": runs,
            **fields,
        }
    )


def test_a_baseline_keeps_what_later_runs_are_compared_with_and_its_file_gives_it_back(
    tmp_path: Path,
) -> None:
    runs = [
        case_run("b", shown="x" * 5000, digest="d1", cost=0.01, seconds=2),
        case_run("b", repeat=1),
        failed("a", shown="so"),
        case_run("a", model="b/two"),
    ]
    given = report(*runs, prompts={"judge": "v3"}, rubric_version="r1", synthetic=True)
    baseline = baseline_of(given)
    path = tmp_path / "s.baseline.json"
    path.write_bytes(written(baseline))
    assert read_baseline(path) == baseline
    assert list(baseline.results["a/one"]) == ["a", "b"]
    first, second = baseline.results["a/one"]["b"]
    assert (len(first.shown), first.digest, first.cost, second.score) == (LONGEST_SHOWN, "d1", 0.01, 1)
    assert (baseline.prompts, baseline.rubric_version, baseline.synthetic) == ({"judge": "v3"}, "r1", True)


def test_its_file_is_read_in_review_line_by_line() -> None:
    lines = written(baseline_of(report(case_run("a"), case_run("b")))).decode().splitlines()
    assert len(lines) > 20
    assert json.loads("\n".join(lines))["schema_version"] == 1


def test_a_run_compared_with_its_own_baseline_is_the_same() -> None:
    runs = [case_run("a", digest="1"), failed("b", digest="2"), failed("b", repeat=1, digest="3")]
    before = baseline_of(report(*runs)).results["a/one"]
    found = compare(before, results_of(runs), against="", model="a/one", before_model="a/one")
    assert found.verdict == "same"


def test_a_model_is_held_against_its_own_results_else_against_the_only_ones_there_are() -> None:
    both = baseline_of(report(case_run("a"), case_run("a", model="b/two")))
    one = baseline_of(report(case_run("a")))
    found = [both.of("b/two"), both.of("c/three"), one.of("c/three")]
    assert [held and held[0] for held in found] == ["b/two", None, "a/one"]


def test_a_run_in_which_a_provider_failed_is_blessed_by_nobody() -> None:
    with pytest.raises(UsageError, match="1 case run got no answer"):
        baseline_of(report(case_run("a"), no_answer("b")))


def test_no_file_is_no_baseline(tmp_path: Path) -> None:
    assert read_baseline(tmp_path / "none.json") is None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"[]", "must be"),
        (b'{"suite": "s"}', "suite_version: is missing"),
        (
            b'{"suite":"s","suite_version":"v","at":"2026-03-02T09:00:00Z","results":{},"extra":1}',
            "extra: is not",
        ),
        (
            b'{"suite":"s","suite_version":"v","at":"2026-03-02T09:00:00Z","results":{"m":{"case":[]}}}',
            "results.m.case: must have at least 1",
        ),
        (
            b'\xef\xbb\xbf{"suite":"s","suite_version":"v","at":"2026-03-02T09:00:00Z","results":{"m":{"case":'
            b'[{"score":1,"passed":true,"seconds":1e308}]}}}',
            "seconds: must be",
        ),
    ],
)
def test_a_file_that_is_none_is_told_with_what_is_wrong(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "s.baseline.json"
    path.write_bytes(data)
    with pytest.raises(UsageError, match=said) as refused:
        read_baseline(path)
    assert refused.value.message.startswith(f"{path}: ")
    assert "bless a run anew" in refused.value.hint


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no ordinary file"):
        read_baseline(tmp_path)


# ---------------------------------------------------------------------- what passes


def worse() -> Any:
    before = results_of([case_run(f"c{n}") for n in range(6)])
    after = results_of([failed(f"c{n}", digest="x") for n in range(6)])
    return compare(before, after, against="the baseline", model="a/one", before_model="a/one")


def same() -> Any:
    runs = results_of([case_run("c")])
    return compare(runs, runs, against="the baseline", model="a/one", before_model="a/one")


@pytest.mark.parametrize(
    ("given", "verdict", "passed"),
    [
        (report(case_run("a")), None, True),
        (report(failed("a")), None, False),
        (report(failed("a"), comparisons=(same(),)), "same", True),
        (report(failed("a"), comparisons=(same(), worse())), "worse", False),
        (report(failed("a", guard=True), comparisons=(same(),)), "same", False),
        (report(case_run("a", guard=True), comparisons=(same(),)), "same", True),
        (report(case_run("a"), over_budget=("It cost too much.",), comparisons=(same(),)), "same", False),
        (report(no_answer("a", guard=True)), None, True),
        (
            report(case_run("a"), whole=(WholeFinding(model="a/one", finding=Finding.of("kappa", False)),)),
            None,
            False,
        ),
    ],
)
def test_a_run_passes_unless_it_is_worse_or_a_guard_a_bound_or_a_budget_is_missed(
    given: RunReport, verdict: str | None, passed: bool
) -> None:
    assert (given.verdict, passes(given)) == (verdict, passed)


def test_a_run_with_one_unknown_price_has_no_price() -> None:
    assert report(case_run("a", cost=0.1), case_run("b", cost=0.2)).cost == pytest.approx(0.3)
    assert report(case_run("a", cost=0.1), case_run("b")).cost is None


def test_budgets_that_were_exceeded_are_told_each_in_a_sentence() -> None:
    runs = tuple(case_run(f"c{n}", cost=0.01, tokens=100, seconds=n / 10) for n in range(1, 41))
    assert over_budget(Budgets(cost=0.4001, tokens=4000, seconds_p95=3.9), runs) == ()
    assert over_budget(Budgets(cost=0.39, tokens=3999, seconds_p95=3.8), runs) == (
        "It cost 0.4000 USD; the budget is 0.39.",
        "It took 4,000 tokens; the budget is 3,999.",
        "One case in twenty waited 3.9 s or more; the budget is 3.8 s.",
    )
    assert over_budget(Budgets(seconds_p95=0.1), (case_run("a"),)) == ()
