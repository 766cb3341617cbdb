"""The words by which a speaker shows how an answer is made: reasons, examples, order, numbers, hedges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from interview_cli.coach.lexicon import phrase_list, word_list
from interview_cli.coach.words import words


class Phrases:
    """A section of phrases from the word lists, to be looked for in a text's words."""

    def __init__(self, section: str, followed_by: int = 0) -> None:
        """The phrases of a section; one counts only with so many words after it."""
        self._followed_by = followed_by
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrase_list(section):
            first, *rest = words(phrase)
            self._by_first.setdefault(first, []).append(tuple(rest))

    def places(self, said: Sequence[str]) -> list[int]:
        """Where in the words a phrase begins, each place once."""
        if self._by_first.keys().isdisjoint(said):
            return []
        return [
            place
            for place, word in enumerate(said)
            if word in self._by_first
            and any(
                _goes_on(said, place, rest) and len(said) - place - 1 - len(rest) >= self._followed_by
                for rest in self._by_first[word]
            )
        ]

    def count(self, said: Sequence[str]) -> int:
        """How often one of the phrases is said."""
        return len(self.places(said))

    def found(self, said: Sequence[str]) -> list[str]:
        """The phrases that are said, in their order, the longest where several begin with one word."""
        return [self.at(said, place) for place in self.places(said)]

    def at(self, said: Sequence[str], place: int) -> str:
        """The longest phrase that begins at a place where one does."""
        rests = [rest for rest in self._by_first[said[place]] if _goes_on(said, place, rest)]
        return " ".join((said[place], *max(rests, key=len)))


def _goes_on(said: Sequence[str], place: int, rest: tuple[str, ...]) -> bool:
    return tuple(said[place + 1 : place + 1 + len(rest)]) == rest


# "Because." gives none.
REASONS: Final = Phrases("reasons", followed_by=2)
EXAMPLES: Final = Phrases("examples")
COMPARISONS: Final = Phrases("comparisons")
# Those that nobody takes for anything else, fit to be named to the person.
PLAIN_COMPARISONS: Final = Phrases("plain comparisons")
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
        _HEDGES.at(said, place)
        for place in _HEDGES.places(said)
        if said[place] not in ("kind", "sort") or place == 0 or said[place - 1] not in _NO_HEDGE_AFTER
    ]


def hedges(said: Sequence[str]) -> int:
    """How often a statement is half taken back."""
    return len(hedge_phrases(said))


def numbers(said: Iterable[str]) -> int:
    """How many quantities are stated."""
    return sum(is_number(word) for word in said)
