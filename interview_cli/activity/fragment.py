"""A fragment: one thing the person did lately, small enough to ask a question about."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Source = Literal["note", "file", "commits"]

MOST_TITLE = 200
MOST_TEXT = 2_000
# Beside the words of commits, so much of the changed lines is kept where they were asked for.
MOST_DIFF = 2_000


class Fragment(BaseModel):
    """One note, one piece of a Markdown file, or a few commits that belong together.

    `title` says it in a line, in the person's own words; `text` is what was read, shortened and with keys
    and tokens masked. `where` is a file's name or short commit hashes, never an absolute path. `weight`
    (0-1) is how much there is to ask about.
    """

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    id: Annotated[str, Field(pattern=r"^[a-z]+-\d+$")]
    source: Source
    title: Annotated[str, Field(min_length=1, max_length=MOST_TITLE)]
    text: Annotated[str, Field(max_length=MOST_TEXT + MOST_DIFF)] = ""
    date: dt.date
    where: Annotated[str, Field(max_length=200)] = ""
    weight: Annotated[float, Field(ge=0, le=1)] = 0.5
