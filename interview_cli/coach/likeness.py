"""Which words of an answer stand for a wanted one: the same stem, a near form, a word of like meaning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from interview_cli.coach.words import stem

# Two stems that share over half of their letter triples (Dice) are forms, or misspellings, of one word.
_NEAR_FORM = 0.5
_SHORTEST_FORM = 4
# A word of like meaning says most of what the wanted one says, not all.
_LIKE_MEANING = 0.7


@cache
def meanings() -> Mapping[str, frozenset[str]]:
    """Stem to the stems of like meaning, from `synonyms.txt`."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for line in files(__package__).joinpath("synonyms.txt").read_text("utf-8").splitlines():
        group = {stem(word) for word in line.split()} if not line.startswith("#") else set()
        for member in group:
            found[member] |= group - {member}
    return {member: frozenset(others) for member, others in found.items()}


def like(wanted: str, by_initial: Mapping[str, Sequence[str]]) -> list[tuple[str, float]]:
    """The stems that can stand for `wanted`, each with how well (0-1).

    `by_initial` holds the stems there are by their first letter.
    """
    found: list[tuple[str, float]] = []
    for other in meanings().get(wanted, ()):
        if other in by_initial.get(other[0], ()):
            found.append((other, _LIKE_MEANING))
    if len(wanted) >= _SHORTEST_FORM and wanted.isalpha():
        for other in by_initial.get(wanted[0], ()):
            alike = _dice(wanted, other)
            if alike > _NEAR_FORM:
                found.append((other, alike))
    return found


@lru_cache(maxsize=50_000)
def _dice(one: str, other: str) -> float:
    """The share of letter triples two stems have in common, word ends counted as letters."""
    ours, theirs = _triples(one), _triples(other)
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))


@lru_cache(maxsize=20_000)
def _triples(word: str) -> frozenset[str]:
    padded = f" {word} "
    return frozenset(padded[place : place + 3] for place in range(len(padded) - 2))
