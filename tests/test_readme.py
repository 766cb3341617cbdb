"""What the README says is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from interview_cli.cli import exits
from interview_cli.cli.app import run
from tests import make_key_table
from tests.make_command_table import current_table, rows
from tests.readme_table import README

ROOT = README.parent
TEXT = README.read_text("utf-8")


def test_the_command_table_is_what_the_help_says():
    assert current_table() == rows(), "run: python -m tests.make_command_table"


def test_the_table_of_keys_is_the_apps_own():
    assert make_key_table.current_table() == make_key_table.rows(), "run: python -m tests.make_key_table"


def test_every_command_shown_in_a_code_block_is_a_real_one(capsys):
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)).replace("\\\n", " ")
    shown = [line.split("#")[0].split() for line in blocks.splitlines() if line.startswith("interview ")]
    assert len(shown) > 8
    for words in shown:
        path = [words[1]] if words[1] in ("export", "doctor", "score") else words[1:3]
        path = [word for word in path if not word.startswith("-")]
        assert run([*path, "--help"]) == exits.FINE
        options = {word for word in words if word.startswith("--")}
        assert options <= set(re.findall(r"--[\w-]+", capsys.readouterr().out)), words


@pytest.mark.parametrize(
    "code", ["FINE", "BELOW_SCORE", "USAGE", "PROVIDER", "NOT_FOUND", "STORAGE", "RESUMABLE", "DEFECT"]
)
def test_the_exit_codes_are_listed(code):
    assert re.search(rf"^\| {getattr(exits, code)} \| \w", TEXT, re.MULTILINE)


def test_every_file_it_names_is_there():
    for name in re.findall(r"\b((?:examples|interview_cli|\.ci)/[\w./-]+)", TEXT):
        assert (ROOT / name.rstrip(".")).exists(), name


def test_it_says_nothing_of_a_machine_it_was_written_on():
    assert not re.search(r"(?<![\w.])/(root|home|work|tmp|Users)/", TEXT)
    assert Path(ROOT / ".ci" / "run").read_text("utf-8").count("sh .ci/test") == 2
