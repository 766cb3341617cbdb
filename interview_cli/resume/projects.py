"""Projects out of the projects section: name, what was done, technologies, dates, address."""

from __future__ import annotations

import re
from collections.abc import Iterable

from interview_cli.resume import links
from interview_cli.resume.dates import DateSpan, find_dates, without_dates
from interview_cli.resume.document import Project
from interview_cli.resume.entries import header_date, is_header_text
from interview_cli.resume.lines import Line, has_hanging_indent, text_width, unwrapped
from interview_cli.resume.skill_list import find_in

_PLACEHOLDER = re.compile(
    r"\s{0,20}[|(\[–—\-]?\s{0,3}\b(?:github|gitlab|link|see here|demo|live demo|source code|code|website|repo"
    r"|repository|live)\b\s{0,3}[)\]]?\s{0,3}$",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s?[|•·]\s?|\s{2,}|\s[–—]\s|\s-\s|:\s")
_STACK = re.compile(
    r"^(?:tech(?:nolog(?:y|ies))?(?: stack| used)?|stack|tools|built with|software tools|skills|environment"
    r"|languages)\s{0,2}:",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"^(?:description|role|responsibilities|duration|team size|client|objective|outcome|result|domain"
    r"|platform|year|date)s?\s{0,2}:",
    re.IGNORECASE,
)
_MAX_NAME = 140
_MAX_PROJECTS = 40
_MAX_HIGHLIGHTS = 30


def _starts(units: list[Line]) -> list[int]:
    """Where projects begin: at names that are no bullets, else at every bullet of the outer level."""
    headers = [i for i in range(len(units)) if _begins(units, i)]
    bullets = [i for i, line in enumerate(units) if line.bullet]
    outer = min((units[i].indent for i in bullets), default=0)
    return headers or [i for i in bullets if units[i].indent == outer] or list(range(len(units)))


def _begins(units: list[Line], i: int) -> bool:
    """Whether a line is a project's name and stands where one may: first, after a gap, after a body."""
    line = units[i]
    apart = i == 0 or line.after_blank
    bulleted = i + 1 < len(units) and bool(units[i + 1].bullet)
    if _is_small_name(line) and (bulleted or apart):
        return apart or bool(units[i - 1].bullet)
    after_body = i > 0 and (bool(units[i - 1].bullet) or len(units[i - 1].plain) > _MAX_NAME / 2)
    placed = apart or after_body or line.marked or header_date(line) is not None
    return placed and _is_name(line)


def _is_small_name(line: Line) -> bool:
    """Whether a line is a name as programs have them, all in small letters ("pocket-ranker")."""
    return not line.bullet and line.text.islower() and len(line.text.split()) <= 2


def _is_name(line: Line) -> bool:
    if line.bullet or _STACK.match(line.text) or _FIELD.match(line.text):
        return False
    if header_date(line):
        return True
    bare = _SEPARATOR.split(line.text)[0].strip()
    return bool(bare) and (
        is_header_text(line) or (is_header_text(Line(bare)) and len(bare) < len(line.plain))
    )


def _name_and_rest(text: str) -> tuple[str, str]:
    """A header as (name, what follows a separator): technologies or a short description."""
    text = links.without_urls(text)
    while (bare := _PLACEHOLDER.sub("", text)) != text:
        text = bare
    cut = re.split(r"\s?[|•·]\s?|\s{2,}|:\s|\s[–—]\s", text.strip(), maxsplit=1)
    name, rest = cut[0].strip(" |,;:–—-•"), cut[1] if len(cut) > 1 else ""
    return name, _PLACEHOLDER.sub("", rest).strip(" |,;:–—-•")


def _dated(lines: list[Line]) -> tuple[str, DateSpan | None, list[Line]]:
    """A project's header without its date, the date of its first or second line, and the lines below."""
    head, body = lines[0], lines[1:]
    spans = find_dates(head.text)
    span = header_date(head) or (spans[0] if spans and not head.bullet else None)
    if span:
        return without_dates(head.text, spans), span, body
    below = header_date(body[0]) if body and not body[0].bullet else None
    if below:
        rest = without_dates(body[0].text, find_dates(body[0].text))
        body = ([Line(rest)] if rest else []) + body[1:]
    return head.text, below, body


def _project(lines: list[Line]) -> Project | None:
    header, span, body = _dated(lines)
    name, rest = _name_and_rest(header)
    if not re.search(r"[^\W\d_]", name) or name.casefold() in {"link", "links", "portfolio"}:
        return None
    listed = [item.skill for item in find_in(rest, in_list=True)]
    texts = [links.without_urls(text) for text in (name, *(line.text for line in body))]
    told = [item.skill for text in texts for item in find_in(text)]
    described = [rest] if rest and not listed else []
    described += [line.plain for line in body if not line.bullet]
    return Project(
        name=name[:_MAX_NAME],
        description=" ".join(described) or None,
        highlights=[line.plain for line in body if line.bullet][:_MAX_HIGHLIGHTS] or None,
        keywords=list(dict.fromkeys(listed + told)) or None,
        startDate=span.start if span else None,
        endDate=span.end if span else None,
        url=next((url for line in lines for url in links.urls(line.text)), None),
    )


def find_projects(sections: Iterable[Iterable[Line]]) -> list[Project]:
    """The projects of the project sections, in the order in which they are written."""
    found: list[Project] = []
    for section in sections:
        lines = list(section)
        units = unwrapped(
            lines, text_width(lines), has_hanging_indent(lines), lambda line: header_date(line) is not None
        )
        starts = _starts(units)
        for start, end in zip(starts, [*starts[1:], len(units)], strict=False):
            if project := _project(units[start:end]):
                found.append(project)
    return found[:_MAX_PROJECTS]
