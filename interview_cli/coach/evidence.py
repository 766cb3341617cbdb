"""Whether a quote really stands in an answer, and where."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from interview_cli.coach.words import STOP_WORDS

# Marks that people, keyboards and models set in many ways.
_QUOTATION = dict.fromkeys("‘’‚‛‹›′´`", "'") | dict.fromkeys("“”„‟«»″", '"')
_ALIKE = _QUOTATION | dict.fromkeys("‐‒–—―−", "-")
# What a model may put around a quote, or at its end, without claiming that it was said.
_AROUND = " \"'*"
_ENDING = _AROUND + ".,;:!?"
_LEFT_OUT = re.compile(r"[\[(]?(?:…|\.\.\.)[\])]?")
# A quote of fewer letters than this could stand anywhere and proves nothing.
_SHORTEST = 3


class Span(NamedTuple):
    """A stretch of an answer, by its first character and the one after its last."""

    start: int
    end: int


def folded(text: str) -> str:
    """Text as quotes are compared: white space, case, encoding, quotation marks and dashes made alike."""
    return _folded(text)[0]


def find(quote: str, answer: str, start: int = 0) -> Span | None:
    """Where a quote first stands in the answer from character `start` on; None when it does not.

    It must not begin or end inside a word, and one word alone must be more than "the" or "and".
    """
    wanted = folded(quote).lstrip(_AROUND + ".").rstrip(_ENDING)
    if len(wanted) < _SHORTEST or wanted in STOP_WORDS:
        return None
    return _first(wanted, answer, start)


def find_figure(figure: str, answer: str) -> Span | None:
    """Where a figure stands in the answer, however short it is."""
    wanted = folded(figure).strip(_AROUND)
    return _first(wanted, answer, 0) if wanted else None


def spans_of(quote: str, answer: str) -> list[Span]:
    """Where a quote stands in the answer, empty when it does not.

    Of a quote that leaves something out ("I wrote ... and tested") all parts must stand there, in order.
    """
    whole = find(quote, answer)
    if whole is not None:
        return [whole]
    parts = [part for part in _LEFT_OUT.split(quote) if part.strip(_ENDING)]
    spans: list[Span] = []
    for part in parts if len(parts) > 1 else []:
        span = find(part, answer, spans[-1].end if spans else 0)
        if span is None:
            return []
        spans.append(span)
    return spans


def surviving(quotes: Iterable[str], answer: str) -> list[str]:
    """The quotes that occur in the answer, each once and in their order, in the words of the answer."""
    kept: dict[str, str] = {}
    for quote in quotes:
        for start, end in spans_of(quote, answer):
            kept.setdefault(folded(answer[start:end]), answer[start:end])
    return list(kept.values())


def _first(wanted: str, answer: str, start: int) -> Span | None:
    whole, places = _folded(answer)
    at = whole.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        cuts_a_word = _one_word(whole[at - 1 : at], whole[at]) or _one_word(
            whole[end - 1], whole[end : end + 1]
        )
        if places[at] >= start and not cuts_a_word:
            return Span(places[at], places[end - 1] + 1)
        at = whole.find(wanted, at + 1)
    return None


def _one_word(before: str, after: str) -> bool:
    """Whether two neighbouring characters belong to one word; scripts without spaces tell no words apart."""
    kinds = [unicodedata.category(character) for character in before + after]
    return len(kinds) > 1 and "Lo" not in kinds and all(kind[0] in "LMN" or kind == "Pc" for kind in kinds)


@lru_cache(maxsize=64)
def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    """The folded text, and for each of its characters the place in the text it came from."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for alike in _folded_character(character):
            if alike != " " or (characters and characters[-1] != " "):
                characters.append(alike)
                places.append(place)
    if characters and characters[-1] == " ":
        del characters[-1], places[-1]
    return "".join(characters), tuple(places)


@lru_cache(maxsize=4096)
def _folded_character(character: str) -> str:
    """What a character is compared as: nothing for one that cannot be seen, several for a ligature."""
    return "".join(_folded_parts(_ALIKE.get(character, character)))


def _folded_parts(character: str) -> Iterator[str]:
    for part in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold()):
        if unicodedata.category(part) != "Cf":
            yield " " if part.isspace() else _ALIKE.get(part, part)
