"""Rows on a real Dask cluster: what travels there, what comes back, and what stays here."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from interview_cli import __version__
from interview_cli.batch import cluster as clusters
from interview_cli.batch.parcel import Packer, Parcel
from interview_cli.library.locator import bundled
from interview_cli.store.sessions import SessionStore
from tests.batch.dask_cluster import SHY, DaskCluster
from tests.cli.batch_play import BatchPlay
from tests.cli.conftest import Interview, Ran
from tests.loopback import Behaviour, LoopbackServer

EXAMPLES = Path(__file__).parents[2] / "examples"
KEY = "sk-verysecret-0123456789"
MODEL = "openai/gpt-4o-mini"
ROW = {"role": "backend_engineer", "persona": "medium", "questions": 2, "max_follow_ups": 0}

Batch = Callable[..., tuple[Ran, list[dict[str, Any]]]]


@pytest.fixture
def batch(interview: Interview, tmp_path: Path) -> Batch:
    def run(rows: list[dict[str, Any]], *arguments: str) -> tuple[Ran, list[dict[str, Any]]]:
        path = tmp_path / "rows.jsonl"
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
        ran = interview("batch", "run", path, *arguments)
        return ran, [json.loads(line) for line in ran.out.splitlines()]

    return run


def told_of(line: dict[str, Any]) -> dict[str, Any]:
    """A line without what differs from run to run."""
    return {key: value for key, value in line.items() if key not in ("session", "seconds")}


def test_rows_come_back_as_they_would_here_with_all_that_they_name(
    batch: Batch, interview: Interview, cluster: DaskCluster, tmp_path: Path, config_dir: Path
):
    resume = (EXAMPLES / "resume.md").read_text("utf-8")
    (config_dir / "roles").mkdir()
    role = (bundled("roles") / "sales_associate.yaml").read_text("utf-8")
    (config_dir / "roles" / "lion_tamer.yaml").write_text(
        role.replace("id: sales_associate", "id: lion_tamer")
    )
    (config_dir / "config.yaml").write_text("max_follow_ups: 0\nlevel: senior\n")
    assert interview("resume", "ingest", EXAMPLES / "resume.md", "--name", "ada", "--offline").code == 0
    (tmp_path / "cv.md").write_text(resume)
    (tmp_path / "job.md").write_text((EXAMPLES / "jobs" / "backend.md").read_text("utf-8"))
    (tmp_path / "answers.txt").write_text("I would measure it first.\n---\n/skip\n")
    (tmp_path / "plan.yaml").write_text(
        interview("plan", "new", "--role", "lion_tamer", "--questions", "2").out
    )
    (tmp_path / "shy.yaml").write_text(SHY)
    os.mkfifo(tmp_path / "pipe.yaml")
    rows = [
        {**ROW, "role": "lion_tamer", "persona": "strong"},
        {**ROW, "resume": "ada"},
        {**ROW, "resume": "cv.md", "persona": "shy.yaml"},
        {**ROW, "job": "job.md", "id": "for a job"},
        {"plan": "plan.yaml", "answers": "answers.txt", "candidate": "Robin"},
        {**ROW, "persona": "nobody.yaml"},
        {**ROW, "persona": "pipe.yaml"},
        {**ROW, "resume": "nobody"},
        {**ROW, "role": "no_such_role"},
        {"role": "backend_engineer"},
    ]
    here, expected = batch(rows, "--offline", "--jobs", "1", "--documents")
    ran, found = batch(rows, "--offline", "--cluster", cluster.address, "--documents")
    assert (ran.code, ran.err) == (here.code, here.err)
    documents = [line.pop("document") for line in found]
    assert [line.pop("document") is None for line in expected] == [one is None for one in documents]
    for line, wanted in zip(found[:5], expected[:5], strict=True):
        assert told_of(line) == told_of(wanted)
    assert [line["status"] for line in found] == ["completed"] * 5 + ["failed"] * 5
    assert [(line["row"], line["code"]) for line in found] == [
        (line["row"], line["code"]) for line in expected
    ]
    assert [line["persona"] for line in found] == [line["persona"] for line in expected]
    assert documents[0]["plan"]["level"] == "senior", "the settings travelled too"
    store = SessionStore(tmp_path / "data")
    for line, document in zip(found[:5], documents[:5], strict=True):
        assert json.loads(store.load(line["session"]).model_dump_json()) == document
    assert store.load(found[2]["session"]).candidate.name == "simulated shy"


def test_settings_of_the_environment_travel_too_and_the_worker_s_own_do_not_count(
    batch: Batch, cluster: DaskCluster, config_dir: Path, monkeypatch: pytest.MonkeyPatch
):
    rows = [{"role": "backend_engineer", "persona": "weak", "questions": 1}] * 2
    _, [before, _] = batch(rows, "--offline", "--cluster", cluster.address, "--documents")
    plan = before["document"]["plan"]
    assert (plan["level"], plan["limits"]["max_follow_ups"]) == ("mid", 1), "as it would be here"
    (config_dir / "config.yaml").write_text("level: entry\n")
    monkeypatch.setenv("INTERVIEW_LEVEL", "senior")
    monkeypatch.setenv("INTERVIEW_MAX_FOLLOW_UPS", "0")
    _, [after, _] = batch(rows, "--offline", "--cluster", cluster.address, "--documents")
    plan = after["document"]["plan"]
    assert (plan["level"], plan["limits"]["max_follow_ups"]) == ("senior", 0)


def test_keys_travel_only_where_that_is_asked_for_and_are_written_nowhere(
    batch: Batch,
    cluster: DaskCluster,
    tmp_path: Path,
    config_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    own = (bundled("prompts") / "candidate.md").read_text("utf-8")
    (config_dir / "prompts").mkdir()
    (config_dir / "prompts" / "candidate.md").write_text(own.replace("# System\n", "# System\nOf my own. "))

    def own_prompt(request: dict[str, Any]) -> Behaviour | None:
        if request["messages"][0]["content"].startswith("Of my own."):
            return Behaviour(text='{"answer": "I measure it first."}', delay=0.02)
        return None

    rows = [
        {**ROW, "model": MODEL, "questions": 1},
        {**ROW, "offline": True, "candidate_model": "gpt-4o-mini", "questions": 1},
        {**ROW, "offline": True, "questions": 1},
        {**ROW, "model": MODEL, "questions": 1},
        {**ROW, "model": "nobody/knows"},
    ]
    with LoopbackServer(BatchPlay(own_prompt, delay=0.02)) as server:
        monkeypatch.setenv("OPENAI_API_BASE", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        ran, without = batch(rows, "--cluster", cluster.address)
        assert (ran.code, server.requests) == (2, [])
        assert [line["code"] for line in without] == [2, 2, 0, 2, 2]
        for line in (without[0], without[1], without[3]):
            assert "OPENAI_API_KEY is not set" in line["error"]
            assert line["error"].startswith("On a worker of the cluster, ")
            assert "--send-keys" in line["hint"]
        send = ("--cluster", cluster.address, "--send-keys", "--limit", "openai=2", "--documents")
        ran, sent = batch(rows, *send, "--continue")
    assert [line["code"] for line in sent] == [0, 0, 0, 0, 2]
    assert "no model provider 'nobody'" in sent[4]["error"]
    assert [line["session"] for line in sent if line["row"] == 3] == [without[2]["session"]]
    assert sent[0]["models"] == [MODEL]
    assert sent[0]["tokens"] > 0
    [turn] = sent[1]["document"]["turns"]
    assert turn["answer"]["text"] == "I measure it first.", "a prompt of one's own travelled"
    assert {request.headers["authorization"] for request in server.requests} == {f"Bearer {KEY}"}
    play = server.script
    assert isinstance(play, BatchPlay)
    assert play.most_at_once <= 2, "two workers share what the limit allows"
    assert KEY not in cluster.logs
    assert KEY not in ran.out + ran.err
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes()


def test_a_key_that_was_refused_is_asked_with_no_more_there_until_the_batch_is_gone_on_with(
    batch: Batch, cluster: DaskCluster, monkeypatch: pytest.MonkeyPatch
):
    rows = [{**ROW, "model": MODEL, "questions": 1}] * 12
    send = ("--cluster", cluster.address, "--send-keys", "--no-fallback")
    with LoopbackServer(BatchPlay(lambda request: Behaviour(status=401))) as server:
        monkeypatch.setenv("OPENAI_API_BASE", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        ran, refused = batch(rows, *send)
        assert ran.code == 3
        assert {line["error"] for line in refused} == {f"{MODEL} did not accept the key."}
        begun = sum(line["status"] == "failed" for line in refused)
        assert begun <= 2 * len(cluster.workers), "as many as were under way"
        assert [line["status"] for line in refused].count("not_run") == len(rows) - begun
        server.script = BatchPlay()
        ran, lines = batch(rows, *send, "--continue")
    assert ran.code == 0, ran.out
    assert {line["status"] for line in lines} == {"completed"}


def test_work_of_another_version_is_refused_in_words(
    batch: Batch, cluster: DaskCluster, monkeypatch: pytest.MonkeyPatch
):
    packed = Packer.parcel
    monkeypatch.setattr(Packer, "parcel", lambda packer: Parcel(packed(packer).files, version="0.0.1"))
    ran, [line] = batch([ROW], "--offline", "--cluster", cluster.address)
    assert (ran.code, line["status"]) == (2, "failed")
    assert line["error"] == f"The worker has interview-cli {__version__}, but 0.0.1 sent the work."
    assert line["hint"] == "Install the same version on the workers."


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:9", "127.0.0.1:nowhere", "carrier-pigeon://127.0.0.1:9", "tcp://", "nowhere"]
)
def test_where_no_scheduler_answers_that_is_one_error(
    batch: Batch, monkeypatch: pytest.MonkeyPatch, address: str
):
    assert clusters.CONNECT_SECONDS <= 10
    monkeypatch.setattr(clusters, "CONNECT_SECONDS", 0.3)
    ran, lines = batch([ROW, ROW], "--offline", "--cluster", address)
    assert (ran.code, lines) == (2, [])
    assert f"error: No Dask scheduler answers at {address}." in ran.err
    assert "hint: Start one with: dask scheduler" in ran.err


def test_a_server_that_is_no_scheduler_is_not_waited_for_for_ever(
    batch: Batch, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(clusters, "CONNECT_SECONDS", 0.3)
    monkeypatch.setattr(clusters, "_LONGEST_CONNECT_SECONDS", 1)
    with LoopbackServer(lambda request, number: Behaviour()) as server:
        address = server.url.removeprefix("http://").removesuffix("/v1")
        ran, lines = batch([ROW], "--offline", "--cluster", f"tcp://{address}")
    assert (ran.code, lines) == (2, [])
    assert f"error: No Dask scheduler answers at tcp://{address}" in ran.err


def test_an_empty_address_is_told(batch: Batch):
    ran, lines = batch([ROW], "--offline", "--cluster", "")
    assert (ran.code, lines) == (2, [])
    assert "--cluster wants the address of a scheduler" in ran.err


def test_where_dask_is_missing_the_extra_is_named(batch: Batch, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    ran, _ = batch([ROW], "--offline", "--cluster", "tcp://127.0.0.1:9")
    assert ran.code == 2
    assert "interview-cli[cluster]" in ran.err
