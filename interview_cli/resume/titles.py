"""Words that tell a job title from a company's name."""

from __future__ import annotations

import re

from interview_cli.resume.words import words

_TITLE_WORDS = words("titles", "words")
_COMPANY_WORDS = words("titles", "company words")
_WEAK_WORDS = words("titles", "words of companies and departments alike")
_DEPARTMENTS = words("titles", "departments")
_EMPLOYMENT_TYPES = words("titles", "employment types")
# Titles of more than one word whose words alone say nothing.
_TITLE_PHRASES = re.compile(
    r"\b(?:scrum master|quality assurance|data entry|vice president|board member|team member|chef de projet"
    r"|product owner|self[- ]employed|customer service|customer success|human resources|help ?desk|front desk"
    r"|service desk|co-op|research and development)\b",
    re.IGNORECASE,
)
_ONLY_SELF_EMPLOYED = re.compile(
    r"self[- ]?employed|freelance(?:r|s)?|independent(?: contractor)?|various clients", re.IGNORECASE
)
_SELF_EMPLOYED = re.compile(r"self[- ]?employed|freelanc|independent|various clients", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_](?:[\w'’&.\-]*\w)?")
_NOT_WORDS = re.compile(r"\([^()]*\)|\b(?:I{1,3}|IV|V|\d)\b")  # remarks in brackets and ranks ("Engineer II")


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORDS.findall(text.replace("/", " "))]


def is_title(text: str) -> bool:
    """Whether a text names a job: "Senior Data Engineer", "Co-Founder & Operator"."""
    return bool(_TITLE_PHRASES.search(text)) or any(
        word in _TITLE_WORDS or word.rsplit("-", 1)[-1] in _TITLE_WORDS for word in _words(text)
    )


def ends_as_title(text: str) -> bool:
    """Whether the last word (before brackets and numerals) names a job, the surest sign."""
    found = _words(_NOT_WORDS.sub(" ", text))
    return bool(found) and found[-1].rsplit("-", 1)[-1] in _TITLE_WORDS


def is_company(text: str, strong: bool = False) -> bool:
    """Whether a text carries a word that names of organisations carry.

    `strong` leaves out words that departments and subjects carry as well ("Computer Systems").
    """
    found = _words(text)
    known = _COMPANY_WORDS - _WEAK_WORDS if strong else _COMPANY_WORDS
    return any(word in known for word in found) or " & Co" in text


def is_department(text: str) -> bool:
    """Whether a text names a part of a company that a title is completed with ("Field Operations")."""
    found = _words(text)
    return bool(found) and found[-1] in _DEPARTMENTS


def is_employment_type(text: str) -> bool:
    """Whether a text only says how someone was employed: "Full-time", "(Contract)"."""
    return text.casefold().strip(" ()") in _EMPLOYMENT_TYPES


def is_only_self_employed(text: str) -> bool:
    """Whether a text says nothing but that: "Freelance", "Self Employed"."""
    return bool(_ONLY_SELF_EMPLOYED.fullmatch(text.strip()))


def is_self_employed(text: str) -> bool:
    """Whether a title or company says that there was no employer."""
    return bool(_SELF_EMPLOYED.search(text))
