"""What was chosen when an interview was set up last: a convenience, so that a damaged file is no error."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from interview_cli.errors import StorageError
from interview_cli.interview.wish import Choices
from interview_cli.store.files import make_private_folder, read_bytes, write_bytes

CHOICES_FILE = "choices.json"


def last_choices(root: Path) -> Choices:
    """The choices kept in the data folder; none where there are none or they cannot be read."""
    try:
        data = read_bytes(root / CHOICES_FILE)
        return Choices.model_validate_json(data) if data else Choices()
    except (StorageError, ValidationError):
        return Choices()


def keep_choices(root: Path, choices: Choices) -> None:
    """Keep choices for the next time. Raises StorageError."""
    make_private_folder(root)
    write_bytes(root / CHOICES_FILE, choices.model_dump_json(exclude_defaults=True).encode())
