"""The cases of a suite on a real Dask cluster: the same report as here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.batch.dask_cluster import SHY, DaskCluster
from tests.cli.conftest import Interview, Ran
from tests.interview.model_play import fenced
from tests.loopback import Behaviour, LoopbackServer
from tests.regress.suite_files import suite_file

EXAMPLES = Path(__file__).parents[2] / "examples"
KEY = "sk-verysecret-0123456789"
MODEL = "openai/gpt-4o-mini"


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
    assert "error: On a worker of the cluster, openai/gpt-4o-mini needs a key" in missing.err
    assert "or send yours along with --send-keys" in missing.err
    assert len(server.requests) == asked
    assert KEY not in cluster.logs
