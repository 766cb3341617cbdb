"""A job description and what a resume lacks for it, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interview_cli.interview.gap_questions import in_sentence
from interview_cli.interview.role_fit import misfit
from interview_cli.library.role import Role
from interview_cli.library.shelf import Library
from interview_cli.report.wording import counted, one_line
from interview_cli.resume.posting.document import Gap, JobPosting

# More names than these on one line are no longer read.
_MOST_NAMED = 8


def named_gaps(gaps: Sequence[Gap], *, most: int | None = None) -> str:
    """The gaps on one line, what is asked for before what is nice to have: "Kafka, Go; nice to have: Rust".

    Empty without any. With `most` no more than so many are named, and the others counted.
    """
    shown = gaps[:most]
    asked, wished = (
        ", ".join(one_line(in_sentence(gap.name)) for gap in shown if (gap.need == "preferred") == preferred)
        for preferred in (False, True)
    )
    parts = [asked] * bool(asked) + [f"nice to have: {wished}"] * bool(wished)
    more = f" (and {len(gaps) - len(shown)} more)" if len(gaps) > len(shown) else ""
    return "; ".join(parts) + more


def job_lines(
    job: JobPosting, gaps: Sequence[Gap], library: Library, role: Role, *, with_resume: bool
) -> Iterator[str]:
    """What was read in a job description, what the resume lacks, and whether the job is for another role."""
    asked, wished = job.asked("required", "used"), job.asked("preferred")
    facts = [f"reads as {job.level} level"] * bool(job.level)
    facts += [f"{counted(len(asked), 'thing')} asked for"]
    facts += [f"{len(wished)} nice to have"] * bool(wished)
    yield f"job: {one_line(job.title) or job.source}; {', '.join(facts)}."
    if not job.terms:
        yield "note: No skill or tool was found in the job description; its words guide the questions."
    elif not with_resume:
        yield "note: With --resume too, what your resume lacks for this job is listed and asked about."
    else:
        yield f"gaps: {_gap_line(gaps)}."
    if found := misfit(job, role, library):
        like = f"reads like {found.better.name} ({found.better.id})" if found.better else "is for another job"
        yield f"note: This job description {like}; the interview is for {role.name}."


def _gap_line(gaps: Sequence[Gap]) -> str:
    named = named_gaps(gaps, most=_MOST_NAMED)
    if not named:
        return "none, your resume mentions all that the job asks for"
    if all(gap.need == "preferred" for gap in gaps):
        return f"your resume mentions all that is required; {named}"
    return f"your resume does not mention {named}"
