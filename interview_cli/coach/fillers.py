"""Words that fill a pause: "um", and "like", "so", "right", "well", "you know" where they carry nothing.

Most of these words also do honest work: "I like Go", "so that", "the right way", "as well", "did you
know". So each has a rule about its place: set off by commas, at the head of a sentence before its
subject, as a tag at its end, before an intensifier or a rough number. Where the place leaves it open the
word counts as working, so the count is a lower bound.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from interview_cli.coach.lexicon import word_list
from interview_cli.coach.markers import is_number

_SOUNDS = dict(pair.split(":") for pair in word_list("filler sounds"))
_COMPARES = frozenset(word_list("before like that compares"))
_INTENSIFIERS = frozenset(word_list("intensifiers"))
_BEGINNERS = frozenset(word_list("pronouns that begin"))
_KNOWERS, _KNOWN = (
    frozenset(word_list("before you know the verb")),
    frozenset(word_list("after you know the verb")),
)
_MEANERS, _MEANT = (
    frozenset(word_list("before i mean the verb")),
    frozenset(word_list("after i mean the verb")),
)
_BEFORE_LAST_SO = frozenset(word_list("before so at an end"))
_AFTER_WELL = frozenset(word_list("after well that joins"))

# "It was like twenty people" is rough speech, "a number like twenty" is not.
_ROUGHLY = frozenset(
    "was were is are had have has got took takes it's there's for in with and only after about".split(" ")
)
_JOINING = frozenset(("and", "but", "so", "because", "or"))
_SAID = frozenset(("said", "say", "mentioned", "told", "explained"))

_TOKEN = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*|[.!?…]+|[,;:()]|\n\s*\n|\s[-–—]+\s|—|--")
_WORD = re.compile(r"[^\W_]")
_ENDS = frozenset(".!?…\n")


@dataclass(frozen=True, slots=True)
class Words:
    """A text as words in lower case, and what stands between them.

    `gaps[n]` stands before word n, the last one after the last word: nothing, "," for a comma and its
    like, or "." for a sentence's end. `shouted` are words all in capitals amid others.
    """

    words: tuple[str, ...]
    gaps: tuple[str, ...]
    shouted: frozenset[int]

    def at(self, place: int) -> str:
        """The word at a place; nothing beyond the ends."""
        return self.words[place] if 0 <= place < len(self.words) else ""

    def opens(self, place: int) -> bool:
        """Whether a word begins a sentence."""
        return self.gaps[place] == "."

    def closes(self, place: int) -> bool:
        """Whether a word ends a sentence."""
        return self.gaps[place + 1] == "."

    def set_off(self, first: int, last: int) -> bool:
        """Whether commas or sentence ends stand on both sides of words, a comma on one side at least."""
        before, after = self.gaps[first], self.gaps[last + 1]
        return bool(before and after) and "," in (before, after)


@lru_cache(maxsize=8)
def split(text: str) -> Words:
    """The words of a text with what stands between them."""
    words: list[str] = []
    gaps = ["."]
    shouted = set()
    for token in _TOKEN.findall(text):
        if _WORD.match(token):
            if len(token) > 1 and token.isupper():
                shouted.add(len(words))
            words.append(token.lower().replace("’", "'"))
            gaps.append("")
        else:
            # Lines may be wrapped anywhere; an empty one ends a sentence.
            mark = "." if token[0] in _ENDS and not token.startswith(("..", "…")) else ","
            gaps[-1] = "." if "." in (gaps[-1], mark) else ","
    gaps[-1] = "."
    everything_shouted = len(shouted) > len(words) / 2
    return Words(tuple(words), tuple(gaps), frozenset() if everything_shouted else frozenset(shouted))


def fillers(text: str) -> list[str]:
    """The fillers of a text in their order, each under its usual name."""
    return [name for _, name in placed(split(text))]


def placed(said: Words) -> list[tuple[int, str]]:
    """The fillers among words in their order: the place of each one's first word, and its usual name."""
    found = []
    place = 0
    while place < len(said.words):
        name, length = _filler_at(said, place)
        if name:
            found.append((place, name))
        place += length
    return found


def is_filler_sound(text: str) -> bool:
    """Whether a word is no more than a sound that fills, such as "um"."""
    said = split(text).words
    return bool(said) and all(word in _SOUNDS for word in said)


def _filler_at(said: Words, place: int) -> tuple[str, int]:
    """The filler that begins at a place, if one does, and how many words to go on by."""
    word, after = said.words[place], said.at(place + 1)
    if word in _SOUNDS and place not in said.shouted:
        is_unit = word == "mm" and is_number(said.at(place - 1) or "x")
        return ("" if is_unit else _SOUNDS[word]), 1
    if (word, after) == ("you", "know"):
        return ("you know" if _is_you_know(said, place) else ""), 2
    if (word, after) == ("i", "mean"):
        return ("I mean" if _is_i_mean(said, place) else ""), 2
    rule = _RULES.get(word)
    return (word if rule is not None and rule(said, place) else ""), 1


def _is_you_know(said: Words, place: int) -> bool:
    before, after = said.at(place - 1) if not said.gaps[place] else "", said.at(place + 2)
    if before in _KNOWERS:
        return False
    if said.gaps[place + 2]:
        return bool(said.gaps[place]) or before not in ("one", "ones", "something", "guy", "thing", "names")
    return after not in _KNOWN


def _is_i_mean(said: Words, place: int) -> bool:
    before, after = said.at(place - 1), said.at(place + 2)
    if before in _MEANERS and said.gaps[place] != ".":
        return False
    return bool(said.gaps[place + 2]) or (
        after not in _MEANT and (bool(said.gaps[place]) or before in _JOINING)
    )


def _is_like(said: Words, place: int) -> bool:
    before, after = said.at(place - 1), said.at(place + 1)
    if said.set_off(place, place) and not said.closes(place):
        return True
    if said.gaps[place] or said.gaps[place + 1]:
        return after == "like"
    if after in _INTENSIFIERS:
        return before not in _COMPARES
    if before in _JOINING:
        return after in _BEGINNERS and said.at(place + 2) not in _SAID
    return is_number(after or "x") and before in _ROUGHLY


def _is_so(said: Words, place: int) -> bool:
    before, after = said.at(place - 1), said.at(place + 1)
    if said.opens(place):
        # At the head of an answer it gains time, at the head of a later sentence it may mean "therefore".
        gains_time = after in _SOUNDS or after in ("yeah", "like", "basically", "well")
        return gains_time or (place == 0 and said.gaps[1] == ",")
    if said.closes(place):
        return before not in _BEFORE_LAST_SO
    return said.set_off(place, place) or (after in _SOUNDS and before not in _BEFORE_LAST_SO)


def _is_right(said: Words, place: int) -> bool:
    before, after = said.at(place - 1), said.at(place + 1)
    if before == "all" and not said.gaps[place]:
        return False
    if "left" in (before, after):
        return False
    if said.opens(place):
        return not said.closes(place) and (said.gaps[place + 1] == "," or after == "so")
    return said.gaps[place] == "," and bool(said.gaps[place + 1])


def _is_well(said: Words, place: int) -> bool:
    before, after = said.at(place - 1), said.at(place + 1)
    if said.opens(place):
        return said.gaps[place + 1] == "," or after in _BEGINNERS or after in _SOUNDS or after == "yeah"
    return (
        said.gaps[place] == ","
        and said.gaps[place + 1] == ","
        and before != "as"
        and after not in _AFTER_WELL
    )


def _is_opener(said: Words, place: int) -> bool:
    """Whether "okay" or "yeah" opens a sentence and goes on, or closes one as a tag."""
    if said.opens(place):
        return not said.closes(place) and (said.gaps[place + 1] == "," or said.at(place + 1) == "so")
    follows = said.gaps[place] == "," or said.at(place - 1) in ("so", "and", "but")
    return said.words[place] == "yeah" and follows and bool(said.gaps[place + 1])


_RULES: dict[str, Callable[[Words, int], bool]] = {
    "like": _is_like,
    "so": _is_so,
    "right": _is_right,
    "well": _is_well,
    "okay": _is_opener,
    "ok": _is_opener,
    "yeah": _is_opener,
}

# A text without any of these words holds no filler.
MAY_FILL = frozenset((*_SOUNDS, *_RULES, "know", "mean"))


def counted(names: Sequence[str]) -> dict[str, int]:
    """How often each was said, the most frequent first."""
    return dict(
        sorted(((name, names.count(name)) for name in set(names)), key=lambda pair: (-pair[1], pair[0]))
    )
