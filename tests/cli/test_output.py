"""Output that cannot be written, and standard streams that are closed, told by a real process."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from interview_cli.cli import exits
from interview_cli.errors import UsageError
from interview_cli.store.sessions import SessionStore
from tests.documents import plain_session


def shell(redirection: str, tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    store = SessionStore(tmp_path / "data")
    store.create(plain_session("abcdefgh"))
    command = [sys.executable, "-m", "interview_cli", "--data-dir", str(tmp_path / "data"), *arguments]
    return subprocess.run(
        ["sh", "-c", f'"$@" {redirection}', "sh", *command], capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full (Linux)")
@pytest.mark.parametrize(
    "arguments",
    [["history"], ["history", "--json"], ["history", "show", "last"], ["export"], ["history", "--help"]],
)
def test_a_full_disk_behind_stdout_is_a_storage_error(tmp_path: Path, arguments: list[str]) -> None:
    ran = shell(">/dev/full", tmp_path, *arguments)

    assert ran.returncode == exits.STORAGE
    assert ran.stderr == (
        "error: Cannot write to standard output: no space left on device.\n"
        "hint: Everything saved before is kept.\n"
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full (Linux)")
@pytest.mark.parametrize(
    ("arguments", "code"), [(["history"], exits.FINE), (["history", "show", "nowhere"], exits.NOT_FOUND)]
)
def test_talk_that_cannot_be_written_changes_no_exit_code(
    tmp_path: Path, arguments: list[str], code: int
) -> None:
    assert shell("2>/dev/full", tmp_path, *arguments).returncode == code


@pytest.mark.parametrize("arguments", [["history"], ["history", "--json"], ["export"]])
def test_a_closed_stdout_is_a_storage_error(tmp_path: Path, arguments: list[str]) -> None:
    ran = shell(">&-", tmp_path, *arguments)

    assert ran.returncode == exits.STORAGE
    assert ran.stderr.startswith("error: Cannot write to standard output: it is closed.\n")


def test_without_stderr_and_stdin_data_still_comes(tmp_path: Path) -> None:
    ran = shell("2>&- <&-", tmp_path, "history")

    assert ran.returncode == exits.FINE
    assert "Ada Lovelace" in ran.stdout


def test_a_name_of_any_length_makes_no_message_of_that_length(capsys: pytest.CaptureFixture[str]) -> None:
    assert exits.report(UsageError(f"There is no {'a' * 5_000}.", "Look."), debug=False) == exits.USAGE
    error, hint = capsys.readouterr().err.splitlines()
    assert (len(error), error[-4:], hint) == (len("error: ") + 1_003, "a...", "hint: Look.")


def test_an_unknown_error_has_an_exit_code_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert exits.report(ZeroDivisionError("x"), debug=False) == exits.DEFECT == 70
    assert "This is a defect of interview-cli." in capsys.readouterr().err


def test_a_reader_that_went_away_is_not_taken_for_a_low_score(tmp_path: Path) -> None:
    SessionStore(tmp_path / "data").create(plain_session("abcdefgh"))
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "interview_cli", "--data-dir", str(tmp_path / "data"), "history"]
    ran = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)

    assert (ran.returncode, ran.stderr) == (exits.BROKEN_PIPE, "")


def test_a_table_piped_to_a_pager_fits_the_terminal_around_it(tmp_path: Path) -> None:
    SessionStore(tmp_path / "data").create(plain_session("abcdefgh"))
    command = [sys.executable, "-m", "interview_cli", "--data-dir", str(tmp_path / "data"), "history"]
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    shown = pexpect.run(
        f"sh -c '{shlex.join(command)} | cat'", env=environment, dimensions=(24, 70), encoding="utf-8"
    ).replace("\r", "")
    table = shown[shown.index("\nID ") : shown.index("1 session.")]
    assert "abcd" in table
    assert max(map(len, table.splitlines())) <= 70
