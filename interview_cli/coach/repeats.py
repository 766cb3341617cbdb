"""Words said twice in a row, and phrases that come back again and again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from interview_cli.coach.fillers import Words, split
from interview_cli.coach.lexicon import phrase_list, word_list
from interview_cli.coach.words import STOP_WORDS, words

# Said twice on purpose, or by grammar: "very very", "he had had", "that that".
_ON_PURPOSE = frozenset(word_list("doubled on purpose"))
_CRUTCHES = frozenset(word_list("crutch words"))
_NO_END_OF_PHRASE = frozenset(word_list("no phrase begins or ends with"))

# "I, I was" starts again, "drop it, it breaks" does not.
_STARTS_AGAIN = frozenset("i we he she they the and but so my our because then".split(" "))

_STOCK = frozenset(tuple(words(phrase)) for phrase in phrase_list("stock phrases"))

# A phrase of so many words, said so often, is heard as a habit; a shorter one may be what the answer is about
# ("the fitting rooms"), unless it is one of those that say nothing ("to be honest").
_LONGEST, _SHORTEST, _SHORTEST_STOCK, OFTEN = 7, 4, 2, 3
# A short word of emphasis comes often in a long answer: it takes this many in 100 words to stand out.
_CRUTCH_RATE = 2.0


def stutters(text: str) -> list[str]:
    """What was said twice in a row by no intention: "the the", "I was I was"."""
    said = split(text)
    found = []
    place = 0
    while place < len(said.words):
        size = next((size for size in (2, 1) if _is_doubled(said, place, size)), 0)
        if size:
            found.append(" ".join(said.words[place : place + 2 * size]))
        place += max(1, size)
    return found


def often_said(text: str) -> dict[str, int]:
    """The phrases said at least three times, and words of emphasis that stand out.

    A part of a longer phrase is left out, and so is a phrase of small words alone ("I had to").
    """
    said = split(text)
    found = dict(_phrases(said))
    emphasis = Counter(word for word in said.words if word in _CRUTCHES)
    for word, times in emphasis.most_common():
        if times >= OFTEN and 100 * times >= _CRUTCH_RATE * len(said.words):
            found[word] = times
    return found


def _is_doubled(said: Words, place: int, size: int) -> bool:
    middle, end = place + size, place + 2 * size
    if end > len(said.words) or said.words[place:middle] != said.words[middle:end]:
        return False
    if "." in said.gaps[place + 1 : end]:
        return False
    first = said.words[place:middle]
    if "," in said.gaps[place + 1 : end] and not _STARTS_AGAIN.issuperset(first):
        return False
    return not any(word in _ON_PURPOSE or word[0].isdigit() for word in first) and len(set(first)) == size


def _phrases(said: Words) -> Iterator[tuple[str, int]]:
    """Phrases said often, the longest first, each place counted for one phrase only."""
    taken: set[int] = set()
    reach = _often_said_from(said.words)
    for size in range(_LONGEST, _SHORTEST_STOCK - 1, -1):
        places: dict[tuple[str, ...], list[int]] = {}
        for place in range(len(said.words) - size + 1):
            if reach[place] < size:
                continue
            phrase = said.words[place : place + size]
            if _is_phrase(phrase) and "." not in said.gaps[place + 1 : place + size]:
                places.setdefault(phrase, []).append(place)
        for phrase, found in places.items():
            free = _apart([place for place in found if taken.isdisjoint(range(place, place + size))], size)
            if len(free) >= OFTEN:
                taken.update(number for place in free for number in range(place, place + size))
                yield " ".join(phrase), len(free)


def _often_said_from(said: Sequence[str]) -> list[int]:
    """For each place how many words from there on are all said often: no longer phrase can be."""
    times = Counter(said)
    reach = [0] * (len(said) + 1)
    for place in range(len(said) - 1, -1, -1):
        reach[place] = reach[place + 1] + 1 if times[said[place]] >= OFTEN else 0
    return reach


def _is_phrase(phrase: tuple[str, ...]) -> bool:
    if len(phrase) < _SHORTEST:
        return phrase in _STOCK
    telling = any(word not in STOP_WORDS for word in phrase)
    return telling and phrase[-1] not in _NO_END_OF_PHRASE


def _apart(places: Sequence[int], size: int) -> list[int]:
    """Places that don't overlap."""
    free: list[int] = []
    for place in places:
        if not free or place >= free[-1] + size:
            free.append(place)
    return free
