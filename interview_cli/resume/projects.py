"""Projects out of the projects section: name, what was done, technologies, dates, address."""

from __future__ import annotations

import re
from collections.abc import Iterable

from interview_cli.resume import links, skills
from interview_cli.resume.dates import find_dates, without_dates
from interview_cli.resume.document import Project
from interview_cli.resume.entries import header_date, is_header_text
from interview_cli.resume.lines import Line, has_hanging_indent, text_width, unwrapped

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
    """Where projects begin: at lines that are no bullets, else at every bullet of the outer level."""
    headers: list[int] = []
    for i, line in enumerate(units):
        previous = units[i - 1] if i else None
        after_body = previous is not None and (bool(previous.bullet) or len(previous.text) > _MAX_NAME / 2)
        bulleted = i + 1 < len(units) and bool(units[i + 1].bullet)
        if (_is_name(line) or (_is_small_name(line) and bulleted)) and (
            previous is None or after_body or line.after_blank or line.marked or header_date(line)
        ):
            headers.append(i)
    bullets = [i for i, line in enumerate(units) if line.bullet]
    if headers:
        return headers
    outer = min((units[i].indent for i in bullets), default=0)
    return [i for i in bullets if units[i].indent == outer]


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


def _project(lines: list[Line]) -> Project | None:
    head, body = lines[0], lines[1:]
    spans = find_dates(head.text)
    span = header_date(head) or (spans[0] if spans and head.bullet == "" else None)
    text = without_dates(head.text, spans) if span else head.text
    if body and not body[0].bullet and (later := header_date(body[0])) and span is None:
        span, remainder = later, without_dates(body[0].text, find_dates(body[0].text))
        body = ([Line(remainder)] if remainder else []) + body[1:]
    name, rest = _name_and_rest(text)
    if not re.search(r"[^\W\d_]", name) or name.casefold() in {"link", "links", "portfolio"}:
        return None
    loose = [line.plain for line in body if not line.bullet]
    if rest and not skills.find_in(rest, in_list=True):
        loose.insert(0, rest)
    listed = [item.skill for item in skills.find_in(rest, in_list=True)]
    told = [
        item.skill
        for line in (name, *(line.text for line in body))
        for item in skills.find_in(links.without_urls(line))
    ]
    url = next((url for line in lines for url in links.urls(line.text)), None)
    return Project(
        name=name[:_MAX_NAME],
        description=" ".join(loose) or None,
        highlights=[line.plain for line in body if line.bullet][:_MAX_HIGHLIGHTS] or None,
        keywords=list(dict.fromkeys(listed + told)) or None,
        startDate=span.start if span else None,
        endDate=span.end if span else None,
        url=url,
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
