"""Dates as resumes write them: "Feb 2023 - Present", "03/2019", "Summer 2021", "2016-20"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from interview_cli.resume.words import alternatives, lists

_DATES = lists("dates")
# Names of months in seven languages, January first.
_MONTHS: dict[str, int] = {name: number for number, names in enumerate(_DATES["months"], 1) for name in names}
# Season to first and last month, as the northern school year uses the words.
_SEASONS = {"winter": (1, 3), "spring": (3, 5), "summer": (6, 8), "fall": (9, 11), "autumn": (9, 11)}
MONTH = alternatives(list(_MONTHS))
PRESENT = alternatives(_DATES["present"])
_YEAR = "(?:19[5-9][0-9]|20[0-4][0-9])"
_MONTH_NUMBER = "0?[1-9]|1[0-2]"
_POINT = re.compile(
    rf"""
      \b(?P<season>winter|spring|summer|fall|autumn)s?,?\ {{1,2}}(?P<season_year>{_YEAR})\b
    | (?:\b[0-3]?\d(?:st|nd|rd|th)?\.?\ {{1,2}})?
      \b(?P<month>{MONTH})\.?
      (?:\ {{0,2}}[0-3]?\d(?:st|nd|rd|th)?,\ {{0,2}}|(?:\ {{0,2}}[,/\-–]?\ {{0,2}}|\ de\ |\ of\ ))
      (?:(?P<month_year>{_YEAR})|['’‘](?P<short_year>[0-9]{{2}})|(?<=[ \-])(?P<bare_year>[0-9]{{2}}))(?![\d%])
    | (?<![\d/.])(?:(?:0?[1-9]|[12]\d|3[01])[./])?
      (?P<num_month>{_MONTH_NUMBER})\ ?[./\-]\ ?(?P<num_year>{_YEAR})(?!\d)
    | (?<![\d/.])(?P<iso_year>{_YEAR})[./\-](?P<iso_month>0[1-9]|1[0-2])(?:[./\-][0-3]\d)?(?![\d])
    | (?<![\d/.,$€£\#])(?P<slash_month>0[1-9]|1[0-2])/(?P<slash_year>[0-9]{{2}})(?![\d/])
    | (?<![\w$€£\#.,])(?<!\D\d{{3}}-)(?P<year>{_YEAR})(?![\w%+]|[.,]\d)
    | (?<![\w])(?P<lone_month>{MONTH})\b\.?(?!\w)
    | (?<![\w])(?:in\ )?(?P<present>{PRESENT})\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SEPARATOR = re.compile(
    r"[\s_]*(?:-{1,2}>?|[–—−→~]|to|until|till|through|thru|bis|à|au|al|a|até|tot|hasta|/)[\s_]*",
    re.IGNORECASE,
)
_MAX_SEPARATOR = len("   through   ")
_SHORT_END = re.compile(r"\s?[-–—−/]\s?([0-9]{2})(?![\d/.\-])")
# Words around a date that belong to it: at most three before, one after.
_BEFORE = re.compile(
    r"(?:\b(?:from|since|seit|depuis|desde|dal|expected|anticipated|estimated|graduat(?:ed|ion|ing)|completed"
    r"|completion|class of|dates?|period)\b[:.]?\s{0,2}(?:date:?\s{0,2}|in\s{1,2}|on\s{1,2})?){0,3}$",
    re.IGNORECASE,
)
_BEFORE_WITHIN = 60
_AFTER = re.compile(
    r"\s{0,2}\(?(?:in progress|expected|anticipated|completed|graduated|ongoing|current)\b\)?", re.IGNORECASE
)
_ENDING = re.compile(r"expected|anticipated|graduat|class of|complet|estimated")
_LASTING = re.compile(r"\b(?:since|seit|depuis|desde|ongoing|current|in progress)\b")
_DURATION = re.compile(
    r"[(·•|]?\s{0,2}\b\d{1,2}\+?\s?(?:years?|yrs?|months?|mos?)\b\.?"
    r"(?:[\s,]{1,2}\d{1,2}\s?(?:months?|mos?)\b\.?)?\s{0,2}\)?",
    re.IGNORECASE,
)
_OPEN_END = re.compile(r"\s?[-–—]\s*$")
_MONTHS_IN_A_YEAR = 12
_CENTURY_SPLIT = 50  # '49 is 2049 and '50 is 1950: no resume reaches further either way


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A period found in a line: ISO partial dates, and the characters it covers.

    `end` is None while it lasts (`current`). A single date (not `ranged`) has `start` None
    when it names an end (a graduation), else `start` equal to `end`, or no `end` when open.
    """

    start: str | None
    end: str | None
    current: bool
    begin: int
    finish: int
    ranged: bool = False


@dataclass(frozen=True, slots=True)
class _Point:
    """One end of a period: its first and last month, the characters it covers, and its form.

    Forms: month, year, season, slash ("03/19", needs a partner), lone (a month without a
    year, needs one too; `first` is its name), present.
    """

    first: str
    last: str
    begin: int
    finish: int
    form: str


def _iso(year: str, month: int) -> str:
    """A partial ISO date; a year of two digits is taken for the nearer century."""
    value = int(year)
    if len(year) == len("24"):
        value += 2000 if value < _CENTURY_SPLIT else 1900
    return f"{value:04d}-{month:02d}"


def _folded(name: str) -> str:
    """Small letters; the Turkish letters that ignoring case takes for an i become one."""
    return name.replace("İ", "i").replace("ı", "i").casefold()


def _point(match: re.Match[str]) -> _Point:
    found = {name: text for name, text in match.groupdict().items() if text}
    first = last = ""
    if "season" in found:
        form = "season"
        first, last = (_iso(found["season_year"], month) for month in _SEASONS[_folded(found["season"])])
    elif "month" in found:
        form = "month"
        year = found.get("month_year") or found.get("short_year") or found["bare_year"]
        first = last = _iso(year, _MONTHS[_folded(found["month"])])
    elif "num_year" in found or "iso_year" in found:
        form = "month"
        first = last = _iso(
            found.get("num_year") or found["iso_year"], int(found.get("num_month") or found["iso_month"])
        )
    elif "slash_year" in found:
        form = "slash"
        first = last = _iso(found["slash_year"], int(found["slash_month"]))
    elif "year" in found:
        form = "year"
        first = last = found["year"]
    elif "lone_month" in found:
        form, first = "lone", _folded(found["lone_month"])
    else:
        form = "present"
    return _Point(first, last, match.start(), match.end(), form)


def _joined(text: str, left: _Point, right: _Point) -> bool:
    gap = text[left.finish : right.begin]
    return len(gap) <= _MAX_SEPARATOR and _SEPARATOR.fullmatch(gap) is not None


def _range(left: _Point, right: _Point) -> tuple[str, str | None] | None:
    """Start and end of two joined points, or None when they make no period."""
    if left.form == "present" or right.form == "lone" or (left.form == "lone" and right.form != "month"):
        return None
    if right.form == "present":
        return left.first, None
    if left.form == "lone":
        return _iso(right.first[:4], _MONTHS[left.first]), right.last
    if left.form == "season" and right.form == "year":
        return left.first, right.first + left.last[4:]
    return left.first, right.last


def _widened(text: str, begin: int, finish: int) -> tuple[int, int, str]:
    """The span with the words that belong to it ("Expected", "Since", brackets) and those words."""
    before = _BEFORE.search(text, max(0, begin - _BEFORE_WITHIN), begin)
    around = ""
    if before and before.group():
        around, begin = before.group(), before.start()
    after = _AFTER.match(text, finish)
    if after:
        around, finish = around + " " + after.group(), after.end()
    if begin and finish < len(text) and text[begin - 1] in "([" and text[finish] in ")]":
        begin, finish = begin - 1, finish + 1
    return begin, finish, around.lower()


def _single(text: str, point: _Point) -> DateSpan | None:
    """A date without a partner: a year with a short end, an end, a beginning, or just a date."""
    if point.form in {"present", "lone", "slash"}:
        return None
    short = _SHORT_END.match(text, point.finish) if point.form == "year" else None
    open_end = _OPEN_END.match(text, point.finish)
    covered = short or open_end
    begin, finish, around = _widened(text, point.begin, covered.end() if covered else point.finish)
    if short:
        end = f"{point.first[:2]}{short.group(1)}"
        return DateSpan(point.first, end, False, begin, finish, ranged=True) if end >= point.first else None
    if _ENDING.search(around):
        return DateSpan(None, point.last, False, begin, finish)
    lasts = bool(open_end or _LASTING.search(around))
    return DateSpan(point.first, None if lasts else point.last, lasts, begin, finish)


def find_dates(text: str) -> list[DateSpan]:
    """The periods and single dates in one line, in order. Linear in the length of the line."""
    points = [_point(match) for match in _POINT.finditer(text)]
    spans: list[DateSpan] = []
    index = 0
    while index < len(points):
        left = points[index]
        right = points[index + 1] if index + 1 < len(points) else None
        period = _range(left, right) if right and _joined(text, left, right) else None
        if right and period:
            begin, finish, _ = _widened(text, left.begin, right.finish)
            start, end = period
            if end is None or end[:4] >= start[:4]:
                spans.append(DateSpan(start, end, end is None, begin, finish, ranged=True))
            index += 2
            continue
        if span := _single(text, left):
            spans.append(span)
        index += 1
    return spans


def without_dates(text: str, spans: list[DateSpan]) -> str:
    """The line with its dates, durations ("2 years 3 months") and orphaned separators taken out."""
    for span in reversed(spans):
        text = f"{text[: span.begin]}   {text[span.finish :]}"
    if spans:
        text = _DURATION.sub("   ", text)
    text = re.sub(r"\(\s{0,20}\)|\[\s{0,20}\]", " ", text)
    return text.strip(" \t|,;:–—-•·/_+»")


def month_index(value: str, *, end: bool = False) -> int:
    """Months since year 0 of a partial ISO date; an end counts its whole month.

    A year alone stands for its middle, the least wrong guess for either end.
    """
    year, has_month = int(value[:4]), len(value) > len("2024")
    month = min(max(int(value[5:7]), 1), _MONTHS_IN_A_YEAR) if has_month else _MONTHS_IN_A_YEAR // 2 + 1
    return year * _MONTHS_IN_A_YEAR + month - 1 + int(end and has_month)
