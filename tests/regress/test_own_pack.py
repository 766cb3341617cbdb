"""The suites that come with the program hold, without a key and without a network, and can fail."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from interview_cli.library.locator import bundled
from interview_cli.library.shelf import Library
from interview_cli.llm.cassette import Cassette, read_cassette
from interview_cli.regress.baseline import read_baseline
from interview_cli.regress.suite import PromptSuite, ResumeSuite
from interview_cli.regress.suite_file import OpenSuite, open_suite
from tests.cli.conftest import Interview

FOLDER = Path(__file__).parents[2] / "examples" / "regress"
SUITES = sorted(FOLDER.glob("*.yaml"))
# People read a change of the recordings of a prompt.
LARGEST_CASSETTE = 150_000


def opened(suite: Path) -> OpenSuite:
    return open_suite(suite)


def tape(suite: Path) -> Cassette:
    return read_cassette(opened(suite).cassette)


def of_one_reply(suite: Path) -> bool:
    """Whether each case of a suite is one request, so that its reply can be told from the others'."""
    return isinstance(opened(suite).suite, PromptSuite | ResumeSuite)


ONE_REPLY = [suite for suite in SUITES if of_one_reply(suite)]


@pytest.mark.parametrize("suite", SUITES, ids=lambda path: path.stem)
def test_a_suite_is_valid_and_named_like_its_file(suite: Path) -> None:
    found = opened(suite)
    assert found.suite.id == suite.stem
    # A case that nothing is expected of shows nothing.
    assert all(case.expect or case.checks or found.suite.checks for case in found.cases)


@pytest.mark.parametrize("suite", SUITES, ids=lambda path: path.stem)
def test_no_recording_passes_for_a_real_model_s(suite: Path) -> None:
    cassette = tape(suite)
    takes = [take for recording in cassette.recordings.values() for take in recording.takes]
    assert takes
    assert all(take.synthetic for take in takes)
    baseline = read_baseline(opened(suite).baseline)
    assert baseline is not None
    assert baseline.synthetic
    if suite in ONE_REPLY:
        assert opened(suite).cassette.stat().st_size < LARGEST_CASSETTE


def test_every_bundled_prompt_is_sent() -> None:
    sent = set()
    for suite in SUITES:
        for recording in tape(suite).recordings.values():
            # The prompt `language` is added to another one, whose version it joins.
            version, _, of_language = recording.prompt_hash.partition("+")
            sent |= {(recording.prompt, version), ("language", of_language)}
    prompts = Library([], [bundled("prompts")])
    assert {(name, prompts.prompt(name).version) for name in prompts.prompt_paths()} <= sent


@pytest.mark.parametrize("suite", SUITES, ids=lambda path: path.stem)
def test_a_replay_holds_to_its_baseline(interview: Interview, suite: Path) -> None:
    ran = interview("regress", "run", suite, "--json")
    assert ran.code == 0, ran.out
    report = ran.json
    assert report["synthetic"] is True
    compared = report["comparisons"]
    assert compared
    assert not any(one["worse"] or one["gone"] for one in compared)
    if suite in ONE_REPLY:
        # A reply that was written for a suite keeps all its rules.
        assert [run["case"] for run in report["runs"] if run["status"] != "passed"] == []
        assert any(run["guard"] for run in report["runs"])


def test_a_replay_needs_no_key_and_no_home(tmp_path: Path) -> None:
    bare = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}
    ran = subprocess.run(
        [sys.executable, "-m", "interview_cli", "regress", "run", str(ONE_REPLY[0])],
        env=bare,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("suite", ONE_REPLY, ids=lambda path: path.stem)
def test_replies_that_belong_to_other_cases_are_found_out(
    interview: Interview, suite: Path, tmp_path: Path
) -> None:
    """Each case gets the reply of the next one: as good a text, and about something else."""
    folder = tmp_path / "examples" / "regress"
    folder.mkdir(parents=True)
    for one in (*FOLDER.glob(f"{suite.stem}.*"), FOLDER.parent / "resume.md"):
        shutil.copy(one, folder if one.parent == FOLDER else folder.parent)
    cassette = folder / f"{suite.stem}.cassette.jsonl"
    head, *lines = cassette.read_text("utf-8").splitlines()
    recordings = [json.loads(line) for line in lines]
    replies = [recording["takes"] for recording in recordings]
    for recording, takes in zip(recordings, [*replies[1:], replies[0]], strict=True):
        recording["takes"] = takes
    cassette.write_text("\n".join([head, *map(json.dumps, recordings)]) + "\n", "utf-8")

    ran = interview("regress", "run", folder / suite.name, "--json")

    assert ran.code == 1
    runs = ran.json["runs"]
    failed = [run["case"] for run in runs if run["status"] == "failed"]
    assert 2 * len(failed) > len(runs), failed
