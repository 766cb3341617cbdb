"""The lines of a job's header cut into parts, each with what it seems to be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from interview_cli.resume import links, places, titles
from interview_cli.resume.entries import HEADER_LABEL

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


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a header, what it seems to be, its line, and the separator before it."""

    text: str
    kind: _Kind
    line: int
    glue: str


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
