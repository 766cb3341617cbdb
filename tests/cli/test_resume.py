"""`interview resume`."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pexpect
import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from tests.cli.conftest import Interview
from tests.loopback import Behaviour, LoopbackServer, always

RESUME = """\
Ada Lovelace
ada@example.org | +44 20 7946 0958 | London, UK

Experience
Backend Engineer, Analytical Engines Ltd, 2019-03 - 2023-06
- Wrote a scheduler in Python and PostgreSQL for 40 machines

Education
BSc Mathematics, University of London, 2016 - 2019

Skills
Python, PostgreSQL, Docker
"""


@pytest.fixture
def resume(tmp_path: Path) -> Path:
    file = tmp_path / "ada.txt"
    file.write_text(RESUME, "utf-8")
    return file


def pdf_of(text: str, password: str | None = None) -> bytes:
    drawn = io.BytesIO()
    canvas = Canvas(drawn)
    for number, line in enumerate(text.splitlines()):
        canvas.drawString(72, 800 - 16 * number, line)
    canvas.save()
    if password is None:
        return drawn.getvalue()
    writer = PdfWriter(PdfReader(drawn))
    writer.encrypt(password, algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    return locked.getvalue()


def test_ingest_says_what_was_found(interview: Interview, resume: Path) -> None:
    ran = interview("resume", "ingest", resume)
    assert ran.code == 0
    for part in (
        "Ada Lovelace",
        "ada@example.org",
        "Jobs (1)",
        "Backend Engineer at Analytical Engines Ltd (2019-03 to 2023-06)",
        "Schools (1)",
        "PostgreSQL",
        "about 4.",
        "mid suggested",
        "the embedded reader",
    ):
        assert part in ran.out, ran.out
    assert "Kept as ada-lovelace." in ran.err


def test_ingest_prints_one_json_document(interview: Interview, resume: Path) -> None:
    ran = interview("resume", "ingest", resume, "--name", "me", "--json")
    assert list(ran.json) == ["name", "source", "years", "suggested_level", "warnings", "resume"]
    assert (ran.json["name"], ran.json["source"]) == ("me", "offline")
    assert ran.json["resume"]["basics"]["email"] == "ada@example.org"
    assert interview("resume", "show", "me", "--json").json == ran.json["resume"]


def test_what_was_not_found_is_said(interview: Interview, tmp_path: Path) -> None:
    file = tmp_path / "short.txt"
    file.write_text("Experience\nShop assistant, Corner Shop, 2020 - 2022\n- served customers\n", "utf-8")
    ran = interview("resume", "ingest", file)
    assert ran.code == 0
    assert "not found" in ran.out
    assert "note: not found in the resume: " in ran.err
    assert "Kept as short." in ran.err


def test_a_pdf_comes_in_by_file_and_by_standard_input(interview: Interview, tmp_path: Path) -> None:
    file = tmp_path / "ada.pdf"
    file.write_bytes(pdf_of(RESUME))
    by_file = interview("resume", "ingest", file, "--name", "a", "--json").json
    by_pipe = interview(
        "resume", "ingest", "-", "--name", "b", "--stdin-name", "cv.pdf", "--json", typed=file.read_bytes()
    ).json
    assert by_file["resume"] == by_pipe["resume"]
    assert by_file["resume"]["basics"]["name"] == "Ada Lovelace"
    names = {row["name"]: row["file_name"] for row in interview("resume", "list", "--json").json}
    assert names == {"a": "ada.pdf", "b": "cv.pdf"}


def test_an_encrypted_pdf_needs_its_password(interview: Interview, tmp_path: Path) -> None:
    file = tmp_path / "ada.pdf"
    file.write_bytes(pdf_of(RESUME, "secret"))
    locked = interview("resume", "ingest", file)
    assert (locked.code, locked.out) == (2, "")
    assert "--password" in locked.err
    assert interview("resume", "ingest", file, "--password", "secret").code == 0


@pytest.mark.parametrize(
    ("arguments", "typed"),
    [
        (["nosuch.pdf"], b""),
        (["-"], b""),
        (["-"], b"%PDF-1.7 but no more"),
        (["-", "--name", "Ada Lovelace"], RESUME.encode()),
        (["-", "--name", "../me"], RESUME.encode()),
        (["-", "--name", ""], RESUME.encode()),
        (["/dev/null"], b""),
        (["-", "--model", "nosuch/x"], RESUME.encode()),
    ],
)
def test_bad_input_is_one_line_and_a_hint(interview: Interview, arguments: list[str], typed: bytes) -> None:
    ran = interview("resume", "ingest", *arguments, typed=typed)
    assert (ran.code, ran.out) == (2, "")
    talk = [line.partition(":")[0] for line in ran.err.splitlines() if not line.startswith("reading with")]
    assert talk == ["error", "hint"]
    assert interview("resume", "list", "--json").json == []


def test_a_person_may_renew_a_resume_and_nobody_elses_is_replaced(
    interview: Interview, tmp_path: Path
) -> None:
    versions = {
        "first": RESUME,
        "newer": RESUME.replace("Docker", "Docker, Kubernetes"),
        "grace": RESUME.replace("Ada Lovelace", "Grace Hopper").replace("ada@", "grace@"),
    }
    for name, text in versions.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    assert interview("resume", "ingest", tmp_path / "first.txt", "--name", "me").code == 0
    renewed = interview("resume", "ingest", tmp_path / "newer.txt", "--name", "me")
    assert renewed.code == 0
    assert "Replaced me." in renewed.err
    refused = interview("resume", "ingest", tmp_path / "grace.txt", "--name", "me")
    assert refused.code == 2
    assert "me is the name of another resume (Ada Lovelace)" in refused.err
    kept = interview("resume", "show", "me", "--json").json
    assert "Kubernetes" in json.dumps(kept)
    assert kept["basics"]["name"] == "Ada Lovelace"
    assert interview("resume", "ingest", tmp_path / "grace.txt", "--name", "me", "--force").code == 0
    assert interview("resume", "show", "me", "--json").json["basics"]["name"] == "Grace Hopper"


def test_show_takes_the_newest_when_none_is_named(interview: Interview, resume: Path) -> None:
    none = interview("resume", "show")
    assert none.code == 4
    assert "interview resume ingest FILE" in none.err
    interview("resume", "ingest", resume, "--name", "old")
    interview("resume", "ingest", resume, "--name", "new")
    shown = interview("resume", "show")
    assert "The newest of 2: new" in shown.err
    assert "Ada Lovelace" in shown.out
    assert "Wrote a scheduler in Python" in interview("resume", "show", "old", "--text").out
    assert interview("resume", "show", "nwe").code == 4
    assert interview("resume", "show", "old", "--text", "--json").code == 2


def test_list_shows_every_resume(interview: Interview, resume: Path) -> None:
    assert interview("resume", "list").out == ""
    interview("resume", "ingest", resume, "--name", "me")
    assert interview("resume", "list", "--json").json[0]["person"] == "Ada Lovelace"
    table = interview("resume", "list").out
    assert "Ada Lovelace" in table
    assert "mid" in table


def test_escape_codes_of_a_resume_never_reach_the_terminal(interview: Interview, tmp_path: Path) -> None:
    file = tmp_path / "evil.txt"
    file.write_text(RESUME.replace("Python, P", "\x1b]0;owned\x07\x1b[2JPython, P"), "utf-8")
    interview("resume", "ingest", file, "--name", "me")
    for arguments in (["show", "me"], ["show", "me", "--text"], ["list"]):
        assert "\x1b" not in interview("resume", *arguments).out


def test_remove_wants_to_be_confirmed(interview: Interview, resume: Path) -> None:
    interview("resume", "ingest", resume, "--name", "me")
    assert interview("resume", "remove", "nope").code == 4
    refused = interview("resume", "remove", "me")
    assert refused.code == 2
    assert "--yes" in refused.err
    assert interview("resume", "remove", "me", "--yes").code == 0
    assert interview("resume", "list", "--json").json == []
    assert interview("resume", "remove", "me", "--yes").code == 4


@pytest.mark.parametrize(("answer", "left"), [("n", 1), ("", 1), ("y", 0)])
def test_remove_asks_a_person_whose_resume_it_is(
    interview: Interview, resume: Path, tmp_path: Path, answer: str, left: int
) -> None:
    interview("resume", "ingest", resume, "--name", "me")
    terminal = pexpect.spawn(
        sys.executable,
        ["-m", "interview_cli", "--data-dir", str(tmp_path / "data"), "resume", "remove", "me"],
        env={**os.environ, "TERM": "xterm"},
        encoding="utf-8",
        timeout=20,
    )
    terminal.expect_exact("Delete the resume me of Ada Lovelace? [y/N]")
    terminal.sendline(answer)
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    assert len(interview("resume", "list", "--json").json) == left


def test_a_model_reads_the_resume_and_is_named(
    interview: Interview, resume: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {"basics": {"name": "Ada Lovelace", "label": "Backend Engineer", "email": "ada@example.org"}}
    with LoopbackServer(always(Behaviour(text=json.dumps(found)))) as server:
        monkeypatch.setenv("OPENAI_API_BASE", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        read = interview("resume", "ingest", resume, "--json")
        assert read.json["source"].startswith("openai/")
        assert read.json["resume"]["basics"]["label"] == "Backend Engineer"
        assert read.json["resume"]["work"]
        assert "OPENAI_API_KEY is set" in read.err
        sent = len(server.requests)
        assert interview("resume", "ingest", resume, "--offline", "--json").json["source"] == "offline"
        assert len(server.requests) == sent
    assert "sk-test" not in read.err + read.out


def test_a_model_that_does_not_answer_costs_no_resume(
    interview: Interview, resume: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with LoopbackServer(always(Behaviour(status=401))) as server:
        monkeypatch.setenv("OPENAI_API_BASE", server.url)
        ran = interview("resume", "ingest", resume, "--model", "openai/test", "--json")
    assert ran.code == 0
    assert ran.json["source"] == "offline"
    assert any("read without a model" in warning for warning in ran.json["warnings"])
