"""A job description in a file or on standard input: its text, and the posting that rules read in it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from interview_cli.errors import UsageError
from interview_cli.resume.posting.document import MOST_CHARACTERS, Gap, JobPosting

if TYPE_CHECKING:
    from interview_cli.library.role import Role
    from interview_cli.resume.document import ResumeRecord
    from interview_cli.resume.reader import SourceText

STDIN = "-"
_STDIN_NAME = "standard input"
_FORMATS = "PDF, DOCX, ODT, DOC, TXT, Markdown or HTML"


@dataclass(frozen=True, slots=True)
class JobText:
    """The text of a job description, the file it came from, and what is to be told about reading it."""

    text: str
    source: str
    notes: tuple[str, ...] = ()


def read_job_text(source: str) -> JobText:
    """The text of a job description in any format a resume may have, or a web page; `-` is standard input.

    Raises UsageError for what cannot be read.
    """
    from interview_cli.resume.cleaning import clean
    from interview_cli.resume.posting.html import is_page, page_text
    from interview_cli.resume.reader import decoded, read_file, read_stream

    if source == STDIN:
        data, name = read_stream(sys.stdin.buffer), _STDIN_NAME
    else:
        data, name = read_file(Path(source)), Path(source).name
    if not data.strip():
        raise UsageError(f"{name} is empty", f"give the job description as {_FORMATS}")
    if is_page(data):
        text, warnings = decoded(data, name)
        text = clean(page_text(text))
    else:
        read = _document(data, "" if source == STDIN else name)
        if read.kind == "json":
            raise UsageError(f"{name} is JSON", f"give the job description as {_FORMATS}")
        text, warnings = read.text, tuple(note for note in read.warnings if "unknown ending" not in note)
    if len(text) > MOST_CHARACTERS:
        warnings += (f"only the first {MOST_CHARACTERS:,} characters of {name} are used",)
    return JobText(text, name, warnings)


def _document(data: bytes, name: str) -> SourceText:
    from interview_cli.resume.formats import SUPPORTED
    from interview_cli.resume.reader import read_text

    try:
        return read_text(data, name)
    except UsageError as error:
        # The reader speaks of the formats a resume may have.
        told, hint = (text.replace(SUPPORTED, _FORMATS) for text in (error.message, error.hint))
        raise UsageError(told, hint) from error


def read_job(job: JobText, role: Role) -> JobPosting:
    """What rules read in a job description for a role. Raises UsageError for a text that is none."""
    from interview_cli.resume.posting.reading import read_posting

    return read_posting(job.text, job.source, role.focus)


def gaps_of(job: JobPosting | None, resume: ResumeRecord | None) -> list[Gap]:
    """What the job asks for and the resume does not mention; nothing where one of the two is missing."""
    from interview_cli.resume.posting.gaps import gaps_between

    return gaps_between(job, resume.resume, resume.text) if job and resume else []
