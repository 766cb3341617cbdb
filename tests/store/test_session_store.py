"""Sessions are kept as they are, found by what a person types, and private."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stored_sample import BEGIN, completed, question, session, turn
from tinydb import TinyDB

from interview_cli.coach.evaluation import Evaluation
from interview_cli.errors import NotFoundError, StorageError, UsageError
from interview_cli.interview.session import Analytics, Answer, CallRecord, Event, Session, Turn
from interview_cli.store import folders
from interview_cli.store.sessions import SessionStore

FORK = get_context("fork")
NO_IDS = ["", "abc", "last", "ABCD", "a" * 33, "../etc", "ab/cd", "abcd\n", "ab cd", "ünïcödé", ".abcd"]

moments = st.datetimes(datetime(1970, 1, 2), datetime(9000, 1, 1), timezones=st.just(UTC))
seconds = st.floats(0, 1e9)
turns = st.builds(
    Turn,
    id=st.text(),
    label=st.text(),
    action=st.sampled_from(["preset", "follow_up", "resume", "activity"]),
    round=st.text(),
    parent=st.none() | st.text(),
    question=st.just(question()),
    lead_in=st.text(),
    rephrased=st.lists(st.text(), max_size=2),
    asked_at=moments,
    seconds=seconds,
    status=st.sampled_from(["asked", "answered", "skipped"]),
    draft=st.text(),
    answer=st.none() | st.builds(Answer, text=st.text(), seconds=seconds, at=moments),
    evaluations=st.lists(
        st.builds(
            Evaluation,
            at=moments,
            status=st.sampled_from(["scored", "gated", "unscored"]),
            source=st.text(),
            rubric_version=st.text(),
            level=st.none() | st.floats(0, 5),
            strengths=st.lists(st.text(), max_size=3),
        ),
        max_size=2,
    ),
)
calls = st.builds(
    CallRecord,
    at=moments,
    purpose=st.text(),
    model=st.text(),
    cost=st.none() | st.floats(0, 10),
    seconds=seconds,
)


@pytest.fixture(scope="module")
def shared_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any")


@settings(max_examples=60, deadline=None)
@given(
    status=st.sampled_from(["planned", "in_progress", "completed", "abandoned"]),
    turns=st.lists(turns, max_size=3),
    usage=st.lists(calls, max_size=2),
    events=st.lists(st.builds(Event, at=moments, text=st.text()), max_size=2),
    name=st.text(),
    by_round=st.dictionaries(st.text(), st.integers(0, 60), max_size=2),
)
def test_any_session_is_loaded_as_it_was_saved(
    shared_root: Path, status, turns, usage, events, name, by_round
) -> None:
    store = SessionStore(shared_root)
    saved = session(store.new_id(), candidate=name)
    saved.status, saved.turns, saved.usage, saved.events = status, turns, usage, events
    saved.analytics = Analytics(questions_by_round=by_round)
    store.create(saved)
    assert store.load(saved.id) == saved
    saved.turns.append(turn())
    store.save(saved)
    assert SessionStore(shared_root).load(saved.id) == saved


@pytest.mark.parametrize(
    ("heard", "kept"),
    [("a\ud800b", "a\ufffdb"), ("\udcff", "\ufffd"), ("\ud83d\ude00", "😀"), ("é😀\udc80", "é😀\ufffd")],
)
def test_half_characters_are_replaced_and_the_rest_is_kept(
    store: SessionStore, heard: str, kept: str
) -> None:
    broken = session("abcd2345", ["indexes"])
    broken.turns[0].draft = heard
    broken.candidate.name = heard
    store.create(broken)
    loaded = store.load("abcd2345")
    assert loaded.turns[0].draft == kept
    assert loaded.turns[0].answer == broken.turns[0].answer
    assert store.rows()[0]["candidate"] == kept


def test_what_json_cannot_hold_is_an_error_and_the_old_document_stays(store: SessionStore) -> None:
    kept = session("abcd2345")
    store.create(kept)
    too_large = kept.model_copy(update={"plan": kept.plan.model_copy(update={"seed": 2**70})})
    with pytest.raises(StorageError, match="64-bit"):
        store.save(too_large)
    assert store.load("abcd2345") == kept


@pytest.mark.parametrize("text", NO_IDS)
def test_what_is_no_id_never_becomes_a_path(store: SessionStore, root: Path, text: str) -> None:
    store.create(session("abcd2345"))
    before = sorted(root.parent.rglob("*"))
    wrong = session("abcd2345").model_copy(update={"id": text})
    for act in (lambda: store.create(wrong), lambda: store.save(wrong), lambda: store.load(text)):
        with pytest.raises(UsageError, match="no session id"):
            act()
    with pytest.raises(NotFoundError):
        store.remove(text)
    assert sorted(root.parent.rglob("*")) == before


def test_new_ids_are_ten_random_letters_and_digits_and_never_taken_for_last(store: SessionStore) -> None:
    class AlwaysLastFirst:
        def __init__(self) -> None:
            self.drawn = iter(["lastlastla", "taken22222", "fresh33333"])

        def choices(self, _alphabet: str, *, k: int) -> str:
            return next(self.drawn)[:k]

    store.create(session("taken22222"))
    assert store.new_id(AlwaysLastFirst()) == "fresh33333"  # type: ignore[arg-type]
    drawn = {store.new_id() for _ in range(200)}
    assert len(drawn) == 200
    assert all(len(name) == 10 and set(name) <= set("abcdefghijklmnopqrstuvwxyz234567") for name in drawn)


def test_a_session_is_never_created_over_another(store: SessionStore) -> None:
    first = session("abcd2345", candidate="Ann")
    store.create(first)
    with pytest.raises(StorageError, match="already a session abcd2345"):
        store.create(session("abcd2345", candidate="Bob"))
    assert store.load("abcd2345") == first


def test_everything_stored_is_for_its_owner_alone(store: SessionStore, root: Path) -> None:
    before = os.umask(0)
    try:
        store.create(session("abcd2345"))
        with store.hold("abcd2345"):
            pass
    finally:
        os.umask(before)
    for path in (root, *root.rglob("*")):
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path
    names = {path.name for path in root.rglob("*")}
    assert names == {"sessions", "abcd2345", "session.json", "session.lock", "index.json", "index.lock"}


def test_a_stored_session_is_a_tinydb_file(store: SessionStore, root: Path) -> None:
    store.create(session("abcd2345", candidate="Ann"))
    with TinyDB(root / "sessions" / "abcd2345" / "session.json", access_mode="r") as database:
        (document,) = database.table("session").all()
    assert document["candidate"]["name"] == "Ann"


def test_an_unknown_id_names_the_nearest(store: SessionStore) -> None:
    with pytest.raises(NotFoundError) as empty:
        store.load("qwert23456")
    assert "none is stored yet" in empty.value.message
    assert "interview session start" in empty.value.hint
    for name in ("abcd2345", "abce2345", "zzzz7777"):
        store.create(session(name))
    with pytest.raises(NotFoundError) as missing:
        store.load("abcf2345")
    assert missing.value.hint == "Nearest: abcd2345, abce2345."


def test_an_id_may_be_shortened_to_a_unique_beginning(store: SessionStore) -> None:
    for day, name in enumerate(["abcd2345", "abzz7777", "qqqq", "qqqqqq22"]):
        store.create(session(name, day=-day))
    assert store.resolve("abc") == "abcd2345"
    assert store.resolve(" ABZ ") == "abzz7777"
    assert store.resolve("qqqq") == "qqqq"
    assert store.resolve("qqqqq") == "qqqqqq22"
    assert store.resolve("last") == "abcd2345"
    with pytest.raises(UsageError, match="2 sessions begin with 'ab': abcd2345, abzz7777"):
        store.resolve("ab")
    for nothing in ("", "abx", "../abcd2345", "*", "lastly"):
        with pytest.raises(NotFoundError):
            store.resolve(nothing)


def test_an_ambiguous_beginning_lists_no_more_than_five(store: SessionStore) -> None:
    for letter in "abcdefg":
        store.create(session(f"same{letter}"))
    with pytest.raises(UsageError) as ambiguous:
        store.resolve("sa")
    assert ambiguous.value.message == (
        "7 sessions begin with 'sa': samea, sameb, samec, samed, samee and 2 more."
    )


def test_last_of_nothing_says_how_to_begin(store: SessionStore) -> None:
    with pytest.raises(NotFoundError) as nothing:
        store.resolve("last")
    assert "interview session start" in nothing.value.hint


def test_removing_a_session_removes_its_recordings_and_its_row(store: SessionStore, root: Path) -> None:
    store.create(session("abcd2345"))
    store.create(completed(session("zzzz7777")))
    media = root / "sessions" / "abcd2345" / "media"
    media.mkdir()
    (media / "q1.wav").write_bytes(b"sound")
    (media.parent / "session.json.v0").write_bytes(b"{}")
    store.remove("abcd2345")
    assert not media.parent.exists()
    assert [row["id"] for row in store.rows()] == ["zzzz7777"]
    with pytest.raises(NotFoundError):
        store.remove("abcd2345")


def _die_at_the_folder(root: Path) -> None:
    """Remove a session, and end as a killed process does once its document is deleted."""
    folders.shutil.rmtree = lambda *_: os._exit(0)
    SessionStore(root).remove("zzzz7777")


def test_a_removal_cut_short_leaves_no_row_of_what_cannot_be_opened(store: SessionStore, root: Path) -> None:
    store.create(completed(session("abcd2345")))
    store.create(completed(session("zzzz7777", day=1)))
    process = FORK.Process(target=_die_at_the_folder, args=(root,))
    process.start()
    process.join()
    assert not (root / "sessions" / "zzzz7777" / "session.json").exists()
    assert [row["id"] for row in store.rows()] == ["abcd2345"]
    assert store.resolve("last") == "abcd2345"
    store.remove("zzzz7777")
    assert not (root / "sessions" / "zzzz7777").exists()


def _hold(root: Path, ready: Connection) -> None:
    with SessionStore(root).hold("abcd2345"):
        ready.send("held")
        ready.recv()


@pytest.fixture
def holder(store: SessionStore, root: Path):
    """Another process that holds the session abcd2345."""
    store.create(session("abcd2345"))
    here, there = FORK.Pipe()
    process = FORK.Process(target=_hold, args=(root, there))
    process.start()
    assert here.recv() == "held"
    yield process
    process.kill()
    process.join()


def test_a_session_open_in_another_process_is_neither_opened_nor_removed(
    store: SessionStore, holder: BaseProcess
) -> None:
    for act in (lambda: store.hold("abcd2345").__enter__(), lambda: store.remove("abcd2345")):
        with pytest.raises(StorageError, match="abcd2345 is open in another process"):
            act()
    assert store.load("abcd2345") == session("abcd2345")
    holder.kill()
    holder.join()
    with store.hold("abcd2345"):
        store.save(session("abcd2345", ["indexes"]))
    store.remove("abcd2345")
    assert store.rows() == []


def test_a_session_that_is_not_stored_cannot_be_held(store: SessionStore, root: Path) -> None:
    with pytest.raises(NotFoundError), store.hold("abcd2345"):
        pass
    assert not root.exists()


class Scrambled:
    """Stands for an encrypting codec."""

    def encode(self, data: bytes) -> bytes:
        return b"!" + bytes(byte ^ 0x5A for byte in data)

    def decode(self, data: bytes) -> bytes:
        if data[:1] != b"!":
            raise ValueError("not scrambled")
        return bytes(byte ^ 0x5A for byte in data[1:])


def test_a_codec_lies_under_every_file(root: Path) -> None:
    store = SessionStore(root, Scrambled())
    secret = completed(session("abcd2345", ["indexes"], candidate="Rumpelstiltskin"))
    store.create(secret)
    files = [path for path in root.rglob("*") if path.is_file()]
    assert len(files) >= 2
    assert not any(b"Rumpel" in path.read_bytes() for path in files)
    assert SessionStore(root, Scrambled()).load("abcd2345") == secret
    assert SessionStore(root, Scrambled()).rows()[0]["candidate"] == "Rumpelstiltskin"


def test_times_of_any_zone_sort_by_when_they_were(store: SessionStore) -> None:
    from datetime import timedelta, timezone

    early, late = session("early222"), session("late2222")
    early.created_at = BEGIN.astimezone(timezone(timedelta(hours=9)))
    late.created_at = (BEGIN + timedelta(milliseconds=500)).astimezone(timezone(timedelta(hours=-9)))
    store.create(late)
    store.create(early)
    assert [row["id"] for row in store.rows()] == ["late2222", "early222"]
    assert isinstance(store.load("early222"), Session)
