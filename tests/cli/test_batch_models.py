"""`interview batch run` with models over HTTP: who leads, who plays, what it costs and what is asked."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from interview_cli.interview.session import Session
from interview_cli.wiring import models
from tests.cli.batch_play import PLAYED, BatchPlay
from tests.cli.conftest import Interview, Ran
from tests.loopback import Behaviour, LoopbackServer

MODEL = "openai/gpt-4o-mini"
DOWN = "openai/gpt-4o"
KEY = "sk-verysecret-0123456789"
ROW = {"role": "backend_engineer", "persona": "medium", "questions": 1, "max_follow_ups": 0}
LED = {**ROW, "model": MODEL}
DELAY = 0.05


def one_is_down(request: dict[str, Any]) -> Behaviour | None:
    return Behaviour(status=401, text="no such key") if request["model"] == "gpt-4o" else None


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackServer]:
    with LoopbackServer(BatchPlay(one_is_down)) as running:
        monkeypatch.setenv("OPENAI_API_BASE", running.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        yield running


@pytest.fixture
def batch(interview: Interview, tmp_path: Path) -> Callable[..., tuple[Ran, list[dict[str, Any]]]]:
    def run(rows: list[dict[str, Any]], *arguments: str) -> tuple[Ran, list[dict[str, Any]]]:
        path = tmp_path / "rows.jsonl"
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
        ran = interview("batch", "run", path, *arguments)
        return ran, [json.loads(line) for line in ran.out.splitlines()]

    return run


Batch = Callable[..., tuple[Ran, list[dict[str, Any]]]]


def calls_for(server: LoopbackServer, model: str) -> int:
    return sum(request.json["model"] == model for request in server.requests)


def test_models_lead_and_judge_rows_and_no_key_is_written_anywhere(
    batch: Batch, server: LoopbackServer, tmp_path: Path
):
    rows = [LED, {**ROW, "offline": True}, {**ROW, "questions": 2, "max_follow_ups": 1}]
    ran, (led, offline, named_by_flag) = batch(rows, "--model", "gpt-4o-mini", "--documents", "--jobs", "3")
    assert ran.code == 0, ran.out
    assert (led["models"], offline["models"], named_by_flag["models"]) == ([MODEL], [], [MODEL])
    session = Session.model_validate(named_by_flag["document"])
    assert {turn.evaluation.source for turn in session.turns} == {MODEL}
    assert any(turn.parent for turn in session.turns), "the model asked further"
    assert led["tokens"] == 12 * len(led["document"]["usage"]) > 0
    assert led["cost"] > 0
    assert (offline["tokens"], offline["cost"]) == (0, 0.0)
    assert {request.headers["authorization"] for request in server.requests} == {f"Bearer {KEY}"}
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) > 4
    for path in written:
        assert KEY.encode() not in path.read_bytes()
    assert KEY not in ran.out + ran.err


def test_lines_keep_the_order_of_the_file_whichever_row_ends_last(batch: Batch, server: LoopbackServer):
    quick = BatchPlay()

    def slow_for_one(request: dict[str, Any], number: int) -> Behaviour:
        return replace(quick(request, number), delay=0.5 if request["model"] == "gpt-4o" else 0.0)

    server.script = slow_for_one
    ran, results = batch([{**LED, "model": DOWN}, LED, {**LED, "questions": 2}], "--jobs", "3", "--documents")
    assert ran.code == 0
    assert [line["row"] for line in results] == [1, 2, 3]
    ended = [Session.model_validate(line["document"]).updated_at for line in results]
    assert ended[0] > max(ended[1:])


def test_a_model_plays_the_candidate_and_what_that_costs_counts_too(batch: Batch, server: LoopbackServer):
    row = {**ROW, "offline": True, "persona": "strong", "candidate_model": "gpt-4o-mini"}
    ran, [line] = batch([row], "--documents")
    assert ran.code == 0, ran.out
    session = Session.model_validate(line["document"])
    assert [turn.answer.text for turn in session.turns] == [PLAYED]
    assert (line["candidate"], line["models"]) == ("simulated strong", [])
    play = server.script
    assert isinstance(play, BatchPlay)
    assert len(play.candidates) == len(server.requests) == 1
    assert line["tokens"] == 12
    assert line["cost"] > 0


def test_where_a_provider_is_down_the_offline_coach_goes_on_and_the_row_tells_of_it(
    batch: Batch, server: LoopbackServer
):
    ran, (down, fine) = batch([{**LED, "model": DOWN, "questions": 2}, LED], "--documents")
    assert ran.code == 3
    assert (down["status"], down["unscored"], down["overall"]) == ("completed", 2, None)
    assert (down["code"], down["error"]) == (3, "2 answers could not be judged, as the models failed.")
    assert down["hint"] == f"Judge them later: interview score --session {down['session']}"
    assert "2 of 2 rows complete, 1 of them with answers that nobody judged" in ran.err
    assert any("did not accept the key" in note for note in down["notes"])
    assert (fine["status"], fine["unscored"], fine["notes"], fine["code"]) == ("completed", 0, [], 0)
    assert all(turn["evaluations"][0]["estimate"] is not None for turn in down["document"]["turns"])


def test_what_was_judged_since_counts_when_the_batch_is_gone_on_with(
    batch: Batch, interview: Interview, server: LoopbackServer
):
    ran, [down] = batch([{**LED, "model": DOWN}])
    assert (ran.code, down["overall"]) == (3, None)
    judged = interview("score", "--session", down["session"], "--model", MODEL)
    assert judged.code == 0
    again, [row] = batch([{**LED, "model": DOWN}], "--continue")
    assert (again.code, row["code"], row["error"], row["unscored"]) == (0, 0, "", 0)
    assert row["overall"] > 0
    assert row["session"] == down["session"]


def test_without_fallback_that_row_fails_and_the_others_go_on(batch: Batch, server: LoopbackServer):
    rows = [{**LED, "model": DOWN}, LED, {**ROW, "offline": True, "candidate_model": DOWN}]
    ran, (led_by_it, fine, played_by_it) = batch(rows, "--no-fallback", "--jobs", "3")
    assert ran.code == 3
    for line in (led_by_it, played_by_it):
        assert (line["status"], line["code"]) == ("failed", 3)
        assert "did not accept the key" in line["error"]
    assert fine["status"] == "completed"
    assert ran.err.endswith("1 of 3 rows complete, 2 failed, 0.000028 USD.\n")


def test_the_next_model_of_a_row_s_chain_takes_over(batch: Batch, server: LoopbackServer):
    ran, [line] = batch([{**LED, "model": [DOWN, MODEL]}], "--no-fallback")
    assert ran.code == 0
    assert line["unscored"] == 0
    assert calls_for(server, "gpt-4o-mini") > 0


def test_a_missing_key_is_that_row_s_failure(
    batch: Batch, server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
):
    rows = [
        LED,
        {**ROW, "model": "anthropic/claude-3-5-haiku-latest"},
        {**ROW, "candidate_model": "claude-x"},
    ]
    ran, (fine, led, played) = batch(rows, "--offline")
    assert ran.code == 2
    assert fine["status"] == "completed"
    for line in (led, played):
        assert (line["status"], line["code"]) == ("failed", 2)
        assert "ANTHROPIC_API_KEY is not set" in line["error"]


def test_from_a_cost_on_no_row_is_begun_and_going_on_later_does_the_rest(
    batch: Batch, server: LoopbackServer
):
    rows = [LED] * 4
    ran, first = batch(rows, "--jobs", "1", "--max-cost", "0.00000001")
    assert ran.code == 6
    assert [line["status"] for line in first] == ["completed", "not_run", "not_run", "not_run"]
    assert {(line["code"], line["error"]) for line in first[1:]} == {(6, "The batch reached --max-cost.")}
    assert ran.err.endswith("1 of 4 rows complete, 3 not finished, 0.000028 USD.\n")
    asked = len(server.requests)
    ran, still = batch(rows, "--jobs", "1", "--max-cost", "0.00000001", "--continue")
    assert [line["status"] for line in still] == [line["status"] for line in first], "the cost is the batch's"
    assert len(server.requests) == asked
    ran, rest = batch(rows, "--jobs", "1", "--max-cost", "5", "--continue")
    assert ran.code == 0
    assert rest[0] == first[0]
    assert {line["status"] for line in rest} == {"completed"}
    assert len({line["session"] for line in rest}) == 4


@pytest.mark.parametrize("named", ["by the rows", "by a flag", "in the environment", "by its key"])
def test_a_provider_gets_no_more_calls_at_once_than_its_limit(
    batch: Batch, server: LoopbackServer, monkeypatch: pytest.MonkeyPatch, named: str
):
    server.script = play = BatchPlay(delay=DELAY)
    rows, arguments = [ROW] * 4, ["--jobs", "4", "--limit", "openai=2"]
    if named == "by the rows":
        rows = [{**LED, "candidate_model": "gpt-4o-mini"}, *[LED] * 3]
    elif named == "by a flag":
        arguments += ["--model", "gpt-4o-mini"]
    elif named == "in the environment":
        monkeypatch.setenv("INTERVIEW_MODEL", "gpt-4o-mini")
    ran, results = batch(rows, *arguments)
    assert ran.code == 0, ran.out
    assert len({line["models"][0] for line in results}) == 1
    assert play.most_at_once == 2


def test_without_a_limit_rows_ask_side_by_side(batch: Batch, server: LoopbackServer):
    server.script = play = BatchPlay(delay=DELAY)
    batch([LED] * 4, "--jobs", "4")
    assert play.most_at_once > 4


def test_a_provider_that_refuses_for_its_rate_is_asked_again(
    batch: Batch, server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(models, "FIRST_PATIENT_BACKOFF", 0.001)
    refused: list[int] = []

    def every_other(request: dict[str, Any]) -> Behaviour | None:
        refused.append(len(refused))
        return Behaviour(status=429, text="too many") if len(refused) % 2 else None

    server.script = BatchPlay(every_other)
    ran, results = batch([LED] * 2, "--no-fallback")
    assert ran.code == 0, ran.out
    assert [line["unscored"] for line in results] == [0, 0]


def test_where_sessions_cannot_be_stored_any_more_it_ends_with_that_and_nothing_else(
    batch: Batch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    sessions = tmp_path / "data" / "sessions"

    def in_the_way(request: dict[str, Any]) -> None:
        if sessions.is_dir() and any(sessions.iterdir()):
            shutil.rmtree(sessions, ignore_errors=True)
            if not sessions.exists():
                sessions.write_text("in the way", "utf-8")

    with LoopbackServer(BatchPlay(in_the_way, delay=0.01)) as server:
        monkeypatch.setenv("OPENAI_API_BASE", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        ran, lines = batch([{**LED, "questions": 1 + place % 3} for place in range(6)], "--jobs", "3")
    assert (ran.code, len(lines) < 6) == (5, True)
    error, hint = ran.err.splitlines()
    assert error.startswith("error: Cannot ")
    assert hint.startswith("hint: ")
