"""`interview notes`: kept, listed and removed from the command line."""

from __future__ import annotations

import os
import stat
from datetime import date, timedelta
from pathlib import Path

import pytest

from interview_cli.editor import TextEditor
from interview_cli.errors import UsageError
from tests.cli.conftest import Interview

TODAY = date.today()


def test_a_note_is_kept_for_today_and_listed(interview: Interview) -> None:
    added = interview("notes", "add", "Moved the importer to a queue")
    assert added.code == 0
    assert added.out == ""
    assert "interview session start --notes 7" in added.err
    [listed] = interview("notes", "list", "--json").json
    assert (listed["text"], listed["date"]) == ("Moved the importer to a queue", str(TODAY))
    table = interview("notes", "list").out
    assert listed["id"] in table
    assert "Moved the importer to a queue" in table


def test_a_note_can_come_from_a_pipe_and_tell_of_another_day(interview: Interview) -> None:
    day = TODAY - timedelta(days=3)
    ran = interview("notes", "add", "-", "--date", str(day), "--json", typed="Wrote it\ndown. 日本\n")
    assert (ran.json["text"], ran.json["date"]) == ("Wrote it\ndown. 日本", str(day))
    assert interview("notes", "add", typed="Without a dash too").code == 0
    assert len(interview("notes", "list", "--days", "2", "--json").json) == 1
    assert len(interview("notes", "list", "--days", "3", "--json").json) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("",), "The note has no text."),
        (("x" * 5000,), "more than 4,000 characters"),
        (("text", "--date", "yesterday"), "'yesterday' is no day."),
        (("text", "--date", str(TODAY + timedelta(days=2))), "has not come yet"),
        ((), "The note has no text."),
    ],
)
def test_what_cannot_be_kept_is_refused(interview: Interview, arguments: tuple[str, ...], said: str) -> None:
    ran = interview("notes", "add", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert interview("notes", "list", "--json").json == []


def test_a_file_in_the_place_of_the_data_folder_is_told(interview: Interview, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("no folder", "utf-8")
    ran = interview("notes", "add", "Wrote the release notes.")
    assert ran.code == 5
    assert "a file is in the place of the folder" in ran.err or "is not a folder" in ran.err


def test_bytes_that_are_no_text_are_refused(interview: Interview) -> None:
    assert interview("notes", "add", "-", typed=b"abc \xff\xfe").code == 2


def test_without_notes_one_is_told_how_to_write_one(interview: Interview) -> None:
    assert "There are no notes yet." in interview("notes", "list").err
    interview("notes", "add", "Long ago", "--date", str(TODAY - timedelta(days=30)))
    assert "None of your 1 notes is of these days." in interview("notes", "list", "--days", "7").err


def test_a_removed_note_is_gone(interview: Interview) -> None:
    note = interview("notes", "add", "Moved the importer", "--json").json
    assert interview("notes", "remove", note["id"][:4]).code == 0
    assert interview("notes", "list", "--json").json == []
    again = interview("notes", "remove", note["id"])
    assert again.code == 4
    assert "There is no note" in again.err


def test_escape_codes_in_a_note_reach_no_terminal(interview: Interview) -> None:
    interview("notes", "add", "Moved \x1b[31mred\x1b[0m \x1b]0;owned\x07 text")
    assert "\x1b" not in interview("notes", "list").out


# ---------------------------------------------------------------------- the editor


def editor(tmp_path: Path, script: str) -> str:
    program = tmp_path / "my editor.sh"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o700)
    return f"'{program}' --wait"


def test_what_is_written_in_the_editor_is_the_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = tmp_path / "seen"
    script = f'echo "$1" > {seen}; stat -c "%a %n" "$2" >> {seen}; echo "Written there" > "$2"'
    monkeypatch.setenv("VISUAL", editor(tmp_path, script))
    assert TextEditor().edit() == "Written there\n"
    option, file = seen.read_text().splitlines()
    assert option == "--wait"
    mode, path = file.split(" ", 1)
    assert int(mode, 8) & (stat.S_IRWXG | stat.S_IRWXO) == 0
    assert not os.path.exists(path)  # noqa: PTH110 - a name that a shell wrote


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("'unclosed", "cannot be read"),
        ("no-such-editor-here", "cannot be started"),
        ("false", "ended with an error"),
    ],
)
def test_an_editor_that_does_not_work_is_told(monkeypatch: pytest.MonkeyPatch, named: str, said: str) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", named)
    with pytest.raises(UsageError, match=said):
        TextEditor().edit()


def test_a_key_in_a_note_is_masked_before_it_is_kept_and_that_is_told(interview, tmp_path):
    key = "sk-live-0123456789abcdefABCDEF"
    added = interview("notes", "add", f"Rotated the key {key} in the payment client")
    assert added.code == 0
    assert "replaced by [masked]" in added.err
    listed = interview("notes", "list", "--json")
    assert key not in listed.out
    assert "Rotated the key [masked] in the payment client" in listed.out
    assert not any(key.encode() in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert "masked" not in interview("notes", "add", "Moved the importer to a queue at last").err
