"""Who the resume is about: name, headline, addresses, place, profiles and summary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from interview_cli.resume import links, places
from interview_cli.resume.document import Basics, Profile
from interview_cli.resume.entries import header_date
from interview_cli.resume.lines import Line, joined, paragraphs
from interview_cli.resume.person import (
    SEPARATORS,
    confirmed,
    find_headline,
    find_name,
    is_headline,
    name_from_email,
)
from interview_cli.resume.sections import Section, heading_kind, lines_of

_PLACE_LABEL = re.compile(
    r"^(?:address|location|city|residence|based in|lives in|adresse|dirección|wohnort)\s{0,2}:?\s{1,3}",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\s?\([^()]{1,12}\)$")  # "Milano, Italy (Home)"
_PROSE_WORDS = 12
_HEAD_LINES = 20
_MAX_SUMMARY = 2_000
_MAX_PROFILES = 12
_MAX_ADDRESSES = 4_000  # characters of addresses a name is looked for in; a resume has a few hundred


def _nearest(lines: list[Line], email: str | None) -> str | None:
    """The phone number nearest to the e-mail address."""
    numbered = [(i, number) for i, line in enumerate(lines) for number in links.phones(line.text)]
    anchor = next((i for i, line in enumerate(lines) if email and email in line.text), 0)
    return min(numbered, key=lambda found: abs(found[0] - anchor), default=(0, None))[1]


def _place(lines: Iterable[Line]) -> str | None:
    """The first part of a line that is a place, running text left out."""
    for line in lines:
        if len(line.text.split()) > _PROSE_WORDS and not links.emails(line.text):
            continue
        for part in SEPARATORS.split(line.text):
            text = _REMARK.sub("", _PLACE_LABEL.sub("", part.strip()))
            named = text[:1].isupper() or any(map(str.isdigit, text))
            if named and not heading_kind(text) and places.is_place(text):
                return text
    return None


def _profiles(head: list[Line], lines: list[Line]) -> list[Profile]:
    """Profiles named in the head first, then those anywhere in the text; one for each network."""
    found: dict[str, Profile] = {}
    for line in [*head, *lines]:
        for url in links.urls(line.text):
            person = "/".join(url.split("/")[:4]) if links.is_repository(url) else url
            if (profile := links.profile(person)) and profile.network:
                found.setdefault(profile.network, profile)
    return list(found.values())[:_MAX_PROFILES]


def _homepage(head: list[Line], email: str | None, name: str | None) -> str | None:
    """The first address in the head that is neither a known network nor the mail provider."""
    domain = email.partition("@")[2].lower() if email else ""
    for line in head:
        for url in links.urls(line.text):
            host = links.host(url)
            if links.network(url) is None and (host != domain or (name and confirmed(name, host))):
                return url
    return None


def _is_address(line: Line) -> bool:
    text = line.text
    return bool(links.emails(text) or links.phones(text) or links.urls(text) or places.is_place(text))


def _prose(head: list[Line]) -> Iterator[Line]:
    """The paragraphs of running text before the first heading and the first dated line."""
    dated = next((i for i, line in enumerate(head) if header_date(line)), len(head))
    for block in paragraphs(head[:dated]):
        running = [line for line in block if not _is_address(line)]
        texts = (len(line.text.split()) > 2 and not is_headline(line.plain) for line in running)
        start = next((i for i, running_text in enumerate(texts) if running_text), len(running))
        paragraph = running[start:]
        if sum(len(line.text.split()) for line in paragraph) > _PROSE_WORDS and len(paragraph) * 2 > len(
            block
        ):
            yield from paragraph


def find_summary(sections: list[Section]) -> str | None:
    """The text under a summary heading, else the running text before the first heading."""
    text = ""
    for line in lines_of(sections, "summary") or _prose(lines_of(sections, "head")):
        text = joined(text, line.plain) if text else line.plain
        if len(text) > _MAX_SUMMARY:
            break
    return text[:_MAX_SUMMARY] or None


def find_basics(sections: list[Section], lines: list[Line]) -> Basics:
    """What the resume says about the person; fields that were not found are None.

    Addresses of referees count only when they carry the person's own name.
    """
    head = lines_of(sections, "head", "contact", "links")
    others = [line for section in sections if section.kind != "references" for line in section.lines]
    referees = lines_of(sections, "references")
    found = [email for line in [*head, *others] for email in links.emails(line.text)]
    addresses = [*found, *(url for line in head for url in links.urls(line.text))]
    first = [*lines_of(sections, "head"), *lines_of(sections, "contact")]
    name = find_name(first, others, " ".join(addresses)[:_MAX_ADDRESSES].casefold())
    foreign = [email for line in referees for email in links.emails(line.text)]
    own = (address for address in found + foreign if name and confirmed(name, address.casefold()))
    email = next(own, found[0] if found else None)
    name = name or name_from_email(email)
    beside = [line for line in referees if email and email in line.text]
    where = _place(head[:_HEAD_LINES])
    return Basics(
        name=name,
        label=find_headline(sections, name),
        email=email,
        phone=_nearest(head, email) or _nearest(others, email) or _nearest(beside, email),
        url=_homepage(head, email, name),
        summary=find_summary(sections),
        location=places.location(where) if where else None,
        profiles=_profiles(head, lines) or None,
    )
