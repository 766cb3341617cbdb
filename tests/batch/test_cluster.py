"""Rows and cases on a real Dask cluster: what travels there, what comes back, and what stays here."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from interview_cli import __version__
from interview_cli.batch import cluster as clusters
from interview_cli.batch.parcel import Packer, Parcel
from interview_cli.batch.sheet import read_sheet
from interview_cli.errors import ProviderError
from interview_cli.library.locator import bundled
from interview_cli.store.sessions import SessionStore
from interview_cli.wiring.batch import BatchWish, run_batch
from interview_cli.wiring.home import Home
from tests.batch.dask_cluster import DaskCluster
from tests.cli.batch_play import BatchPlay
from tests.cli.conftest import Interview, Ran
from tests.interview.model_play import fenced
from tests.loopback import Behaviour, LoopbackServer
from tests.regress.suite_files import suite_file

EXAMPLES = Path(__file__).parents[2] / "examples"
KEY = "sk-verysecret-0123456789"
MODEL = "openai/gpt-4o-mini"
ROW = {"role": "backend_engineer", "persona": "medium", "questions": 2, "max_follow_ups": 0}

SHY = """\
id: shy
name: Shy candidate
about: You know little and say it in few words.
main: {share: 0.2}
follow_up: {share: 0.1}
"""


@pytest.fixture(scope="module", autouse=True)
def _with_dask() -> None:
    pytest.importorskip("distributed", reason="the cluster extra is not installed")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory, _with_dask: None) -> Iterator[DaskCluster]:
    with DaskCluster(tmp_path_factory.mktemp("dask"), workers=2) as running:
        yield running


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
    rows = [
        {**ROW, "role": "lion_tamer", "persona": "strong"},
        {**ROW, "resume": "ada"},
        {**ROW, "resume": "cv.md", "persona": "shy.yaml"},
        {**ROW, "job": "job.md", "id": "for a job"},
        {"plan": "plan.yaml", "answers": "answers.txt", "candidate": "Robin"},
        {**ROW, "persona": "nobody.yaml"},
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
    assert [line["status"] for line in found] == ["completed"] * 5 + ["failed"] * 4
    assert [(line["row"], line["code"]) for line in found] == [
        (line["row"], line["code"]) for line in expected
    ]
    assert [line["persona"] for line in found] == [line["persona"] for line in expected]
    assert documents[0]["plan"]["level"] == "senior", "the settings travelled too"
    store = SessionStore(tmp_path / "data")
    for line, document in zip(found[:5], documents[:5], strict=True):
        assert json.loads(store.load(line["session"]).model_dump_json()) == document
    assert store.load(found[2]["session"]).candidate.name == "simulated shy"


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


def test_work_of_another_version_is_refused_in_words(
    batch: Batch, cluster: DaskCluster, monkeypatch: pytest.MonkeyPatch
):
    packed = Packer.parcel
    monkeypatch.setattr(Packer, "parcel", lambda packer: Parcel(packed(packer).files, version="0.0.1"))
    ran, [line] = batch([ROW], "--offline", "--cluster", cluster.address)
    assert (ran.code, line["status"]) == (2, "failed")
    assert line["error"] == f"The worker has interview-cli {__version__}, but 0.0.1 sent the work."
    assert line["hint"] == "Install the same version on the workers."


def test_a_worker_that_is_killed_takes_no_row_with_it(cluster: DaskCluster, tmp_path: Path):
    victim = cluster.add_worker()
    home = Home(tmp_path / "data", tmp_path / "c.yaml", tmp_path / "roles", tmp_path / "prompts")
    text = "".join(f"{json.dumps({**ROW, 'questions': 4, 'seed': seed})}\n" for seed in range(24))
    progress: list[int] = []
    coming = run_batch(
        home,
        read_sheet(text, "rows.jsonl"),
        tmp_path / "rows.jsonl",
        tmp_path,
        BatchWish(jobs=1, offline=True, cluster=cluster.address),
        lambda so_far: progress.append(so_far.done),
    )
    first = next(coming)
    victim.kill()
    victim.wait()
    results = [result for result, _ in (first, *coming)]
    assert [result.row for result in results] == list(range(1, 25))
    assert {result.status for result in results} == {"completed"}, results
    assert progress == list(range(1, 25)), "no row came twice"
    ids = [result.session for result in results]
    rows = SessionStore(tmp_path / "data").listed()
    assert len(set(ids)) == len(rows) == 24
    assert {row["id"] for row in rows} == set(ids)


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


def test_a_cluster_without_workers_is_told_before_anything_waits(batch: Batch, tmp_path: Path):
    (tmp_path / "dask").mkdir()
    with DaskCluster(tmp_path / "dask", workers=0) as empty:
        ran, lines = batch([ROW], "--offline", "--cluster", empty.address)
    assert (ran.code, lines) == (2, [])
    assert "has no workers" in ran.err
    assert "dask worker" in ran.err


def test_where_dask_is_missing_the_extra_is_named(batch: Batch, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    ran, _ = batch([ROW], "--offline", "--cluster", "tcp://127.0.0.1:9")
    assert ran.code == 2
    assert "interview-cli[cluster]" in ran.err


def report_of(ran: Ran) -> Any:
    """A suite's report without what differs from run to run: its name, its time, and how long calls took."""
    report = ran.json
    for name in ("id", "at"):
        report.pop(name)
    for run in report["runs"]:
        assert run["digest"] or run["status"] == "error"
        for name in [name for name in run if "seconds" in name]:
            run.pop(name)
    return report


def held_both_ways(interview: Interview, cluster: DaskCluster, suite: Path, *arguments: str) -> Any:
    """Run a suite here and on the cluster; returns the report, which must be the same."""
    command = ("regress", "run", suite, "--json", *arguments)
    here = interview(*command)
    there = interview(*command, "--cluster", cluster.address, *(["--send-keys"] if arguments else []))
    assert there.code == here.code, there.err
    report = report_of(there)
    assert report == report_of(here)
    assert report["runs"]
    return report


def test_a_suite_replayed_on_a_cluster_gives_the_same_report(interview: Interview, cluster: DaskCluster):
    report = held_both_ways(interview, cluster, EXAMPLES / "regress" / "feedback.yaml")
    assert report["source"] == "replay"
    assert {run["status"] for run in report["runs"]} == {"passed"}


def test_whole_interviews_with_a_persona_of_one_s_own_are_the_same_there(
    interview: Interview, cluster: DaskCluster, tmp_path: Path
):
    (tmp_path / "suites").mkdir()
    (tmp_path / "shy.yaml").write_text(SHY)
    case = {"role": "backend_engineer", "questions": 2, "max_follow_ups": 1, "minutes": 10}
    suite = suite_file(
        tmp_path / "suites",
        {
            "id": "whole",
            "name": "Whole interviews",
            "target": "interview",
            "models": ["offline"],
            "repeats": 2,
            "cases": [
                {"id": "strong", "persona": "strong", **case},
                {"id": "weak", "persona": "weak", **case},
                {"id": "shy", "persona": "../shy.yaml", **case},
            ],
            "checks": [{"check": "no_leak"}],
        },
    )
    report = held_both_ways(interview, cluster, suite)
    assert len(report["runs"]) == 6
    assert report["source"] == "offline"


def test_a_suite_that_asks_a_model_now_gives_the_same_report(
    interview: Interview, cluster: DaskCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def reply(request: dict[str, Any], number: int) -> Behaviour:
        topic = fenced(request, "question").split()[-1]
        text = {"text": f"What would you do about {topic}"}
        return Behaviour(status=400, text="no") if topic == "locks?" else Behaviour(text=json.dumps(text))

    words = {"about": "", "kind": "technical", "level": "mid"}
    suite = suite_file(
        tmp_path,
        {
            "id": "words",
            "name": "Other words",
            "target": "prompt",
            "prompt": "rephrase",
            "models": [MODEL],
            "cases": [
                {"id": topic, "variables": {**words, "question": f"What about {topic}?"}}
                for topic in ("retries", "indexes", "locks")
            ],
            "checks": [{"check": "question_length", "path": "text", "words": 9}],
        },
    )
    with LoopbackServer(reply) as server:
        monkeypatch.setenv("OPENAI_API_BASE", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        report = held_both_ways(interview, cluster, suite, "--live")
        asked = len(server.requests)
        missing = interview("regress", "run", suite, "--live", "--cluster", cluster.address)
    assert [run["status"] for run in report["runs"]] == ["passed", "passed", "error"]
    assert asked == 6
    assert missing.code == 2
    assert "OPENAI_API_KEY is not set" in missing.err
    assert len(server.requests) == asked
    assert KEY not in cluster.logs


def test_a_cluster_that_is_lost_leaves_what_was_complete_to_go_on_with(interview: Interview, tmp_path: Path):
    (tmp_path / "dask").mkdir()
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(f"{json.dumps({**ROW, 'seed': seed})}\n" for seed in range(20)))
    home = Home(tmp_path / "data", tmp_path / "c.yaml", tmp_path / "roles", tmp_path / "prompts")
    with DaskCluster(tmp_path / "dask", workers=1) as lost:
        wish = BatchWish(jobs=1, offline=True, cluster=lost.address)
        coming = run_batch(
            home, read_sheet(path.read_text(), str(path)), path, tmp_path, wish, lambda _: None
        )
        done = [next(coming)[0]]
        lost.scheduler.kill()
        with pytest.raises(ProviderError) as failed:
            done += [result for result, _ in coming]
    assert "was lost" in failed.value.message
    assert "--continue" in failed.value.hint
    ran = interview("batch", "run", path, "--offline", "--jobs", "1", "--continue")
    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.code == 0
    assert [line["session"] for line in lines[: len(done)]] == [result.session for result in done]
    assert len(lines) == len({line["session"] for line in lines}) == 20
