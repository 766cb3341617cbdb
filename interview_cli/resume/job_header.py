"""The header of a job taken apart: title, employer, place and address, in whatever order they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from interview_cli.resume import links, places, titles
from interview_cli.resume.entries import ABBREVIATION, HEADER_LABEL

_Kind = Literal["title", "company", "place", "unknown"]

_STRONG = re.compile(r"(\s{2,}|\s?[|•·»❖]\s?|\s[–—−\-]\s|\s?[–—]\s|[–—](?=\s)|\s@\s|;\s)")
_AT = re.compile(r"\sat\s|\sbei\s|\schez\s")
_COMMA = re.compile(r",(?![^()]*\))")
_LEGAL_FORM = re.compile(
    r"(?:inc|llc|ltd|limited|plc|corp|co|gmbh|s\.?a|b\.?v|pty ltd|pvt ltd|lp|llp|ag|srl|s\.?l)\.?",
    re.IGNORECASE,
)
_EMPLOYMENT = re.compile(
    r"\s?\((?:full|part)[- ]time\)|\s?\((?:contract|permanent|temporary)\)", re.IGNORECASE
)
# Titles that a department completes ("Director, Marketing").
_BARE_TITLES = frozenset(
    {"director", "manager", "head", "vp", "vice president", "lead", "associate", "president", "intern"}
    | {"senior director", "senior manager", "analyst"}
)
_PLACE_LABEL = re.compile(r"(?:city|country|location)\s{0,2}:\s{0,5}(?=\S)", re.IGNORECASE)
_TOWN = re.compile(r"[^\W\d_a-z][\w'’\-]+(?: [^\W\d_a-z][\w'’\-]+)?")
_OF_SOMETHING = re.compile(r"\b(?:of|for|und|de)\b|[/&+,]")
_ADDITION_WORDS = 4  # a dash adds a few words to a title ("Software Engineer - AI"), more are something else
_MAX_FIELD = 150


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a header, what it seems to be, its line, and the separator before it."""

    text: str
    kind: _Kind
    line: int
    glue: str


@dataclass(frozen=True, slots=True)
class Header:
    """What an entry's header lines say, and on which lines title and employer stand (-1: nowhere)."""

    position: str | None
    name: str | None
    location: str | None
    url: str | None
    title_line: int
    name_line: int


def _kind(text: str) -> _Kind:
    if places.is_place(text):
        return "place"
    title, company = titles.is_title(text), titles.is_company(text)
    if not title:
        return "company" if company else "unknown"
    if not company or titles.ends_as_title(text) or _OF_SOMETHING.search(text):
        return "title"
    return "company" if titles.is_company(text.rpartition(" ")[2]) else "title"


def _segments(text: str) -> list[str]:
    """Pieces between commas, a company's legal form kept with its name."""
    pieces: list[str] = []
    for piece in (piece.strip() for piece in _COMMA.split(text)):
        if pieces and _LEGAL_FORM.fullmatch(piece):
            pieces[-1] += f", {piece}"
        elif piece:
            pieces.append(piece)
    return pieces


def _leading_titles(pieces: list[str]) -> int:
    """How many pieces at the start make up the title ("Director, Marketing, Acme Inc" has two)."""
    lead = 0
    while lead < len(pieces) and _kind(pieces[lead]) == "title":
        lead += 1
    if lead != 1 or len(pieces) == 1 or pieces[0].casefold() not in _BARE_TITLES:
        return lead
    completed = len(pieces) > 2 or titles.is_department(pieces[1])
    return lead + (completed and not titles.is_company(pieces[1], strong=True))


def _without_place(pieces: list[str]) -> tuple[list[str], str]:
    """The pieces before a place at the end, and that place or an empty text."""
    for count in (2, 1):
        place = ", ".join(pieces[-count:])
        if len(pieces) < count or not places.is_place(place):
            continue
        rest = pieces[:-count]
        before, city = places.split_city(rest[-1]) if rest else ("", "")
        if city and before:  # "Regional Sales London, UK": the gap before the city was lost
            return [*rest[:-1], before], f"{city}, {place}"
        return rest, place
    last_two = ", ".join(pieces[-2:])
    unclear = len(pieces) > 2 and {_kind(piece) for piece in pieces[-2:]} <= {"place", "unknown"}
    if unclear and places.looks_like_place(last_two):
        return pieces[:-2], last_two
    if len(pieces) == 2 and titles.is_company(pieces[0]) and _is_town(pieces[1]):
        return pieces[:1], pieces[1]
    return pieces, ""


def _is_town(text: str) -> bool:
    """Whether a piece after an employer's name reads as a town: one or two capitalised words."""
    return bool(_TOWN.fullmatch(text)) and _kind(text) == "unknown" and not text.isupper()


def _split_commas(text: str) -> list[tuple[str, _Kind]]:
    """A piece as (text, kind): "LLM Intern, Critical AI Pvt Ltd, Bengaluru" is title, company, place."""
    pieces = _segments(text)
    if places.is_place(text) and (len(pieces) <= 2 or text[:1].isdigit()):
        return [(text, "place")]
    lead = _leading_titles(pieces)
    found: list[tuple[str, _Kind]] = [(", ".join(pieces[:lead]), "title")] if lead else []
    rest, place = _without_place(pieces[lead:])
    tail = rest.pop() if len(rest) > 1 and not lead and _kind(rest[-1]) == "title" else ""
    if rest:
        alone = titles.is_company(rest[0]) and not any(map(titles.is_company, rest[1:]))
        name = rest[0] if alone else ", ".join(rest)
        found.append((name, "company" if titles.is_company(name) else "unknown"))
    if tail:
        found.append((tail, "title"))
    return [*found, (place, "place")] if place else found


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """A header line cut at its strong separators, each piece with the separator before it."""
    cut = _STRONG.split(text)
    for piece, glue in zip(cut[::2], ["", *cut[1::2]], strict=True):
        halves = re.split(r":\s", piece, maxsplit=1)
        if len(halves) == 1 or not titles.is_title(halves[0]):
            halves = _AT.split(piece, maxsplit=1)
        if len(halves) == 1 or not titles.is_title(halves[0]):
            halves = [piece]
        for half, half_glue in zip(halves, (glue, " at "), strict=False):
            balanced = half.count("(") == half.count(")")
            yield half.strip(" ,:;" if balanced else " ,:;()[]"), half_glue


def _line_parts(text: str, number: int) -> Iterator[Part]:
    for labelled, glue in _pieces(text):
        piece = HEADER_LABEL.sub("", labelled)
        if _PLACE_LABEL.match(labelled):
            yield Part(piece, "place", number, glue)
        elif piece and not titles.is_employment_type(piece) and not links.emails(piece):
            for n, (part, kind) in enumerate(_split_commas(piece)):
                employs = glue == " at " and n == 0 and kind != "place"
                bare = _EMPLOYMENT.sub("", part).strip()
                yield Part(bare, "company" if employs else kind, number, ", " if n else glue)


def header_parts(header: Iterable[str]) -> list[Part]:
    """The parts of header lines, titles that only a dash or slash divides put together."""
    parts: list[Part] = []
    for number, text in enumerate(header):
        for part in _line_parts(links.without_urls(text), number):
            last = parts[-1] if parts and parts[-1].line == number else None
            if (
                last
                and last.kind == part.kind == "title"
                and len(part.glue.strip()) == 1
                and part.glue != ", "
            ):
                parts[-1] = replace(last, text=f"{last.text} {part.glue.strip()} {part.text}")
            else:
                parts.append(part)
    return parts


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
