"""The words by which a speaker shows how an answer is made: reasons, examples, order, numbers, hedges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from interview_cli.coach.lexicon import phrase_list, word_list
from interview_cli.coach.words import words


class Phrases:
    """A section of phrases from the word lists, to be looked for in a text's words."""

    def __init__(self, section: str) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrase_list(section):
            first, *rest = words(phrase)
            self._by_first.setdefault(first, []).append(tuple(rest))

    def found(self, said: Sequence[str]) -> list[tuple[int, str]]:
        """Where in the words a phrase begins, and the phrase."""
        if self._by_first.keys().isdisjoint(said):
            return []
        return [
            (place, " ".join((word, *rest)))
            for place, word in enumerate(said)
            for rest in self._by_first.get(word, ())
            if tuple(said[place + 1 : place + 1 + len(rest)]) == rest
        ]

    def places(self, said: Sequence[str]) -> list[int]:
        """Where in the words a phrase begins, each place once."""
        return list(dict.fromkeys(place for place, _ in self.found(said)))

    def count(self, said: Sequence[str]) -> int:
        """How often one of the phrases is said."""
        return len(self.places(said))


REASONS: Final = Phrases("reasons")
EXAMPLES: Final = Phrases("examples")
COMPARISONS: Final = Phrases("comparisons")
CONDITIONS: Final = Phrases("conditions")
ORDER: Final = Phrases("order")
VAGUE: Final = Phrases("vague")
_HEDGES: Final = Phrases("hedges")
# "What kind of" and "this sort of" are no hedges.
_NO_HEDGE_AFTER: Final = frozenset(
    "what which some this that a any the same every each these another".split(" ")
)
_NUMBER_WORDS: Final = frozenset(word_list("numbers"))


def is_number(word: str) -> bool:
    """Whether a word states a quantity."""
    return word[0].isdigit() or word in _NUMBER_WORDS


def hedge_phrases(said: Sequence[str]) -> list[str]:
    """The phrases by which a statement is half taken back, in their order."""
    return [
        phrase
        for place, phrase in _HEDGES.found(said)
        if said[place] not in ("kind", "sort") or place == 0 or said[place - 1] not in _NO_HEDGE_AFTER
    ]


def hedges(said: Sequence[str]) -> int:
    """How often a statement is half taken back."""
    return len(hedge_phrases(said))


def numbers(said: Iterable[str]) -> int:
    """How many quantities are stated."""
    return sum(is_number(word) for word in said)
