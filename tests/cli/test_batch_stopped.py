"""A batch that is killed or interrupted is gone on with, and nothing is held or stored twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pexpect
import pytest

from interview_cli.interview.session import Session
from interview_cli.store.sessions import SessionStore
from tests.cli.conftest import Interview
from tests.loopback import Behaviour, LoopbackServer

ROWS = 8
# Long enough for anything that is to end soon on a busy machine.
SOON = 20


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """A file of rows that keep a processor busy for a while each."""
    path = tmp_path / "rows.jsonl"
    personas = ("chatty", "medium", "strong", "weak", "confused")
    written = [
        {"role": "backend_engineer", "questions": 4, "persona": personas[number % 5]}
        for number in range(ROWS)
    ]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in written))
    return path


def command(rows: Path) -> list[str]:
    places = ["--data-dir", str(rows.parent / "data"), "--config", str(rows.parent / "config" / "c.yaml")]
    return [sys.executable, "-m", "interview_cli", *places, "batch", "run", str(rows), "--offline"]


def begun(rows: Path) -> subprocess.Popen[str]:
    """The batch in a process group of its own, as a shell begins it.

    Lines with documents fill the pipe, so that it is not done before a test has read the first ones.
    """
    return subprocess.Popen(
        [*command(rows), "--jobs", "2", "--documents"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "HOME": str(rows.parent)},
    )


def first_lines(process: subprocess.Popen[str], count: int) -> list[dict[str, Any]]:
    assert process.stdout is not None
    found = [json.loads(process.stdout.readline()) for _ in range(count)]
    for line in found:
        assert line.pop("document")["status"] == "completed"
    return found


def folders(rows: Path) -> set[str]:
    return {path.name for path in (rows.parent / "data" / "sessions").iterdir()}


def check_gone_on(interview: Interview, rows: Path, before: list[dict[str, Any]]) -> None:
    """Go on, and find every row done, once, with what was done before left as it was."""
    kept = folders(rows)
    ran = interview("batch", "run", rows, "--offline", "--jobs", "1", "--continue", "--documents")
    assert ran.code == 0, ran.err
    assert ran.err == f"{ROWS} of {ROWS} rows complete.\n"
    results = [json.loads(line) for line in ran.out.splitlines()]
    assert [line["row"] for line in results] == list(range(1, ROWS + 1))
    documents = [line.pop("document") for line in results]
    assert results[: len(before)] == before
    ids = [line["session"] for line in results]
    assert kept <= set(ids), "what was under way was stored under the id that it has now"
    assert folders(rows) == set(ids)
    assert len(set(ids)) == ROWS
    store = SessionStore(rows.parent / "data")
    listed = {row["id"]: row for row in store.listed()}
    for row in store.rows():
        assert row["status"] == "completed"
        assert listed[row["id"]] == row
    assert store.unreadable == {}
    for session_id, document in zip(ids, documents, strict=True):
        assert store.load(session_id) == Session.model_validate(document)


def test_killed_in_the_middle_it_goes_on_with_what_is_missing(interview: Interview, rows: Path):
    process = begun(rows)
    before = first_lines(process, 3)
    process.kill()
    # Standard output ends when the last worker has gone too.
    process.communicate(timeout=SOON)
    assert process.returncode == -signal.SIGKILL
    done = {line["session"] for line in before}
    stored = SessionStore(rows.parent / "data")
    assert done <= {row["id"] for row in stored.rows()}, "sessions that the index missed are found"
    assert len(folders(rows)) < ROWS
    check_gone_on(interview, rows, before)


def test_killed_between_a_session_and_its_note_it_keeps_the_session_once(interview: Interview, rows: Path):
    rows.write_text("".join(rows.read_text().splitlines(keepends=True)[1:4]))
    ran = interview("batch", "run", rows, "--offline")
    first = [json.loads(line) for line in ran.out.splitlines()]
    [journal] = (rows.parent / "data" / "batch").glob("*.jsonl")
    whole = journal.read_bytes()
    for end in (whole.rindex(b'{"digest"'), len(whole) - 40):
        journal.write_bytes(whole[:end])
        ran = interview("batch", "run", rows, "--offline", "--continue")
        again = [json.loads(line) for line in ran.out.splitlines()]
        assert [line["session"] for line in again] == [line["session"] for line in first]
        assert again[:2] == first[:2]
        assert folders(rows) == {line["session"] for line in first}
        assert interview("history", "--json").json["count"] == 3


def test_killed_before_a_session_was_written_it_takes_the_folder_that_is_left(
    interview: Interview, rows: Path
):
    rows.write_text(rows.read_text().splitlines()[3])
    ran = interview("batch", "run", rows, "--offline")
    session = json.loads(ran.out)["session"]
    [journal] = (rows.parent / "data" / "batch").glob("*.jsonl")
    journal.write_bytes(journal.read_bytes().splitlines(keepends=True)[0])
    (rows.parent / "data" / "sessions" / session / "session.json").unlink()
    ran = interview("batch", "run", rows, "--offline", "--continue")
    assert (ran.code, json.loads(ran.out)["session"]) == (0, session)
    assert interview("history", "show", session).code == 0


def test_ctrl_c_ends_it_soon_and_says_how_to_go_on(interview: Interview, rows: Path):
    process = begun(rows)
    before = first_lines(process, 1)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=SOON)
    assert process.returncode == 130
    assert "Traceback" not in told
    first, command = told.strip().splitlines()
    assert first == "Interrupted; complete rows are kept. Go on with it:"
    assert command.strip().startswith("interview ")
    assert command.strip().endswith(f" batch run {rows} --jobs 2 --offline --documents --continue")
    assert len(folders(rows)) < ROWS
    check_gone_on(interview, rows, before)


def test_ctrl_c_waits_for_no_provider(rows: Path, monkeypatch: pytest.MonkeyPatch):
    rows.write_text("".join(line.replace("}", ', "model": "gpt-4o-mini"}') for line in rows.open()))
    asked = threading.Event()

    def slow(request: dict[str, Any], number: int) -> Behaviour:
        asked.set()
        return Behaviour(delay=3600)

    with LoopbackServer(slow) as server:
        monkeypatch.setenv("OPENAI_API_BASE", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-of-nobody")
        process = begun(rows)
        assert asked.wait(SOON)
        os.killpg(process.pid, signal.SIGINT)
        out, told = process.communicate(timeout=SOON)
    assert (process.returncode, out) == (130, "")
    assert told.startswith("Interrupted; complete rows are kept.")
    assert "Traceback" not in told
    assert len(told.splitlines()) == 2


def test_in_a_terminal_it_shows_how_far_it_is_and_heeds_the_ctrl_c_of_its_keyboard(rows: Path):
    environ = {**os.environ, "HOME": str(rows.parent), "TERM": "xterm"}
    terminal = pexpect.spawn(
        command(rows)[0], command(rows)[1:], env=environ, encoding="utf-8", timeout=SOON, dimensions=(24, 300)
    )
    terminal.expect(rf"1 of {ROWS} rows")
    terminal.expect(rf"2 of {ROWS} rows")
    terminal.sendintr()
    terminal.expect("Interrupted; complete rows are kept")
    terminal.expect(pexpect.EOF)
    assert "Traceback" not in terminal.before
    terminal.close()
    assert terminal.exitstatus == 130
