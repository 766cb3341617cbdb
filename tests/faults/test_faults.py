"""A small part of the campaign, and that it sees what it is there for: a program that loses what it told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.faults.__main__ import SCENARIOS, main
from tests.faults.deeds import NOTING
from tests.faults.disk_model import Disk, Image
from tests.faults.disks import scenarios as disk_scenarios
from tests.faults.finding import Finding, Trial, as_json, not_run, table
from tests.faults.kills import kill_everywhere
from tests.faults.power import power_cut
from tests.faults.trace import missing_tool, read_calls, recording

needs_strace = pytest.mark.skipif(bool(missing_tool()), reason=missing_tool() or "-")
# What a careful program does to replace a file, step by step.
CAREFUL = ("write", "fsync", "rename", "fsync the folder")
SAVING = """
import os, sys
folder, steps = sys.argv[1], sys.argv[2].split(",")
new = os.open(f"{folder}/new", os.O_WRONLY | os.O_CREAT | os.O_EXCL)
os.write(new, b"new text")
if "fsync" in steps:
    os.fsync(new)
os.close(new)
os.rename(f"{folder}/new", f"{folder}/kept")
if "fsync the folder" in steps:
    place = os.open(folder, os.O_RDONLY)
    os.fsync(place)
    os.close(place)
"""
# What a person's Python runs first of all, so that the installed command saves as it should not.
NO_SYNC = """
import os
os.fsync = lambda descriptor: None
"""
NO_SYNC_OF_FOLDERS = """
import os, stat
sync = os.fsync
os.fsync = lambda descriptor: stat.S_ISDIR(os.fstat(descriptor).st_mode) or sync(descriptor)
"""
IN_PLACE = """
import pathlib
def replace(self, target):
    pathlib.Path(target).write_bytes(self.read_bytes())
    self.unlink()
pathlib.Path.replace = replace
"""


def held(finding: Finding) -> None:
    assert finding.verdict == "holds", finding.seen


def left_by(tmp_path: Path, *steps: str) -> list[list[Image]]:
    """What a loss of power may leave of a program with these steps, after each of its calls."""
    folder = tmp_path / "disk"
    folder.mkdir()
    (folder / "kept").write_bytes(b"old")
    disk, log = Disk(folder), tmp_path / "calls"
    command = [sys.executable, "-c", SAVING, str(folder), ",".join(steps)]
    subprocess.run([*recording(log), *command], check=True)
    states = [[image for _, image in disk.images()] for call in read_calls(log) if disk.do(call)]
    assert disk.now() == {"kept": b"new text"}
    return states


@needs_strace
def test_of_a_careful_program_the_old_text_or_the_new_is_left(tmp_path: Path) -> None:
    states = left_by(tmp_path, *CAREFUL)
    assert {image["kept"] for images in states for image in images} == {b"old", b"new text"}
    assert states[-1] == [{"kept": b"new text"}]


@needs_strace
def test_without_a_sync_of_the_file_its_text_may_be_lost(tmp_path: Path) -> None:
    [*_, last] = left_by(tmp_path, "write", "rename", "fsync the folder")
    assert {image["kept"] for image in last} == {b"", b"new ", bytes(8), b"new text"}


@needs_strace
def test_without_a_sync_of_the_folder_the_old_text_may_come_back(tmp_path: Path) -> None:
    [*_, last] = left_by(tmp_path, "write", "fsync", "rename")
    assert {image["kept"] for image in last} == {b"old", b"new text"}


@needs_strace
def test_a_note_stands_a_power_cut(tmp_path: Path) -> None:
    [finding] = power_cut(NOTING, tmp_path, most_real=0)
    held(finding)


@needs_strace
@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        (NO_SYNC, "the notes are damaged"),
        (NO_SYNC_OF_FOLDERS, "the note that was told as kept is gone"),
        (IN_PLACE, "the notes are damaged"),
    ],
    ids=["nothing is synced", "no folder is synced", "it is written in place"],
)
def test_a_program_that_does_not_save_safely_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str, complaint: str
) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "sitecustomize.py").write_text(broken)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "broken"))
    [finding] = power_cut(NOTING, tmp_path / "run", most_real=0)
    assert finding.verdict == "BROKEN"
    assert complaint in finding.seen.lower()


@needs_strace
def test_a_note_stands_a_kill(tmp_path: Path) -> None:
    [finding] = kill_everywhere(NOTING, tmp_path, every=4)
    held(finding)


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    [finding] = disk_scenarios()["disk.full-amid"](tmp_path)
    if finding.verdict == "not run":
        pytest.skip(finding.seen)
    held(finding)


def test_names_that_there_are_not_are_told_with_those_that_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["provider.refused", "flood"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("unknown: flood; there are ")
    assert all(name in told for name in SCENARIOS)


@pytest.mark.parametrize(
    ("strict", "findings", "code"),
    [
        ([], ["holds"], 0),
        ([], ["holds", "BROKEN"], 1),
        ([], ["holds", "not run"], 0),
        (["--strict"], ["holds", "not run"], 1),
    ],
)
def test_the_exit_code_says_whether_all_held(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    strict: list[str],
    findings: Sequence[str],
    code: int,
) -> None:
    def run(folder: Path) -> list[Finding]:
        found = {
            "holds": Trial("flood", "notes add", "dry").finding,
            "not run": not_run("flood", "-", "no water"),
        }
        wet = Trial("flood", "notes add", "dry")
        wet.check(False, "wet")
        return [(found | {"BROKEN": wet.finding})[name] for name in findings]

    monkeypatch.setitem(SCENARIOS, "flood", run)
    assert main([*strict, "--json", "flood"]) == code
    assert [row["verdict"] for row in json.loads(capsys.readouterr().out)] == findings


def test_checks_that_fail_themselves_are_a_row_that_does_not_hold(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(folder: Path) -> list[Finding]:
        raise RuntimeError("no water")

    monkeypatch.setitem(SCENARIOS, "flood", run)
    assert main(["flood"]) == 1
    assert "RuntimeError: no water" in capsys.readouterr().out


def test_rows_are_shown_whole() -> None:
    long = " ".join(f"word{number}" for number in range(40))
    finding = Finding("flood", "notes add", "dry", long, "BROKEN")
    shown = table([finding])
    assert all(word in shown for word in long.split())
    assert shown.endswith("1 BROKEN")
    assert json.loads(as_json([finding])) == [
        {"fault": "flood", "ran": "notes add", "expected": "dry", "seen": long, "verdict": "BROKEN"}
    ]
