"""Questions a person put away from the drill: a small document, all of it that is not derived."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from interview_cli.errors import StorageError
from interview_cli.interview.schedule import Key
from interview_cli.store.codec import Codec
from interview_cli.store.documents import as_model, read_document, write_document
from interview_cli.store.files import CorruptedFileError, set_aside

_TABLE = "put_away"


class PutAwayQuestion(BaseModel):
    """One question: whose, its digest, and since when it does not come back by itself."""

    model_config = ConfigDict(extra="forbid")

    candidate: str
    key: str
    at: datetime


class PutAway(BaseModel):
    """All of them, as stored."""

    model_config = ConfigDict(extra="forbid")

    schema_version: Literal[1] = 1
    questions: list[PutAwayQuestion]


def read_put_away(path: Path, codec: Codec) -> dict[Key, datetime]:
    """When each question was put away; none without a file.

    Raises StorageError; a damaged file is set aside first, and the error names the place.
    """
    try:
        document = read_document(path, _TABLE, codec)
        kept = as_model(document, path, PutAway, {}).questions if document is not None else []
    except CorruptedFileError as error:
        place = set_aside(error.path)
        raise StorageError(
            f"The list of questions put away {error.cause}. It was set aside as {place}.",
            "Go on without it, or mend that file and give it its old name.",
        ) from error
    return {(one.candidate, one.key): one.at for one in kept}


def write_put_away(path: Path, questions: Mapping[Key, datetime], codec: Codec) -> None:
    """Replace the list. Raises StorageError."""
    kept = PutAway(
        questions=[
            PutAwayQuestion(candidate=candidate, key=key, at=at) for (candidate, key), at in questions.items()
        ]
    )
    write_document(path, _TABLE, kept.model_dump(mode="json"), codec)
