"""The person's own notes: one document of the data folder, changed under a lock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from random import SystemRandom

from interview_cli.activity.cleaning import masked
from interview_cli.activity.note import MOST_CHARACTERS, MOST_NOTES, Note, Notes
from interview_cli.errors import NotFoundError, StorageError, UsageError
from interview_cli.store.codec import PLAIN, Codec
from interview_cli.store.documents import as_model, read_document, write_document
from interview_cli.store.files import CorruptedFileError, make_private_folder, set_aside, sweep
from interview_cli.store.locks import notes_lock
from interview_cli.store.migrations import NOTES_MIGRATIONS

NOTES_FILE = "notes.json"

_TABLE = "notes"
_ID_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_ID_LENGTH = 5
_MOST_LISTED = 5
_START = 'Write one with: interview notes add "..."'


class NotesStore:
    """The notes in the data folder `root`, safe against crashes and other processes."""

    def __init__(self, root: Path, codec: Codec = PLAIN) -> None:
        self._root = root
        self._path = root / NOTES_FILE
        self._codec = codec

    def add(self, text: str, day: date, now: datetime) -> Note:
        """Keep a note, with what looks like a key or a password masked.

        Raises UsageError for one without text or too long a text, StorageError.
        """
        given = text.strip()
        # Looking for secrets takes long in a long text.
        stored = masked(given.encode("utf-8", "replace").decode()) if len(given) <= MOST_CHARACTERS else given
        if not any(character.isalnum() for character in stored):
            raise UsageError("The note has no text.", _START)
        if len(stored) > MOST_CHARACTERS:
            raise UsageError(
                f"The note has more than {MOST_CHARACTERS:,} characters.",
                "Shorten it, or keep it in a Markdown file and name its folder with --notes-dir.",
            )
        with self._changing() as notes:
            if len(notes) >= MOST_NOTES:
                raise UsageError(
                    f"There are {MOST_NOTES:,} notes already.", "Remove old ones: interview notes remove ID"
                )
            note = Note(id=_new_id({known.id for known in notes}), date=day, added_at=now, text=stored)
            notes.append(note)
        return note

    def all(self) -> tuple[Note, ...]:
        """All notes, oldest first. Raises StorageError; a damaged file is set aside first."""
        return tuple(sorted(self._read(), key=lambda note: (note.date, note.added_at)))

    def remove(self, wanted: str) -> Note:
        """Delete the note of that id, or of a unique beginning of it, and return it.

        Raises NotFoundError, UsageError when several begin so, StorageError.
        """
        prefix = wanted.strip().lower()
        with self._changing() as notes:
            found = [note for note in notes if prefix and note.id.startswith(prefix)]
            if len(found) > 1 and prefix not in (note.id for note in found):
                listed = ", ".join(note.id for note in found[:_MOST_LISTED])
                raise UsageError(f"{len(found)} notes begin with {wanted!r}: {listed}.", "Give more letters.")
            if not found:
                hint = "See all: interview notes list" if notes else _START
                raise NotFoundError(f"There is no note {wanted!r}.", hint)
            note = next((note for note in found if note.id == prefix), found[0])
            notes.remove(note)
        return note

    @contextmanager
    def _changing(self) -> Iterator[list[Note]]:
        """The notes, to be changed in place; written when the block ends without an error."""
        make_private_folder(self._root)
        with notes_lock(self._root):
            sweep(self._path)
            notes = self._read()
            yield notes
            document = Notes(notes=notes).model_dump(mode="json")
            write_document(self._path, _TABLE, document, self._codec)

    def _read(self) -> list[Note]:
        try:
            document = read_document(self._path, _TABLE, self._codec)
            if document is None:
                return []
            return as_model(document, self._path, Notes, NOTES_MIGRATIONS).notes
        except CorruptedFileError as error:
            place = set_aside(error.path)
            raise StorageError(
                f"The notes are damaged: their file {error.cause}. It was set aside as {place}.",
                f"Mend that file and name it {NOTES_FILE} again, or begin anew.",
            ) from error


def _new_id(taken: set[str]) -> str:
    source = SystemRandom()
    while True:
        note_id = "".join(source.choices(_ID_ALPHABET, k=_ID_LENGTH))
        if note_id not in taken:
            return note_id
