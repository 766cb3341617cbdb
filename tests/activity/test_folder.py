"""Markdown files of a folder are read with limits, and never from outside it."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from interview_cli.activity import folder as reading
from interview_cli.activity.folder import read_folder
from interview_cli.errors import UsageError
from tests.activity.conftest import NOW


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    return folder


def write(path: Path, text: str | bytes = "Something was done here.", *, days: float = 1) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    changed = (NOW - timedelta(days=days)).timestamp()
    os.utime(path, (changed, changed))
    return path


def names(folder: Path, days: int = 7) -> list[str]:
    return [file.name for file in read_folder(folder, NOW, days)[0]]


def test_markdown_files_changed_in_these_days_are_read_newest_first(notes):
    write(notes / "old.md", days=8)
    write(notes / "work" / "b.markdown", days=3)
    write(notes / "A.MD", days=2)
    write(notes / "c.txt")
    assert names(notes) == ["A.MD", "work/b.markdown"]
    assert names(notes, 30) == ["A.MD", "work/b.markdown", "old.md"]
    files, remarks = read_folder(notes, NOW, 7)
    assert files[0].text == "Something was done here."
    assert files[0].at == NOW - timedelta(days=2)
    assert remarks == []


def test_hidden_folders_and_those_of_programs_are_passed_over(notes):
    for place in (".obsidian", "node_modules/x", "a/.git", "venv/lib", "vendor"):
        write(notes / place / "n.md")
    write(notes / ".hidden.md")
    write(notes / "kept" / "n.md")
    assert names(notes) == ["kept/n.md"]


def test_links_are_not_followed_out_of_the_folder_nor_in_circles(notes, tmp_path):
    write(tmp_path / "outside" / "secret.md")
    (notes / "linked").symlink_to(tmp_path / "outside")
    (notes / "link.md").symlink_to(tmp_path / "outside" / "secret.md")
    (notes / "self").symlink_to(notes)
    write(notes / "own.md")
    assert names(notes) == ["own.md"]
    (tmp_path / "door").symlink_to(notes)
    assert names(tmp_path / "door") == ["own.md"]


def test_what_is_no_text_of_usual_size_is_told_and_the_rest_is_read(notes):
    write(notes / "latin.md", "Größe".encode("latin-1"))
    write(notes / "zero.md", b"a\0b")
    write(notes / "big.md", b"x" * (reading.LARGEST_BYTES + 1))
    write(notes / "bom.md", "\ufeffWith a mark at its beginning.")
    os.mkfifo(notes / "pipe.md")
    files, remarks = read_folder(notes, NOW, 7)
    assert [file.text for file in files] == ["With a mark at its beginning."]
    [remark] = remarks
    for part in ("latin.md (not UTF-8 text)", "zero.md (not text)", "big.md (larger than 1 MB)"):
        assert part in remark


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_files_and_folders_that_may_not_be_read_are_told(notes):
    write(notes / "closed.md").chmod(0)
    write(notes / "locked" / "n.md").parent.chmod(0)
    files, remarks = read_folder(notes, NOW, 7)
    (notes / "locked").chmod(0o700)
    assert files == []
    assert "closed.md (permission denied)" in " ".join(remarks)
    assert "locked (permission denied)" in " ".join(remarks)


def test_there_are_limits_to_files_read_and_files_looked_at(notes, monkeypatch):
    for number in range(6):
        write(notes / f"{number}.md", days=1 + number / 100)
    monkeypatch.setattr(reading, "MOST_FILES", 4)
    files, [remark] = read_folder(notes, NOW, 7)
    assert [file.name for file in files] == ["0.md", "1.md", "2.md", "3.md"]
    assert "6 files were changed" in remark
    monkeypatch.setattr(reading, "MOST_SEEN", 3)
    files, remarks = read_folder(notes, NOW, 7)
    assert len(files) == 3
    assert "more than 3 files" in remarks[0]


def test_a_folder_that_is_not_there_is_told(notes):
    with pytest.raises(UsageError, match="There is no folder"):
        read_folder(notes / "nowhere", NOW, 7)
    with pytest.raises(UsageError, match="There is no folder"):
        read_folder(write(notes / "file.md"), NOW, 7)
