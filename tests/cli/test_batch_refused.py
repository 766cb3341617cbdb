"""Batches whose keys are refused, or whose calls have no price: what is spared, and what is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.batch_play import BatchPlay
from tests.cli.conftest import Interview, Ran
from tests.loopback import Behaviour, LoopbackServer

MODEL = "openai/gpt-4o-mini"
DOWN = "openai/gpt-4o"
UNPRICED = "openai/house-model-7"
ROW = {"role": "backend_engineer", "persona": "medium", "questions": 1, "max_follow_ups": 0}
REFUSED = "openai/gpt-4o did not accept the key."
Batch = Callable[..., tuple[Ran, list[dict[str, Any]]]]


def one_is_down(request: dict[str, Any]) -> Behaviour | None:
    return Behaviour(status=401, text="no such key") if request["model"] == "gpt-4o" else None


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackServer]:
    with LoopbackServer(BatchPlay(one_is_down)) as running:
        monkeypatch.setenv("OPENAI_API_BASE", running.url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-of-nobody")
        yield running


@pytest.fixture
def batch(interview: Interview, tmp_path: Path) -> Batch:
    def run(rows: list[dict[str, Any]], *arguments: str) -> tuple[Ran, list[dict[str, Any]]]:
        path = tmp_path / "rows.jsonl"
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
        ran = interview("batch", "run", path, "--jobs", "1", *arguments)
        return ran, [json.loads(line) for line in ran.out.splitlines()]

    return run


def rows_that_asked(server: LoopbackServer, batch: Batch, row: dict[str, Any]) -> float:
    """How many rows asked the model that refuses, as one alone asks it (several things at once)."""

    def asked() -> int:
        return sum(request.json["model"] == "gpt-4o" for request in server.requests)

    before = asked()
    batch([row])
    return before / (asked() - before)


def test_after_a_refused_key_no_other_row_asks_that_model_and_going_on_holds_them(
    batch: Batch, server: LoopbackServer
):
    rows = [{**ROW, "model": DOWN}] * 5 + [{**ROW, "model": MODEL}]
    ran, lines = batch(rows, "--no-fallback")
    assert ran.code == 3
    assert [line["status"] for line in lines] == ["failed", *["not_run"] * 4, "completed"]
    assert {(line["error"], line["code"]) for line in lines[:5]} == {(REFUSED, 3)}
    assert rows_that_asked(server, batch, rows[0]) == 1
    assert ran.err.splitlines()[-2:] == [
        f"4 rows: {REFUSED} Check the key: interview doctor; then go on with --continue.",
        "1 of 6 rows complete, 4 not finished, 1 failed, 0.000024 USD.",
    ]


def test_rows_that_were_kept_back_are_held_when_the_batch_is_gone_on_with(
    batch: Batch, server: LoopbackServer
):
    rows = [{**ROW, "model": DOWN}] * 2 + [{**ROW, "model": MODEL}]
    _, lines = batch(rows, "--no-fallback")
    server.script = BatchPlay()
    ran, again = batch(rows, "--no-fallback", "--continue")
    assert ran.code == 0, ran.out
    assert {line["status"] for line in again} == {"completed"}
    assert again[2] == lines[2]


def test_where_the_offline_coach_may_step_in_it_does_for_the_row_that_was_under_way_alone(
    batch: Batch, server: LoopbackServer
):
    ran, (under_way, *others) = batch([{**ROW, "model": DOWN}] * 3)
    assert ran.code == 3
    assert under_way["status"] == "completed"
    assert any(REFUSED.rstrip(".") in note for note in under_way["notes"])
    assert [(line["status"], line["error"], line["session"]) for line in others] == [
        ("not_run", REFUSED, "")
    ] * 2
    assert rows_that_asked(server, batch, {**ROW, "model": DOWN}) == 1


def test_in_a_chain_the_model_that_refused_is_passed_over_by_later_rows(batch: Batch, server: LoopbackServer):
    row = {**ROW, "model": [DOWN, MODEL]}
    ran, lines = batch([row] * 3, "--no-fallback")
    assert ran.code == 0, ran.out
    assert {line["unscored"] for line in lines} == {0}
    assert rows_that_asked(server, batch, row) == 1


def test_a_refused_key_of_the_model_that_plays_the_candidate_keeps_rows_back_too(
    batch: Batch, server: LoopbackServer
):
    row = {**ROW, "offline": True, "candidate_model": "gpt-4o"}
    ran, lines = batch([row, row, row, ROW], "--offline")
    assert ran.code == 3
    assert [line["status"] for line in lines] == ["failed", "not_run", "not_run", "completed"]
    assert rows_that_asked(server, batch, row) == 1


@pytest.mark.parametrize("cost", ["nan", "inf", "-1", "much"])
def test_a_cost_that_is_no_sum_of_money_is_refused(batch: Batch, tmp_path: Path, cost: str):
    ran, lines = batch([ROW], "--offline", "--max-cost", cost)
    assert (ran.code, lines) == (2, [])
    assert "--max-cost" in ran.err
    assert not (tmp_path / "data").exists()


def test_a_cost_that_is_not_known_is_told_once_with_its_model_and_what_is_known_counts(
    batch: Batch, server: LoopbackServer
):
    played = {**ROW, "model": MODEL, "candidate_model": UNPRICED}
    told = f"note: What {UNPRICED} costs is not known, so --max-cost does not count it."
    ran, lines = batch([{**ROW, "model": UNPRICED}, played, played, ROW], "--max-cost", "0.00000001")
    assert [line["status"] for line in lines] == ["completed", "completed", "not_run", "not_run"]
    assert [line["cost"] for line in lines[:2]] == [None, None]
    assert ran.err.count(told) == 1
    ran, _ = batch([{**ROW, "model": UNPRICED}])
    assert "--max-cost" not in ran.err


def test_what_rows_spent_that_failed_counts_when_the_batch_is_gone_on_with(
    batch: Batch, server: LoopbackServer
):
    paid = BatchPlay()

    def refused_from_the_second_on(request: dict[str, Any], number: int) -> Behaviour:
        return Behaviour(status=401) if number else paid(request, number)

    server.script = refused_from_the_second_on
    rows = [{**ROW, "model": MODEL, "questions": 3}, {**ROW, "model": MODEL}]
    most = ("--no-fallback", "--max-cost", "0.00000001")
    _, (failed, not_begun) = batch(rows, *most)
    assert (failed["status"], not_begun["status"]) == ("failed", "not_run")
    assert failed["cost"] > 0
    asked = len(server.requests)
    server.script = paid
    _, lines = batch(rows, *most, "--continue")
    assert [line["error"] for line in lines] == ["The batch reached --max-cost."] * 2
    assert len(server.requests) == asked
