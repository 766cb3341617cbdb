"""Years of experience and the level that follows from a resume's jobs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from interview_cli.library.role import SENIORITIES, Seniority
from interview_cli.resume.dates import month_index
from interview_cli.resume.document import JsonResume, Work

_MONTHS_IN_A_YEAR = 12
_SINGLE_YEAR_MONTHS = 6  # a job dated by one year alone lasted somewhere between a day and the year
# The bounds job advertisements use: under two years is a beginner, over six a senior.
MID_YEARS, SENIOR_YEARS = 2.0, 6.0
_HIGHER = re.compile(
    r"\b(?:senior|sr|staff|lead|leader|principal|head|director|chief|vp|vice president|president|architect"
    r"|c[eftiomp]o|partner|expert)\b",
    re.IGNORECASE,
)
_LOWER = re.compile(
    r"\b(?:intern|internship|junior|jr|trainee|apprentice|graduate|entry[- ]level|student|werkstudent"
    r"|praktikant)\b",
    re.IGNORECASE,
)


def _interval(job: Work, today: date) -> tuple[int, int] | None:
    """The months of a job, first inclusive and last exclusive, cut at today; None without a start."""
    start = job.startDate or job.endDate
    if start is None:
        return None
    now = today.year * _MONTHS_IN_A_YEAR + today.month
    first = month_index(start)
    last = month_index(job.endDate, end=True) if job.endDate else now
    if job.endDate and first == last:
        first, last = first - _SINGLE_YEAR_MONTHS // 2, last + _SINGLE_YEAR_MONTHS // 2
    return (first, min(last, now)) if first < min(last, now) else None


def years_of_experience(resume: JsonResume, today: date) -> float | None:
    """Years in which the person worked, to one decimal, or None when no job is dated.

    Overlapping jobs count once, internships count, education does not. A month counts
    whole, a year without a month stands for its middle, a job without an end lasts.
    """
    spans = sorted(span for job in resume.work or [] if (span := _interval(job, today)))
    if not spans:
        return None
    months = 0
    reached = spans[0][0]
    for first, last in spans:
        months += max(0, last - max(first, reached))
        reached = max(reached, last)
    return round(months / _MONTHS_IN_A_YEAR, 1)


def still_studies(resume: JsonResume, today: date) -> bool:
    """Whether a course of study with a stated end is still under way."""
    now = today.year * _MONTHS_IN_A_YEAR + today.month
    return any(
        month_index(course.endDate, end=True) > now for course in resume.education or [] if course.endDate
    )


def suggest_level(years: float | None, titles: Iterable[str], *, studying: bool = False) -> Seniority | None:
    """The level to interview at: by years, moved one step by the latest title.

    Under 2 years entry, 2 to 6 mid, over 6 senior. Employers' titles say how far a person
    is trusted, but are given too freely to decide alone: "Senior", "Lead" and their like
    move the level one step up, "Junior" and "Intern" one step down. Without years the title
    alone decides, without either the answer is None. `titles` are the jobs', latest first.
    Who is `studying` works beside it, often in a club: entry, unless years enough for a senior speak.
    """
    if studying and (years is None or years <= SENIOR_YEARS):
        return "entry"
    latest = next(iter(titles), None)
    if years is None and latest is None:
        return None
    rank = 1 if years is None else 0 if years < MID_YEARS else 1 if years <= SENIOR_YEARS else 2
    if latest is not None and _LOWER.search(latest):
        rank -= 1
    elif latest is not None and _HIGHER.search(latest):
        rank += 1
    return SENIORITIES[min(max(rank, 0), len(SENIORITIES) - 1)]


def job_titles(resume: JsonResume) -> list[str]:
    """The titles of the jobs, latest first: those that last, then by their end and start."""
    jobs = [job for job in resume.work or [] if job.position]
    jobs.sort(
        key=lambda job: (job.endDate or ("9999" if job.startDate else ""), job.startDate or ""), reverse=True
    )
    return [job.position for job in jobs if job.position]
