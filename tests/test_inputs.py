"""Files that a person names: ordinary ones, pipes and terminals are opened, and nothing is waited for."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from interview_cli.inputs import open_input


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"role: x")
    with open_input(path) as file:
        assert file.read() == b"role: x"


def test_a_pipe_is_read_to_its_end_however_slowly_it_is_written(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    late = threading.Timer(0.2, lambda: (os.write(writing, b"late"), os.close(writing)))
    late.start()
    with open_input(Path(f"/dev/fd/{reading}")) as file:
        assert file.read() == b"late"
    late.join()
    os.close(reading)


def test_a_pipe_that_nobody_writes_to_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with open_input(path) as file:
        assert file.read() == b""


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("/dev/zero", "Is a device"),
        ("/", "Is a directory"),
        ("/no/such/file", "No such file"),
        ("a\x00b", "Is no name"),
    ],
    ids=["device", "folder", "nothing", "null byte"],
)
def test_what_is_no_file_is_an_error_of_the_system(name: str, says: str) -> None:
    with pytest.raises(OSError, match=says):
        open_input(Path(name))
