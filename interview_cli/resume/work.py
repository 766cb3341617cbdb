"""Jobs out of the work section: employer, title, place, dates and what was done."""

from __future__ import annotations

from collections.abc import Iterable

from interview_cli.resume import titles
from interview_cli.resume.document import Work
from interview_cli.resume.entries import Entry, split_entries
from interview_cli.resume.header_parts import header_parts
from interview_cli.resume.job_header import Header, read_header
from interview_cli.resume.lines import Line

_MAX_HIGHLIGHTS = 60
_STRAY_WORDS = 3  # shorter lines between bullets are page furniture


def _company_first(entries: list[Entry]) -> bool | None:
    """Whether employers stand before titles in most entries; None when nothing tells."""
    score = 0
    for entry in entries:
        kinds = [part.kind for part in header_parts(entry.header)]
        names = [kinds.index(kind) for kind in ("company", "unknown") if kind in kinds]
        if names and "title" in kinds:
            score += 1 if min(names) < kinds.index("title") else -1
    return None if score == 0 else score > 0


def body_text(body: tuple[Line, ...]) -> tuple[str | None, list[str]]:
    """Summary and highlights: bullets are highlights, text before them the summary.

    Without bullets several lines are highlights and a single paragraph is the summary.
    """
    bullets = [line.plain for line in body if line.bullet]
    first = next((i for i, line in enumerate(body) if line.bullet), len(body))
    loose = [line.plain for line in body[:first]]
    if bullets:
        later = [line.plain for line in body[first:] if not line.bullet]
        stray = [text for text in later if len(text.split()) > _STRAY_WORDS]
        return " ".join(loose) or None, (bullets + stray)[:_MAX_HIGHLIGHTS]
    if len(loose) > 1:
        return None, loose[:_MAX_HIGHLIGHTS]
    return (loose[0] if loose else None), []


def _is_group(entry: Entry, header: Header, following: Header | None) -> bool:
    """Whether an entry only names the employer of the positions that follow."""
    alone = header.position is None and header.name is not None and not entry.body and len(entry.header) == 1
    return alone and following is not None and following.position is not None and following.name is None


def find_work(sections: Iterable[Iterable[Line]]) -> list[Work]:
    """The jobs of the work sections, in the order in which they are written."""
    entries = [entry for lines in sections for entry in split_entries(list(lines))]
    company_first = _company_first(entries)
    headers = [read_header(entry.header, company_first) for entry in entries]
    jobs: list[Work] = []
    employer: str | None = None  # whose name stands once above several titles
    for entry, header, following in zip(entries, headers, [*headers[1:], None], strict=False):
        summary, highlights = body_text(entry.body)
        name = header.name
        if name is None and header.position and not titles.is_self_employed(header.position):
            name = employer
        above = header.name is not None and header.name_line < header.title_line
        if above or header.position is None:
            employer = header.name
        elif name != employer:
            employer = None
        if _is_group(entry, header, following) or not (header.position or name or highlights or summary):
            continue
        jobs.append(
            Work(
                name=name,
                position=header.position,
                location=header.location,
                url=header.url,
                startDate=entry.span.start if entry.span else None,
                endDate=entry.span.end if entry.span else None,
                summary=summary,
                highlights=highlights or None,
            )
        )
    return jobs
