"""The short sections of a resume: languages, certificates, awards, publications, interests, volunteering."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from interview_cli.resume.dates import find_dates, without_dates
from interview_cli.resume.lines import Line, has_hanging_indent, text_width, unwrapped
from interview_cli.resume.sections import Section, SectionKind
from interview_cli.resume.skill_list import find_in
from interview_cli.resume.work import find_work

# Section kind to its JSON Resume section, the field for an item and the one for lines below it.
_LISTS: dict[SectionKind, tuple[str, str, str]] = {
    "certificates": ("certificates", "name", "issuer"),
    "awards": ("awards", "title", "summary"),
    "publications": ("publications", "name", "summary"),
    "interests": ("interests", "name", "summary"),
}
_FLUENCY = re.compile(r"^\s{0,3}(?:[:(–—\-]\s{0,3}|\s)([^,;|•·()]{2,40})")
_LEVEL_WORD = re.compile(
    r"\b(?:native|fluent|intermediate|advanced|basic|beginner|proficient|conversational|elementary|professional"
    r"|bilingual|working|limited|good|excellent|[abc][12]\+?|mother tongue|muttersprache|langue maternelle"
    r"|lengua materna|courant|fließend|verhandlungssicher)\b",
    re.IGNORECASE,
)
_MAX_ITEMS = 40
_MAX_LENGTH = 300


def _languages(lines: Iterable[Line]) -> list[dict[str, str]]:
    """Languages with their fluency, as "German - intermediate", "Arabic (Native)", "Spanish: C1"."""
    spoken: dict[str, str] = {}
    for line in lines:
        named = [found for found in find_in(line.text, in_list=True) if found.category == "Languages"]
        for number, found in enumerate(named):
            end = named[number + 1].begin if number + 1 < len(named) else len(line.text)
            level = _FLUENCY.match(line.text[found.finish : end])
            fluent = level.group(1).strip(" ()") if level and _LEVEL_WORD.search(level.group(1)) else ""
            if not fluent and (
                before := _LEVEL_WORD.search(line.text[max(found.begin - 25, 0) : found.begin])
            ):
                fluent = before.group()
            spoken[found.skill] = spoken.get(found.skill) or fluent
    return [{"language": name, **({"fluency": level} if level else {})} for name, level in spoken.items()]


def _items(section: Section) -> list[tuple[str, str]]:
    """The items of a section with the lines below each: bullets, or what stands between blank lines."""
    lines = list(section.lines)
    # Without bullets a reference begins on the line that has its year.
    dated = section.kind == "publications" and not any(line.bullet for line in lines)
    whole = unwrapped(
        lines,
        text_width(lines),
        has_hanging_indent(lines),
        lambda line: dated and bool(find_dates(line.text)),
    )
    if section.kind == "interests":
        return [(item.strip(), "") for line in whole for item in re.split(r"[,;|•·]|\s{2,}", line.text)]
    blocks = any(line.after_blank for line in whole[1:]) and not any(line.bullet for line in whole)
    items: list[tuple[str, str]] = []
    for line in whole:
        text = (
            without_dates(line.text, find_dates(line.text)) if section.kind == "certificates" else line.plain
        )
        if section.kind == "certificates" and len(pieces := re.split(r"\s{2,}[,;]\s", text)) > 1:
            items += [(piece, "") for piece in pieces]  # "PMP (2020), Green Belt (2017)"
            continue
        text = " ".join(text.split())
        if blocks and items and not line.after_blank:
            items[-1] = (items[-1][0], f"{items[-1][1]} {text}".strip())
        else:
            items.append((text, ""))
    return items


def _listed(sections: list[Section], kind: SectionKind) -> list[dict[str, str]]:
    _, field, below = _LISTS[kind]
    pairs = [pair for section in sections if section.kind == kind for pair in _items(section)]
    trimmed = [(text.strip(" .,;|")[:_MAX_LENGTH], more[:_MAX_LENGTH]) for text, more in pairs]
    return [{field: text, **({below: more} if more else {})} for text, more in trimmed if text][:_MAX_ITEMS]


def find_credentials(sections: list[Section]) -> dict[str, Any]:
    """These sections as JSON Resume writes them; those that are absent are left out."""
    found: dict[str, Any] = {}
    for kind, (target, _, _) in _LISTS.items():
        if items := _listed(sections, kind):
            found[target] = items
    if languages := _languages(
        line for section in sections if section.kind in {"languages", "skills"} for line in section.lines
    ):
        found["languages"] = languages
    volunteering = find_work(section.lines for section in sections if section.kind == "volunteer")
    if volunteering:
        fields = {"position", "startDate", "endDate", "summary", "highlights"}
        found["volunteer"] = [
            ({"organization": organization} if (organization := entry.name or entry.position) else {})
            | entry.model_dump(include=fields, exclude_none=True)
            for entry in volunteering
        ]
    return found
