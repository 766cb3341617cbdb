"""Jobs and projects as entries: a few header lines around a date, then the text below them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from interview_cli.resume.dates import DateSpan, find_dates, without_dates
from interview_cli.resume.lines import Line, has_hanging_indent, text_width, unwrapped
from interview_cli.resume.places import is_place
from interview_cli.resume.titles import is_company, is_title
from interview_cli.resume.words import words

_MAX_HEADER, _MAX_HEADER_WORDS = 120, 16
_MAX_HEADER_LINES = 4
_MAX_RUN = 12  # more header lines in a row are a list
_SENTENCE_WORDS = 3  # shorter texts that begin with a verb are names ("Managed Services")
_TITLE_BULLET_WORDS = 9
ABBREVIATION = re.compile(
    r"\b(?:inc|ltd|limited|co|corp|llc|s\.a|b\.v|e\.v|s\.l|s\.r\.l|gmbh|jr|sr|dept|intl|univ|st|u\.s|[A-Z])\.$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[^\W\d_][\w /&\-]{2,40}:(?:\s|$)")
# What forms write before the fields of a job ("Employer: ...", "City: ...").
HEADER_LABEL = re.compile(
    r"^(?:name and address of employer|employer(?: name)?|company(?: name)?|organi[sz]ation"
    r"|position(?: held)?|occupation or position held|job title|title|role|designation|city|country|location"
    r"|department|dates?(?: \(from\s?[–-]\s?to\))?|duration|period|type of business or sector)"
    r"\s{0,2}:\s{0,5}",
    re.IGNORECASE,
)
# First words of sentences that begin without a subject ("Led a team of five").
_VERBS = words("entries", "verbs")
# Lines that divide what stands below one header.
_DIVIDERS = re.compile(
    r"(?:main activities and |job |key |main |selected |major |core |notable )?"
    r"(?:achievements?|responsibilities|accomplishments|duties|highlights|tasks|projects?|contributions|results"
    r"|deliverables|tech(?:nolog(?:y|ies))? ?(?:stack|used)?|tools)\s?:?",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"\b(?:in|from|during|by|between|for|until|of|the|and|to|over|through|since|on|with|before|after|q[1-4])"
    r"[\s:]*$",
    re.IGNORECASE,
)
# What sets a date apart from the text after and before it.
_APART_AFTER = re.compile(r"\s{0,2}[|,;·•)\]–—\-:]|\s{2,}")
_FROM = re.compile(r"from\b", re.IGNORECASE)
_APART_BEFORE = re.compile(r"[|,(\[·•–—\-:/+]\s{0,3}$|\s{2,}$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its header lines with the date taken out, the date, and the unwrapped lines below."""

    header: tuple[str, ...]
    span: DateSpan | None
    body: tuple[Line, ...]


def header_date(line: Line) -> DateSpan | None:
    """The date of a line on which it stands as a date does, not as part of a sentence."""
    if len(line.text) > _MAX_HEADER * 2:  # gaps make header lines long, but not longer than this
        return None
    text = HEADER_LABEL.sub(lambda label: " " * len(label.group()), line.text)
    spans = find_dates(text)
    if not spans:
        return None
    span = max(
        spans, key=lambda found: (found.start != found.end, -found.begin)
    )  # periods before single dates
    rest = without_dates(text, spans)
    short = len(rest) <= _MAX_HEADER and len(rest.split()) <= _MAX_HEADER_WORDS
    return span if short and _stands_apart(text, span, rest) else None


def _stands_apart(text: str, span: DateSpan, rest: str) -> bool:
    """Whether a date begins its line, or stands behind a name rather than inside a sentence."""
    before, after = text[: span.begin], text[span.finish :]
    small = rest[:1].islower()
    if not before.strip(" ([|•-"):
        return not small or after.startswith(("  ", ":", " :", ")", "]"))
    if small or _is_sentence(rest) or (_PREPOSITION.search(before) and " " in before.strip()):
        return False
    tail = after.strip(" )].,;|·•-–—")
    if tail and (tail[0].islower() or not _APART_AFTER.match(after)):
        return False
    year_alone = span.start == span.end and len(span.end or "") == len("2024")
    apart = text[span.begin] in "([" or _APART_BEFORE.search(before) is not None
    return apart or not (year_alone or _FROM.match(text, span.begin))


def _is_sentence(text: str, verbs: bool = True) -> bool:
    if text.endswith((".", ";", "!", "?")) and not ABBREVIATION.search(text):
        return True
    listed = text.split()
    first = listed[0].casefold() if listed else ""
    begins = first in _VERBS or (first.endswith("ed") and not is_title(text))
    return verbs and len(listed) > _SENTENCE_WORDS and begins


def is_header_text(line: Line) -> bool:
    """Whether a line can be part of an entry's header: short, capitalised, no sentence, no label."""
    text = line.plain
    if len(text) > _MAX_HEADER or line.bullet:
        return line.marked and len(text) <= _MAX_HEADER
    if line.marked:
        return True
    sentence = _is_sentence(text, verbs=len(line.cells) == 1)  # no sentence has a place at the right margin
    small = text.split(" ", 1)[0].islower() or text[0] in "([+#"
    if sentence or small or text.endswith((",", ":")) or len(text.split()) > _MAX_HEADER_WORDS:
        return False
    label = _LABEL.match(text)
    return not label or bool(HEADER_LABEL.match(text)) or is_title(label.group())


def _roles(units: list[Line]) -> list[str]:
    """For each line: D a header line with a date, H another header line, B text below a header."""
    dated = [header_date(line) is not None for line in units]
    bulleted = not any(found and not line.bullet for found, line in zip(dated, units, strict=True))
    roles: list[str] = []
    for found, line in zip(dated, units, strict=True):
        if found and (bulleted or not line.bullet):
            roles.append("D")
        else:
            roles.append("H" if is_header_text(line) and not _DIVIDERS.fullmatch(line.plain) else "B")
    return roles


def _breaks(units: list[Line], roles: list[str], run: list[int], start: int) -> bool:
    """Whether the header lines from `start` on, after a blank line, begin another entry than `run`."""
    rest = [start]
    while (after := rest[-1] + 1) < len(units) and roles[after] != "B" and not units[after].after_blank:
        if len(rest) > _MAX_RUN:
            break
        rest.append(after)
    if len(run) >= _MAX_RUN:
        return True
    run_dated, rest_dated = ("D" in [roles[i] for i in part] for part in (run, rest))
    run_titled, rest_titled = (any(is_title(units[i].plain) for i in part) for part in (run, rest))
    if run_dated:
        lone_place = len(rest) == 1 and is_place(units[start].plain)
        return rest_dated or (not lone_place and (run_titled or not rest_titled or len(rest) > 2))
    if rest_dated:
        return len(run) + len(rest) > _MAX_HEADER_LINES or (run_titled and rest_titled)
    return run_titled and rest_titled


def _runs(units: list[Line], roles: list[str]) -> list[list[int]]:
    """Header lines that stand together, as lists of indices."""
    runs: list[list[int]] = []
    for i, role in enumerate(roles):
        if role == "B":
            continue
        adjoins = bool(runs) and runs[-1][-1] == i - 1
        if adjoins and not (units[i].after_blank and _breaks(units, roles, runs[-1], i)):
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _split_run(run: list[int], roles: list[str]) -> list[list[int]]:
    """A run with several dates as several headers, each with one."""
    dates = [place for place, i in enumerate(run) if roles[i] == "D"]
    if len(dates) < 2:
        return [run]
    if dates[0] == 0:
        starts = dates
    elif dates[-1] == len(run) - 1:
        starts = [0, *(place + 1 for place in dates[:-1])]
    else:
        starts = [max(place - dates[0], 0) for place in dates]
    return [run[start:end] for start, end in zip(starts, [*starts[1:], len(run)], strict=True)]


def _is_undated_entry(units: list[Line], run: list[int], first: bool) -> bool:
    """Whether a header without a date is an entry of its own rather than text within one."""
    texts = [units[i].plain for i in run]
    followed = run[-1] + 1 < len(units)
    named = any(is_title(text) for text in texts) or (first and any(is_company(text) for text in texts))
    return named and (first or (units[run[0]].after_blank and (followed or len(run) > 1)))


def _borrowed(units: list[Line], header: list[int]) -> list[int]:
    """The header with a title that was set as a bullet next to it ("- Sales Manager")."""
    if any(is_title(units[i].plain) for i in header):
        return header
    for i in (header[0] - 1, header[-1] + 1):
        if not 0 <= i < len(units) or not units[i].bullet or not is_title(units[i].plain):
            continue
        others = [line.bullet for line in units[i + 1 : i + 3] if line.bullet]
        unlike = bool(others) and units[i].bullet not in others
        if len(units[i].text.split()) <= _TITLE_BULLET_WORDS and (i < header[0] or unlike):
            return sorted([*header, i])
    return header


def split_entries(lines: list[Line]) -> list[Entry]:
    """The entries of a section, in the order in which they are written.

    A header is recognised by its date, wherever that stands (first, last, between), or by
    a job title after a blank line; the lines up to the next header are the entry's body.
    """
    width, hanging = text_width(lines), has_hanging_indent(lines)
    units = unwrapped(lines, width, hanging, lambda line: header_date(line) is not None)
    roles = _roles(units)
    headers = [header for run in _runs(units, roles) for header in _split_run(run, roles)]
    chosen: list[list[int]] = []
    for header in headers:
        if any(roles[i] == "D" for i in header):
            chosen.append(_borrowed(units, _trimmed(header, roles)))
        elif _is_undated_entry(units, header, first=not chosen):
            chosen.append(header)
    ends = [*(header[0] for header in chosen[1:]), len(units)]
    return [_entry(units, header, end) for header, end in zip(chosen, ends, strict=False)]


def _trimmed(header: list[int], roles: list[str]) -> list[int]:
    """At most `_MAX_HEADER_LINES` lines, those nearest to the date."""
    date = next(place for place, i in enumerate(header) if roles[i] == "D")
    start = max(date - _MAX_HEADER_LINES + 1, 0)
    return header[start : date + _MAX_HEADER_LINES]


def _entry(units: list[Line], header: list[int], end: int) -> Entry:
    texts: list[str] = []
    span: DateSpan | None = None
    for i in header:
        text = units[i].text.strip()
        if span is None and (span := header_date(units[i])):
            text = without_dates(text, find_dates(text))
            if not HEADER_LABEL.sub("", f"{text}: "):  # "Dates:" with its date taken out
                continue
        if text:
            texts.append(text)
    body = tuple(line for line in units[header[-1] + 1 : end] if not _DIVIDERS.fullmatch(line.plain))
    return Entry(tuple(texts), span, body)
