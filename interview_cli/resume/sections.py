"""Sections of a resume, told by their headings: "WORK EXPERIENCE", "Skills:", "Berufserfahrung"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from interview_cli.resume.dates import find_dates, without_dates
from interview_cli.resume.lines import Line, line_of
from interview_cli.resume.words import lists, words

SectionKind = Literal[
    "head", "contact", "summary", "work", "education", "projects", "skills", "languages", "certificates",
    "awards", "publications", "volunteer", "interests", "references", "links", "other",
]  # fmt: skip

_HEADINGS = lists("headings")
# One of these words makes a short line of heading words a heading of that kind; earlier kinds win.
_KEYWORDS: dict[SectionKind, list[str]] = _HEADINGS["keywords"]
# Words that may stand beside a keyword in a heading.
_MODIFIERS = words("headings", "modifiers")
# Whole headings that the words alone do not settle.
_PHRASES: dict[str, SectionKind] = {
    phrase: kind for kind, phrases in _HEADINGS["phrases"].items() for phrase in phrases
}
_KIND_OF_WORD = {word: kind for kind, listed in reversed(_KEYWORDS.items()) for word in listed}
_ORDER = list(_KEYWORDS)
_BRACKETED = re.compile(r"\([^()]{0,40}\)")  # "Experience (6 years)"
_MAX_WORDS = 7
_MAX_LENGTH = 70
_INLINE = re.compile(r"([^\W\d_][^:\d]{2,40}?)\s?:\s{1,20}(?=\S)")
# Under these an inline label ("Skills: SQL") belongs to the entry, not to the document.
_ENTRY_KINDS = frozenset({"work", "education", "projects", "volunteer"})
_INLINE_KINDS: frozenset[SectionKind] = frozenset(
    {"skills", "summary", "interests", "references", "certificates", "languages", "contact"}
)
# Lists have labels of their own ("Languages: Python"), which open nothing.
_INLINE_WITHIN: dict[SectionKind, frozenset[SectionKind]] = {
    "skills": frozenset({"interests"}),
    "contact": frozenset({"summary"}),
}
_INLINE_WORDS = 3
# Subheadings inside a job, not sections of the document; the second set only when they follow without a gap.
_SUBHEADINGS = words("headings", "subheadings")
_CLOSE_SUBHEADINGS = words("headings", "close subheadings")
_SUBHEADING_MODIFIERS = words("headings", "subheading modifiers")
# Words that headings write small between capitalised ones.
_SMALL_WORDS = frozenset({"and", "of", "the", "in", "me", "my", "with", "und", "et", "y", "e", "de", "i"})


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the resume: what it is about, its heading as written, its lines."""

    kind: SectionKind
    title: str
    lines: tuple[Line, ...]


def _normal(text: str) -> str:
    return " ".join(re.sub(r"[^\w&/+']+", " ", text.replace("_", " ")).casefold().split())


def heading_kind(text: str) -> SectionKind | None:
    """What a section a line heads, or None when the line is no heading.

    A heading is a known phrase, or a short line made of heading words only.
    """
    if len(text) > _MAX_LENGTH:
        return None
    phrase = _normal(_BRACKETED.sub(" ", _respaced(text)))
    if phrase in _PHRASES:
        return _PHRASES[phrase]
    found = re.sub(r"[&/+]", " ", phrase).split()
    known = all(word in _KIND_OF_WORD or word in _MODIFIERS for word in found)
    kinds = {_KIND_OF_WORD[word] for word in found if word in _KIND_OF_WORD}
    return _leading(kinds, found[-1]) if kinds and known and len(found) <= _MAX_WORDS else None


def _leading(kinds: set[SectionKind], last_word: str) -> SectionKind:
    """Which of several kinds a heading means ("Volunteer Experience", "Academic Projects")."""
    if "volunteer" in kinds:
        return "volunteer"
    if last_word in _KEYWORDS["projects"]:
        return "projects"
    if "skills" in kinds and "work" not in kinds:
        return "skills"
    return min(kinds, key=_ORDER.index)


def _respaced(text: str) -> str:
    """ "E X P E R I E N C E" as "EXPERIENCE": letters set apart for looks."""
    if re.fullmatch(r"(?:\w ){3,40}\w", text):
        return text.replace(" ", "")
    return text


def _looks_like_heading(line: Line) -> bool:
    """Written as headings are: capitals, a colon, a mark, or a few capitalised words."""
    text = line.plain.rstrip(" :")
    found = [word for word in re.split(r"[\s&/]+", text) if word[:1].isalpha()]
    if line.bullet and not (line.marked or line.bullet not in "•-*"):
        return False
    capitalised = all(word[0].isupper() or word.lower() in _SMALL_WORDS for word in found)
    caseless = not text[:1].isascii() and bool(found)
    return bool(found) and (
        line.marked or capitalised or caseless or (line.after_blank and text[0].isupper())
    )


def _is_subheading(line: Line, current: SectionKind) -> bool:
    """Whether a heading word only divides an entry ("KEY ACHIEVEMENTS" under one job)."""
    if current not in _ENTRY_KINDS:
        return False
    found = set(_normal(line.plain).split()) - _SUBHEADING_MODIFIERS
    if len(found) != 1:
        return False
    if found == {"internship"} and current == "work":
        return True  # a title of its own
    if found == {"projects"}:
        return line.text.endswith(":") and not line.after_blank
    if found <= _CLOSE_SUBHEADINGS:
        return not line.after_blank and not line.plain.isupper()
    return found <= _SUBHEADINGS


def _own_line_heading(line: Line, current: SectionKind) -> SectionKind | None:
    cells = line.cells
    if len(cells) > 1:  # two headings side by side: the text that follows belongs mostly to the last
        kinds = [heading_kind(cell) for cell in cells]
        return kinds[-1] if all(kinds) and all(_looks_like_heading(Line(cell)) for cell in cells) else None
    if not _looks_like_heading(line) or _is_subheading(line, current):
        return None
    return heading_kind(line.plain)


def _inline_heading(line: Line, current: SectionKind) -> tuple[SectionKind, str] | None:
    """A label that opens a section on the same line as its text ("Skills: SQL, Excel")."""
    first, *others = line.cells
    if others and first.isupper() and (kind := heading_kind(first)) and not heading_kind(others[0]):
        return kind, "  ".join(others)
    label = _INLINE.match(line.text)
    if not label or (current in _ENTRY_KINDS and (line.bullet or not line.after_blank)):
        return None
    kind = heading_kind(label.group(1)) if len(label.group(1).split()) <= _INLINE_WORDS else None
    allowed = _INLINE_WITHIN.get(current, _INLINE_KINDS) - {current}
    return (kind, line.text[label.end() :]) if kind in allowed else None


def _halves(line: Line) -> tuple[Line, Line] | None:
    """A line read across two columns as its left and right part; None when it is of one column.

    A bullet begins the right part, and a date at the right margin belongs to the text before it.
    """
    cells = line.cells
    bulleted = (place for place, cell in enumerate(cells) if place and (own := line_of(cell)) and own.bullet)
    edge = next(bulleted, 1)
    first, rest = cells[0], "  ".join(cells[edge:])
    right = line_of(rest)
    if right is None or not without_dates(rest, find_dates(rest)).strip():
        return None
    return replace(line, text=first), right


def split_sections(lines: Iterable[Line]) -> list[Section]:
    """The lines grouped under their headings; what stands before the first one is the `head`."""
    sections: list[Section] = []
    kind: SectionKind = "head"
    title = ""
    inline_in_head = False
    body: list[Line] = []
    beside: SectionKind | None = None  # the left one of two headings on one line
    left: list[Line] = []

    def close() -> None:
        if left and beside:
            sections.append(Section(beside, "", tuple(left)))
            left.clear()
        if body or title:
            sections.append(Section(kind, title, tuple(body)))
            body.clear()

    for line in lines:
        if inline_in_head and line.after_blank:  # "Skills: SQL" above the jobs of a resume without headings
            close()
            kind, title, inline_in_head = "head", "", False
        own = _own_line_heading(line, kind)
        if own is not None:
            close()
            kind, title, inline_in_head = own, line.plain, False
            beside = heading_kind(line.cells[0]) if len(line.cells) > 1 else None
        elif beside and (halves := _halves(line)):
            left.append(halves[0])
            body.append(halves[1])
        elif inline := _inline_heading(line, kind):
            close()
            inline_in_head = inline_in_head or kind == "head"
            kind, title = inline[0], line.plain.split(":")[0]
            body.append(replace(line, text=inline[1], bullet=""))
        else:
            body.append(line)
    close()
    return sections


def has_headings_side_by_side(lines: Iterable[Line]) -> bool:
    """Whether two columns were read across, so that the text of one runs into the other's."""
    return any(len(line.cells) > 1 and _own_line_heading(line, "head") for line in lines)


def lines_of(sections: Iterable[Section], *kinds: SectionKind) -> list[Line]:
    """All lines of the sections of these kinds, in document order."""
    return [line for section in sections if section.kind in kinds for line in section.lines]
