"""A job posting as it is kept: its text, and what rules read in it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from interview_cli.library.role import Seniority

# What a session keeps of a posting's text; with a resume of this length it fits a context of 16k tokens.
MOST_CHARACTERS = 12_000

Need = Literal["required", "used", "preferred"]


class Paper(BaseModel):
    """Base of what is kept of a posting: unknown fields are errors."""

    model_config = ConfigDict(extra="forbid")


class JobTerm(Paper):
    """One thing a job asks for, under one name however the posting spells it.

    `need` is `used` for what only the tasks mention. `alternatives` would do instead ("Go or Python"),
    `mentions` counts lines, `line` is the first of them.
    """

    name: str
    need: Need = "required"
    alternatives: list[str] = Field(default_factory=list)
    mentions: Annotated[int, Field(ge=1)] = 1
    line: str = ""

    @property
    def wording(self) -> str:
        """The term in a sentence: "Go or Python"."""
        return " or ".join([self.name, *self.alternatives])


class JobPosting(Paper):
    """A job posting: `source` is the file's name; `level` is None when nothing in it tells the seniority.

    `terms` come in the order of their weight; `topics` are those of the role's own that it speaks of.
    `text` is bounded by `MOST_CHARACTERS`.
    """

    source: str = ""
    title: str = ""
    level: Seniority | None = None
    terms: list[JobTerm] = Field(default_factory=list)
    topics: list[str] = Field(default_factory=list)
    responsibilities: list[str] = Field(default_factory=list)
    text: Annotated[str, Field(max_length=MOST_CHARACTERS)]

    def asked(self, *needs: Need) -> list[JobTerm]:
        """The terms of these needs, all of them without any."""
        return [term for term in self.terms if not needs or term.need in needs]


class Gap(Paper):
    """Something the job asks for and the resume does not mention, by the words to name it in a sentence."""

    name: str
    need: Need = "required"
    line: str = ""
