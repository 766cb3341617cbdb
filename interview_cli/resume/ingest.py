"""A resume file to the record that is stored: read, extracted, checked, and named."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from pathlib import PurePath
from typing import Any, Protocol

from pydantic import TypeAdapter, ValidationError

from interview_cli.errors import UsageError
from interview_cli.library.role import Identifier
from interview_cli.llm.port import ModelError
from interview_cli.resume.cleaning import printable
from interview_cli.resume.document import JsonResume, ResumeRecord
from interview_cli.resume.experience import job_titles, still_studies, suggest_level, years_of_experience
from interview_cli.resume.facts import without_inventions
from interview_cli.resume.formats import display_name
from interview_cli.resume.lines import read_lines
from interview_cli.resume.merge import merge
from interview_cli.resume.offline import extract
from interview_cli.resume.reader import SourceText, read_text
from interview_cli.resume.redaction import MARKS, Redaction
from interview_cli.resume.sections import has_headings_side_by_side
from interview_cli.validation import in_words

_SECTIONS = frozenset(
    {
        "$schema",
        "basics",
        "work",
        "volunteer",
        "education",
        "awards",
        "certificates",
        "publications",
        "skills",
    }
    | {"languages", "interests", "references", "projects", "meta"}
)
_MAX_NAME = 64
_MAX_SHOWN = 3
_MIXED = (
    "two columns of the page stand side by side in the text, and what belongs to which was guessed: "
    "check what was found"
)


class ResumeModel(Protocol):
    """A model that reads resumes; `extract` raises ModelError when it gives nothing usable."""

    @property
    def name(self) -> str:
        """The model as the person named it."""
        ...

    async def extract(self, text: str) -> JsonResume:
        """The resume in a text."""
        ...


def slug(text: str) -> str:
    """A name for the command line: small letters, digits and hyphens, or empty when nothing is left."""
    plain = unicodedata.normalize(
        "NFKD", text.casefold().replace("ß", "ss").replace("ł", "l").replace("ø", "o")
    )
    return (
        re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode())
        .strip("-")[:_MAX_NAME]
        .rstrip("-")
    )


def _chosen_name(name: str | None, resume: JsonResume, file_name: str) -> str:
    if name is not None:
        try:
            return TypeAdapter(Identifier).validate_python(name)
        except ValidationError as error:
            suggestion = slug(name) or "me"
            raise UsageError(
                f"{name!r} cannot name a resume: use small letters, digits, - and _",
                f"for example --name {suggestion}",
            ) from error
    person = resume.basics.name if resume.basics else None
    return slug(person or "") or slug(PurePath(file_name).stem) or "resume"


def _tidied(value: Any) -> Any:
    """A JSON value with control characters removed from its texts and empty texts left out."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list):
        return [item for item in map(_tidied, value) if item not in ("", None)]
    if isinstance(value, dict):
        pairs = ((str(key), _tidied(item)) for key, item in value.items())
        return {key: item for key, item in pairs if item not in ("", None)}
    return value


def from_json(data: dict[str, Any], name: str) -> tuple[JsonResume, list[str]]:
    """A parsed JSON Resume as a document, with warnings; raises UsageError that names the wrong fields.

    Editors fill templates with empty texts where the standard wants a date or nothing: they
    count as absent. Sections the standard does not know are left out with a warning.
    """
    unknown = sorted(key for key in data if key not in _SECTIONS)
    known = {key: value for key, value in _tidied(data).items() if key in _SECTIONS}
    if not known.keys() & {"basics", "work", "education", "skills", "projects"}:
        raise UsageError(
            f"{name} is JSON but no JSON Resume: it has no basics, work, education, skills or projects",
            "see https://jsonresume.org/schema",
        )
    try:
        resume = JsonResume.model_validate(known)
    except ValidationError as error:
        problems = [f"{_path(item['loc'])}: {in_words(item)}" for item in error.errors()]
        more = f" (and {len(problems) - _MAX_SHOWN} more)" if len(problems) > _MAX_SHOWN else ""
        raise UsageError(
            f"{name} is no valid JSON Resume: {'; '.join(problems[:_MAX_SHOWN])}{more}",
            "dates are written 2024-06-29, 2024-06 or 2024",
        ) from error
    return resume, [f"left out, not part of JSON Resume: {', '.join(unknown)}"] if unknown else []


def _path(location: tuple[int | str, ...]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in location).lstrip(".")


async def _extracted(
    source: SourceText, model: ResumeModel | None, *, redact: bool
) -> tuple[JsonResume, str, list[str]]:
    """The resume in a text, who extracted it, and warnings; redacted, a model is sent no contact details."""
    offline = extract(source.text)
    if model is None:
        mixed = has_headings_side_by_side(read_lines(source.text))
        return offline, "offline", [_MIXED] if mixed else []
    sent = Redaction(offline.basics)(source.text) if redact else source.text
    try:
        claimed = await model.extract(sent)
    except ModelError as error:
        return (
            offline,
            "offline",
            [f"{model.name} did not answer ({error.message}); the resume was read without a model"],
        )
    known = {key: value for key, value in _without_marks(claimed.to_standard()).items() if key in _SECTIONS}
    checked, dropped = without_inventions(JsonResume.model_validate(known), source.text)
    return (
        merge(checked, offline),
        model.name,
        [f"{model.name} gave what the resume does not contain, dropped: {fact}" for fact in dropped],
    )


def _without_marks(value: Any) -> Any:
    """What a model read without the words that stood there for a contact detail."""
    if isinstance(value, list):
        return [kept for item in value if (kept := _without_marks(item)) not in (None, "", {})]
    if isinstance(value, dict):
        pairs = ((key, _without_marks(item)) for key, item in value.items())
        return {key: item for key, item in pairs if item not in (None, "")}
    return "" if value in MARKS else value


async def ingest(
    data: bytes,
    file_name: str,
    *,
    name: str | None,
    now: datetime,
    password: str | None = None,
    model: ResumeModel | None = None,
    redact: bool = False,
) -> ResumeRecord:
    """A resume's bytes as the record that is stored.

    `name` defaults to the person's name, else the file's, in small letters. A JSON Resume is
    validated and kept; any other text is extracted offline and, with a model, by the model
    first, which with `redact` is sent no contact details. Raises UsageError for input that cannot be used.
    """
    shown = display_name(file_name)
    source = read_text(data, file_name, password)
    if source.data is not None:
        resume, notes = from_json(source.data, shown)
        origin = "json"
    else:
        resume, origin, notes = await _extracted(source, model, redact=redact)
    years = years_of_experience(resume, now.date())
    return ResumeRecord(
        name=_chosen_name(name, resume, shown),
        file_name=shown,
        ingested_at=now,
        source=origin,
        text=source.text,
        resume=resume,
        years=years,
        suggested_level=suggest_level(years, job_titles(resume), studying=still_studies(resume, now.date())),
        warnings=[*source.warnings, *notes, *_missing(resume)],
    )


# Name, work experience, skills.
_LOOKED_FOR = 3


def _missing(resume: JsonResume) -> list[str]:
    """What a person would want to know is missing before an interview is built on the resume."""
    basics = resume.basics
    absent = [
        what
        for what, found in (
            ("name", basics is not None and basics.name),
            ("work experience", resume.work),
            ("skills", resume.skills),
        )
        if not found
    ]
    found_nothing = len(absent) == _LOOKED_FOR and not (resume.education or resume.projects)
    advice = (
        "; nothing can be asked about it. Check that the file is a resume with text in it, or let a model "
        "read it with --model"
    )
    return [f"not found in the resume: {', '.join(absent)}{advice * found_nothing}"] if absent else []
