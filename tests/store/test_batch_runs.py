"""Which rows of a batch are done, kept so that a crash loses at most the one being written."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interview_cli.errors import StorageError, UsageError
from interview_cli.store.batch_runs import FOLDER, BatchJournal

SOURCE = "/home/ada/rows.yaml"


def journal(root: Path) -> BatchJournal:
    return BatchJournal(root, SOURCE)


def file_of(root: Path) -> Path:
    [path] = (root / FOLDER).glob("*.jsonl")
    return path


def kept(root: Path, *digests: str, anew: bool = False) -> str:
    """Keep rows; returns which run they are of."""
    opened = journal(root)
    if not anew:
        opened.rows()
    with opened.open(anew=anew) as writer:
        for digest in digests:
            writer.done(digest, {"row": digest, "text": "größer\n"})
    return opened.run


def test_rows_that_are_done_are_found_again_with_their_run(tmp_path):
    run = kept(tmp_path, "1-a", "2-b", anew=True)
    again = journal(tmp_path)
    assert again.rows() == {
        "1-a": {"row": "1-a", "text": "größer\n"},
        "2-b": {"row": "2-b", "text": "größer\n"},
    }
    assert again.run == run


def test_a_row_is_safe_on_disk_before_it_is_told(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr("os.fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_size))
    with journal(tmp_path).open(anew=True) as writer:
        for digest in ("1-a", "2-b"):
            writer.done(digest, {"row": digest})
            assert synced[-1] == file_of(tmp_path).stat().st_size


def test_going_on_adds_to_the_run_and_beginning_anew_forgets_it(tmp_path):
    run = kept(tmp_path, "1-a", anew=True)
    assert kept(tmp_path, "2-b") == run
    assert list(journal(tmp_path).rows()) == ["1-a", "2-b"]
    assert kept(tmp_path, "3-c", anew=True) != run
    assert list(journal(tmp_path).rows()) == ["3-c"]


def test_a_batch_that_was_never_run_can_t_be_gone_on_with(tmp_path):
    with pytest.raises(UsageError, match="not run here before"):
        journal(tmp_path).rows()
    kept(tmp_path, "1-a", anew=True)
    with pytest.raises(UsageError):
        BatchJournal(tmp_path, "/home/ada/other.yaml").rows()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(cut=st.integers(1, 60))
def test_cut_anywhere_by_a_crash_it_loses_one_row_and_goes_on(tmp_path, cut):
    run = kept(tmp_path, "1-a", "2-b", anew=True)
    path = file_of(tmp_path)
    last = len(path.read_bytes().splitlines()[-1]) + 1
    path.write_bytes(path.read_bytes()[: -min(cut, last)])
    assert list(journal(tmp_path).rows()) == ["1-a"]
    assert kept(tmp_path, "3-c") == run
    assert list(journal(tmp_path).rows()) == ["1-a", "3-c"], "what is added begins a line of its own"


@pytest.mark.parametrize(
    "damaged", [b"", b"{}\n", b"[]\n", b'{"run":"a"}\nnot JSON\n{"digest":"1","result":{}}\n']
)
def test_a_damaged_one_says_so_and_how_to_begin_anew(tmp_path, damaged):
    kept(tmp_path, "1-a", anew=True)
    file_of(tmp_path).write_bytes(damaged)
    with pytest.raises(StorageError) as failed:
        journal(tmp_path).rows()
    assert "damaged" in failed.value.message
    assert "without --continue" in failed.value.hint
    kept(tmp_path, "2-b", anew=True)
    assert list(journal(tmp_path).rows()) == ["2-b"]


def test_one_batch_is_run_once_at_a_time_and_another_beside_it(tmp_path):
    with journal(tmp_path).open(anew=True) as writer:
        with (
            pytest.raises(StorageError, match="being run by another process"),
            journal(tmp_path).open(anew=True),
        ):
            pass
        with BatchJournal(tmp_path, "/home/ada/other.yaml").open(anew=True):
            pass
        writer.done("1-a", {})
    assert list(journal(tmp_path).rows()) == ["1-a"], "the second one did not touch it"
    kept(tmp_path, "2-b")


def test_it_is_for_its_owner_alone_and_names_no_file_of_the_person_s(tmp_path):
    kept(tmp_path, "1-a", anew=True)
    path = file_of(tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert "rows" not in path.name
