"""Parts of a posting's line that ask for less: "R is fine too", "Playwright also welcome", "Go is a plus"."""

from __future__ import annotations

import re
from typing import NamedTuple

# What sets a clause apart from the rest of its line. Commas stand in lists, too, and end none by themselves.
_STOP = re.compile(r"[;()]|\s[–—-]\s|\.\s+(?=[A-Z])|,?\s(?:though|although|but|while|whereas)\s")
_COMMA = re.compile(r",\s+(?:and\s+)?")
_GOOD = (
    r"(?:fine|ok(?:ay)?|good|great|welcome|acceptable|accepted|possible|enough|useful|helpful|valuable|valid)"
)
# Somebody who knows this instead of what was named before has what is asked for.
_INSTEAD = re.compile(
    rf"\b(?:(?:is|are|was|would be|works?|counts?|does|do)\s+)?(?:also|equally|just as)\s+{_GOOD}\b|"
    rf"\b{_GOOD}\s*,?\s*(?:too|as well)\b|\b(?:counts?|works?|does)\s+(?:just\s+)?(?:as (?:much|well)|too)\b|"
    r"\b(?:will|would) (?:also )?do\b|\binstead\b|\b(?:is|are)\s+(?:fine|ok|okay|acceptable)\b",
    re.IGNORECASE,
)
# "Lightspeed ideal, others fine too" is about what stands before the comma.
_OTHERS = re.compile(r"(?:any )?(?:others?|equivalents?|alternatives?)\b", re.IGNORECASE)
# This is no must, whatever stands before it.
_EXTRA = re.compile(
    rf"\b(?:is|are|would be)\s+(?:most |very |all )?{_GOOD}\b|\b(?:fine|ok|okay|welcome|ideal)\s*$|"
    r"\bor (?:\w+ )?(?:willing(?:ness)?|keen|eager|happy|ready|able) to learn\b",
    re.IGNORECASE,
)


class Clause(NamedTuple):
    """A part of a line that asks for less; `instead` when it names another way to meet what stands before."""

    begin: int
    finish: int
    instead: bool


def lesser_clauses(text: str) -> list[Clause]:
    """The clauses of a line that ask for less than the rest of it, in order."""
    return [found for begin, finish in _parts(text) if (found := _lesser(text, begin, finish)) is not None]


def _lesser(text: str, begin: int, finish: int) -> Clause | None:
    said = text[begin:finish].rstrip(" .")
    if (mark := _INSTEAD.search(said)) is not None:
        # "SQL is enough, Python is fine too": the comma sets it apart, where no list goes on.
        commas = [comma.end() for comma in _COMMA.finditer(said, 0, mark.start())]
        if commas and _OTHERS.match(said, commas[-1]):
            commas = []
        return Clause(begin + (commas[-1] if commas else 0), finish, instead=True)
    return Clause(begin, finish, instead=False) if _EXTRA.search(said) else None


def _parts(text: str) -> list[tuple[int, int]]:
    ends = [(stop.start(), stop.end()) for stop in _STOP.finditer(text)]
    begins = [0, *(end for _, end in ends)]
    return list(zip(begins, [*(start for start, _ in ends), len(text)], strict=True))
