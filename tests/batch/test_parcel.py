"""What travels to a worker: files by their places, once each, and nothing outside of the parcel's folder."""

from __future__ import annotations

import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from interview_cli import __version__
from interview_cli.batch import parcel as parcels
from interview_cli.batch.parcel import Packer, Parcel, unpack
from interview_cli.errors import UsageError


def test_files_come_out_as_they_went_in(tmp_path):
    (tmp_path / "mine" / "deep").mkdir(parents=True)
    (tmp_path / "mine" / "a.yaml").write_text("a: 1\n")
    (tmp_path / "mine" / "deep" / "b.md").write_bytes(b"\xff\x00b")
    (tmp_path / "mine" / "c.sqlite").write_text("not wanted")
    packer = Packer()
    place = packer.add_file(tmp_path / "mine" / "c.sqlite", "files", "job")
    packer.add_folder(tmp_path / "mine", "home/roles", frozenset({".yaml", ".md"}))
    packer.add_folder(tmp_path / "nowhere", "home/prompts", frozenset({".md"}))
    root = unpack(pickle.loads(pickle.dumps(packer.parcel())))
    found = sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
    assert found == sorted(["home/roles/a.yaml", "home/roles/deep/b.md", place])
    assert (root / "home/roles/deep/b.md").read_bytes() == b"\xff\x00b"
    assert (root / place).read_text() == "not wanted"


def test_files_of_one_name_from_two_folders_keep_apart_and_one_named_twice_travels_once(tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "answers.yaml").write_text(folder)
    packer = Packer()
    places = [
        packer.add_file(tmp_path / folder / "answers.yaml", "files", "answers") for folder in ("one", "two")
    ]
    again = packer.add_file(tmp_path / "one" / ".." / "one" / "answers.yaml", "files", "answers")
    assert places[0] != places[1]
    assert again == places[0]
    assert len(packer.parcel().files) == 2


def test_a_parcel_is_laid_out_once_in_a_process():
    first = Parcel({"a": b"1"})
    assert unpack(first) == unpack(Parcel({"a": b"1"}))
    assert unpack(first) != unpack(Parcel({"a": b"2"}))
    assert unpack(first) != unpack(Parcel({"b": b"1"}))


def test_a_process_that_ends_leaves_nothing_of_it_behind(tmp_path):
    code = "from interview_cli.batch.parcel import *; print(unpack(Parcel({'a/b': b'1'})))"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"TMPDIR": str(tmp_path)},
    )
    assert ran.stdout.startswith(str(tmp_path))
    assert list(tmp_path.iterdir()) == []
    assert ran.stderr == ""


def test_the_work_of_another_version_is_refused_with_both_versions():
    with pytest.raises(UsageError) as refused:
        unpack(Parcel({}, version="0.0.1"))
    assert __version__ in refused.value.message
    assert "0.0.1" in refused.value.message
    assert "same version" in refused.value.hint


@pytest.mark.parametrize("place", ["../outside", "a/../../outside", "/outside-of-everything"])
def test_no_file_is_laid_outside_of_the_folder(place):
    with pytest.raises(UsageError, match="outside"):
        unpack(Parcel({place: b"x"}))


def test_what_is_in_a_parcel_is_never_shown():
    assert "secret" not in repr(Parcel({"home/data/resumes/ada.json": b"secret"}))


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UsageError, match=r"nowhere\.yaml: No such file"):
        Packer().add_file(tmp_path / "nowhere.yaml", "files", "plan")


def test_too_much_for_a_cluster_is_refused_but_a_file_packed_again_counts_once(monkeypatch):
    monkeypatch.setattr(parcels, "LARGEST_BYTES", 10)
    packer = Packer()
    for _ in range(3):
        packer.add("a", b"123456")
    packer.add("b", b"1234")
    with pytest.raises(UsageError, match="take more than"):
        packer.add("c", b"1")


def test_threads_of_a_worker_find_every_file_there_whoever_lays_them_out():
    parcel = Parcel({f"files/{number}.txt": b"x" * 1000 for number in range(300)})
    ready = Barrier(8)

    def look(_: int) -> int:
        ready.wait()
        return sum((unpack(parcel) / place).is_file() for place in parcel.files)

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(look, range(8))) == {300}
