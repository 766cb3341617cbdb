"""Notes of the person's own are kept whole, private, and safe against crashes and other processes."""

from __future__ import annotations

import json
import os
import stat
import time
from datetime import UTC, date, datetime
from multiprocessing import get_context
from pathlib import Path

import pytest

from interview_cli.activity import note as notes_format
from interview_cli.errors import NotFoundError, StorageError, UsageError
from interview_cli.store import locks
from interview_cli.store import notes as storing
from interview_cli.store.notes import NotesStore

NOW = datetime(2026, 3, 12, 9, tzinfo=UTC)
FORK = get_context("fork")


@pytest.fixture
def notes(root: Path) -> NotesStore:
    return NotesStore(root)


def add(store: NotesStore, text: str, day: int = 12) -> str:
    return store.add(text, date(2026, 3, day), NOW).id


def test_notes_are_read_as_they_were_written_oldest_day_first(notes: NotesStore, root: Path) -> None:
    assert notes.all() == ()
    for text, day in (("Third\nwith two lines", 12), ("First é😀", 3), ("Second", 7)):
        add(notes, f"  {text}\n", day)
    assert [note.text for note in NotesStore(root).all()] == ["First é😀", "Second", "Third\nwith two lines"]
    path = root / "notes.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(root.stat().st_mode) == 0o700


@pytest.mark.parametrize("text", ["", "  \n ", "...", "---"])
def test_a_note_without_text_is_refused(notes: NotesStore, text: str) -> None:
    with pytest.raises(UsageError, match="has no text"):
        add(notes, text)
    assert notes.all() == ()


def test_an_over_long_note_is_refused_with_the_way_out(notes: NotesStore) -> None:
    add(notes, "x" * notes_format.MOST_CHARACTERS)
    with pytest.raises(UsageError) as error:
        add(notes, "x" * (notes_format.MOST_CHARACTERS + 1))
    assert error.value.message == "The note has more than 4,000 characters."
    assert "--notes-dir" in error.value.hint
    assert len(notes.all()) == 1


def test_there_is_a_limit_to_their_number(notes: NotesStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "MOST_NOTES", 2)
    add(notes, "One")
    add(notes, "Two")
    with pytest.raises(UsageError, match="There are 2 notes already"):
        add(notes, "Three")


def test_a_note_is_removed_by_its_id_or_a_unique_beginning_of_it(notes: NotesStore) -> None:
    kept, gone = add(notes, "Kept"), add(notes, "Gone")
    prefix = next(gone[:length] for length in range(1, 6) if not kept.startswith(gone[:length]))
    assert notes.remove(f" {prefix.upper()} ").text == "Gone"
    assert [note.id for note in notes.all()] == [kept]
    for wanted in (gone, "", "../x"):
        with pytest.raises(NotFoundError):
            notes.remove(wanted)


def test_a_beginning_that_several_notes_share_is_not_enough(
    notes: NotesStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = iter(["aaaa1", "aaaa2"])
    monkeypatch.setattr(storing, "_new_id", lambda taken: next(ids))
    add(notes, "One")
    add(notes, "Two")
    with pytest.raises(UsageError) as error:
        notes.remove("aaaa")
    assert "aaaa1, aaaa2" in error.value.message
    assert notes.remove("aaaa2").text == "Two"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b'{"notes": {"1": {"schema_version": 1, "notes": [{"id": "x"}]}}}',
        b'{"notes": {"1": {}}}',
        b"[]",
    ],
)
def test_a_damaged_file_is_set_aside_and_told(notes: NotesStore, root: Path, content: bytes) -> None:
    add(notes, "One")
    (root / "notes.json").write_bytes(content)
    with pytest.raises(StorageError) as error:
        notes.all()
    [aside] = root.glob("notes.json.corrupt-*")
    assert str(aside) in error.value.message
    assert aside.read_bytes() == content
    assert notes.all() == ()


def test_notes_of_a_newer_program_are_left_alone(notes: NotesStore, root: Path) -> None:
    add(notes, "One")
    path = root / "notes.json"
    path.write_text(path.read_text().replace('"schema_version":1', '"schema_version":2'))
    with pytest.raises(StorageError, match="newer interview"):
        notes.all()
    assert json.loads(path.read_text())["notes"]["1"]["schema_version"] == 2


def test_text_that_is_no_valid_unicode_is_stored_with_marks_in_its_place(notes: NotesStore) -> None:
    add(notes, "bad \udcff byte")
    assert notes.all()[0].text == "bad ? byte"


def _add_many(root: Path, name: str, written: int) -> None:
    store = NotesStore(root)
    for number in range(15):
        add(store, f"{name} {number}")
        os.write(written, b".")


def test_processes_that_write_at_once_lose_no_note(root: Path) -> None:
    reading, writing = os.pipe()
    processes = [FORK.Process(target=_add_many, args=(root, name, writing)) for name in "abc"]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    os.close(reading)
    os.close(writing)
    assert len({note.text for note in NotesStore(root).all()}) == 45


def _add_without_end(root: Path, written: int) -> None:
    number = 0
    while True:
        add(NotesStore(root), f"note {number}")
        os.write(written, b".")
        number += 1


def test_killed_at_any_moment_every_note_that_was_reported_is_there(root: Path) -> None:
    NotesStore(root).all()
    with locks.notes_lock(root if root.exists() else _made(root)):
        pass  # pays for the import of the lock library once, before the forks
    reported = 0
    for moment in range(12):
        reading, writing = os.pipe()
        process = FORK.Process(target=_add_without_end, args=(root, writing))
        process.start()
        os.close(writing)
        with os.fdopen(reading, "rb") as reports:
            reported += len(reports.read(1 + moment % 3))
            time.sleep(0.0003 * moment)
            process.kill()
            process.join()
            reported += len(reports.read())
    found = NotesStore(root).all()
    assert reported <= len(found) <= reported + 12
    add(NotesStore(root), "After all of that")
    assert not list(root.glob(".notes.json.*.tmp"))


def _made(root: Path) -> Path:
    root.mkdir()
    return root
