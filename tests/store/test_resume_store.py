"""Resumes are kept by name, one private file each."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from stored_sample import BEGIN

from interview_cli.errors import NotFoundError, StorageError, UsageError
from interview_cli.resume.document import JsonResume, ResumeRecord
from interview_cli.store.resumes import ResumeStore


def record(name: str, text: str = "Ann Lee, engineer") -> ResumeRecord:
    resume = JsonResume.model_validate(
        {
            "basics": {"name": "Ann Lee"},
            "languages": [{"language": "Kiswahili"}],
            "x-own": {"kept": [1, "é😀"]},
        }
    )
    return ResumeRecord(
        name=name, file_name="ann.pdf", ingested_at=BEGIN, text=text, resume=resume, years=7.5
    )


@pytest.fixture
def resumes(root: Path) -> ResumeStore:
    return ResumeStore(root)


def test_a_resume_is_loaded_as_it_was_saved_and_may_be_replaced(resumes: ResumeStore, root: Path) -> None:
    resumes.save(record("me"))
    assert ResumeStore(root).load("me") == record("me")
    resumes.save(record("me", text="newer"))
    assert resumes.load("me").text == "newer"
    path = root / "resumes" / "me.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_resumes_are_listed_by_name(resumes: ResumeStore) -> None:
    assert resumes.list() == ()
    for name in ("work-2", "me", "old_one"):
        resumes.save(record(name))
    assert [kept.name for kept in resumes.list()] == ["me", "old_one", "work-2"]


def test_an_unknown_name_is_told_with_the_nearest(resumes: ResumeStore) -> None:
    with pytest.raises(NotFoundError) as empty:
        resumes.load("me")
    assert "interview resume ingest" in empty.value.hint
    resumes.save(record("backend"))
    for act in (resumes.load, resumes.remove):
        with pytest.raises(NotFoundError) as missing:
            act("bakend")
        assert missing.value.hint == "Nearest: backend."


def test_a_removed_resume_is_gone(resumes: ResumeStore, root: Path) -> None:
    resumes.save(record("me"))
    resumes.remove("me")
    assert resumes.list() == ()
    assert list((root / "resumes").iterdir()) == []


@pytest.mark.parametrize("name", ["", "Me", "../me", "a/b", "-me", "me.json", "a" * 65, "me\n", "mé"])
def test_what_is_no_name_never_becomes_a_path(resumes: ResumeStore, root: Path, name: str) -> None:
    wrong = record("me").model_copy(update={"name": name})
    for act in (lambda: resumes.save(wrong), lambda: resumes.load(name), lambda: resumes.remove(name)):
        with pytest.raises(UsageError, match="can't name a resume"):
            act()
    assert not root.exists()


def test_a_damaged_resume_is_set_aside_and_the_others_are_listed(resumes: ResumeStore, root: Path) -> None:
    resumes.save(record("good"))
    resumes.save(record("bad"))
    path = root / "resumes" / "bad.json"
    path.write_bytes(b'{"resume": {"1"')
    assert [kept.name for kept in resumes.list()] == ["good"]
    assert str(path) in resumes.unreadable["bad"]
    with pytest.raises(StorageError, match="It was set aside as") as error:
        resumes.load("bad")
    (aside,) = path.parent.glob("bad.json.corrupt-*")
    assert str(aside) in error.value.message
    assert aside.read_bytes() == b'{"resume": {"1"'
    assert [kept.name for kept in resumes.list()] == ["good"]
    assert resumes.unreadable == {}
