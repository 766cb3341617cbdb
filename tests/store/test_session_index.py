"""A list of sessions is right whatever happened to the index, and opens none of them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from stored_sample import BEGIN, completed, session, turn

from interview_cli.coach.evaluation import Evaluation
from interview_cli.store import locks
from interview_cli.store.codec import PLAIN
from interview_cli.store.folders import SessionFolders
from interview_cli.store.index import Index
from interview_cli.store.row import row_of
from interview_cli.store.sessions import Asked, SessionStore


def ids(store: SessionStore) -> list[str]:
    return [row["id"] for row in store.rows()]


def fill(store: SessionStore) -> None:
    store.create(completed(session("aaaa2222", ["indexes", "queues"], day=1, level=3)))
    store.create(completed(session("bbbb2222", ["queues"], day=3, candidate="Bob"), overall=80))
    store.create(session("cccc2222", day=2))


def test_rows_come_newest_first_and_hold_what_a_history_shows(store: SessionStore) -> None:
    assert store.rows() == []
    fill(store)
    assert ids(store) == ["bbbb2222", "cccc2222", "aaaa2222"]
    row = dict(store.rows()[2])
    assert row.pop("stamp")
    assert row == {
        "id": "aaaa2222",
        "created_at": "2025-03-02T09:30:00.000000+00:00",
        "candidate": "Ann",
        "role": "backend_engineer",
        "role_name": "Backend Engineer",
        "type": "mixed",
        "level": "mid",
        "status": "completed",
        "overall": 60.0,
        "scores": {"technical": 60.0},
        "scored_by": "offline",
        "rubric_version": "r1",
        "prompt_hash": "",
        "planned": 3,
        "answered": 2,
        "unscored": 0,
        "rated": 0,
        "minutes": 30,
        "asked_ids": "indexes queues",
        "attempts": "indexes,e362814cb224,-86400,3,0 queues,e362814cb224,-86400,3,0",
        "judges": "offline\tr1\t",
        "delivery": "",
    }


def test_scores_of_several_judges_are_told_apart_from_those_of_one(store: SessionStore) -> None:
    mixed = completed(session("aaaa2222", ["indexes", "queues"], level=3))
    mixed.turns[1].evaluations.append(
        Evaluation(at=BEGIN, status="scored", source="m/1", rubric_version="r1", prompt_hash="p1", level=4)
    )
    mixed.turns.append(turn("caches"))
    mixed.turns[2].evaluations.append(
        Evaluation(at=BEGIN, status="unscored", source="m/2", rubric_version="r2", why_unscored="no reply")
    )
    store.create(mixed)
    (row,) = store.rows()
    assert (row["scored_by"], row["rubric_version"], row["prompt_hash"]) == ("m/1+offline", "r1", "p1")
    assert row["unscored"] == 1
    assert store.unscored() == ["aaaa2222"]


def test_saving_a_turn_leaves_the_index_alone_and_the_row_is_right_all_the_same(
    store: SessionStore, root: Path
) -> None:
    interview = session("aaaa2222")
    store.create(interview)
    written = (root / "index.json").read_bytes()
    interview.turns.append(turn("indexes"))
    store.save(interview)
    assert (root / "index.json").read_bytes() == written
    (row,) = SessionStore(root).rows()
    assert (row["answered"], row["asked_ids"]) == (1, "indexes")
    store.save(completed(interview, overall=75))
    assert Index(root, PLAIN).rows()["aaaa2222"]["overall"] == 75


def test_a_list_opens_no_session_that_has_ended(store: SessionStore, root: Path) -> None:
    fill(store)
    expected = store.rows()
    for name in ("aaaa2222", "bbbb2222"):
        (root / "sessions" / name / "session.json").write_bytes(b"never read")
    assert SessionStore(root).rows() == expected


def test_a_list_loads_neither_pydantic_nor_locks(store: SessionStore, root: Path) -> None:
    fill(store)
    code = (
        "import sys; from pathlib import Path; from interview_cli.store.sessions import SessionStore;"
        "print(len(SessionStore(Path(sys.argv[1])).rows()), {'pydantic', 'filelock'} & set(sys.modules))"
    )
    repository = Path(__file__).parents[2]
    command = [sys.executable, "-c", code, str(root)]
    run = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "3 set()"


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"sessions.3": []}',
        b'{"sessions.3": {"1": 7}}',
        b'{"sessions.3": {"1": {"id": "aaaa2222", "status": "completed"}}}',
        b'{"sessions.1": {"1": {"id": "aaaa2222", "status": "completed"}}}',
        b"\xff\xfe\x00",
    ],
)
def test_an_index_that_is_missing_or_damaged_is_made_anew(
    store: SessionStore, root: Path, content: bytes | None
) -> None:
    fill(store)
    expected = store.rows()
    index = root / "index.json"
    index.unlink()
    if content is not None:
        index.write_bytes(content)
    assert SessionStore(root).rows() == expected
    assert Index(root, PLAIN).rows() == {row["id"]: row for row in expected}
    assert b"sessions.1" not in index.read_bytes()
    aside = [path.read_bytes() for path in root.glob("index.json.corrupt-*")]
    is_json_of_tables = content is None or content.endswith(b"}}}")
    assert aside == ([] if is_json_of_tables else [content])


def test_sessions_put_into_the_folder_or_taken_out_by_hand_are_noticed(
    store: SessionStore, root: Path, tmp_path: Path
) -> None:
    fill(store)
    other = SessionStore(tmp_path / "other")
    other.create(completed(session("dddd2222", day=9)))
    shutil.copytree(tmp_path / "other" / "sessions" / "dddd2222", root / "sessions" / "dddd2222")
    shutil.rmtree(root / "sessions" / "bbbb2222")
    assert ids(store) == ["dddd2222", "cccc2222", "aaaa2222"]
    assert Index(root, PLAIN).rows().keys() == {"dddd2222", "cccc2222", "aaaa2222"}


def test_what_is_no_session_is_ignored(store: SessionStore, root: Path) -> None:
    fill(store)
    (root / "sessions" / "emptydir").mkdir()
    (root / "sessions" / ".DS_Store").write_bytes(b"x")
    (root / "sessions" / "Not An Id").mkdir()
    assert len(store.rows()) == 3
    assert store.unreadable == {}


def test_an_ended_session_may_change_again(store: SessionStore, root: Path) -> None:
    fill(store)
    later = SessionStore(root)
    judged = later.load("aaaa2222")
    later.save(completed(judged, overall=90))
    assert {row["id"]: row["overall"] for row in store.rows()}["aaaa2222"] == 90
    opened = SessionStore(root).load("aaaa2222")
    opened.status = "in_progress"
    SessionStore(root).save(opened)
    assert Index(root, PLAIN).rows()["aaaa2222"]["status"] == "in_progress"
    assert {row["id"]: row["status"] for row in store.rows()}["aaaa2222"] == "in_progress"


def test_a_session_cut_short_between_document_and_index_is_listed_as_it_is(
    store: SessionStore, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview = session("aaaa2222")
    store.create(interview)
    monkeypatch.setattr(locks, "_INDEX_PATIENCE", 0.05)
    with locks.index_lock(root):
        store.save(completed(interview, overall=75))
        store.create(session("bbbb2222", day=1))
        assert [(row["id"], row["overall"]) for row in store.rows()] == [("bbbb2222", None), ("aaaa2222", 75)]
    assert Index(root, PLAIN).rows()["aaaa2222"]["overall"] is None, "the index could not be written"
    assert [row["overall"] for row in SessionStore(root).rows()] == [None, 75]
    assert Index(root, PLAIN).rows()["aaaa2222"]["overall"] == 75


def test_a_row_made_of_an_older_state_never_replaces_a_newer_one(root: Path) -> None:
    root.mkdir()
    index = Index(root, PLAIN)
    newer = row_of(completed(session("aaaa2222"), overall=90), "new")
    older = row_of(session("aaaa2222"), "old")
    index.update([newer])
    index.update([older], still_true=lambda row: row["stamp"] == "new")
    assert index.rows() == {"aaaa2222": newer}


def test_a_list_made_while_a_session_is_saved_keeps_no_older_row(
    store: SessionStore, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview = session("aaaa2222")
    store.create(interview)
    (root / "index.json").unlink()
    has_read = threading.Event()
    update = Index.update

    def tell_and_update(*args: object, **options: object) -> None:
        has_read.set()
        update(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Index, "update", tell_and_update)
    lister = threading.Thread(target=SessionStore(root).rows)
    with locks.index_lock(root):
        lister.start()
        assert has_read.wait(10)
        SessionFolders(root, PLAIN).write(completed(interview))
    lister.join()
    assert Index(root, PLAIN).rows() == {}
    assert [row["status"] for row in SessionStore(root).rows()] == ["completed"]


def test_one_unreadable_session_is_named_and_the_others_are_listed(store: SessionStore, root: Path) -> None:
    fill(store)
    damaged = root / "sessions" / "cccc2222" / "session.json"
    damaged.write_bytes(b'{"session"')
    assert ids(store) == ["bbbb2222", "aaaa2222"]
    assert list(store.unreadable) == ["cccc2222"]
    assert str(damaged) in store.unreadable["cccc2222"]
    assert damaged.read_bytes() == b'{"session"', "a list moves no files"


def test_what_was_asked_before_is_known_by_candidate(store: SessionStore) -> None:
    store.create(completed(session("aaaa2222", ["indexes", "queues"])))
    store.create(session("bbbb2222", ["queues"], day=2))
    store.create(session("cccc2222", ["caches"], day=3, candidate="Bob"))
    follow_up = turn("indexes-more")
    follow_up.parent = "t-indexes"
    continued = store.load("aaaa2222")
    continued.turns.append(follow_up)
    store.save(continued)
    assert store.asked_question_ids("Ann") == {
        "indexes": Asked(1, BEGIN),
        "queues": Asked(2, BEGIN + timedelta(days=2)),
    }
    assert store.asked_question_ids("Nobody") == {}
