"""Takes out of a text how a person can be reached: e-mail, phone, postal address and links.

It errs on the side of taking out; what a person did, and where, stays. What an ingested resume says of its
owner is taken out wherever it stands, whatever it looks like.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from interview_cli.resume import links, places
from interview_cli.resume.document import Basics

EMAIL, PHONE, ADDRESS, LINK = MARKS = ("[e-mail]", "[phone]", "[address]", "[link]")

_LINK = re.compile(
    r"(?<![\w@])(?:[a-z][a-z0-9+.\-]{1,9}://|www\.|mailto:)[^\s<>()\[\]{}|\"']+", re.IGNORECASE
)
# A bare host is a link where a path follows it ("github.com/ada"); alone it may name a product ("Socket.io").
_HOST_AND_PATH = re.compile(
    r"(?<![\w@.\-/])(?:[a-z0-9\-]{1,63}\.){1,4}[a-z]{2,12}/[^\s<>()\[\]{}|\"',;]+", re.IGNORECASE
)
# As people write it who fear robots, and as Matrix has it.
_EMAIL_IN_WORDS = re.compile(
    r"[\w.+\-]{1,64}\s{0,2}[(\[{]\s?at\s?[)\]}]\s{0,2}[\w\-]{1,63}(?:\s{0,2}(?:\.|[(\[{]\s?(?:dot|punkt)\s?[)\]}])\s{0,2}[\w\-]{2,63}){1,3}"
    r"|(?<!\w)@[\w.\-]{2,64}:[a-z0-9\-]{1,63}(?:\.[a-z0-9\-]{1,63}){1,4}",
    re.IGNORECASE,
)
# Letters of every script may stand in an address today.
_EMAIL = re.compile(r"(?<![\w.+%\-])[\w+%][\w.+%\-]{0,63}@(?:[\w\-]{1,63}\.){1,4}[^\W\d_]{2,24}")
# Characters without spaces, and without the scripts that are written so.
_RUN = re.compile(r"[^\s\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_MAY_REACH = re.compile(r"@|\w\.[a-z]{2}|://|(?:\d\D{0,3}){7}", re.IGNORECASE)
_HANDLE = re.compile(
    r"\b(?:github|gitlab|linkedin|twitter|skype|telegram)\s{0,2}:\s{0,3}@?[\w./\-]{3,60}", re.IGNORECASE
)
_NUMBER = r"\d{1,5}\s?[a-zA-Z]?"
# Names are written with a capital; bounds keep a long run of letters from being looked at again and again.
_NAME = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w.'’\-]{0,30}"
_PARTICLE = r"(?:d[aeio]l?l?[aeiou]?s?|of|the|von|van)"
_TOWN = rf"(?:,?\s{{1,2}}(?:[A-Z]{{1,2}}-)?\d{{4,6}}(?:-\d{{3,4}})?\s{_NAME}(?:\s{_NAME})?)?"
_ORDINAL = r"\d{1,3}(?:st|nd|rd|th)"
_STREET = (
    r"(?i:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|crescent|cres|terrace|ter|square|"
    r"close|way|parkway|pkwy|highway|hwy|freeway|expressway|turnpike|mews|esplanade)"
)
# These name other things more often ("the Event Loop"), so that they must end a line or an item.
_STREET_OR_THING = (
    r"(?:Place|Pl|Circle|Cir|Trail|Walk|Row|Loop|Hill|Grove|Gardens|Park|Plaza|Quay|Wharf|Alley|Green|Sq)"
)
_STREETS = (
    # 4500 US Highway 61
    rf"\b{_NUMBER}\s(?:{_NAME}\s){{0,3}}(?:Highway|Hwy\.?)\s\d{{1,4}}\b{_TOWN}",
    # 12 Mill Lane, 350 Fifth Avenue Apt. 4B, Springfield, IL 62704
    rf"\b{_NUMBER}\s(?:(?:{_NAME}|{_ORDINAL})\s){{1,4}}"
    rf"(?:{_STREET}\b|{_STREET_OR_THING}\b(?=\.?(?:,|[^\S\n]*(?:\n|\Z))))"
    r"\.?(?:,?\s(?i:apt|apartment|flat|unit|suite)\.?\s\w{1,6})?"
    rf"(?:,\s{_NAME}(?:\s{_NAME})?(?:,?\s[A-Z]{{2}}\s\d{{5}}(?:-\d{{4}})?"
    r"|,?\s[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2})?)?",
    # Hauptstraße 5, 10115 Berlin
    r"\b[A-ZÄÖÜ][\wäöüß\-]{0,30}?(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|ufer|ring|laan|straat|gatan|vej|gade)"
    rf"\s{_NUMBER}\b{_TOWN}",
    # 14 rue de la Paix, 75002 Paris
    rf"\b{_NUMBER}(?:\s(?:bis|ter))?,?\s(?i:rue|avenue|boulevard|place|chemin|allée|impasse|quai)\s[^\d\n,]{{2,40}}"
    rf"{_TOWN}",
    # Calle Mayor 10, Via Roma 3
    r"\b(?i:calle|avenida|plaza|paseo|via|viale|piazza|corso|rua|ulica|ul\.)\s"
    rf"(?:(?:{_NAME}|{_PARTICLE})\s){{1,4}}{_NUMBER}\b{_TOWN}",
    rf"\b(?i:p\.?\s?o\.?\sbox|postfach|case postale)\s\d{{1,6}}\b{_TOWN}",
    # Damrak 1, 1012 LG Amsterdam
    rf"\b{_NAME}\s{_NUMBER},\s\d{{4}}\s?[A-Z]{{2}}\s{_NAME}",
    # Washington, DC 20500; 111 43 Stockholm; 00-590 Warszawa; SW1A 1AA
    # No state is EN, as many standards are ("EN 62304").
    rf"\b{_NAME}(?:\s{_NAME})?,\s(?!EN\s)[A-Z]{{2}}\s\d{{5}}(?:-\d{{4}})?\b",
    rf"\b(?:\d{{3}}\s\d{{2}}|\d{{2}}-\d{{3}})\s{_NAME}",
    r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[ABD-HJLNP-UW-Z]{2}\b",
    # 東京都渋谷区神南1-2-3
    r"[\u4e00-\u9fff]{2,3}[都道府県][\u3040-\u30ff\u4e00-\u9fff]{1,20}[\d０-９]{1,4}(?:[-－の丁目番地号]{1,2}[\d０-９]{1,4}){0,3}号?",
)
_ADDRESS = re.compile("|".join(f"(?:{each})" for each in _STREETS))
# A place on a line that is labelled so, as in the head of a resume.
_LABELLED = re.compile(
    r"^(\s*(?:address|adresse|anschrift|wohnort|residence|dirección|indirizzo)\s{0,2}:\s{1,3})\S.*$",
    re.IGNORECASE | re.MULTILINE,
)
# "10115 Berlin": only a known town, as "10115 Requests" has the same looks.
_CODE_AND_TOWN = re.compile(
    rf"(?<![\w.,\-])(?:[A-Z]{{1,2}}-)?\d{{5}}\s(?P<town>{_NAME}(?:\s{_NAME})?)"
    r"(?=\s*(?:$|[,.;:)|\n])|\s(?:and|or|in|since|und)\b)"
)
# Fewer characters could stand in any word.
_SHORTEST_KNOWN = 5
_FEWEST_DIGITS = 7
_BETWEEN_DIGITS = r"[\s().\-–/]{0,3}"
# 030/1234567, +49 89/12 34 56; a month before a slash has two digits.
_WITH_SLASH = re.compile(
    r"(?<![\w/.@\-])(?:\+\d{1,3}[\s\-/]?(?:\(0\)\s?)?\d{2,5}|\(?0\d{2,5}\)?)"
    r"\s?/\s?\d[\d \-]{2,12}\d(?![\w/@])"
)
# Thousands are written in groups of three, too.
_AMOUNT = re.compile(r"\d+|\d{1,3}(?:[ .]\d{3})+")
_COUNTED = re.compile(
    r"\s?%|\s(?:rows?|users?|requests?|bytes?|bits?|records?|events?|messages?|items?|lines?|times?|calls?|"
    r"orders?|entries|keys?|values?|documents?|files?|tokens?|parameters?|queries|transactions?|customers?|people|"
    r"points?|samples?|operations?|ops|cycles?|objects?|nodes?|edges?|hits?|views?|clicks?|visits?|visitors?|"
    r"sessions?|iterations?|pages?|vectors?|connections?|packets?|devices?|accounts?|products?|images?|words?|"
    r"characters?|elements?|integers?|digits?|seconds?|[mnµμ]?s|[kmgt]i?b|euros?|dollars?|usd|eur)\b",
    re.IGNORECASE,
)
_JOINED = r"(?:[\s.:(\-–]{1,3}(?:me|us|him|her|number|no|nr|is|at|on|under|via|by|phone))"
_CALL = r"\b(?:call|ring|dial|text|reach|contact)"
_PHONE_WORD = re.compile(
    r"(?:(?:\b(?:phone|tel|telephone|telefon|mobile|mobil|cell|mob|handy|whatsapp|signal|fax)|☎|📞|📱)"
    rf"{_JOINED}{{0,4}}|{_CALL}{_JOINED}{{1,4}})[\s.:(\-–]{{0,3}}$",
    re.IGNORECASE,
)
_CALL_WORD = re.compile(rf"{_CALL}[\s:]{{0,3}}$", re.IGNORECASE)
_ITEM_ENDS = re.compile(
    r"\s*(?:$|[,;|•·/)\]]|[.!?](?:\s|$))|\s{2}|\s(?:or|and)\s|\s[–—-]\s|\s(?:is|was)\smy\b"
)
_LOOK_BACK = 60


class Redaction:
    """Takes contact details out of texts; those of `basics`, if given, wherever they stand."""

    def __init__(self, basics: Basics | None = None) -> None:
        self._known = list(_patterns(basics)) if basics else []

    def __call__(self, text: str) -> str:
        """The text with words in brackets where a contact detail was."""
        text = _RUN.sub(_as_seen, text)
        for pattern, stands_for in self._known:
            text = pattern.sub(stands_for, text)
        for email in sorted(set(links.emails(text)), key=len, reverse=True):
            text = text.replace(email, EMAIL)
        text = _EMAIL.sub(EMAIL, text)
        text = _EMAIL_IN_WORDS.sub(EMAIL, text)
        text = _LINK.sub(_without_full_stop, text)
        text = _HOST_AND_PATH.sub(_without_full_stop, text)
        text = _HANDLE.sub(LINK, text)
        text = _LABELLED.sub(rf"\1{ADDRESS}", text)
        text = _ADDRESS.sub(ADDRESS, text)
        text = _CODE_AND_TOWN.sub(_without_town, text)
        return "\n".join(map(_without_phones, text.split("\n")))


def addresses_in(text: str) -> Iterator[tuple[int, int]]:
    """Where a text names postal addresses."""
    return (found.span() for found in _ADDRESS.finditer(text))


def _as_seen(found: re.Match[str]) -> str:
    """What may be a contact detail, without characters that nobody sees, those of another width folded."""
    run = found[0]
    if run.isascii():
        return run
    seen = unicodedata.normalize("NFKC", "".join(each for each in run if unicodedata.category(each) != "Cf"))
    return seen if _MAY_REACH.search(seen) else run


def _without_town(found: re.Match[str]) -> str:
    """A known town's mark with its code."""
    return ADDRESS if places.split_city(found["town"])[1] else found[0]


def _without_full_stop(found: re.Match[str]) -> str:
    """What ends a sentence is no part of a link."""
    bare = found[0].rstrip(".,;:!?")
    return f"{LINK}{found[0][len(bare) :]}"


def _without_phones(line: str) -> str:
    line = _WITH_SLASH.sub(PHONE, line)
    numbers = sorted(set(links.phones(line)), key=len, reverse=True)
    spelled = "|".join(map(re.escape, numbers))
    return re.sub(rf"(?<!\d)(?:{spelled})(?!\d)", _phone_or_count, line) if numbers else line


def _phone_or_count(found: re.Match[str]) -> str:
    """A phone number's mark; what counts something, or is digits without any sign of a phone, stays."""
    number, line, end = found[0], found.string, found.end()
    before = line[max(found.start() - _LOOK_BACK, 0) : found.start()]
    if number[0] in "+(0" or _PHONE_WORD.search(before):
        return PHONE
    if _AMOUNT.fullmatch(number) and _COUNTED.match(line, end):
        return number
    alone = _CALL_WORD.search(before) or _ITEM_ENDS.match(line, end)
    return number if number.isdigit() and not alone else PHONE


def _patterns(basics: Basics) -> Iterator[tuple[re.Pattern[str], str]]:
    """What the owner of a resume can be reached by, the longest first, each with what stands for it."""
    location = basics.location
    profiles = basics.profiles or []
    exact = [
        *((value, EMAIL) for value in (basics.email,)),
        *((value, LINK) for value in (basics.url, *(one.url for one in profiles))),
        *((one.username, LINK) for one in profiles if one.username and not one.username.isalpha()),
        *((value, ADDRESS) for value in ((location.address, location.postalCode) if location else ())),
    ]
    known = [(value.strip(), stands_for) for value, stands_for in exact if value]
    for value, stands_for in sorted(known, key=lambda pair: -len(pair[0])):
        if len(value) >= _SHORTEST_KNOWN:
            bare = re.sub(r"^https?://(?:www\.)?", "", value).rstrip("/")
            yield (
                re.compile(rf"(?<!\w)(?:https?://)?(?:www\.)?{_spaced(bare)}/?(?!\w)", re.IGNORECASE),
                stands_for,
            )
    digits = re.sub(r"\D", "", basics.phone or "")
    if len(digits) >= _FEWEST_DIGITS:
        # The same number may be written with other spaces, with or without its country.
        spelled = _BETWEEN_DIGITS.join(digits)
        yield re.compile(rf"(?<!\d)\+?{spelled}(?!\d)"), PHONE


def _spaced(value: str) -> str:
    """A pattern for a value whose white space may be of any kind."""
    return r"\s{1,3}".join(map(re.escape, value.split()))
