"""What was found in a resume, for a person to check at a glance."""

from __future__ import annotations

from collections.abc import Iterator
from shutil import get_terminal_size
from typing import Any

from interview_cli.cells import lines_of
from interview_cli.resume.document import Basics, Education, ResumeRecord, Work

_WIDEST = 100
_LABEL_WIDTH = 12
# Label, section of JSON Resume, and the field that names an item.
_FURTHER = (
    ("Certs", "certificates", "name"),
    ("Papers", "publications", "name"),
    ("Awards", "awards", "title"),
)


def resume_document(record: ResumeRecord) -> dict[str, Any]:
    """What `resume ingest --json` prints."""
    return {
        "name": record.name,
        "source": record.source,
        "years": record.years,
        "suggested_level": record.suggested_level,
        "warnings": record.warnings,
        "resume": record.resume.to_standard(),
    }


def resume_row(record: ResumeRecord) -> dict[str, Any]:
    """A kept resume in a list."""
    basics = record.resume.basics or Basics()
    return {
        "name": record.name,
        "person": basics.name,
        "years": record.years,
        "suggested_level": record.suggested_level,
        "jobs": len(record.resume.work or ()),
        "source": record.source,
        "file_name": record.file_name,
        "ingested_at": record.ingested_at.isoformat(),
    }


def summary_lines(record: ResumeRecord) -> Iterator[str]:
    """A resume in about a dozen lines; what was not found says so."""
    resume = record.resume
    basics = resume.basics or Basics()
    place = basics.location
    where = [part for part in (place.city, place.region, place.countryCode) if part] if place else []
    links = [profile.url or profile.username for profile in basics.profiles or ()]
    keywords = [
        word for group in resume.skills or () for word in group.keywords or [group.name or ""] if word
    ]
    jobs, schools = resume.work or [], resume.education or []
    yield from _labelled("Person", [part for part in (basics.name, basics.label) if part], ", ")
    contact = [basics.email, basics.phone, ", ".join(where), basics.url, *links]
    yield from _labelled("Contact", [part for part in contact if part], " | ")
    yield from _labelled(f"Jobs ({len(jobs)})", [_job(job) for job in jobs])
    yield from _labelled(f"Schools ({len(schools)})", [_school(school) for school in schools])
    yield from _labelled(f"Skills ({len(keywords)})", keywords, ", ")
    if resume.projects:
        names = [project.name or "without a name" for project in resume.projects]
        yield from _labelled(f"Projects ({len(names)})", names, ", ")
    for label, section, field in _FURTHER:
        if named := _named((resume.model_extra or {}).get(section), field):
            yield from _labelled(f"{label} ({len(named)})", named)
    years = "unknown (no dates found)" if record.years is None else f"about {record.years:g}"
    yield from _labelled("Years", [years])
    yield from _labelled("Level", [f"{record.suggested_level} suggested"] if record.suggested_level else [])
    yield from _labelled("Read by", ["the embedded reader" if record.source == "offline" else record.source])


def _named(items: object, field: str) -> list[str]:
    """The names in a section whose form nothing has checked."""
    listed = items if isinstance(items, list) else []
    names = (item.get(field) for item in listed if isinstance(item, dict))
    return [name for name in names if isinstance(name, str) and name]


def _labelled(label: str, parts: list[str], between: str = "\n") -> Iterator[str]:
    """Parts after a label, on one line or each on its own."""
    width = max(min(_WIDEST, get_terminal_size((_WIDEST, 0)).columns), 3 * _LABEL_WIDTH)
    indent = " " * (_LABEL_WIDTH + 1)
    text = between.join(parts) or "not found"
    lines = [line for paragraph in text.split("\n") for line in lines_of(indent + paragraph, width, indent)]
    yield f"{label:<{_LABEL_WIDTH}} {lines[0][len(indent) :]}"
    yield from lines[1:]


def _job(job: Work) -> str:
    title = " at ".join(part for part in (job.position, job.name) if part) or "without a title"
    return f"{title}{_span(job.startDate, job.endDate)}"


def _school(school: Education) -> str:
    degree = " in ".join(part for part in (school.studyType, school.area) if part)
    title = ", ".join(part for part in (degree, school.institution) if part) or "without a name"
    return f"{title}{_span(school.startDate, school.endDate)}"


def _span(start: str | None, end: str | None) -> str:
    if not start and not end:
        return ""
    return f" ({start or '?'} to {end or 'now'})" if start else f" (until {end})"
