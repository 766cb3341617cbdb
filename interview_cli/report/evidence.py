"""Where the words that a judgement rests on stand in an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

# One or two letters could stand anywhere and would mark half the answer.
_SHORTEST = 3
_WORD = re.compile(r"\S+")
# Quotation marks and dashes that a model may have set differently than the person did.
_ALIKE = ("'’‘", '"“”', "-–—")


class Stretch(NamedTuple):
    """A part of a line; `marked` when it is evidence."""

    text: str
    marked: bool


def marked_lines(answer: str, quotes: Iterable[str]) -> list[list[Stretch]]:
    """The lines of an answer in stretches, those that hold a quote marked.

    A mark covers whole words and never a line's end; white space, case, quotation marks and
    dashes may differ from the quote, as they may where quotes are checked. Joined together the
    stretches are the answer.
    """
    covered = [span for quote in quotes for span in _places(answer, quote)]
    lines, start = [], 0
    for line in answer.split("\n"):
        lines.append(list(_stretches(line, start, covered)))
        start += len(line) + 1
    return lines


def _places(answer: str, quote: str) -> Iterator[tuple[int, int]]:
    words = quote.strip().strip("\"'“”‘’").removesuffix("...").removesuffix("…").split()
    if sum(map(len, words)) < _SHORTEST:
        return
    pattern = r"\s+".join("".join(map(_like, word)) for word in words)
    for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", answer, re.IGNORECASE):
        yield match.span()


def _like(character: str) -> str:
    family = next((alike for alike in _ALIKE if character in alike), None)
    return f"[{re.escape(family)}]" if family else re.escape(character)


def _stretches(line: str, start: int, covered: list[tuple[int, int]]) -> Iterator[Stretch]:
    """The stretches of the line that begins at `start`; marked neighbours are joined."""

    def is_marked(word: re.Match[str]) -> bool:
        first, last = word.start() + start, word.end() + start
        return any(begin < last and first < end for begin, end in covered)

    place = 0
    for marked, group in groupby(_WORD.finditer(line), is_marked):
        if marked:
            words = list(group)
            first, last = words[0].start(), words[-1].end()
            if first > place:
                yield Stretch(line[place:first], False)
            yield Stretch(line[first:last], True)
            place = last
    if place < len(line):
        yield Stretch(line[place:], False)
