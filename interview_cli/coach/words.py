"""Text as the coach reads it: words, sentences and stems, all in English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

# A sentence longer than this is read in pieces, so that speech without full stops has parts too.
LONGEST_PIECE: Final = 30
# A line this short ends where it does because the writer ended it, not because the text was wrapped.
_SHORT_LINE: Final = 60

_WORD: Final = re.compile(
    r"""
      \d+(?:[.,:]\d+)*%?(?![^\W\d_])            # 99.9%  1,000  10:30
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
# A full stop that ends no sentence: after an abbreviation, or after the number of a list item.
_NO_END: Final = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|etc|mr|mrs|ms|dr|approx|incl|resp|fig)\.|^\s*\d{1,2}\.)$", re.IGNORECASE
)
_PIECE_END: Final = re.compile(
    r"[,;:–—]\s+|\s+(?=(?:and|but|so|because|then|which|while|when)\b)", re.IGNORECASE
)

STOP_WORDS: Final = frozenset(
    [
        "a",
        "about",
        "above",
        "after",
        "again",
        "against",
        "all",
        "almost",
        "already",
        "also",
        "although",
        "always",
        "am",
        "among",
        "an",
        "and",
        "another",
        "any",
        "anything",
        "are",
        "aren't",
        "around",
        "as",
        "at",
        "away",
        "back",
        "be",
        "became",
        "because",
        "become",
        "been",
        "before",
        "being",
        "below",
        "between",
        "both",
        "but",
        "by",
        "came",
        "can",
        "can't",
        "cannot",
        "come",
        "comes",
        "could",
        "couldn't",
        "did",
        "didn't",
        "do",
        "does",
        "doesn't",
        "doing",
        "don't",
        "done",
        "down",
        "during",
        "each",
        "either",
        "else",
        "enough",
        "even",
        "ever",
        "every",
        "everyone",
        "everything",
        "few",
        "for",
        "from",
        "further",
        "get",
        "gets",
        "getting",
        "give",
        "given",
        "gives",
        "go",
        "goes",
        "going",
        "gone",
        "got",
        "had",
        "hadn't",
        "has",
        "hasn't",
        "have",
        "haven't",
        "having",
        "he",
        "he'd",
        "he'll",
        "he's",
        "hence",
        "her",
        "here",
        "hers",
        "herself",
        "him",
        "himself",
        "his",
        "how",
        "however",
        "i",
        "i'd",
        "i'll",
        "i'm",
        "i've",
        "if",
        "in",
        "instead",
        "into",
        "is",
        "isn't",
        "it",
        "it'd",
        "it'll",
        "it's",
        "its",
        "itself",
        "just",
        "let",
        "let's",
        "lets",
        "like",
        "made",
        "make",
        "makes",
        "making",
        "many",
        "may",
        "maybe",
        "me",
        "might",
        "mine",
        "more",
        "most",
        "mostly",
        "much",
        "must",
        "my",
        "myself",
        "neither",
        "never",
        "next",
        "no",
        "nobody",
        "none",
        "nor",
        "not",
        "nothing",
        "now",
        "of",
        "off",
        "often",
        "on",
        "once",
        "one",
        "ones",
        "only",
        "onto",
        "or",
        "other",
        "others",
        "otherwise",
        "our",
        "ours",
        "ourselves",
        "out",
        "over",
        "own",
        "per",
        "perhaps",
        "please",
        "put",
        "puts",
        "quite",
        "rather",
        "really",
        "said",
        "same",
        "say",
        "says",
        "see",
        "shall",
        "she",
        "she'd",
        "she'll",
        "she's",
        "should",
        "shouldn't",
        "since",
        "so",
        "some",
        "somebody",
        "someone",
        "something",
        "sometimes",
        "somewhat",
        "soon",
        "still",
        "such",
        "take",
        "takes",
        "than",
        "that",
        "that'd",
        "that'll",
        "that's",
        "the",
        "their",
        "theirs",
        "them",
        "themselves",
        "then",
        "there",
        "there's",
        "therefore",
        "these",
        "they",
        "they'd",
        "they'll",
        "they're",
        "they've",
        "thing",
        "things",
        "this",
        "those",
        "though",
        "through",
        "thus",
        "to",
        "too",
        "took",
        "toward",
        "towards",
        "under",
        "until",
        "unto",
        "up",
        "upon",
        "us",
        "use",
        "used",
        "uses",
        "using",
        "usually",
        "very",
        "via",
        "want",
        "wanted",
        "wants",
        "was",
        "wasn't",
        "way",
        "ways",
        "we",
        "we'd",
        "we'll",
        "we're",
        "we've",
        "well",
        "went",
        "were",
        "weren't",
        "what",
        "what's",
        "whatever",
        "when",
        "whenever",
        "where",
        "where's",
        "whereas",
        "wherever",
        "whether",
        "which",
        "whichever",
        "while",
        "who",
        "who'd",
        "who's",
        "whoever",
        "whole",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "within",
        "without",
        "won't",
        "would",
        "wouldn't",
        "yes",
        "yet",
        "you",
        "you'd",
        "you'll",
        "you're",
        "you've",
        "your",
        "yours",
        "yourself",
        "yourselves",
        "actually",
        "ah",
        "basically",
        "er",
        "erm",
        "etc",
        "gonna",
        "guess",
        "hmm",
        "honestly",
        "kind",
        "kinda",
        "literally",
        "lot",
        "lots",
        "oh",
        "ok",
        "okay",
        "simply",
        "sort",
        "sorta",
        "stuff",
        "sure",
        "uh",
        "uhm",
        "um",
        "wanna",
        "yeah",
        "yep",
        "eg",
        "ie",
    ]
)

_BASE_FORMS: Final = dict(
    pair.split(":")
    for pair in [
        "began:begin",
        "begun:begin",
        "bought:buy",
        "brought:bring",
        "broke:break",
        "broken:break",
        "built:build",
        "caught:catch",
        "chose:choose",
        "chosen:choose",
        "drew:draw",
        "drawn:draw",
        "drove:drive",
        "driven:drive",
        "fell:fall",
        "fallen:fall",
        "felt:feel",
        "found:find",
        "fought:fight",
        "forgot:forget",
        "forgotten:forget",
        "froze:freeze",
        "frozen:freeze",
        "gave:give",
        "grew:grow",
        "grown:grow",
        "heard:hear",
        "held:hold",
        "hid:hide",
        "hidden:hide",
        "kept:keep",
        "knew:know",
        "known:know",
        "laid:lay",
        "led:lead",
        "left:leave",
        "lent:lend",
        "lost:lose",
        "meant:mean",
        "met:meet",
        "paid:pay",
        "ran:run",
        "rose:rise",
        "risen:rise",
        "sank:sink",
        "sat:sit",
        "saw:see",
        "seen:see",
        "sent:send",
        "shown:show",
        "shrank:shrink",
        "slept:sleep",
        "sold:sell",
        "sought:seek",
        "spent:spend",
        "split:split",
        "spoke:speak",
        "spoken:speak",
        "stole:steal",
        "stolen:steal",
        "stood:stand",
        "stuck:stick",
        "taught:teach",
        "thought:think",
        "threw:throw",
        "thrown:throw",
        "told:tell",
        "tore:tear",
        "torn:tear",
        "understood:understand",
        "woke:wake",
        "won:win",
        "wore:wear",
        "worn:wear",
        "wrote:write",
        "written:write",
        "worse:bad",
        "worst:bad",
        "better:good",
        "best:good",
        "data:datum",
        "indices:index",
        "indexes:index",
    ]
)
# Past forms that do not end in -ed; those of `_BASE_FORMS` that are no verbs, or no past, left out.
IRREGULAR_PAST: Final = frozenset(_BASE_FORMS) - frozenset(
    [
        "begun",
        "broken",
        "chosen",
        "drawn",
        "driven",
        "fallen",
        "forgotten",
        "frozen",
        "grown",
        "hidden",
        "known",
        "risen",
        "seen",
        "shown",
        "sunk",
        "spoken",
        "stolen",
        "thrown",
        "torn",
        "woken",
        "worn",
        "written",
        "worse",
        "worst",
        "better",
        "best",
        "data",
        "indices",
        "indexes",
    ]
) | frozenset(
    [
        "was",
        "were",
        "had",
        "did",
        "went",
        "came",
        "made",
        "got",
        "took",
        "gave",
        "said",
        "became",
        "put",
        "set",
        "let",
        "cut",
        "hit",
    ]
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a piece of a long one: its text verbatim, its lower-case words and its content stems."""

    text: str
    words: tuple[str, ...]
    stems: tuple[str, ...]


def words(text: str) -> list[str]:
    """The lower-case words of a text in order, numbers and names such as `c++` and `node.js` among them."""
    return _WORD.findall(text.lower().replace("’", "'"))


def content_stems(tokens: list[str] | tuple[str, ...]) -> list[str]:
    """The stems of those words that carry content, in order and with repetitions."""
    return [stem(token) for token in tokens if token not in STOP_WORDS]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The English stem (Porter 2) of a lower-case word; irregular forms are led back to their base."""
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
