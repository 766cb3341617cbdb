"""Degrees and courses out of the education section."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from interview_cli.resume import degrees, places
from interview_cli.resume.dates import DateSpan, find_dates, without_dates
from interview_cli.resume.document import Education
from interview_cli.resume.lines import Line, has_hanging_indent, text_width, unwrapped
from interview_cli.resume.words import words

_COURSEWORK = r"(?:relevant |selected |key |main )?(?:course ?work|courses?|modules|subjects|classes)"
_COURSES = re.compile(rf"{_COURSEWORK}(?: included?s?)?\s{{0,2}}[:\-–]\s{{0,3}}(?=\S)", re.IGNORECASE)
_COURSES_BELOW = re.compile(rf"{_COURSEWORK}:?", re.IGNORECASE)
_AREA = re.compile(
    r"(?:with )?(?:a )?(?:major|majors|majoring|speciali[sz]ation|concentration|minor|field of study|thesis"
    r"|dissertation|focus)\b(?:\s?:\s?| in | )",
    re.IGNORECASE,
)
# Lines about a degree that name neither it nor the school.
_NOTE = re.compile(
    r"(?:activities|honou?rs|awards?|dean|scholarship|recipient|thesis|dissertation|leadership|achievement"
    r"|societies|number of hours|current average|gpa|president|member|graduated|coursework|minor in|license)",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s{2,}|\s?[|•·»❖]{1,2}\s?|\s[–—−\-]\s|\s?[–—]\s|;\s")
_LABEL = re.compile(r"[A-Z][\w &/]{2,40}:\s")
_FROM_SCHOOL = re.compile(r"\s(?:at|from)\s(?=[A-ZÀ-Ý])")
_TABLE_HEAD = words("education", "table heads")
_MAX_FIELD, _MAX_COURSES = 200, 40
_OTHER_WORDS = 12  # longer pieces are sentences, not names of courses or schools


@dataclass(slots=True)
class _Draft:
    """What has been read of one degree or course so far."""

    institution: str = ""
    study: str = ""
    area: str = ""
    score: str = ""
    start: str | None = None
    end: str | None = None
    courses: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    bare_degree: str = ""
    wants_courses: bool = False
    on_degree_line: bool = False

    def is_empty(self) -> bool:
        return not (self.institution or self.study or self.other or self.area)


def _clean(text: str) -> str:
    text = re.sub(r"\(\s*\)|\[\s*\]", "", text)
    if text.count("(") != text.count(")"):
        text = text.replace("(", " ").replace(")", " ")
    return " ".join(text.split()).strip(" ,;:|-–—•+_")[:_MAX_FIELD]


def _read_piece(piece: str, draft: _Draft) -> None:
    """One piece between separators: a degree, a school, or something that may turn out to be either."""
    school = degrees.names_school(piece)
    if not piece or (places.is_place(piece) and not school):
        return
    if degrees.is_bare_degree(piece):
        draft.bare_degree = piece
    elif degree := degrees.find_degree(piece):
        _read_degree(degree, draft)
    elif area := _AREA.match(piece):
        draft.area = draft.area or _clean(piece[area.end() :]).rstrip(".")
    elif school:
        rest, name = degrees.split_school(piece)
        if not draft.institution:
            draft.institution = _clean(name)
            draft.other += [_clean(rest)] if rest.strip() and not draft.area else []
    elif draft.on_degree_line and not draft.area:
        draft.area = _clean(piece)
    else:
        draft.other.append(_clean(piece))


def _read_degree(degree: degrees.Degree, draft: _Draft) -> None:
    area, school = degrees.split_school(_FROM_SCHOOL.sub(", ", degree.area))
    before, school_before = degrees.split_school(degree.before)
    if not draft.study:
        draft.study, draft.on_degree_line = _clean(degree.study), True
        draft.area = draft.area or _clean(degrees.subject(area)).rstrip(".") or _clean(before)
    elif not draft.area and draft.on_degree_line:  # "Bachelor of Science - BS, Computer Science"
        draft.area = _clean(area)
    draft.institution = draft.institution or _clean(school or school_before)


def _period(span: DateSpan) -> tuple[str | None, str | None]:
    """Start and end of a time of study; a single date is its end, "in progress" or not."""
    if span.start == span.end or (span.current and not span.ranged):
        return None, span.start
    return span.start, span.end


def _course_list(text: str) -> list[str]:
    items = (_clean(item).removeprefix("and ").rstrip(".") for item in re.split(r",(?![^()]*\))|;", text))
    return [item for item in items if item]


def _is_table_head(line: Line) -> bool:
    listed = re.findall(r"[^\W\d_]+", line.text.casefold())
    return len(line.cells) > 2 and all(word in _TABLE_HEAD for word in listed)


def _read_line(line: Line, draft: _Draft) -> None:
    text = line.text
    draft.on_degree_line = False
    if _is_table_head(line):
        return
    if courses := _COURSES.match(text):
        draft.courses += _course_list(text[courses.end() :])
        return
    if _COURSES_BELOW.fullmatch(text):
        draft.wants_courses = True
        return
    spans = find_dates(text)
    if spans and draft.end is None:
        draft.start, draft.end = _period(max(spans, key=lambda found: found.start != found.end))
    text, score = degrees.take_score(text)
    draft.score = draft.score or score
    noted = bool(line.bullet) or _NOTE.match(text) is not None
    named = bool(draft.study) or (bool(draft.institution) and not degrees.begins_with_degree(text))
    if noted and named:
        return
    if spans:
        text = without_dates(text, find_dates(text))
    for cell in _SPLIT.split(text):
        piece, score = degrees.take_score(cell.strip(" ,;"))
        draft.score = draft.score or score
        _read_piece(piece, draft)


def _goes_with(line: Line) -> bool:
    """Whether a line can only belong to the degree before it: courses, a thesis, an award."""
    text = line.text
    bulleted = bool(line.bullet) and not degrees.begins_with_degree(text)
    return bulleted or any(pattern.match(text) for pattern in (_COURSES, _COURSES_BELOW, _NOTE, _AREA))


def _begins(line: Line, draft: _Draft) -> bool:
    """Whether a line starts another degree than the one being read."""
    if draft.is_empty() or _goes_with(line):
        return False
    spans = find_dates(line.text)
    bare = without_dates(line.text, spans)
    degree, school = degrees.names_degree(bare), degrees.names_school(bare)
    new_degree = bool(draft.study) and degrees.is_new_degree(bare)
    new_school = school and bool(draft.institution) and not degree
    new_date = bool(spans) and draft.end is not None
    if line.after_blank:
        complete = bool((draft.study or draft.other) and (draft.institution or draft.end))
        telling = degree or school or bool(spans) or bool(draft.institution)
        return new_degree or new_school or new_date or (complete and telling)
    if new_date and (draft.study or draft.institution):
        return not bare or degree or school or bool(draft.study and draft.institution)
    return new_degree or (new_school and bool(draft.study))


def _finished(draft: _Draft) -> Education | None:
    """The entry, its empty fields filled from the pieces that were neither degree nor school."""
    other = [text for text in draft.other if text and len(text.split()) <= _OTHER_WORDS]
    if not draft.institution and (draft.study or draft.area) and (draft.area or len(other) > 1) and other:
        draft.institution = other.pop(-1 if draft.area else 0)
    if draft.study and not draft.area and other:
        draft.area = other.pop(0)
    if not draft.study and other and (draft.institution or draft.end):
        draft.study = other.pop(0)
        draft.institution = draft.institution or (other.pop(0) if other else "")
    draft.study = draft.study or draft.bare_degree
    if not (draft.institution or draft.study):
        return None
    return Education(
        institution=draft.institution or None,
        area=draft.area or None,
        studyType=draft.study or None,
        startDate=draft.start,
        endDate=draft.end,
        score=draft.score or None,
        courses=draft.courses[:_MAX_COURSES] or None,
    )


def _stands_alone(line: Line) -> bool:
    """Whether a line is neither the rest of another nor goes on in the next."""
    text = line.text
    if _COURSES.match(text):
        return False
    return bool(find_dates(text) or degrees.is_study(text) or _AREA.match(text) or _LABEL.match(text))


def find_education(sections: Iterable[Iterable[Line]]) -> list[Education]:
    """The degrees and courses of the education sections, in the order in which they are written."""
    found: list[Education] = []
    for section in sections:
        lines = list(section)
        drafts = [_Draft()]
        for line in unwrapped(lines, text_width(lines), has_hanging_indent(lines), _stands_alone):
            draft = drafts[-1]
            ends_list = find_dates(line.text) or line.after_blank or degrees.begins_with_degree(line.text)
            if draft.wants_courses and not ends_list:
                draft.courses += _course_list(line.text)
                draft.wants_courses = bool(line.bullet)
                continue
            if _begins(line, draft):
                drafts.append(_Draft())
            _read_line(line, drafts[-1])
        found += [entry for draft in drafts if (entry := _finished(draft))]
    return found
