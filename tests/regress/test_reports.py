"""What the reports of a run have in common: their words, their order, and what they know of earlier days."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given

from interview_cli.regress.baseline import Baseline, written
from interview_cli.regress.outcome import CaseRun, Finding
from interview_cli.regress.report import RunReport, WholeFinding, blessable, over_budget, passes
from interview_cli.regress.reports.past import baseline_before, runs_until
from interview_cli.regress.reports.words import (
    folded,
    folded_name,
    folded_repeats,
    headline,
    plain,
    verdict,
    worst_first,
)
from interview_cli.regress.suite import Budgets
from interview_cli.report.wording import dollars
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
        (compared_with(run_report(CALM, unchanged=("judge",)), CALM), ("unsure", "No prompt was changed")),
        (compared_with(run_report(CALM, unchanged=("other",)), CALM), ("good", "Same")),
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


def test_repeats_that_failed_alike_and_cases_without_an_answer_stand_in_one_line() -> None:
    runs = [case_run("a", 0.2, repeat=repeat) for repeat in range(3)]
    runs += [case_run("b", 0.2), case_run("b", 0.3, repeat=1), no_answer("c"), no_answer("d")]
    runs += [case_run("a", 0.2, model="another/model")]
    alike = folded(runs)
    assert [folded_name(one) for one in alike] == ["a", "b", "b", "c and 1 more", "a"]
    assert [folded_repeats(one, 3) for one in alike] == ["3 of 3", "1", "2", "", "1"]
    assert [run for one in alike for run in one] == runs


def test_what_got_no_answer_is_told_with_the_reason_and_what_was_spared_is_no_reason() -> None:
    spared = no_answer("b").model_copy(update={"error": "not run", "error_kind": "not_run"})
    [told] = verdict(run_report([spared, no_answer("a")]))
    assert told == "2 case runs got no answer and count neither way. The reason: 429: slow down."


def test_an_inconclusive_run_says_that_a_drop_may_have_been_missed() -> None:
    told = verdict(compared_with(run_report([case_run("a", 0.9, digest="new")]), [case_run("a", 0.9)]))
    assert told[0].startswith("Inconclusive: ")
    assert told[1].startswith("A drop may have been missed")


@pytest.mark.parametrize(
    ("cost", "told"),
    [(0.0, "0"), (0.0125, "0.0125"), (12.0, "12.0000"), (0.0000041, "0.0000041"), (-0.00002, "-0.000020")],
)
def test_small_amounts_of_money_are_told_to_two_digits(cost: float, told: str) -> None:
    assert dollars(cost) == told


def test_what_got_no_answer_leaves_the_cost_of_the_rest_known() -> None:
    silent = no_answer("b").model_copy(update={"cost": None, "tokens": 0})
    assert run_report([case_run("a"), silent]).cost == 0.002
    assert run_report([case_run("a"), case_run("b", cost=None)]).cost is None


@pytest.mark.parametrize(
    ("report", "fit"),
    [
        (run_report([case_run("a"), case_run("b", 0.5)]), True),
        (run_report([case_run("a", 0.5, guard=True)]), False),
        (run_report([case_run("a"), no_answer("b")]), False),
        (run_report([case_run("a")], only=("a*",)), False),
        (run_report([case_run("a")], whole=(MISSED,)), False),
        (run_report([case_run("a")], unchanged=("judge",)), False),
    ],
)
def test_only_a_whole_run_that_is_red_for_no_other_reason_can_be_a_baseline_to_pass_against(
    report: RunReport, fit: bool
) -> None:
    assert blessable(report) is fit


def test_a_new_case_that_fails_lets_no_run_pass_however_the_others_came_out() -> None:
    report = compared_with(run_report([*CALM, case_run("fresh", 0.0)]), CALM)
    assert not passes(report)
    assert headline(report) == ("bad", "Failed")
    assert "A new case fails, and there is nothing to hold that against: fresh." in verdict(report)
    assert passes(compared_with(run_report([*CALM, case_run("fresh")]), CALM))


def test_a_budget_that_nobody_can_hold_a_run_to_is_not_kept() -> None:
    priced = case_run("a", cost=0.1, tokens=9)
    unknown = case_run("b", cost=None, tokens=9)
    assert over_budget(Budgets(cost=1), (priced,)) == ()
    [told] = over_budget(Budgets(cost=1), (priced, unknown, case_run("c", cost=None, tokens=0)))
    assert told == "What 1 of its runs cost is not known, so it may be over its budget."


def test_an_inconclusive_run_in_which_cases_turned_over_is_not_called_harmless() -> None:
    told = " ".join(verdict(compared_with(run_report([case_run("a", 0.0)]), [case_run("a")])))
    assert "What fails now may be chance, or not" in told
    assert "--strict" in told


def test_how_long_was_waited_for_nothing_is_no_latency() -> None:
    runs = (case_run("a", seconds=1.0), no_answer("b").model_copy(update={"seconds": 16.0}))
    assert over_budget(Budgets(seconds_p95=3), runs) == ()
    [told] = over_budget(Budgets(seconds_p95=3), (*runs, case_run("c", seconds=16.0)))
    assert "waited 16.0 s" in told
