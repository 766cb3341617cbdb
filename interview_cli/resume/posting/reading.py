"""A posting read by rules: its title, its seniority, what it asks for and what the work is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from interview_cli.errors import UsageError
from interview_cli.library.role import Seniority
from interview_cli.resume.posting.document import MOST_CHARACTERS, JobPosting
from interview_cli.resume.posting.lines import PostingLine, posting_lines
from interview_cli.resume.posting.terms import terms_of, topics_of
from interview_cli.resume.posting.whereabouts import is_whereabouts
from interview_cli.resume.titles import ends_as_title, is_company, is_title

FEWEST_WORDS = 15
MOST_RESPONSIBILITIES = 12
# Of a text in whatever language so much is words; of code, tables and settings less.
_WORDS_SHARE = 0.5
_FIRST_WITHOUT_SPACES = "\u0e00"
_LONGEST_RESPONSIBILITY, _FEWEST_DUTY_WORDS = 240, 5
_TITLE_WORDS = 10
_TITLE_LINES = 12

_LABEL = re.compile(
    r"^(?:job )?(?:title|position|role|vacancy|opening)\s*[:\-–]\s*(?P<title>.+)$", re.IGNORECASE
)
_WANTED = re.compile(
    r"\b(?:looking for|seeking|hiring|searching for|recruiting|need|in search of) (?:an?|our (?:next|new|"
    r"first)) (?P<title>[^.,;:(]{3,70}?)(?= (?:to|who|with|for|in|at|that|based)\b|[.,;:(]|$)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]*\)")
# What follows a title on its line: place, hours, employer.
_AFTER_TITLE = re.compile(
    r"\s*(?:\(\s*(?:[mfwdx]\s*/\s*)+[mfwdx*]\s*\)|\s[|·•]\s.*$|"
    r"\s[-–—]\s(?=.*(?i:\b(?:remote|hybrid|full|part|permanent)\b)).*$|\s@\s.*$|\sat [A-Z].*$)"
)
# What parts a title from an employer, outside brackets.
_BARS, _OUTSIDE = r"\s+[-|·•]\s+|\s*[–—]\s+|\s+[–—]\s*", r"(?![^()]*\))"
_BAR = re.compile(rf"(?:{_BARS}){_OUTSIDE}")
_BAR_OR_COMMA = re.compile(rf"(?:{_BARS}|,\s+){_OUTSIDE}")
# "Your Trusted Partner" is a slogan.
_SLOGAN = re.compile(r"(?:your|our|the|we|an?|my)\b", re.IGNORECASE)
_SENIOR = re.compile(
    r"\b(?:senior|sr\.?|staff|principal|lead|head of|director|chief|vp|vice president|architect|"
    r"expert)(?![\w-])",
    re.IGNORECASE,
)
_ENTRY = re.compile(
    r"\b(?:junior|jr\.?|intern|internship|graduate|trainee|apprentice|entry[- ]level|working student|"
    r"werkstudent)\b",
    re.IGNORECASE,
)
_MID = re.compile(r"\b(?:mid[- ]?(?:level|senior)|intermediate|medior)\b", re.IGNORECASE)
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10,
}  # fmt: skip
_YEARS = re.compile(
    rf"\b(?P<least>\d{{1,2}}|{'|'.join(_NUMBERS)})\s*(?:\+|plus|or more|(?:-|–|"
    rf"to)\s*\d{{1,2}})?\s*\+?\s*(?:years?|yrs?)\b"
    r"(?!['’]? (?:old|of age|after|contract|ago|fixed))",
    re.IGNORECASE,
)
_ON_EXPERIENCE = re.compile(
    r"\bexp(?:erience\w*)?\b|\bbackground|\btrack record|\byou (?:have|bring|'ve|’ve)\b", re.IGNORECASE
)
_NO_EXPERIENCE = re.compile(
    r"\bno (?:prior |previous )?experience (?:is )?(?:needed|necessary|required)", re.IGNORECASE
)
# As advertisements use the words: with two years one is no beginner, with five a senior.
_MID_YEARS, _SENIOR_YEARS, _MOST_YEARS = 2, 5, 15


class _Part(NamedTuple):
    """A part of a line: where the bar before it begins, where the part does, and where it ends."""

    left: int
    begin: int
    finish: int


def read_posting(text: str, source: str = "", topics: Iterable[str] = ()) -> JobPosting:
    """What rules read in a posting's text; what stands behind `MOST_CHARACTERS` is left out.

    `topics` are those of the role interviewed for, such as its focus tags. Raises UsageError for a text of
    under `FEWEST_WORDS` words.
    """
    if (words := len(text.split())) < FEWEST_WORDS:
        raise UsageError(
            f"{source or 'the text'} is too short for a job description ({words} of at least "
            f"{FEWEST_WORDS} words)",
            "give the posting's text, with what the job asks for",
        )
    kept = text[:MOST_CHARACTERS]
    if sum(map(_is_word, kept.split())) < _WORDS_SHARE * len(kept.split()):
        raise UsageError(
            f"{source or 'the text'} does not read as a job description: most of it is no words",
            "give the posting's text, with what the job asks for",
        )
    lines = posting_lines(kept)
    title = _title(lines)
    return JobPosting(
        source=source,
        title=title,
        level=_level(title, lines),
        terms=terms_of(lines),
        topics=topics_of(lines, topics),
        responsibilities=_responsibilities(lines),
        text=kept,
    )


def _is_word(token: str) -> bool:
    """Whether a token is letters, with marks around it or a hyphen inside, or script without spaces."""
    if any(letter >= _FIRST_WITHOUT_SPACES for letter in token):
        return True
    plain = re.sub(r"^\W+|\W+$", "", token)
    return bool(plain) and all(part.isalpha() for part in re.split(r"[-/'’&.+]", plain) if part)


def _title(lines: Sequence[PostingLine]) -> str:
    """The job's title: labelled as one, else a line near the top that reads so, else what is looked for."""
    for line in lines[:_TITLE_LINES]:
        if labelled := _LABEL.match(line.text):
            return _trimmed(_without_employer(labelled["title"]))
    for first, line in pairwise(lines):
        # "JOB TITLE:" alone, or with its title behind the colon.
        if first.heading and re.fullmatch(r"(?:job )?(?:title|position|role)", first.text, re.IGNORECASE):
            return _trimmed(_without_employer(line.text))
    near = [said for line in lines[:_TITLE_LINES] if not line.bullet and (said := _headline(line))]
    for reads in (ends_as_title, is_title):
        for said in near:
            title = _trimmed(said)
            if (
                title
                and not title.endswith((".", "!", "?"))
                and reads(_core(title))
                and not _is_employer(title)
            ):
                return title
    for line in lines:
        wanted = _WANTED.search(line.text)
        if wanted and is_title(wanted["title"]):
            return _trimmed(wanted["title"])
    return ""


def _headline(line: PostingLine) -> str:
    """What a line may say of a title, without the employer; empty for a line too long to be one."""
    if len(line.text.split()) > 2 * _TITLE_WORDS:
        return ""
    said = _without_employer(line.text)
    said = _from_title_on(said) if line.heading else said
    return said if len(said.split()) <= _TITLE_WORDS else ""


def _without_employer(text: str) -> str:
    """A title's line without the parts of it that name an organisation, before or behind the title."""
    parts = _parts(text, _BAR_OR_COMMA)
    kept = [part for part in parts if not _is_employer(text[part.begin : part.finish])]
    return "".join(
        text[part.begin if place == 0 else part.left : part.finish] for place, part in enumerate(kept)
    )


def _from_title_on(text: str) -> str:
    """A heading from the part that names a job on: "Acme | Data Engineer" is no "Acme"."""
    begins = [
        part.begin
        for part in _parts(text, _BAR)
        if ends_as_title(_core(said := text[part.begin : part.finish])) and not _SLOGAN.match(said)
    ]
    return text if not begins or is_title(text[: begins[0]]) else text[begins[0] :]


def _parts(text: str, bar: re.Pattern[str]) -> list[_Part]:
    bars = [found.span() for found in bar.finditer(text)]
    lefts, begins = [0, *(left for left, _ in bars)], [0, *(right for _, right in bars)]
    return [_Part(*each) for each in zip(lefts, begins, [*lefts[1:], len(text)], strict=True)]


def _is_employer(text: str) -> bool:
    """Whether a text names an organisation and no job in one: "Store Manager" is a job."""
    return is_company(text, strong=True) and not ends_as_title(_core(text))


def _core(title: str) -> str:
    """A title without what completes it: "Account Executive" of "Account Executive, Mid-Market"."""
    return re.split(r"\s*[,:]|\s[-–—]\s", _BRACKETS.sub(" ", title), maxsplit=1)[0].strip()


def _trimmed(text: str) -> str:
    title = _AFTER_TITLE.sub("", text).strip(" -–—|·*_")
    return " ".join(title.split()[: _TITLE_WORDS + 2])


def _level(title: str, lines: Sequence[PostingLine]) -> Seniority | None:
    """The seniority that the title names, else the one that the years asked for amount to."""
    named: tuple[tuple[re.Pattern[str], Seniority], ...] = (
        (_ENTRY, "entry"),
        (_MID, "mid"),
        (_SENIOR, "senior"),
    )
    for pattern, level in named:
        if pattern.search(title):
            return level
    asking = [line for line in lines if line.part in ("required", "intro", "duties") and not line.heading]
    years = [
        found
        for line in asking
        if (line.part == "required" or _ON_EXPERIENCE.search(line.text))
        and (found := _least_years(line.text)) is not None
    ]
    if years:
        most = max(years)
        return "senior" if most >= _SENIOR_YEARS else "mid" if most >= _MID_YEARS else "entry"
    return "entry" if any(_NO_EXPERIENCE.search(line.text) for line in asking) else None


def _least_years(text: str) -> int | None:
    """The fewest years that a line asks for, None when it speaks of none; a company's age is not meant."""
    found = [
        _NUMBERS.get(match["least"].casefold()) or int(match["least"]) for match in _YEARS.finditer(text)
    ]
    return max((years for years in found if years <= _MOST_YEARS), default=None)


def _responsibilities(lines: Sequence[PostingLine]) -> list[str]:
    duties = [
        line for line in lines if line.part == "duties" and not line.heading and not is_whereabouts(line.text)
    ]
    bullets = [line for line in duties if line.bullet]
    bullets = bullets or [line for line in duties if len(line.text.split()) >= _FEWEST_DUTY_WORDS]
    return [line.text[:_LONGEST_RESPONSIBILITY] for line in bullets[:MOST_RESPONSIBILITIES]]
