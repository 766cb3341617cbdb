"""The words of education: degrees and their subjects, schools, grades, lists of courses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from interview_cli.resume import places
from interview_cli.resume.words import alternatives, lists

_WORDS = lists("education")
# Subjects that are part of a degree's name ("Bachelor of Fine Arts"); what follows them is the area.
_NAMED = alternatives(_WORDS["subjects of degrees"]).replace(" ", r"\ ")
_OTHERS = alternatives(_WORDS["other degrees"]).replace(" ", r"\ ")
_LEVEL = r"(?:(?:bachelor|master|associate|doctor)(?:['’]?s|s['’])?|doctorate)"
_LEVEL_ENDS = r"(?=\ of\b|\ in\b|\ degree\b|['’]|\s{0,3}[,(:–—\-]|\s{0,3}$|\s{2}|\ science)"
# Abbreviations, with and without stops: BSc, B.Sc., B. Sc.
_SHORT = "|".join(
    r"\.?\s?".join(re.escape(letters) for letters in abbreviation.split("."))
    for abbreviation in sorted(_WORDS["abbreviated degrees"], key=len, reverse=True)
)
_DEGREE = re.compile(
    rf"""
      ^(?:master|bachelor|licence|laurea|grado\ en|máster\ en)\ (?=[A-ZÀ-Ý][a-zà-ÿ])(?!of|in|degree)
    | \b{_LEVEL}{_LEVEL_ENDS}(?:['’])?(?:\ degree)?(?:\ (?:of\ )?(?:{_NAMED})\b|\ of\b(?=\ ))?
      (?:\ \((?:hons?|honou?rs|(?-i:{_SHORT}))[^()]{{0,20}}\))?
    | (?-i:(?<![\w.])(?:{_SHORT})\b)(?!(?<=,\ M[ADES])(?:\s{{0,3}}$|\s{{2}}|\s\d))  # not "Boston, MA"
      \.?(?:\ ?\((?:hons?|honou?rs)\.?\))?(?:\ hons\b)?
    | \b(?:(?:post-?\ ?graduate|graduate|advanced|higher|national)\ )?(?:diploma|certificate)\b
    | \b(?:a[\- ]levels?|diplom(?!a)|{_OTHERS})\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SCHOOL = re.compile(rf"\b(?:{alternatives(_WORDS['schools'])})\b", re.IGNORECASE)
# What stands between a degree and its subject: punctuation, an abbreviation in brackets, "degree", "in".
_BETWEEN = re.compile(
    r"^[\s,:.\-–—]{0,5}(?:\([A-Z][A-Za-z.\s]{0,7}\))?[\s,:.\-–—]{0,5}(?:degree\b)?[\s,:.\-–—]{0,5}"
    r"(?:(?:in|of|with a major in|with|for)\b)?\s?",
    re.IGNORECASE,
)
_MINOR = re.compile(
    r",?\s(?:and |with )?(?:an? )?(?:double )?"
    r"(?:major|minor|speciali[sz]ation|concentration|emphasis)(?:ing)? (?:in|of)\s",
    re.IGNORECASE,
)
_ONLY_IN_BRACKETS = re.compile(r"\(([^()]{3,60})\)")
_BARE_DEGREE = re.compile(r"\s{0,3}(?:diploma|certificate|degree|graduated)\s{0,3}\.?", re.IGNORECASE)
_NUMBER = r"\d{1,3}(?:[.,]\d{1,3})?\s?%?(?:\s?/\s?\d{1,3}(?:\.\d{1,2})?)?"
_SCORE = re.compile(
    rf"\b(?:cumulative |overall |major |current )?(?:c?gpa\b\s{{0,2}}[:\-–=]?"
    rf"|(?:grade|average|score|(?:abschluss)?note|percentage|marks)(?:\s{{0,2}}[:=]|\s(?=\d[.,]\d)))"
    rf"\s{{0,2}}(?:of\s)?(?P<label>{_NUMBER})"
    rf"|\b(?P<before>\d\.\d{{1,2}}(?:\s?/\s?\d{{1,2}}(?:\.\d{{1,2}})?)?)\s?c?gpa\b"
    rf"|\((?P<bare>\d{{1,2}}\.\d{{1,2}}\s?/\s?\d{{1,2}}(?:\.\d{{1,2}})?)\)",
    re.IGNORECASE,
)
_PERCENTAGE = re.compile(r"\d{1,3}(?:\.\d{1,2})?\s?%")
_HONOURS = re.compile(
    r"\b(?:summa cum laude|magna cum laude|cum laude|2:1|distinction"
    r"|(?:first|second|third)[- ]class(?: honou?rs)?(?: equivalent)?(?: \((?:upper|lower)[^()]{0,20}\))?"
    r"|upper second(?:[- ]class)?(?: honou?rs)?)(?!\w)",
    re.IGNORECASE,
)
_CAMPUS_WORDS = 2


@dataclass(frozen=True, slots=True)
class Degree:
    """A degree in a text: its type, its subject, and what stands before it."""

    study: str
    area: str
    before: str


def names_degree(text: str) -> bool:
    """Whether a text names a degree."""
    return _DEGREE.search(text) is not None


def begins_with_degree(text: str) -> bool:
    """Whether a text begins with a degree."""
    return _DEGREE.match(text) is not None


def is_bare_degree(text: str) -> bool:
    """Whether a text says only that there was a degree: "Diploma"."""
    return _BARE_DEGREE.fullmatch(text) is not None


def names_school(text: str) -> bool:
    """Whether a text names a school."""
    return _SCHOOL.search(text) is not None


def is_study(text: str) -> bool:
    """Whether a text names a degree or a school."""
    return names_degree(text) or names_school(text)


def find_degree(text: str) -> Degree | None:
    """The first degree in a text; its area still carries what follows it, the school for one."""
    match = _DEGREE.search(text)
    if not match:
        return None
    study = re.sub(r"\s(?:of|in)$", "", match.group().strip(), flags=re.IGNORECASE)
    return Degree(study, _BETWEEN.sub("", text[match.end() :]), text[: match.start()])


def is_new_degree(text: str) -> bool:
    """Whether a text names a degree by more than the word "Diploma"."""
    match = _DEGREE.search(text)
    return match is not None and not is_bare_degree(match.group())


def subject(area: str) -> str:
    """An area without minors and brackets around it: "(Accounting)", "Physics, minor in Music"."""
    main = _MINOR.split(area, maxsplit=1)[0]
    bracketed = _ONLY_IN_BRACKETS.fullmatch(main.strip(" ,"))
    return bracketed.group(1) if bracketed else main


def split_school(text: str) -> tuple[str, str]:
    """A text as (what is not the school, the school): "Computing, Riverside University"."""
    pieces = [piece.strip() for piece in text.split(",")]
    n = next((n for n, piece in enumerate(pieces) if names_school(piece)), None)
    if n is None:
        return text, ""
    end = n + 1
    while end < len(pieces) and _is_campus(pieces[n], pieces[end:]):
        end += 1
    after = [] if places.is_place(", ".join(pieces[end:])) else pieces[end:]
    rest = [*pieces[:n], *(piece for piece in after if not places.is_place(piece))]
    return ", ".join(rest), ", ".join(pieces[n:end])


def _is_campus(school: str, following: list[str]) -> bool:
    """Whether the next piece is a campus or faculty of the school rather than its town."""
    piece = following[0]
    if places.is_place(", ".join(following)) or places.is_place(piece):
        # "University of California, Los Angeles", but not "Rice University, Houston".
        return len(following) == 1 and school.casefold().startswith("university of ")
    plain = not names_degree(piece) and not any(map(str.isdigit, piece))
    return plain and len(piece.split()) <= _CAMPUS_WORDS


def take_score(text: str) -> tuple[str, str]:
    """A grade or class of honours as (the text without it, the grade or an empty text)."""
    if _PERCENTAGE.fullmatch(text):
        return "", text
    if score := _SCORE.search(text):
        value = next(value for value in score.groupdict().values() if value)
        return f"{text[: score.start()]}  {text[score.end() :]}", value.strip()
    if honours := _HONOURS.search(text):
        return text[: honours.start()].rstrip("( ,") + text[honours.end() :].lstrip(") "), honours.group()
    return text, ""
