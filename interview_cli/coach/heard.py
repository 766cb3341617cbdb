"""An answer as it is searched: its sentences, where each stem stands, what is denied, and what is mere list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from interview_cli.coach.likeness import like
from interview_cli.coach.words import STOP_WORDS, Sentence, sentences, stem

# English prose is close to half function words and has several words between two commas; a list of terms
# has next to none, and few. Below the first figure of a pair a sentence is a list, from the second on prose.
_LIST_SMALL_WORDS, _PROSE_SMALL_WORDS = 0.08, 0.25
_LIST_SPAN, _PROSE_SPAN = 2.5, 4.5
# Terms of a bare list say less than half of what sentences about them say.
_LIST_WORTH = 0.4
_BREAK = re.compile(r"[,;:|/•]|\s[-–—]\s")

_NEGATORS = frozenset(["not", "never", "cannot", "without", "neither", "nor"])
# "Not only", "not just" and the like deny nothing.
_NO_DENIAL = frozenset(["only", "just", "merely", "necessarily", "sure", "necessary", "until"])
_SCOPE_ENDS = frozenset(
    [
        "but",
        "because",
        "so",
        "since",
        "if",
        "when",
        "which",
        "until",
        "unless",
        "instead",
        "rather",
        "and",
        "then",
        "while",
        "although",
        "though",
        "except",
    ]
)
_DENIED_WORDS = 5
_WORTHLESS = frozenset(
    stem(word) for word in ["needed", "necessary", "matter", "important", "required", "useful", "worth"]
)


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer made searchable.

    `places` are the sentence numbers each stem stands in; `firm` the same without those where it is
    denied ("I would not use a cache"); `word_at` and `pair_at` say where a whole word, and two neighbours
    written together (`rollback` for "roll back"), stand last. `worth` says per sentence how much a word in
    it counts: 1 in prose, less in a bare list.
    """

    sentences: tuple[Sentence, ...]
    places: dict[str, list[int]]
    firm: dict[str, list[int]]
    word_at: dict[str, int]
    pair_at: dict[str, int]
    by_initial: dict[str, list[str]]
    worth: tuple[float, ...]

    def like(self, wanted: str) -> list[tuple[str, float]]:
        """The answer's stems that can stand for a wanted one, with how well (0-1)."""
        return [(wanted, 1.0)] if wanted in self.places else like(wanted, self.by_initial)


@lru_cache(maxsize=16)
def hear(answer: str) -> Heard:
    """Read an answer; a sentence said twice is heard once."""
    heard = tuple({sentence.words: sentence for sentence in sentences(answer)}.values())
    places: dict[str, list[int]] = {}
    firm: dict[str, list[int]] = {}
    word_at: dict[str, int] = {}
    pair_at: dict[str, int] = {}
    for number, sentence in enumerate(heard):
        denied = denied_places(sentence.words)
        before = ""
        for place, word in enumerate(sentence.words):
            word_at[word] = number
            if before:
                pair_at[before + word] = number
            before = word
            if word not in STOP_WORDS:
                found = stem(word)
                places.setdefault(found, []).append(number)
                if place not in denied:
                    firm.setdefault(found, []).append(number)
    by_initial: dict[str, list[str]] = {}
    for known in places:
        by_initial.setdefault(known[0], []).append(known)
    return Heard(heard, places, firm, word_at, pair_at, by_initial, _worth(heard))


def negates(words: tuple[str, ...]) -> bool:
    """Whether a statement says that something is not so."""
    return any(_is_negator(word) or word in ("no", "none", "avoid", "instead", "prevent") for word in words)


def denied_places(words: tuple[str, ...]) -> frozenset[int]:
    """The places of the words in a sentence that stand under a "not": those up to the end of its clause.

    A plain rule for plain cases; it doesn't see irony or a denial that spans clauses.
    """
    denied: set[int] = set()
    for place, word in enumerate(words):
        if not _is_negator(word) or (place + 1 < len(words) and words[place + 1] in _NO_DENIAL):
            continue
        for after in range(place + 1, min(place + 1 + _DENIED_WORDS, len(words))):
            if words[after] in _SCOPE_ENDS:
                break
            denied.add(after)
            if stem(words[after]) in _WORTHLESS:
                denied.update(range(place))
    return frozenset(denied)


def _is_negator(word: str) -> bool:
    return word in _NEGATORS or word.endswith("n't")


def _worth(heard: tuple[Sentence, ...]) -> tuple[float, ...]:
    """How much a word counts in each sentence, judged with its neighbours, so that a list in lines is a list."""
    counts = [(len(s.words), len(s.words) - len(s.stems), 1 + len(_BREAK.findall(s.text))) for s in heard]
    worth = []
    for number in range(len(counts)):
        total, small, spans = (
            sum(column) for column in zip(*counts[max(0, number - 1) : number + 2], strict=True)
        )
        by_words = (small / total - _LIST_SMALL_WORDS) / (_PROSE_SMALL_WORDS - _LIST_SMALL_WORDS)
        by_spans = (total / spans - _LIST_SPAN) / (_PROSE_SPAN - _LIST_SPAN)
        worth.append(_LIST_WORTH + (1 - _LIST_WORTH) * min(1.0, max(0.0, min(by_words, by_spans))))
    return tuple(worth)
