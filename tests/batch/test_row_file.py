"""What a row may name as a file: what ends, and is no larger than what a person writes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from interview_cli.batch.row_file import LARGEST_BYTES, read_row_file, row_file
from interview_cli.errors import UsageError


def told(path: Path) -> str:
    """What both ways to use a file say of it."""
    said = set()
    for use in (row_file, read_row_file):
        with pytest.raises(UsageError) as failed:
            use(path, "job")
        assert failed.value.hint == "Check the job of the row."
        said.add(failed.value.message)
    [message] = said
    return message


def test_an_ordinary_file_is_read_as_it_is_also_through_a_link(tmp_path):
    (tmp_path / "job.md").write_bytes(b"\xff\x00job")
    (tmp_path / "link.md").symlink_to("job.md")
    for name in ("job.md", "link.md"):
        assert row_file(tmp_path / name, "job") == tmp_path / name
        assert read_row_file(tmp_path / name, "job") == b"\xff\x00job"


@pytest.mark.parametrize("path", ["/dev/zero", ".", "fifo", "link"])
def test_what_never_ends_or_is_no_file_is_not_opened(tmp_path, path):
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "link").symlink_to("fifo")
    assert told(tmp_path / path) == f"{tmp_path / path}: is no ordinary file."


def test_what_is_not_there_or_can_be_nowhere_is_told(tmp_path):
    assert told(tmp_path / "nowhere.md").endswith("nowhere.md: No such file or directory.")
    assert told(tmp_path / "a\0b").endswith("embedded null byte.")
    assert told(tmp_path / ("a" * 300)).endswith("File name too long.")


def test_what_is_too_large_is_not_read(tmp_path):
    path = tmp_path / "huge.md"
    with path.open("wb") as file:
        file.truncate(LARGEST_BYTES)
    assert row_file(path, "job") == path
    with path.open("wb") as file:
        file.truncate(LARGEST_BYTES + 1)
    assert told(path) == f"{path}: larger than 10 MB."
