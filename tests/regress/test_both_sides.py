"""Suites in which one model plays the candidate and another grades: both are recorded and replayed, too."""

from __future__ import annotations

import json
import shlex
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from interview_cli.library.locator import bundled
from interview_cli.library.shelf import Library
from tests.cli.batch_play import PLAYED, BatchPlay
from tests.cli.conftest import Interview
from tests.loopback import Behaviour, LoopbackServer
from tests.regress.suite_files import suite_file

GRADE = Library([], [bundled("prompts")]).prompt("grade")
SUITE = {
    "id": "both",
    "name": "Both sides are models",
    "target": "interview",
    "models": ["openai/gpt-4o-mini"],
    "candidate_model": "openai/gpt-4.1-mini",
    "grader": "openai/gpt-4.1",
    "checks": [{"check": "judged", "rule": "The interviewer stays polite."}],
    "cases": [{"id": "one", "role": "backend_engineer", "persona": "strong", "questions": 2}],
}


def grading(kept: object) -> Any:
    """A provider that leads, judges, plays candidates, and grades in one way."""

    def change(request: dict[str, Any]) -> Behaviour | None:
        if request["messages"][0]["content"] != GRADE.system:
            return None
        return Behaviour(text=json.dumps({"reason": "It thanks the candidate.", "kept": kept}))

    return BatchPlay(change)


@pytest.mark.parametrize("kept", [True, False])
def test_each_part_is_asked_of_its_own_model_and_all_of_them_are_replayed(
    interview: Interview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: bool
):
    suite = suite_file(tmp_path, SUITE)
    with LoopbackServer(grading(kept)) as server:
        monkeypatch.setenv("OPENAI_API_BASE", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-both-sides-0123456789")
        assert interview("regress", "record", suite).code == 0
        asked = Counter(request.json["model"] for request in server.requests)
        monkeypatch.delenv("OPENAI_API_KEY")
        ran = interview("regress", "run", suite, "--json")
        assert Counter(request.json["model"] for request in server.requests) == asked
    assert asked["gpt-4.1-mini"] >= 2
    assert asked["gpt-4.1"] == 1
    assert asked["gpt-4o-mini"] > 2
    assert ran.code == (0 if kept else 1)
    [run] = ran.json["runs"]
    assert PLAYED in run["shown"]
    assert (run["status"], run["findings"][0]["check"]) == ("passed" if kept else "failed", "judged")
    assert "It thanks the candidate." in run["findings"][0]["says"]


def test_a_grader_whose_replies_are_useless_is_asked_anew_by_the_command_that_is_told(
    interview: Interview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    suite = suite_file(tmp_path, SUITE)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-both-sides-0123456789")
    with LoopbackServer(grading("perhaps")) as server:
        monkeypatch.setenv("OPENAI_API_BASE", server.url)
        recorded = interview("regress", "record", suite)
        replayed = interview("regress", "run", suite)
    assert (recorded.code, replayed.code) == (3, 3)
    for said in (recorded.err, replayed.out + replayed.err):
        assert "The replies that came cannot be used; ask anew for these cases:" in said
        [told] = [line.strip() for line in said.splitlines() if " regress record " in line]
        assert told.endswith(f" regress record {suite} --fresh --case one")
    refused = interview("regress", "bless", suite)
    assert refused.code == 2
    assert "Go on with it" not in refused.err
    with LoopbackServer(grading(True)) as server:
        monkeypatch.setenv("OPENAI_API_BASE", server.url)
        assert interview(*shlex.split(told)[1:]).code == 0
    assert interview("regress", "run", suite).code == 0
