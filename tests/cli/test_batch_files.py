"""The file of a batch and the files its rows name: pipes and devices, and what becomes of them."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Interview, Ran

ROW = {"role": "backend_engineer", "persona": "weak", "questions": 1, "max_follow_ups": 0}
Piped = Callable[..., Ran]


@pytest.fixture
def piped(interview: Interview, tmp_path: Path) -> Piped:
    """Runs a batch that comes through a pipe which the file system has a name for, as `<(...)` makes them."""

    def run(text: str, *arguments: str) -> Ran:
        pipe = tmp_path / f"pipe-{len(list(tmp_path.iterdir()))}"
        os.mkfifo(pipe)
        writing = threading.Thread(target=pipe.write_text, args=(text,), daemon=True)
        writing.start()
        ran = interview("batch", "run", pipe, "--offline", *arguments)
        writing.join()
        return ran

    return run


def test_a_batch_may_come_through_a_pipe_and_be_gone_on_with_through_another(
    piped: Piped, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "answers.txt").write_text("I would measure it first.")
    monkeypatch.chdir(tmp_path / "here")
    rows = [ROW, {"role": "backend_engineer", "questions": 1, "answers": "answers.txt"}]
    text = "".join(f"{json.dumps(row)}\n" for row in rows)
    ran = piped(text)
    assert ran.code == 0, ran.out
    again = piped(text, "--continue")
    assert (again.code, again.out) == (0, ran.out), "nothing was held again"


def test_a_file_that_never_ends_is_refused(interview: Interview):
    ran = interview("batch", "run", "/dev/zero", "--offline")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: /dev/zero: Is a device.")


@pytest.mark.parametrize("field", ["resume", "job", "plan", "persona", "answers"])
def test_a_row_that_names_a_pipe_or_a_folder_fails_at_once(interview: Interview, tmp_path: Path, field: str):
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "folder.yaml").mkdir()
    base: dict[str, Any] = {
        key: value for key, value in ROW.items() if field != "answers" or key != "persona"
    }
    rows = [{**base, field: name} for name in ("pipe.yaml", "folder.yaml")]
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    ran = interview("batch", "run", path, "--offline")
    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.code == 2
    assert [line["error"] for line in lines] == [
        f"{tmp_path / name}: is no ordinary file." for name in ("pipe.yaml", "folder.yaml")
    ]
    assert {line["hint"] for line in lines} == {f"Check the {field} of the row."}


def test_a_job_called_by_a_dash_is_a_file_and_not_standard_input(
    interview: Interview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "-").write_text("We look for a backend engineer who knows Python and PostgreSQL.\n" * 5)
    ran = interview("batch", "run", "-", "--offline", "--documents", typed=json.dumps({**ROW, "job": "-"}))
    assert ran.code == 0, ran.out
    assert json.loads(ran.out)["document"]["job"]["source"] == "-"


def test_rows_that_fail_alike_are_told_together_at_the_end(interview: Interview, tmp_path: Path):
    path = tmp_path / "rows.jsonl"
    rows = [{**ROW, "role": "lion_tamer"}] * 3 + [{**ROW, "resume": "nobody"}, ROW]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    ran = interview("batch", "run", path, "--offline")
    told = ran.err.splitlines()
    assert len(told) == 2, "what one row alone says stands in its line"
    assert told[0].startswith("3 rows: ")
    assert "lion_tamer" in told[0]
    assert told[1] == "1 of 5 rows complete, 4 failed."
