"""Text as the coach reads it: words, sentences and stems, all in English."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from interview_cli.coach.lexicon import word_list
from interview_cli.scripts import without_marks

# A sentence longer than this is read in pieces, so that speech without full stops has parts too.
LONGEST_PIECE: Final = 30
# A line this short ends where it does because the writer ended it, not because the text was wrapped.
_SHORT_LINE: Final = 60

_WORD: Final = re.compile(
    r"""
      \d+(?:[.,:]\d+)*%?(?![^\W_])              # 99.9%  1,000  10:30
    | i/o\b
    | [^\W_]+(?:\.(?:js|net|io|ts|py)\b)        # node.js
    | [cf]\#                                    # c#
    | [cg]\+\+                                  # c++
    | [^\W_]+(?:'[^\W_]+)*                      # don't, p95, 4xx
    """,
    re.VERBOSE,
)
_SENTENCE_END: Final = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|(?<=[。！？])|\n")
_LIST_ITEM: Final = re.compile(r"\s*(?:[-*•●○–]|\d{1,2}[.)])\s")
# A full stop that ends no sentence: after an abbreviation, after the number of a list item, in an ellipsis.
_NO_END: Final = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|etc|mr|mrs|ms|dr|approx|incl|resp|fig)\.|^\s*\d{1,2}\.|\.\.\.|…)$", re.IGNORECASE
)
_PIECE_END: Final = re.compile(
    r"[,;:–—]\s+|\s+(?=(?:and|but|so|because|then|which|while|when)\b)", re.IGNORECASE
)

STOP_WORDS: Final = frozenset(word_list("stop words"))
# Past forms of verbs that do not end in -ed.
IRREGULAR_PAST: Final = frozenset(word_list("past forms"))
_BASE_FORMS: Final = dict(pair.split(":") for pair in word_list("base forms"))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a piece of a long one: its text verbatim, its lower-case words and its content stems."""

    text: str
    words: tuple[str, ...]
    stems: tuple[str, ...]


# Of sentences and answers of usual length the words are asked for again and again (characters).
_LONGEST_KEPT = 4_000
_stemming = threading.Lock()


def words(text: str) -> list[str]:
    """The lower-case words of a text in order, numbers and names such as `c++` and `node.js` among them."""
    return list(_words_of(text)) if len(text) <= _LONGEST_KEPT else _found_words(text)


@lru_cache(maxsize=2_000)
def _words_of(text: str) -> tuple[str, ...]:
    return tuple(_found_words(text))


def _found_words(text: str) -> list[str]:
    return _WORD.findall(without_marks(text.lower()).replace("’", "'"))


def content_stems(tokens: list[str] | tuple[str, ...]) -> list[str]:
    """The stems of those words that carry content, in order and with repetitions."""
    return [stem(token) for token in tokens if token not in STOP_WORDS]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The English stem (Porter 2) of a lower-case word; irregular forms are led back to their base."""
    # The stemmer works on the word inside itself, and several interviews may be held in threads.
    with _stemming:
        return str(_stemmer().stemWord(_BASE_FORMS.get(word, word)))


@cache
def _stemmer() -> Any:
    from snowballstemmer.english_stemmer import EnglishStemmer

    return EnglishStemmer()


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text, long ones in pieces, without those that hold no word."""
    return [
        made for part in split_sentences(text) for piece in _pieces(part) if (made := _sentence(piece)).words
    ]


def different_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text, one that is said again in the same words given once."""
    return tuple({sentence.words: sentence for sentence in sentences(text)}.values())


def split_sentences(text: str) -> list[str]:
    """The sentences of a text as written, white space apart; list items and paragraphs end one too."""
    whole = _unwrapped(text)
    parts: list[str] = []
    start = 0
    for end in _SENTENCE_END.finditer(whole):
        part = whole[start : end.end()].strip()
        if part and not (_NO_END.search(part) and "\n" not in end.group()):
            parts.append(part)
            start = end.end()
    rest = whole[start:].strip()
    return [*parts, rest] if rest else parts


def _unwrapped(text: str) -> str:
    """The text with its lines joined where they were only wrapped, each run of white space one space."""
    lines: list[str] = []
    ended = True
    for raw in text.splitlines():
        line = " ".join(raw.split())
        if lines and line and not ended and not _LIST_ITEM.match(raw):
            lines[-1] += f" {line}"
        elif line:
            lines.append(line)
        ended = len(line) < _SHORT_LINE
    return "\n".join(lines)


def _sentence(text: str) -> Sentence:
    tokens = words(text)
    return Sentence(text, tuple(tokens), tuple(content_stems(tokens)))


def _pieces(sentence: str) -> list[str]:
    """A long sentence cut at its clauses into pieces of about equal length; a shorter one whole."""
    if len(sentence.split()) <= LONGEST_PIECE:
        return [sentence]
    pieces: list[str] = []
    start = 0
    for end in _PIECE_END.finditer(sentence):
        if len(sentence[start : end.end()].split()) >= LONGEST_PIECE // 2:
            pieces.append(sentence[start : end.end()].strip())
            start = end.end()
    return [*pieces, sentence[start:].strip()]
