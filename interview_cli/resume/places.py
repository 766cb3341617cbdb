"""Places in resumes: "Chicago, IL", "Melbourne, VIC", "Amsterdam, Netherlands", "Remote"."""

from __future__ import annotations

import re

from interview_cli.resume.document import Location
from interview_cli.resume.words import lists, words

_PLACES = lists("places")
# Names of countries to their ISO 3166-1 alpha-2 codes.
COUNTRIES: dict[str, str] = {name: code for code, names in _PLACES["countries"].items() for name in names}
# States and provinces, by name and abbreviation, of the countries whose addresses end in them.
_REGIONS = {country: frozenset(names) for country, names in _PLACES["regions"].items()}
# Cities that stand alone often enough to be worth knowing.
_CITIES = words("places", "cities")
_DIRECTIONS = words("places", "directions")
_WORKPLACES = words("places", "workplaces")
_STREET = r"\b(?:st|street|ave|avenue|rd|road|ln|lane|dr|drive|blvd|way|ct|court|pl)\b\.?$"
# Postal codes: Polish, American and other bare numbers behind or before the town, Canadian, British.
_POSTAL = re.compile(
    rf"^\d{{2}}-\d{{3}}\s{{1,3}}|\s{{1,3}}\d{{4,6}}(?:-\d{{4}})?$"
    rf"|^(?:[A-Z]{{1,2}}-)?\d{{4,6}}\s{{1,3}}(?!.*{_STREET})(?!\S+\s\S+\s\S)"
    r"|\s[A-Z]\d[A-Z]\s?\d[A-Z]\d$|\s[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}$",
    re.IGNORECASE,
)
_CITY = re.compile(r"[^\W\d_][\w.'’ \-/]{1,40}")
_QUALIFIER = re.compile(r"\s{0,3}\(?\b(?:remote|hybrid|on-?site|home)\b\)?\s{0,3}", re.IGNORECASE)
_PIECES = re.compile(r"\s?[,/]\s?|\s[-–]\s")
_MAX_LENGTH, _MAX_PIECES = 70, 5


def _region_country(text: str) -> str | None:
    return next((code for code, names in _REGIONS.items() if text in names or text.title() in names), None)


def _known(text: str) -> bool:
    folded = text.casefold().strip(" .")
    return folded in COUNTRIES or folded in _CITIES or folded in _WORKPLACES


def is_place(text: str) -> bool:
    """Whether a short text is a place: a known one, or a name followed by a known region or country."""
    text = _QUALIFIER.sub(" ", text).strip(" ,()") or "remote"
    if len(text) > _MAX_LENGTH or any(char in text for char in "@:|"):
        return False
    pieces = [_POSTAL.sub("", piece.strip()) for piece in _PIECES.split(text) if piece.strip()]
    if len(pieces) == 1:
        return _known(pieces[0]) or _ends_in_state(pieces[0])
    if not 1 < len(pieces) <= _MAX_PIECES or not all(
        _is_city(piece) or piece[:1].isdigit() for piece in pieces[:-1]
    ):
        return False
    last = pieces[-1]
    abbreviated = last.isupper() or len(last) > 3  # "In" and "Or" are words, "IN" and "OR" states
    if (_region_country(last) is not None and abbreviated) or last.casefold().strip(".") in COUNTRIES:
        return True
    addressed = any(char.isdigit() for char in text)
    return (
        _known(last) and len(pieces) <= len(("street", "town", "city")) and (addressed or _known(pieces[0]))
    )


def _ends_in_state(text: str) -> bool:
    """ "Chicago IL": a known city and its state without a comma."""
    city, _, state = text.rpartition(" ")
    return state.isupper() and _region_country(state) is not None and city.casefold() in _CITIES


def _is_city(text: str) -> bool:
    if not _CITY.fullmatch(text) or len(text.split()) > 3:
        return False
    before, city = split_city(text)
    return not city or not before or before.casefold() in _DIRECTIONS


def split_city(text: str) -> tuple[str, str]:
    """A text that ends in a known city as (what stands before, city): ("Acme Ltd", "London")."""
    words = text.split()
    for count in (3, 2, 1):
        city = " ".join(words[-count:])
        if len(words) >= count and city.casefold() in _CITIES:
            return " ".join(words[:-count]), city
    return text, ""


def is_known_city(text: str) -> bool:
    """Whether a text is a city that needs no country beside it."""
    return text.casefold() in _CITIES


def looks_like_place(text: str) -> bool:
    """Whether a text set apart by layout reads as "Town, State": capitalised names, no digits."""
    return is_place(text) or bool(
        re.fullmatch(r"(?:[A-Z][\w.'’\-]{1,20} ?){1,3}, ?(?:[A-Z][\w.'’\-]{1,20} ?){1,3}", text)
    )


def location(text: str) -> Location:
    """A place as JSON Resume splits it: address, city, region, postal code, country code."""
    cleaned = _QUALIFIER.sub(" ", text).strip(" ,")
    pieces = [piece.strip(" ()") for piece in cleaned.split(",") if piece.strip(" ()")]
    if not pieces:
        return Location(region=text.strip())
    found: dict[str, str] = {}
    if len(pieces) > 1 and (code := COUNTRIES.get(pieces[-1].casefold())) and not _is_region(pieces):
        found["countryCode"] = code
        pieces = pieces[:-1]
    towns = [town for piece in pieces if (town := _town(piece, found))]
    if len(towns) > 1 and (_is_region(towns) or "address" not in found):
        found["region"] = towns[-1]
        if code := _region_country(towns.pop()):
            found.setdefault("countryCode", code)
    if towns:
        found["city"] = towns[-1]
    return Location(**found)


def _town(piece: str, found: dict[str, str]) -> str:
    """A piece's town or region, or empty; postal code and street go to `found`."""
    if postal := _POSTAL.search(piece):
        found.setdefault("postalCode", postal.group().strip())
    town = _POSTAL.sub("", piece).strip()
    if not any(char.isdigit() for char in town):
        return town
    if town.isdigit():
        found.setdefault("postalCode", town)
    else:
        found["address"] = f"{found['address']}, {town}" if "address" in found else town
    return ""


def _is_region(pieces: list[str]) -> bool:
    """Whether the last piece is a state rather than a country ("Atlanta, Georgia", "Denver, CO")."""
    return _region_country(_POSTAL.sub("", pieces[-1])) is not None and pieces[-1].casefold() != "uk"
