"""An answer as it is searched: its sentences, where each stem stands, what is denied, what is mere list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from interview_cli.coach.lexicon import word_list
from interview_cli.coach.likeness import like
from interview_cli.coach.markers import Phrases
from interview_cli.coach.pleas import answering_sentences
from interview_cli.coach.words import STOP_WORDS, Sentence, stem

# English prose is close to half function words and has several words between two commas; a list of terms
# has next to none, and few. Below the first figure of a pair a sentence is a list, from the second on prose.
_LIST_SMALL_WORDS, _PROSE_SMALL_WORDS = 0.08, 0.25
_LIST_SPAN, _PROSE_SPAN = 2.5, 4.5
# Terms of a bare list say less than half of what sentences about them say.
_LIST_WORTH = 0.4
_BREAK = re.compile(r"[,;:|/•]|\s[-–—]\s")

# A filler between commas makes no list.
_FILLED = re.compile(r"(?:,|^)\s*(?:u[hm]+|er+m?|h+m+|like|you know|i mean)(?=,)", re.IGNORECASE)

_NEGATORS = frozenset(word_list("negators"))
# "Not only", "not just" and the like deny nothing.
_NO_DENIAL = frozenset(word_list("after a not that denies nothing"))
_CONTRARY = frozenset(word_list("contrary"))
_SCOPE_ENDS = frozenset(word_list("where a denial ends"))
_NEW_CLAUSES = frozenset(("it", verb) for verb in word_list("verbs after it"))
_DENIED_BY_NOT, _DENIED_BY_NO = 5, 3
_DENIES_BEFORE = frozenset(word_list("denies what stands before it"))
_WRONG, _IS = frozenset(("wrong", "false")), frozenset(("is", "are", "was", "were", "be"))
# "I disagree with people who claim that...": all that follows in the sentence is denied.
_REJECTS = Phrases("rejects what follows")
_TURNS = frozenset(("but", "although", "though", "however"))
# Words by which a sentence speaks against something without saying "not".
_AGAINST = frozenset(word_list("speaks against"))
_CLAUSES = frozenset(("and", "but", "because", "so", "since", "while"))
# "It is not needed": what is denied stands before.
_WORTH = frozenset(word_list("worth"))


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer made searchable.

    `spoken` are the stems of all words of each sentence; `places` the sentence numbers each content stem
    stands in, `firm` the same without those where it is denied ("I would not use a cache"); `denied` are the
    places of the denied words of each sentence, `against` the sentences that speak against something.
    `word_at` and `pair_at` say where a whole word, and two neighbours written together (`rollback` for
    "roll back"), stand last. `worth` says per sentence how much it counts: 1 for prose, less for a bare list.
    """

    sentences: tuple[Sentence, ...]
    spoken: tuple[tuple[str, ...], ...]
    places: dict[str, list[int]]
    firm: dict[str, list[int]]
    denied: tuple[frozenset[int], ...]
    against: frozenset[int]
    word_at: dict[str, int]
    pair_at: dict[str, int]
    by_initial: dict[str, list[str]]
    worth: tuple[float, ...]

    def like(self, wanted: str) -> list[tuple[str, float]]:
        """The answer's stems that can stand for a wanted one, with how well (0-1)."""
        return [(wanted, 1.0)] if wanted in self.places else like(wanted, self.by_initial)


@lru_cache(maxsize=16)
def hear(answer: str) -> Heard:
    """Read an answer; a sentence said twice is heard once, and one that asks for marks not at all."""
    heard = answering_sentences(answer)
    spoken = tuple(tuple(map(stem, sentence.words)) for sentence in heard)
    places: dict[str, list[int]] = {}
    firm: dict[str, list[int]] = {}
    word_at: dict[str, int] = {}
    pair_at: dict[str, int] = {}
    denied = tuple(denied_places(sentence.words) for sentence in heard)
    for number, sentence in enumerate(heard):
        before = ""
        for place, (word, found) in enumerate(zip(sentence.words, spoken[number], strict=True)):
            word_at[word] = number
            if before:
                pair_at[before + word] = number
            before = word
            if word not in STOP_WORDS:
                places.setdefault(found, []).append(number)
                if place not in denied[number]:
                    firm.setdefault(found, []).append(number)
    by_initial: dict[str, list[str]] = {}
    for known in places:
        by_initial.setdefault(known[0], []).append(known)
    against = frozenset(
        number
        for number, sentence in enumerate(heard)
        if denied[number] or any(word in _AGAINST or _is_negator(word) for word in sentence.words)
    )
    return Heard(heard, spoken, places, firm, denied, against, word_at, pair_at, by_initial, _worth(heard))


def is_contrary(word: str) -> bool:
    """Whether a statement with this word can be put the other way round ("never goes", "prevents").

    "Without" denies what follows it and leaves the rest as it stands.
    """
    return word in _CONTRARY or (word != "without" and _is_negator(word))


def denied_places(words: tuple[str, ...]) -> frozenset[int]:
    """The places of the words in a sentence that stand under a "not": those up to the end of its clause.

    A plain rule for plain cases; it doesn't see irony or a denial that spans clauses.
    """
    denied: set[int] = set()
    for start in _REJECTS.places(words):
        ends = (place for place in range(start + 1, len(words)) if words[place] in _TURNS)
        denied.update(range(start, next(ends, len(words))))
    for place, word in enumerate(words):
        if word in _DENIES_BEFORE or (word in _WRONG and place and words[place - 1] in _IS):
            denied.update(range(_clause_start(words, place), place))
        # "No" that opens a sentence is an answer and denies none.
        left = 0 if word == "no" and not place else _denies(word)
        if not left or (place + 1 < len(words) and words[place + 1] in _NO_DENIAL):
            continue
        for ahead in range(place + 1, len(words)):
            if not left or words[ahead] in _SCOPE_ENDS or words[ahead : ahead + 2] in _NEW_CLAUSES:
                break
            denied.add(ahead)
            left -= words[ahead] not in STOP_WORDS
            if words[ahead] in _WORTH:
                denied.update(range(place))
    return frozenset(denied)


def _clause_start(words: tuple[str, ...], place: int) -> int:
    return next((before + 1 for before in range(place - 1, -1, -1) if words[before] in _CLAUSES), 0)


@lru_cache(maxsize=20_000)
def _denies(word: str) -> int:
    """How many content words a word denies."""
    if word == "no":
        return _DENIED_BY_NO
    return _DENIED_BY_NOT if _is_negator(word) else 0


def _is_negator(word: str) -> bool:
    without_apostrophe = word.endswith("nt") and f"{word[:-2]}n't" in STOP_WORDS
    return word in _NEGATORS or word.endswith("n't") or without_apostrophe


def _worth(heard: tuple[Sentence, ...]) -> tuple[float, ...]:
    """How much each sentence counts, judged with its neighbours, so that a list in lines is a list."""
    counts = [
        (len(s.words), len(s.words) - len(s.stems), 1 + len(_BREAK.findall(_FILLED.sub("", s.text))))
        for s in heard
    ]
    worth = []
    for number in range(len(counts)):
        total, small, spans = (
            sum(column) for column in zip(*counts[max(0, number - 1) : number + 2], strict=True)
        )
        by_words = (small / total - _LIST_SMALL_WORDS) / (_PROSE_SMALL_WORDS - _LIST_SMALL_WORDS)
        by_spans = (total / spans - _LIST_SPAN) / (_PROSE_SPAN - _LIST_SPAN)
        worth.append(_LIST_WORTH + (1 - _LIST_WORTH) * min(1.0, max(0.0, min(by_words, by_spans))))
    return tuple(worth)
