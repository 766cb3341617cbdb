"""What a test compares of a resume: short lines of facts instead of whole documents."""

from __future__ import annotations

from typing import Any

from interview_cli.resume.document import JsonResume

_JOB_FIELDS = ("position", "name", "location", "startDate", "endDate")


def _line(entry: Any, *fields: str) -> str:
    return " | ".join(str(getattr(entry, field) or "-") for field in fields)


def facts(resume: JsonResume) -> dict[str, Any]:
    """Person, jobs (with their number of highlights), degrees, projects and skills, as plain values."""
    basics = resume.basics
    place = basics.location if basics else None
    return {
        "name": basics.name if basics else None,
        "label": basics.label if basics else None,
        "email": basics.email if basics else None,
        "phone": basics.phone if basics else None,
        "city": place.city if place else None,
        "work": [f"{_line(job, *_JOB_FIELDS)} | {len(job.highlights or [])}" for job in resume.work or []],
        "education": [
            _line(degree, "studyType", "area", "institution", "startDate", "endDate", "score")
            for degree in resume.education or []
        ],
        "projects": [project.name for project in resume.projects or []],
        "skills": [word for group in resume.skills or [] for word in group.keywords or []],
    }
