"""A resume as JSON Resume 1.0, and the record that keeps it with its source text."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from interview_cli.library.role import Seniority

PartialDate = Annotated[
    str, Field(pattern=r"^([1-2][0-9]{3}-[0-1][0-9]-[0-3][0-9]|[1-2][0-9]{3}-[0-1][0-9]|[1-2][0-9]{3})$")
]


class Section(BaseModel):
    """Base of JSON Resume objects; the standard allows fields of one's own, and they are kept."""

    model_config = ConfigDict(extra="allow")


class Location(Section):
    address: str | None = None
    postalCode: str | None = None  # noqa: N815 - the standard's spelling
    city: str | None = None
    countryCode: str | None = None  # noqa: N815
    region: str | None = None


class Profile(Section):
    network: str | None = None
    username: str | None = None
    url: str | None = None


class Basics(Section):
    name: str | None = None
    label: str | None = None
    email: str | None = None
    phone: str | None = None
    url: str | None = None
    summary: str | None = None
    location: Location | None = None
    profiles: list[Profile] | None = None


class Work(Section):
    name: str | None = None
    position: str | None = None
    location: str | None = None
    url: str | None = None
    startDate: PartialDate | None = None  # noqa: N815
    endDate: PartialDate | None = None  # noqa: N815
    summary: str | None = None
    highlights: list[str] | None = None


class Education(Section):
    institution: str | None = None
    area: str | None = None
    studyType: str | None = None  # noqa: N815
    startDate: PartialDate | None = None  # noqa: N815
    endDate: PartialDate | None = None  # noqa: N815
    score: str | None = None
    courses: list[str] | None = None


class Skill(Section):
    name: str | None = None
    level: str | None = None
    keywords: list[str] | None = None


class Project(Section):
    name: str | None = None
    description: str | None = None
    highlights: list[str] | None = None
    keywords: list[str] | None = None
    startDate: PartialDate | None = None  # noqa: N815
    endDate: PartialDate | None = None  # noqa: N815
    url: str | None = None


class JsonResume(Section):
    """The JSON Resume 1.0 document. Sections not typed here are kept as they came."""

    basics: Basics | None = None
    work: list[Work] | None = None
    education: list[Education] | None = None
    skills: list[Skill] | None = None
    projects: list[Project] | None = None

    def to_standard(self) -> dict[str, Any]:
        """The document as the standard writes it: absent fields left out."""
        return self.model_dump(exclude_none=True, mode="json")


class ResumeRecord(BaseModel):
    """A stored resume: the JSON Resume, the text it came from, and what was derived from it.

    `years` is the experience in years (None when no dates were found); `suggested_level`
    follows from it; `source` says who extracted it: `offline`, `json`, or a model's name.
    """

    model_config = ConfigDict(extra="forbid")

    schema_version: Literal[1] = 1
    name: str
    file_name: str
    ingested_at: datetime
    source: str = "offline"
    text: str
    resume: JsonResume
    years: float | None = None
    suggested_level: Seniority | None = None
    warnings: list[str] = Field(default_factory=list)
