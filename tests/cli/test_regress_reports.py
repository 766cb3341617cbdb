"""`interview regress run|report` with --junit, --html and --github."""

from __future__ import annotations

import os
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from tests.cli.conftest import Interview

STRONG = (
    "A key names each attempt, so that a retry finds the first one; a unique constraint on that key refuses "
    "the second row. I built it so at a shop where a timeout had charged forty customers twice."
)


def a_suite(folder: Path, answer: str = STRONG) -> Path:
    """A suite for the offline coach, with one answer."""
    path = folder / "judge.yaml"
    case = {
        "id": "retry",
        "question": {
            "text": "How do you keep a retried payment from being charged twice?",
            "key_points": ["An idempotency key names each attempt", "A unique constraint refuses the second"],
        },
        "answer": answer,
        "guard": True,
        "expect": {"score_band": [2, 5]},
    }
    suite = {
        "id": "judge",
        "name": "The judge and what experts say",
        "target": "judge",
        "models": ["offline"],
        "cases": [case],
        "checks": [{"check": "score_band"}],
    }
    path.write_text(yaml.safe_dump(suite, allow_unicode=True), "utf-8")
    return path


@pytest.fixture(autouse=True)
def _no_workflow(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_a_run_writes_its_reports_into_folders_that_it_makes(interview: Interview, tmp_path: Path) -> None:
    suite = a_suite(tmp_path)
    ran = interview("regress", "run", suite, "--junit", "out/judge.xml", "--html", "out/judge.html")

    assert ran.code == 0
    root = ElementTree.parse(tmp_path / "out" / "judge.xml").getroot()
    assert (root.get("tests"), root.get("failures")) == ("1", "0")
    assert "The judge and what experts say" in (tmp_path / "out" / "judge.html").read_text("utf-8")
    assert "Wrote out/judge.html." in ran.err


def test_a_changed_answer_stands_beside_the_blessed_one(interview: Interview, tmp_path: Path) -> None:
    assert interview("regress", "bless", a_suite(tmp_path)).code == 0
    ran = interview(
        "regress", "run", a_suite(tmp_path, "I retry."), "--html", "page.html", "--junit", "out.xml"
    )

    assert ran.code == 1
    text = (tmp_path / "page.html").read_text("utf-8")
    assert "<h4>Before</h4>" in text
    assert re.search(r"<del>[^<]+</del>.*<ins>[^<]+</ins>", text, re.DOTALL)
    assert "2 runs from" in text
    failures = ElementTree.parse(tmp_path / "out.xml").getroot().iter("failure")
    assert [failure.get("type") for failure in failures] == ["guard", "worse"]


def test_an_old_run_is_given_again_as_it_was(interview: Interview, tmp_path: Path) -> None:
    suite = a_suite(tmp_path)
    interview("regress", "run", suite, "--junit", "first.xml")
    suite.unlink()
    assert interview("regress", "report", "judge", "--junit", "again.xml", "--html", "again.html").code == 0

    assert (tmp_path / "again.xml").read_bytes() == (tmp_path / "first.xml").read_bytes()
    assert "<ins>" not in (tmp_path / "again.html").read_text("utf-8")


def test_annotations_go_to_stdout_and_the_summary_to_its_file(
    interview: Interview,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = tmp_path / "summary.md"
    place.write_text("## Another step\n", "utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(place))
    ran = interview("regress", "run", a_suite(tmp_path, "I retry."), "--github")

    assert ran.code == 1
    [command] = [line for line in ran.out.splitlines() if line.startswith("::")]
    assert re.match(
        r"::error file=judge.yaml,line=\d+,title=Guard failed%3A retry::retry with offline", command
    )
    summary = place.read_text("utf-8")
    assert summary.startswith("## Another step\n## ❌ ")
    assert "## ❌" not in ran.out


def test_a_run_that_cannot_be_made_is_told_to_github_too(
    interview: Interview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(place))
    suite = a_suite(tmp_path)
    ran = interview("regress", "run", suite, "--github", "--model", "openai/gpt-4o-mini")
    assert ran.code == 2
    [command] = ran.out.splitlines()
    assert command.startswith(
        "::error file=judge.yaml,title=judge.yaml could not be run::There are no recordings"
    )
    assert place.read_text("utf-8").startswith("## ❌ judge.yaml: could not be run")
    suite.write_text("id: judge\n", "utf-8")
    assert interview("regress", "run", suite, "--github").code == 2
    assert place.read_text("utf-8").count("## ❌") == 2


def test_json_on_stdout_is_one_document_whatever_is_told_to_github(
    interview: Interview, tmp_path: Path
) -> None:
    ran = interview("regress", "run", a_suite(tmp_path, "I retry."), "--github", "--json")

    assert ran.json["suite"] == "judge"
    assert "::error file=judge.yaml" in ran.err
    assert "## ❌" in ran.err


def test_what_a_model_said_is_not_obeyed_by_the_runner(
    interview: Interview,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    lines = interview("regress", "run", a_suite(tmp_path, "I retry."), "--github").out.splitlines()

    token = lines[0].removeprefix("::stop-commands::")
    assert len(token) == 32
    resumed = lines.index(f"::{token}::")
    [command] = [number for number, line in enumerate(lines) if line.startswith("::error")]
    assert 0 < resumed < command


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--junit", "-"), "--junit writes a file, as the run itself is told on stdout."),
        (("--html", "-"), "--html writes a file, as the run itself is told on stdout."),
        (("--junit", ""), "--junit wants the name of a file."),
        (("--html", " "), "--html wants the name of a file."),
        (("--junit", "."), "--junit .: that is a folder."),
        (("--html", "folder"), "--html folder: that is a folder."),
        (("--junit", "judge.yaml"), "--junit judge.yaml: that is a file of a suite, not a report."),
        (("--junit", "folder/../judge.yaml"), "that is a file of a suite, not a report."),
        (("--html", "link.html"), "--html link.html: that is a file of a suite, not a report."),
        (("--html", "judge.baseline.json"), "that is a file of a suite, not a report."),
        (("--junit", "other.cassette.jsonl"), "that is a file of a suite, not a report."),
        (("--junit", "notes.txt"), "--junit notes.txt: that file exists and is no XML."),
        (("--html", "notes.txt"), "--html notes.txt: that file exists and is no HTML."),
        (("--junit", "judge.yaml/out.xml"), "judge.yaml is a file, not a folder."),
        (("--junit", "a.xml", "--html", "folder/../a.xml"), "--junit and --html name the same file."),
        (("--junit", os.devnull), "that is no ordinary file."),
    ],
    ids=repr,
)
def test_a_report_takes_the_place_of_nothing_but_a_report(
    interview: Interview, tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    suite = a_suite(tmp_path)
    text = suite.read_bytes()
    (tmp_path / "folder").mkdir()
    (tmp_path / "notes.txt").write_text("mine\n", "utf-8")
    (tmp_path / "link.html").symlink_to("judge.yaml")
    ran = interview("regress", "run", suite, *options)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert suite.read_bytes() == text
    assert (tmp_path / "notes.txt").read_text("utf-8") == "mine\n"
    assert interview("regress", "report", "--list", "--json").json == []


def test_a_report_takes_the_place_of_an_older_one_and_of_an_empty_file(
    interview: Interview, tmp_path: Path
) -> None:
    (tmp_path / "run.xml").touch()
    for _ in ("first", "again"):
        ran = interview("regress", "run", a_suite(tmp_path), "--junit", "run.xml", "--html", "run.html")
        assert ran.code == 0
    assert interview("regress", "report", "last", "--junit", "run.html").code == 2
    assert (tmp_path / "run.html").read_text("utf-8").startswith("<!doctype html>")


def test_a_suite_stays_what_it_is_when_an_old_run_is_written_over_it(
    interview: Interview, tmp_path: Path
) -> None:
    suite = a_suite(tmp_path)
    text = suite.read_bytes()
    interview("regress", "run", suite)
    for target in ("judge.yaml", "judge.baseline.json"):
        assert interview("regress", "report", "last", "--junit", target).code == 2
    assert suite.read_bytes() == text
    assert not (tmp_path / "judge.baseline.json").exists()


def test_a_case_that_fails_in_the_baseline_too_fails_no_build(interview: Interview, tmp_path: Path) -> None:
    suite = a_suite(tmp_path, "I retry.")
    fields = yaml.safe_load(suite.read_text("utf-8"))
    fields["cases"][0]["guard"] = False
    suite.write_text(yaml.safe_dump(fields), "utf-8")
    interview("regress", "bless", suite)
    assert interview("regress", "run", suite, "--junit", "run.xml").code == 0
    root = ElementTree.parse(tmp_path / "run.xml").getroot()
    assert (root.get("failures"), root.get("errors"), root[0].get("skipped")) == ("0", "0", "1")
    [skipped] = root.iter("skipped")
    assert skipped.get("message", "").startswith("does not fail the run: score_band: ")
    assert "FAILED score_band" in (skipped.text or "")


def test_a_run_that_cannot_be_made_is_an_error_in_its_junit_file_and_no_older_run(
    interview: Interview, tmp_path: Path
) -> None:
    suite = a_suite(tmp_path)
    assert interview("regress", "run", suite, "--junit", "judge.xml").code == 0
    missing = interview("regress", "run", suite, "--junit", "judge.xml", "--model", "openai/gpt-4o-mini")
    broken = tmp_path / "broken.yaml"
    broken.write_text(suite.read_text("utf-8").replace("guard: true", "gaurd: true"), "utf-8")
    unread = interview("regress", "run", broken, "--junit", "broken.xml")
    for ran, file, told in (
        (missing, "judge.xml", "There are no recordings at"),
        (unread, "broken.xml", "broken.yaml:"),
    ):
        root = ElementTree.parse(tmp_path / file).getroot()
        assert (ran.code, root.get("tests"), root.get("errors"), root.get("failures")) == (2, "1", "1", "0")
        error = root.find("testsuite/testcase/error")
        assert error is not None
        assert told in error.attrib["message"]
        assert error.attrib["message"] in ran.err


def test_the_list_says_what_came_of_a_run_and_not_only_how_it_compares(
    interview: Interview, tmp_path: Path
) -> None:
    suite = a_suite(tmp_path, "No idea.")
    interview("regress", "bless", suite)
    ran = interview("regress", "run", suite, "--json")
    assert (ran.code, ran.json["comparisons"][0]["verdict"]) == (1, "same")
    first, *_ = interview("regress", "report", "--list", "--json").json
    assert (first["result"], first["passes"], first["verdict"]) == ("A guard failed", False, "same")
    assert "A guard failed" in interview("regress", "report", "--list").out
