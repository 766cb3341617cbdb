"""Documents of older versions are brought forward, of newer ones left alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import orjson
import pytest
from stored_sample import completed, session

from interview_cli.errors import StorageError
from interview_cli.interview.session import SCHEMA_VERSION
from interview_cli.store.migrations import SESSION_MIGRATIONS, Document, migrated
from interview_cli.store.sessions import SessionStore

FILE = Path("/data/session.json")


def stored(root: Path, **changes: object) -> Path:
    """A session file as a program of another version would have written it."""
    store = SessionStore(root)
    store.create(session("abcd2345", candidate="Ann"))
    path = root / "sessions" / "abcd2345" / "session.json"
    content = orjson.loads(path.read_bytes())
    content["session"]["1"].update(changes)
    path.write_bytes(orjson.dumps(content))
    return path


def name_in_candidate(document: Document) -> Document:
    """What version 0 called `person` is the candidate's name."""
    document["candidate"] = {"name": document.pop("person")}
    return document


def test_an_older_session_is_read_and_its_original_kept_when_it_is_saved(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SESSION_MIGRATIONS, 0, name_in_candidate)
    path = stored(root, schema_version=0, person="Zoe")
    original = path.read_bytes()
    store = SessionStore(root)
    loaded = store.load("abcd2345")
    assert loaded.candidate.name == "Zoe"
    assert store.rows()[0]["candidate"] == "Zoe"
    assert path.read_bytes() == original
    assert [file.name for file in path.parent.iterdir()] == ["session.json"], "reading writes nothing"

    store.save(completed(loaded))
    kept = path.with_name("session.json.v0")
    assert kept.read_bytes() == original
    assert SessionStore(root).load("abcd2345") == loaded
    assert orjson.loads(path.read_bytes())["session"]["1"]["schema_version"] == SCHEMA_VERSION
    path.write_bytes(original.replace(b"Zoe", b"Eve"))
    SessionStore(root).save(loaded)
    assert kept.read_bytes() == original, "the first original is the one to keep"


def test_a_session_that_the_first_version_wrote_is_read_listed_and_saved_again(root: Path) -> None:
    folder = root / "sessions" / "hhi2s6yish"
    folder.mkdir(parents=True)
    path = folder / "session.json"
    shutil.copy(Path(__file__).parent / "documents" / "session_v1.json", path)
    original = path.read_bytes()

    store = SessionStore(root)
    loaded = store.load("hhi2s6yish")
    assert [turn.label for turn in loaded.main_turns] == ["Q1", "Q2"]
    assert all(turn.evaluations for turn in loaded.turns)
    assert store.rows()[0]["overall"] == loaded.feedback.overall
    store.save(loaded)
    assert path.with_name("session.json.v1").read_bytes() == original
    assert SessionStore(root).load("hhi2s6yish") == loaded


def test_a_session_of_a_newer_program_is_neither_read_nor_touched(root: Path) -> None:
    path = stored(root, schema_version=SCHEMA_VERSION + 1)
    original = path.read_bytes()
    store = SessionStore(root)
    for act in (lambda: store.load("abcd2345"), lambda: store.save(session("abcd2345"))):
        with pytest.raises(StorageError, match="written by a newer interview") as error:
            act()
        assert "Upgrade" in error.value.hint
    assert store.rows() == []
    assert "newer interview" in store.unreadable["abcd2345"]
    assert path.read_bytes() == original


def test_a_version_that_no_step_leads_from_is_told_and_left_alone(root: Path) -> None:
    path = stored(root, schema_version=0)
    with pytest.raises(StorageError, match="schema version 0, which can't be read any more"):
        SessionStore(root).load("abcd2345")
    assert path.exists()


def test_an_older_session_that_does_not_fit_its_version_is_set_aside(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SESSION_MIGRATIONS, 0, name_in_candidate)
    path = stored(root, schema_version=0)
    with pytest.raises(StorageError, match=r"does not fit schema version 0\. It was set aside"):
        SessionStore(root).load("abcd2345")
    assert not path.exists()


def test_steps_are_taken_in_order_from_the_version_of_the_document() -> None:
    steps = {
        1: lambda document: {**document, "trail": [*document["trail"], 1]},
        2: lambda document: {**document, "trail": [*document["trail"], 2]},
        3: lambda document: {**document, "trail": [*document["trail"], 3]},
    }
    first = migrated({"schema_version": 1, "trail": []}, FILE, 4, steps)
    assert first == {"schema_version": 4, "trail": [1, 2, 3]}
    assert migrated({"schema_version": 3, "trail": []}, FILE, 4, steps)["trail"] == [3]
    assert migrated({"schema_version": 4, "trail": []}, FILE, 4, steps)["trail"] == []
