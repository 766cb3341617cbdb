"""Text to JSON Resume without a model: headings, dates, words and layout are all it goes by."""

from __future__ import annotations

import re
from dataclasses import replace

from interview_cli.resume.contact import find_basics
from interview_cli.resume.credentials import find_credentials
from interview_cli.resume.degrees import is_study
from interview_cli.resume.document import Basics, JsonResume
from interview_cli.resume.education import find_education
from interview_cli.resume.entries import header_date
from interview_cli.resume.lines import Line, paragraphs, read_lines
from interview_cli.resume.projects import find_projects
from interview_cli.resume.sections import Section, SectionKind, split_sections
from interview_cli.resume.skills import find_skills
from interview_cli.resume.titles import is_title
from interview_cli.resume.work import find_work

_QUOTED_TITLE = re.compile(r"[“\"][^“”\"]{5,250}[”\"]")
_LISTS = frozenset({"skills", "languages", "certificates", "awards", "interests", "links"})


def _without_page_heads(lines: tuple[Line, ...], basics: Basics) -> list[Line]:
    """The lines of a section without name and headline that a page break repeats."""
    name, label = ((text or "\n").casefold() for text in (basics.name, basics.label))
    heads = {i for i, line in enumerate(lines) if line.plain.casefold() == name}
    heads |= {i + 1 for i in heads if i + 1 < len(lines) and lines[i + 1].plain.casefold() == label}
    return [line for i, line in enumerate(lines) if i not in heads]


def _sidebar_ended(sections: list[Section], name: str | None) -> list[Section]:
    """The sections, where a sidebar's last list ends at the person's name and the page proper begins."""
    result: list[Section] = []
    for section in sections:
        named = [
            i for i, line in enumerate(section.lines) if name and line.plain.casefold() == name.casefold()
        ]
        cut = named[0] if named and section.kind in _LISTS else len(section.lines)
        result.append(Section(section.kind, section.title, section.lines[:cut]))
        if cut < len(section.lines):
            result.append(Section("head", "", section.lines[cut:]))
    return result


def _job_among(lines: tuple[Line, ...]) -> int:
    """Where a job begins among degrees (a page read across its columns), or the number of lines."""
    for i, line in enumerate(lines):
        span = header_date(line)
        near = [other.text for other in lines[max(i - 1, 0) : i + 2]]
        if span and span.ranged and not any(map(is_study, near)):
            titled = [i + step for step in (-1, 0) if i + step >= 0 and is_title(lines[i + step].text)]
            if titled:
                return titled[0]
    return len(lines)


def _work_apart(sections: list[Section]) -> list[Section]:
    """The sections with jobs that stand under the heading of the education as work."""
    result: list[Section] = []
    for section in sections:
        cut = _job_among(section.lines) if section.kind == "education" else len(section.lines)
        result.append(Section(section.kind, section.title, section.lines[:cut]))
        if cut < len(section.lines):
            result.append(Section("work", "", section.lines[cut:]))
    return result


def _papers_apart(sections: list[Section]) -> list[Section]:
    """The sections, where projects that are all references to papers count as publications."""
    return [
        replace(section, kind="publications")
        if section.kind == "projects" and "publication" in section.title.casefold() and _are_papers(section)
        else section
        for section in sections
    ]


def _are_papers(section: Section) -> bool:
    """Whether every item of a section quotes a title."""
    text = "\n".join(line.plain for line in section.lines)
    items = sum(1 for line in section.lines if line.bullet) or 1
    return len(_QUOTED_TITLE.findall(text)) >= items


def _of_kind(sections: list[Section], kind: SectionKind, basics: Basics) -> list[list[Line]]:
    return [_without_page_heads(section.lines, basics) for section in sections if section.kind == kind]


def _without_headings(sections: list[Section], basics: Basics) -> list[Section]:
    """A resume without headings for work and study as one with them.

    Its paragraphs go where their words say: a dated one is work unless it names a degree or
    school and no job; one without a date goes on with the job before it.
    """
    if any(section.kind in {"work", "education"} for section in sections):
        return sections
    found: dict[SectionKind, list[Line]] = {"work": [], "education": []}
    target: SectionKind | None = None
    for lines in _of_kind(sections, "head", basics):
        for block in paragraphs(lines):
            if any(map(header_date, block)):
                studies = any(is_study(line.text) for line in block)
                target = "education" if studies and not any(is_title(line.text) for line in block) else "work"
            elif target == "education":
                target = None
            if target:
                found[target] += block
    return [*sections, *(Section(kind, "", tuple(lines)) for kind, lines in found.items())]


def extract(text: str) -> JsonResume:
    """The resume in a text, as far as its words and layout tell; pure and linear in its length.

    Never raises; fields that were not found are absent. Only the first 300,000 characters
    are read.
    """
    lines = read_lines(text)
    sections = split_sections(lines)
    basics = find_basics(sections, lines)
    sections = _sidebar_ended(sections, basics.name)
    basics = find_basics(sections, lines)
    sections = _papers_apart(_work_apart(_without_headings(sections, basics)))
    found = {
        "basics": basics if basics.model_dump(exclude_none=True) else None,
        "work": find_work(_of_kind(sections, "work", basics)) or None,
        "education": find_education(_of_kind(sections, "education", basics)) or None,
        "projects": find_projects(_of_kind(sections, "projects", basics)) or None,
        "skills": find_skills(sections, basics.name) or None,
        **find_credentials(sections),
    }
    return JsonResume.model_validate(found)
