"""What the reports of a run have in common: their words, their order, and what they know of earlier days."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given

from interview_cli.regress.baseline import Baseline, written
from interview_cli.regress.outcome import CaseRun, Finding
from interview_cli.regress.report import RunReport, WholeFinding
from interview_cli.regress.reports.past import baseline_before, runs_until
from interview_cli.regress.reports.words import headline, plain, verdict, worst_first
from interview_cli.store.suite_runs import SuiteRunStore
from tests.regress.report_samples import (
    AT,
    MODEL,
    any_text,
    case_run,
    compared_with,
    no_answer,
    result,
    run_report,
    worse_report,
)

MISSED = WholeFinding(model=MODEL, finding=Finding.of("human_agreement", False, "kappa 0.21"))
CALM = [case_run(f"c{number}") for number in range(12)]


@pytest.mark.parametrize(
    ("report", "told"),
    [
        (worse_report(), ("bad", "A guard failed")),
        (compared_with(run_report([case_run(run.case, 0.2) for run in CALM]), CALM), ("bad", "Worse")),
        (run_report([case_run("a")], whole=(MISSED,)), ("bad", "A bound or a budget was missed")),
        (run_report([case_run("a", 0.5)]), ("bad", "Failed")),
        (run_report([case_run("a"), no_answer("b")]), ("unsure", "Incomplete")),
        (run_report([case_run("a")]), ("good", "Passed")),
        (compared_with(run_report(CALM), CALM), ("good", "Same")),
        (compared_with(run_report([case_run("a", 0.5)]), [case_run("a")]), ("unsure", "Inconclusive")),
        (compared_with(run_report(CALM), [case_run(run.case, 0.2) for run in CALM]), ("good", "Improved")),
    ],
)
def test_the_headline_tells_what_matters_most(report: RunReport, told: tuple[str, str]) -> None:
    assert headline(report) == told


def test_a_missed_bound_is_told_beside_a_verdict_that_would_pass() -> None:
    report = compared_with(run_report(CALM, whole=(MISSED,)), CALM)
    assert verdict(report)[-1] == "A bound or a budget was missed."
    assert "A bound or a budget was missed." not in verdict(compared_with(run_report(CALM), CALM))


def test_guards_come_before_missing_answers_and_these_before_other_failures() -> None:
    runs: list[CaseRun] = [
        case_run("fine"),
        case_run("low", 0.1),
        case_run("half", 0.5),
        no_answer("silent"),
        case_run("kept", 0.9, guard=True),
        case_run("spare", guard=True),
    ]
    assert [run.case for run in worst_first(runs)] == ["kept", "silent", "low", "half", "fine", "spare"]


@given(any_text)
def test_plain_text_can_be_written_to_any_file(text: str) -> None:
    told = plain(text)
    assert told.encode().decode() == told
    assert not {sign for sign in told if sign < " " and sign not in "\t\n"}
    assert plain(told) == told


def test_a_page_looks_no_further_than_the_day_of_its_run(tmp_path: Path) -> None:
    store = SuiteRunStore(tmp_path)
    days = {f"judge-2026050{day}t140500-ab12": day - 3 for day in range(1, 6)}
    for name, offset in days.items():
        run = run_report([case_run("a")], id=name, at=AT + timedelta(days=offset))
        store.keep("judge", name, run.model_dump_json().encode())
    store.keep("judge", "judge-20260500t000000-0000", b'{"schema_version": 99}')
    now = run_report([case_run("a")], id="judge-20260503t140500-ab12")

    assert [run.at.day for run in runs_until(store, now)] == [1, 2, 3]
    assert [run.at.day for run in runs_until(store, now, most=2)] == [2, 3]


@pytest.mark.parametrize(
    ("suite", "days", "found"),
    [("judge", -1, True), ("judge", 0, False), ("judge", 1, False), ("other", -1, False)],
)
def test_only_the_suites_own_baseline_from_before_the_run_is_held_against_it(
    tmp_path: Path, suite: str, days: int, found: bool
) -> None:
    baseline = Baseline(
        suite=suite,
        suite_version="0123456789ab",
        at=AT + timedelta(days=days),
        results={MODEL: {"a": (result("x"),)}},
    )
    (tmp_path / "judge.baseline.json").write_bytes(written(baseline))
    report = run_report([case_run("a")], suite_file=str(tmp_path / "judge.yaml"))
    assert (baseline_before(report) is not None) is found


def test_a_baseline_that_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "judge.baseline.json").write_text("not JSON", "utf-8")
    assert baseline_before(run_report([], suite_file=str(tmp_path / "judge.yaml"))) is None
    assert baseline_before(run_report([], suite_file=str(tmp_path / "gone" / "judge.yaml"))) is None
