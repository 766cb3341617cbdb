"""Company packs: what a kind of employer, or a named one, looks for and how it interviews."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from interview_cli.library.role import Document, QuestionBank, Sentence

Paragraph = Annotated[str, Field(min_length=1, max_length=2000)]


class Value(Document):
    """Something the employer cares for, and what its interviewers look for in an answer."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    looks_for: Sentence


class Source(Document):
    """Where the facts on a named company come from, and when they were read there."""

    url: Annotated[str, Field(pattern=r"^https?://\S+$", max_length=500)]
    date: date


class CompanyPack(QuestionBank):
    """A kind of employer (`roles/companies/*.yaml`), or a company by its name.

    `called` is how it stands in a sentence after "at": "a bank". `style` says how interviews are held
    there, `rounds` which ones are usual, and `type` which `--type` comes nearest to them. `sources` are
    required for a named company and refused for a kind. Every question carries key points and a sample
    answer as a role's do.
    """

    kind: Literal["kind", "named"] = "kind"
    called: Annotated[str, Field(min_length=1, max_length=80)]
    summary: Sentence
    values: Annotated[tuple[Value, ...], Field(min_length=1, max_length=8)]
    style: Paragraph
    rounds: Paragraph
    type: Literal["technical", "behavioral", "mixed", "system-design", "full-loop"] | None = None
    sources: tuple[Source, ...] = ()

    @model_validator(mode="after")
    def _a_named_company_has_sources(self) -> CompanyPack:
        if self.kind == "named" and not self.sources:
            raise ValueError("a named company needs sources: a public address and the date it was read")
        if self.kind == "kind" and self.sources:
            raise ValueError("sources are for a named company; write kind: named")
        return self
