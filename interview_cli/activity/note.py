"""Notes of the person's own: what they did, in their words, on the day they did it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

MOST_CHARACTERS = 4_000
MOST_NOTES = 10_000

NoteId = Annotated[str, Field(pattern=r"^[a-z0-9]{4,16}$")]


class Note(BaseModel):
    """One note; `date` is the day it tells of, `added_at` when it was written down."""

    model_config = ConfigDict(extra="forbid")

    id: NoteId
    date: dt.date
    added_at: dt.datetime
    text: Annotated[str, Field(min_length=1, max_length=MOST_CHARACTERS)]


class Notes(BaseModel):
    """All notes of one data folder."""

    model_config = ConfigDict(extra="forbid")

    schema_version: Literal[1] = 1
    notes: Annotated[list[Note], Field(max_length=MOST_NOTES)] = Field(default_factory=list)
