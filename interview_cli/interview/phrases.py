"""Words of a person's own, fitted into a sentence that is said to them: cut where they may be, and turned."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from interview_cli.interview import verbs

# What is said in fewer words than these names nothing.
FEWEST_WORDS = 3
_LONGEST_WORD = 44

# Says after how many of some words a sentence may end.
Ends = Callable[[Sequence[str]], Iterator[int]]

_NEW_CLAUSE, _NEW_PART = verbs.word_set("new clause"), verbs.word_set("new part")
_DANGLING = verbs.word_set("dangling")
_STRONG_END = re.compile(r"[;:]\s|\.\s+(?=[^\W\d_])|\s[-–—]{1,2}\s|\s=>\s|\s->\s")
_ASIDE = re.compile(r"\s+[(\[][^()\[\]]*[)\]]")
_UNSPOKEN = re.compile(r"[`*_~]{2,}|[`?!]|[{}<>|\\^]")
# A question inside, of which the mark is left out.
_ASKED = re.compile(r"[?!]+\s+(?=\w)")
_OPENING, _CLOSING = re.compile(r"(?<!\w)'(?=\w)"), re.compile(r"(?<=[\w.)\]])'(?!\w)")
_AT_THE_ENDS = " .,:;-–—"
_FIRST_PERSON = re.compile(r"\b(?:we|us|ours|me|mine|I)\b")
_YOURS = (
    (r"\bI'm\b|\bI am\b", "you are"),
    (r"\bI was\b", "you were"),
    (r"\bI've\b", "you have"),
    (r"\bI'd\b", "you would"),
    (r"\bI'll\b", "you will"),
    (r"\bI\b", "you"),
    (r"\b[Mm]y\b", "your"),
    (r"\bmine\b", "yours"),
    (r"\bmyself\b", "yourself"),
    (r"\bme\b", "you"),
)


def spoken(text: str, *, whole: bool = False) -> str:
    """Text as it can stand in a question: without asides, markup and marks of its own.

    One sentence or clause of it, up to a strong stop outside quotation marks; all of it when `whole`.
    """
    plain = _ASKED.sub("; ", text.replace('"', "'").replace("“", "'").replace("”", "'"))
    plain = _UNSPOKEN.sub("", plain)
    first = next(
        (plain[: end.start()] for end in _STRONG_END.finditer(plain) if _is_even(plain[: end.start()])), plain
    )
    plain = first if len(first.split()) >= FEWEST_WORDS and not whole else plain
    without = _ASIDE.sub("", plain)
    plain = without if len(without.split()) >= FEWEST_WORDS else plain
    # A quotation mark whose other half was cut away goes too.
    ends = _AT_THE_ENDS if _is_even(plain) else f"{_AT_THE_ENDS}'"
    return " ".join(map(_short_word, plain.split())).strip(ends)


def _is_even(text: str) -> bool:
    """Whether every quotation that is begun is ended; an apostrophe inside or behind a word is none."""
    begun = len(_OPENING.findall(text))
    return begun <= len(_CLOSING.findall(text))


def shortened(phrase: str, most: int, ends: Sequence[Ends], *, quoted: bool) -> str:
    """A phrase of at most `most` words: whole, or up to where a kind of `ends` allows; else empty.

    A quotation shows by dots that it goes on, and is cut anywhere once all kinds were tried.
    """
    words = phrase.split()
    if len(words) <= most:
        return phrase if len(words) >= (1 if quoted else 2) else ""
    for places in ends:
        fewest = FEWEST_WORDS if places is clause_ends else max(FEWEST_WORDS, len(words) // 2)
        fitting = [end for end in places(words) if fewest <= end <= most]
        if fitting:
            return _cut(words[: max(fitting)], quoted=quoted)
    return _cut(words[:most], quoted=True) if quoted and len(ends) > 1 and most >= FEWEST_WORDS else ""


def _cut(words: Sequence[str], *, quoted: bool) -> str:
    """The words that are left, without a quotation mark that lost its other half."""
    said = " ".join(words).rstrip(",;:")
    if not _is_even(said):
        said = _OPENING.sub("", said) if len(_OPENING.findall(said)) == 1 else said.replace("'", "")
    return said + (" ..." if quoted else "")


def clause_ends(words: Sequence[str]) -> Iterator[int]:
    """How many words make a whole clause."""
    for place in range(1, len(words)):
        paired = words[place] == "and" and {"between", "both"} & set(words[:place])
        after_comma = words[place - 1].endswith((",", ";", ":"))
        if (after_comma or (words[place] in _NEW_CLAUSE and not paired)) and words[
            place - 1
        ] not in _DANGLING:
            yield place


def part_ends(words: Sequence[str]) -> Iterator[int]:
    """How many words can stand alone, without the place, means or purpose that follows."""
    for place in range(1, len(words)):
        if words[place] in _NEW_PART and words[place - 1] not in _DANGLING:
            yield place


def first_clause(text: str) -> str:
    """A subject up to where it goes on to another change ("..., and keep a draft once")."""
    words = text.split()
    for place in range(FEWEST_WORDS, len(words)):
        before, word = words[place - 1], words[place]
        follows = words[place + 1] if place + 1 < len(words) else ""
        verb = follows if word in ("and", "then") else word if before.endswith(",") else ""
        if verbs.is_surely_verb(verb) or (before.endswith(",") and verb in verbs.VERBS):
            return " ".join(words[:place]).rstrip(",")
    return text


def to_you(text: str) -> str:
    """First person turned into second."""
    for pattern, other in _YOURS:
        text = re.sub(pattern, other, text)
    return re.sub(r"\b[Oo]ur\b", "your", text)


def speaks_of_self(text: str) -> bool:
    """Whether a text has its writer in it, so that nobody else can say it."""
    return bool(_FIRST_PERSON.search(text))


def is_title(text: str) -> bool:
    """Whether most words of a text are capitalised, as in a title."""
    words = [word for word in text.split()[1:] if word.isalpha() and len(word) > 3]
    return len(words) >= 2 and sum(word[0].isupper() for word in words) > len(words) / 2


def _short_word(word: str) -> str:
    """A path by its last two parts, and any other word of unusual length by its beginning."""
    if len(word) <= _LONGEST_WORD:
        return word
    path = "/".join(word.split("/")[-2:])
    return path if len(path) <= _LONGEST_WORD else f"{word[: _LONGEST_WORD // 2]}..."
