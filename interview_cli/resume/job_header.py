"""The header of a job: title, employer, place and address, in whatever order they stand."""

from __future__ import annotations

from dataclasses import dataclass, replace

from interview_cli.resume import links, places, titles
from interview_cli.resume.entries import ABBREVIATION
from interview_cli.resume.header_parts import Part, header_parts

_ADDITION_WORDS = 4  # a dash adds a few words to a title ("Software Engineer - AI"), more are something else
_MAX_FIELD = 150


@dataclass(frozen=True, slots=True)
class Header:
    """What an entry's header lines say, and on which lines title and employer stand (-1: nowhere)."""

    position: str | None
    name: str | None
    location: str | None
    url: str | None
    title_line: int
    name_line: int


def read_header(header: tuple[str, ...], company_first: bool | None = None) -> Header:
    """Title, employer, place and address from header lines in any order.

    `company_first` says how the other entries of the section are written; it decides
    where no word tells a title from a company.
    """
    parts = header_parts(header)
    title = _title(parts)
    others = [part for part in parts if part.kind in {"company", "unknown"}]
    others = others or [
        part for part in parts if part is not title and titles.is_only_self_employed(part.text)
    ]
    place = _place(parts)
    if place is None and (apart := _set_apart(others)):
        place = apart
        others.remove(apart)
    if title is None:
        title, others = _untitled(others, company_first)
    name = _employer(others, title)
    if name is None and place and "," in place.text and not places.is_known_city(place.text.split(",")[0]):
        first, _, second = place.text.partition(",")  # "Qualitystore, Turkey" where no other name stands
        name, place = replace(place, text=first, kind="unknown"), replace(place, text=second.strip())
    return Header(
        position=_field(_whole_title(parts, title, name)),
        name=_field(name),
        location=_field(place),
        url=next((url for line in header for url in links.urls(line)), None),
        title_line=title.line if title else -1,
        name_line=name.line if name else -1,
    )


def _title(parts: list[Part]) -> Part | None:
    """The surest title; "Freelance" is one only where no other stands."""
    named = [part for part in parts if part.kind == "title"]
    named = [part for part in named if not titles.is_only_self_employed(part.text)] or named
    return next((part for part in named if titles.ends_as_title(part.text)), named[0] if named else None)


def _place(parts: list[Part]) -> Part | None:
    """The first place, with what follows it on its line ("City: Milano | Country: Italy")."""
    found = [part for part in parts if part.kind == "place"]
    beside = [part.text for part in found if part.line == found[0].line]
    return replace(found[0], text=", ".join(dict.fromkeys(beside))) if found else None


def _set_apart(others: list[Part]) -> Part | None:
    """A part that a gap sets apart and that reads as a place, though nobody knows it ("Town, State")."""
    apart = (part for part in reversed(others) if part.glue.isspace() and places.looks_like_place(part.text))
    return next(apart, None)


def _untitled(others: list[Part], company_first: bool | None) -> tuple[Part | None, list[Part]]:
    """The likeliest title among parts of which no word says so, and the parts that remain."""
    if len(others) == 1 and ", " in others[0].text:
        first, _, rest = others[0].text.partition(", ")
        if titles.is_company(rest) and not titles.is_company(first):
            return replace(others[0], text=first), [replace(others[0], text=rest)]
    if len(others) < 2:
        return None, others
    index = 1 if company_first or (others[0].kind == "company" and others[1].kind != "company") else 0
    return others[index], [part for n, part in enumerate(others) if n != index]


def _employer(others: list[Part], title: Part | None) -> Part | None:
    """The employer among the parts: what follows "at", a name known as one, else the first."""
    at = next((part for part in others if part.glue == " at "), None)
    company = next((part for part in others if part.kind == "company"), None)
    first = others[0] if others else None
    if at or not first or not company:
        return at or first
    if title is not None and first.line == title.line and not titles.is_company(first.text, strong=True):
        # "Intern, Reporting Department" above the employer's own line.
        return next((part for part in others if part.line != title.line), company)
    return company if first.line == company.line and first.glue else first


def _whole_title(parts: list[Part], title: Part | None, name: Part | None) -> Part | None:
    """The title with what a dash or comma adds to it ("Software Engineer - AI"), employer known."""
    if title is None or name is None or title not in parts:
        return title
    at = parts.index(title)
    for index, before in ((at - 1, True), (at + 1, False)):
        if not 0 <= index < len(parts):
            continue
        other, glue = parts[index], (title if before else parts[index]).glue.strip()
        adds = other.kind == "unknown" and other.line == title.line and other.text != name.text
        if adds and glue in {"-", "–", "—", ","} and len(other.text.split()) <= _ADDITION_WORDS:
            first, second = (other, title) if before else (title, other)
            return replace(title, text=f"{first.text}{'' if glue == ',' else ' '}{glue} {second.text}")
    return title


def _field(part: Part | None) -> str | None:
    if part is None:
        return None
    text = " ".join(part.text.split()).strip(" ,;:|-–—•_")
    if text.endswith(".") and not ABBREVIATION.search(text):
        text = text.rstrip(".")
    return text[:_MAX_FIELD] or None
