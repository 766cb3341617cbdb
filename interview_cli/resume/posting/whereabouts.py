"""Where a posting's line names places: streets, towns, states and countries, which are no skills."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from interview_cli.resume import places
from interview_cli.resume.redaction import addresses_in
from interview_cli.resume.skill_list import find_in
from interview_cli.resume.words import lists

Span = tuple[int, int]

# A small letter tells a town from a code ("MEDDIC").
_WORD: Final = r"[A-ZÀ-ÖØ-Þ][^\W\d_]{0,3}[a-zß-öø-ÿ][^\W\d_'’]{0,25}\.?"
_NAME: Final = rf"{_WORD}(?:[ \-](?:(?:am|an|de|del|of|upon|sur)[ \-])?{_WORD}){{0,2}}"
# A state's letters are another thing's where a name goes on behind them: "Excel, MS Office".
_ENDS: Final = r"(?=\s*(?:$|[,.;:()/|–—\-]|\d{5}|(?:or|and|area|metro|office|with|to|for|in|on)\b))"
_LOCATED: Final = re.compile(
    r"(?<![\w\-])(?i:based|located|headquartered|situated|offices?|hubs?|headquarters|on-?site|live|living|"
    r"reside|residing|relocat(?:e|ing|ion)|commut(?:e|ing)|travel(?:l?ing)?)\s(?:in|at|near|around|to|from)\s"
    rf"(?P<names>{_NAME}(?:(?:,\s(?:or\s|and\s)?|\s?/\s?|\sor\s|\sand\s){_NAME}){{0,9}})"
)
_EACH: Final = re.compile(_NAME)
_CODE_LETTERS: Final = 3


def places_in(text: str) -> list[Span]:
    """Where a line names an address, a town with its state or country, or a town somebody is based in."""
    return [*addresses_in(text), *_towns_with_region(text), *_towns_of_offices(text)]


def is_whereabouts(text: str) -> bool:
    """Whether a line says nothing but where something is."""
    rest = list(text)
    for begin, finish in places_in(text):
        rest[begin:finish] = " " * (finish - begin)
    left = "".join(rest).strip(" ,.;:/|()–—-")
    return not left or places.is_place(left)


def _towns_with_region(text: str) -> list[Span]:
    return [
        (begin, found.end())
        for found in _town_with_region().finditer(text)
        if (begin := _town_begin(text, *found.span("town"))) is not None
    ]


def _towns_of_offices(text: str) -> list[Span]:
    return [
        (begin, name.end())
        for found in _LOCATED.finditer(text)
        for name in _EACH.finditer(text, *found.span("names"))
        if (begin := _town_begin(text, *name.span())) is not None
    ]


def _town_begin(text: str, begin: int, finish: int) -> int | None:
    """Where a town's name begins among capitalised words, behind any skill; None where there is no town."""
    starts = [begin, *(found.end() for found in re.finditer(" ", text[begin:finish]))]
    starts[1:] = [begin + offset for offset in starts[1:]]
    return next((start for start in starts if _may_be_town(text[start:finish])), None)


def _may_be_town(name: str) -> bool:
    return places.is_known_city(name) or not find_in(name, in_list=True)


@cache
def _town_with_region() -> re.Pattern[str]:
    """A name with a state, province or country of the committed list behind a comma."""
    states = {name for names in lists("places")["regions"].values() for name in names}
    countries = {name.upper() if len(name) <= _CODE_LETTERS else name.title() for name in places.COUNTRIES}
    regions = "|".join(map(re.escape, sorted(states | countries, key=lambda name: (-len(name), name))))
    return re.compile(
        rf"(?<![\w.\-])(?P<town>{_NAME}),\s(?:{regions})(?![\w\-]){_ENDS}(?:,\s(?:{regions})(?![\w\-]))?"
    )
