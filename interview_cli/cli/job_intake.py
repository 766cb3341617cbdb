"""From a job description in a file or on standard input to a posting, and what to say about it."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from interview_cli.cli import console
from interview_cli.errors import UsageError
from interview_cli.resume.posting.document import MOST_CHARACTERS, Gap, JobPosting

if TYPE_CHECKING:
    from interview_cli.library.role import Role
    from interview_cli.library.shelf import Library
    from interview_cli.resume.document import ResumeRecord
    from interview_cli.resume.reader import SourceText

STDIN = "-"
_KEYBOARD = "/dev/tty"
_STDIN_NAME = "standard input"
_FORMATS = "PDF, DOCX, ODT, DOC, TXT, Markdown or HTML"
# More names than these on one line are no longer read.
_MOST_NAMED = 8


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


def back_to_the_keyboard() -> None:
    """Let the person type after a job description came by standard input: `pbpaste | interview ...`.

    Raises UsageError where there is no terminal.
    """
    try:
        keyboard = os.open(_KEYBOARD, os.O_RDONLY)
    except OSError as error:
        raise UsageError(
            "Standard input held the job description, so there is nobody to answer.",
            "Give the answers with --answers FILE, or the job description as a file.",
        ) from error
    os.dup2(keyboard, 0)
    os.close(keyboard)
    sys.stdin = open(0, encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115 - fd 0


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


def tell_job(job: JobPosting, gaps: list[Gap], library: Library, role: Role, *, with_resume: bool) -> None:
    """Say on stderr what was read, what the resume lacks, and whether the job is for another role."""
    from interview_cli.interview.role_fit import misfit
    from interview_cli.report.wording import counted, one_line

    asked, wished = job.asked("required", "used"), job.asked("preferred")
    facts = [f"reads as {job.level} level"] * bool(job.level)
    facts += [f"{counted(len(asked), 'thing')} asked for"]
    facts += [f"{len(wished)} nice to have"] * bool(wished)
    console.say(f"job: {one_line(job.title) or job.source}; {', '.join(facts)}.")
    if not job.terms:
        console.say("note: No skill or tool was found in the job description; its words guide the questions.")
    elif not with_resume:
        console.say("note: With --resume too, what your resume lacks for this job is listed and asked about.")
    else:
        console.say(f"gaps: {_gap_line(gaps)}.")
    if found := misfit(job, role, library):
        like = f"reads like {found.better.name} ({found.better.id})" if found.better else "is for another job"
        console.say(f"note: This job description {like}; the interview is for {role.name}.")


def _gap_line(gaps: list[Gap]) -> str:
    from interview_cli.report.gaps import named_gaps

    named = named_gaps(gaps, most=_MOST_NAMED)
    if not named:
        return "none, your resume mentions all that the job asks for"
    if all(gap.need == "preferred" for gap in gaps):
        return f"your resume mentions all that is required; {named}"
    return f"your resume does not mention {named}"
