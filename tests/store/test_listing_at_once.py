"""Storing many sessions at once: one write of the index for many, and none is ever out of sight."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_cli.errors import StorageError, UsageError
from interview_cli.store.index import INDEX_FILE
from interview_cli.store.sessions import SessionStore
from tests.documents import plain_session


def name_of(number: int) -> str:
    return "s" + "".join("abcdefghij"[int(digit)] for digit in f"{number:09}")


def listed(root: Path) -> set[str]:
    """The ids that the index holds, for a process that only reads it."""
    return {row["id"] for row in SessionStore(root).listed()}


def test_inside_sessions_are_found_without_the_index_and_afterwards_in_it(tmp_path):
    store, names = SessionStore(tmp_path), [name_of(number) for number in range(5)]
    with store.listing_at_once():
        for name in names:
            store.create(plain_session(name))
        assert listed(tmp_path) == set()
        assert store.load(names[4]).id == names[4]
        assert {row["id"] for row in SessionStore(tmp_path).rows()} == set(names)
    assert listed(tmp_path) == set(names)


def test_the_index_is_written_once_for_a_hundred_sessions(tmp_path, monkeypatch):
    written = []
    replace = Path.replace

    def noting(path: Path, target: Path) -> Path:
        if Path(target).name == INDEX_FILE:
            written.append(target)
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", noting)
    store = SessionStore(tmp_path)
    with store.listing_at_once():
        for number in range(120):
            store.create(plain_session(name_of(number)))
        assert len(listed(tmp_path)) == 100, "a crash loses no more than the rest of the list"
    assert len(listed(tmp_path)) == 120
    assert len(written) == 2


def test_what_was_stored_is_listed_when_it_is_interrupted(tmp_path):
    store = SessionStore(tmp_path)

    def begun_and_broken_off() -> None:
        with store.listing_at_once():
            store.create(plain_session(name_of(1)))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        begun_and_broken_off()
    assert listed(tmp_path) == {name_of(1)}
    store.create(plain_session(name_of(2)))
    assert listed(tmp_path) == {name_of(1), name_of(2)}, "later ones are listed at once again"


def test_a_session_that_is_stored_again_is_listed_as_it_is_now(tmp_path):
    name = name_of(1)
    SessionStore(tmp_path).create(plain_session(name, score=20))
    store = SessionStore(tmp_path)
    with store.listing_at_once():
        store.save(plain_session(name, score=80))
        assert listed(tmp_path) == set(), "a row that is no longer true is taken out before"
    [row] = store.listed()
    assert row["overall"] == pytest.approx(80, abs=1)
    with pytest.raises(StorageError):
        store.create(plain_session(name))


@pytest.mark.parametrize("status", ["completed", "in_progress"])
@pytest.mark.parametrize("left", ["nothing", "an empty folder", "half a file", "another state"])
def test_under_an_id_of_its_maker_s_choice_it_takes_the_place_of_what_a_kill_left(tmp_path, status, left):
    name, store = name_of(1), SessionStore(tmp_path)
    folder = tmp_path / "sessions" / name
    if left == "another state":
        SessionStore(tmp_path).create(plain_session(name, score=20))
    elif left != "nothing":
        folder.mkdir(parents=True)
    if left == "half a file":
        (folder / ".session.json.0123456789ab.tmp").write_bytes(b'{"session":')
    with store.listing_at_once():
        store.put(plain_session(name, score=80, status=status))
    [row] = store.listed()
    assert (row["id"], row["status"]) == (name, status)
    assert store.load(name).status == status
    assert store.rows() == [row]
    with pytest.raises(UsageError):
        store.put(plain_session("../../etc"))
