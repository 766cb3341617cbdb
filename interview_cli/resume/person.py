"""The person's name and headline, told from job titles, places and headings around them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from interview_cli.resume import links, places
from interview_cli.resume.lines import Line
from interview_cli.resume.sections import Section, heading_kind
from interview_cli.resume.titles import is_title
from interview_cli.resume.words import words

# What divides the parts of a line with the name or addresses; a sentence's end as well.
SEPARATORS = re.compile(r"\s{2,}|(?<=[a-z]{3})\.\s(?=[A-Z])|\s?[|•·❖▪◆♦■»⋄∙]\s?|\s[-–—*]\s")
# Degrees and certificates behind a name: after a comma in any case, without one only what is no name.
_CREDENTIALS = re.compile(
    r",\s{0,2}\(?(?:ph\.?\s?d|m\.?d|mba|m\.?sc|b\.?sc|m\.?a|b\.?a|m\.?s|r\.?n|bsn|cpa|cfa|pmp|csm|cissp|esq|jr|sr|p\.?e"
    r"|shrm-cp|phr|acca|cfp|llm)\b\.?\)?.*$"
    r"|\s\(?(?:(?-i:Ph\.?D|MBA|MSc|BSc|BSN|CPA|CFA|PMP|CSM|CISSP|ACCA|CFP|LLM)|he/him|she/her|they/them)\b\.?\)?",
    re.IGNORECASE,
)
_HONORIFIC = re.compile(r"^(?:mr|mrs|ms|miss|dr|prof|ing|dipl\.-ing|ir|sir)\.?\s", re.IGNORECASE)
_NAME_LABEL = re.compile(r"(?:full\s)?name(?:\(s\))?\s{0,3}:\s{0,5}(?=\S)", re.IGNORECASE)
_ABOUT = re.compile(
    r"^(?:resume|résumé|curriculum vitae|cv)(?:\sof|:|\s[-–—|])?\s"
    r"|\s[-–—|]?\s?(?:resume|résumé|curriculum vitae|cv)$",
    re.IGNORECASE,
)
_NICKNAME = re.compile(r"\s\([^()]{1,20}\)|\s[\"“][^\"”]{1,20}[\"”]")
_LETTERS = re.compile(r"[^\W\d_][^\W\d_.'’ \-]*(?:[^\W\d_]|[.'’ \-])*")
_PARTICLES = words("names", "particles")
# Titles that are surnames as well: "Jane Baker" is a person.
_SURNAMES = words("names", "surnames that are titles")
_NOT_A_NAME = words("names", "never in a name")
_GENERIC_MAILBOXES = words("names", "generic mailboxes")
_HEADLINE = re.compile(
    r"\b(?:professional|enthusiast|graduate|undergraduate|candidate|expert|leader|freelancer|veteran)\b",
    re.IGNORECASE,
)
_OPEN_WORDS = frozenset({"with", "in", "of", "and", "for", "to", "the", "a", "at"})
_MAX_NAME, _MAX_NAME_WORDS = 45, 5
_NAME_LINES = 14  # where a name stands that no address confirms
_SEARCHED_LINES = 120  # where one stands that an address confirms; a sidebar may come before it
_CONFIRMED = 30  # an address that carries the name outweighs any difference in position
_TOO_LATE = -6  # an unconfirmed name further down is somebody else's
_MIN_TOKEN = 3  # shorter parts of names occur in addresses by chance
_BEFORE_NAME = 12  # "Resume of ", "Dr. "
_MOST_NAMED = 20  # a name stands at the head, on each page, and in a few papers
_MAX_HEADLINE_WORDS, _MAX_PLAIN_HEADLINE_WORDS = 12, 6


@dataclass(frozen=True, slots=True)
class _Candidate:
    name: str
    score: float


def _capitalised(word: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda part: part.group().capitalize(), word)


def _is_name_word(word: str) -> bool:
    return word.casefold() in _PARTICLES or not word[0].islower()


def _as_name(text: str, known: bool = False) -> str | None:
    """The text as a person's name, or None; `known` says that the e-mail address confirms it."""
    text = _HONORIFIC.sub("", _ABOUT.sub("", text.strip(" :,|*_-–—")))
    text = _NICKNAME.sub("", _CREDENTIALS.sub("", text)).strip(" ,")
    listed = text.split()
    shaped = 1 < len(listed) <= _MAX_NAME_WORDS and len(text) <= _MAX_NAME and _LETTERS.fullmatch(text)
    if not shaped or not all(map(_is_name_word, listed)):
        return None
    folded = {word.casefold().strip(".") for word in listed}
    without_surnames = " ".join(word for word in listed if word.casefold() not in _SURNAMES)
    if not known and (
        folded & _NOT_A_NAME or heading_kind(text) or places.is_place(text) or is_title(without_surnames)
    ):
        return None
    if text.isupper():
        small = (
            word.lower() if n and word.casefold() in _PARTICLES else _capitalised(word)
            for n, word in enumerate(listed)
        )
        return " ".join(small)
    return text


def confirmed(name: str, addresses: str) -> bool:
    """Whether a part of the name occurs in e-mail or web addresses (in small letters)."""
    tokens = re.split(r"[\W\d_]+", name.casefold())
    return any(len(token) >= _MIN_TOKEN and token in addresses for token in tokens)


def _parts(line: Line, following: Line | None) -> list[str]:
    """Texts that could be a name: a line's first parts, what precedes a comma, two lines together."""
    parts = [part for part in SEPARATORS.split(links.without_emails(line.text)) if part.strip()][:3]
    if parts and "," in parts[0]:
        parts.insert(1, parts[0].partition(",")[0])
    if following and len(line.text.split()) == len(following.text.split()) == 1:
        parts.append(f"{line.text} {following.text}")  # first name above surname
    return [part for part in parts if len(part) <= _MAX_NAME * 2]


def _labelled(line: Line) -> str | None:
    """The name in a line of a form: "Name: Jane Doe", "Surname(s) / First name(s)   Doe Jane"."""
    if label := _NAME_LABEL.match(line.text):
        return _as_name(SEPARATORS.split(line.text[label.end() :])[0], known=True)
    cells = line.cells
    return _as_name(cells[1], known=True) if len(cells) > 1 and "name" in cells[0].casefold() else None


def find_name(head: list[Line], rest: list[Line], addresses: str) -> str | None:
    """The person's name: labelled as such, carried by an address, or in the first lines of the head.

    `rest` is where only a name that an address confirms is looked for; `addresses` are the
    resume's e-mail and web addresses in small letters.
    """
    lines = [*head, *rest]
    candidates: list[_Candidate] = []
    following: list[Line | None] = [*lines[1:], None]
    for index, (line, after) in enumerate(zip(lines[:_SEARCHED_LINES], following, strict=False)):
        if line.bullet:
            continue
        if name := _labelled(line):
            return name
        for place, text in enumerate(_parts(line, after)):
            sure = confirmed(text, addresses)
            early = index < min(_NAME_LINES, len(head))
            if (sure or early) and (name := _as_name(text, known=sure and not is_title(text))):
                candidates.append(_Candidate(name, _CONFIRMED * sure - index - place / 2))
    best = max(candidates, key=lambda candidate: candidate.score, default=None)
    return best.name if best and best.score > _TOO_LATE else None


def name_from_email(email: str | None) -> str | None:
    """The name in an address like alex.park@example.com, or None."""
    parts = re.split(r"[._\-]", email.partition("@")[0]) if email else []
    plain = all(part.isalpha() and len(part) > 1 and part not in _GENERIC_MAILBOXES for part in parts)
    return " ".join(part.capitalize() for part in parts) if plain and 2 <= len(parts) <= 3 else None


def is_headline(text: str) -> bool:
    """Whether a short text says what a person is: "Senior Data Engineer", "Sales Professional"."""
    listed = text.split()
    if not 0 < len(listed) <= _MAX_HEADLINE_WORDS or text.endswith(".") or listed[-1] in _OPEN_WORDS:
        return False
    if re.search(r"\d{2}|\d\+", text) or not (text[0].isupper() or text[0].isdigit()):
        return False
    if links.emails(text) or links.phones(text) or links.urls(text) or heading_kind(text):
        return False
    return is_title(text) or (len(listed) <= _MAX_PLAIN_HEADLINE_WORDS and bool(_HEADLINE.search(text)))


def find_headline(sections: list[Section], name: str | None) -> str | None:
    """The line under the name (or beside it) that says what the person is; without a name, the first line."""
    if name is None:
        first = next((line.plain for section in sections for line in section.lines), "")
        return first if is_headline(first) else None
    folded, surname = name.casefold(), name.casefold().split()[-1]
    named = 0
    for section in sections:
        for start, line in enumerate(section.lines):
            plain = line.plain.casefold()
            at = plain.find(folded, 0, len(folded) + _BEFORE_NAME)
            if at < 0 and plain != surname:
                continue
            named += 1
            if named > _MOST_NAMED:
                return None
            below = [nearby.text for nearby in section.lines[start + 1 : start + 4]]
            for text in [line.plain[max(at, 0) + len(name) :], *below]:
                if found := _headline_in(text.strip()):
                    return found
    return None


def _headline_in(text: str) -> str | None:
    """A line as a headline, or the part of it that is one when it carries addresses too."""
    parts = SEPARATORS.split(text)
    shared = links.emails(text) or links.phones(text) or any(map(places.is_place, parts))
    stripped = (part.strip(" |,-–—•") for part in (parts if shared else [text]))
    return next((" ".join(part.split()) for part in stripped if is_headline(part)), None)
