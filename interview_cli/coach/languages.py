"""Which language a text is in, told from its script and its function words."""

from __future__ import annotations

from collections import Counter
from functools import cache

from interview_cli.coach.lexicon import sections, word_list
from interview_cli.coach.words import STOP_WORDS, words

_NAMES = dict(pair.split(":") for pair in word_list("language names"))
# First and last code point of a script, and the languages written in it; the first named stands for all.
_SCRIPTS = (
    (0x0370, 0x03FF, ("el",)),
    (0x0400, 0x04FF, ("ru", "uk", "bg", "sr", "be", "mk", "kk")),
    (0x0590, 0x05FF, ("he", "yi")),
    (0x0600, 0x06FF, ("ar", "fa", "ur")),
    (0x0900, 0x097F, ("hi", "mr", "ne")),
    (0x0E00, 0x0E7F, ("th",)),
    (0x3040, 0x30FF, ("ja",)),
    (0x3400, 0x9FFF, ("zh", "ja")),
    (0xAC00, 0xD7AF, ("ko",)),
)
_FIRST_FOREIGN = 0x0370
# A script decides when more than half of the letters are in it; a language when its function words are at
# least so many, make up this share of all words, and outnumber the English ones.
_SCRIPT_SHARE = 0.5
_FEWEST, _SHARE = 4, 0.15


def language_of(text: str, *, fewest: int = _FEWEST) -> str:
    """The language of a text as a two-letter code, or "" when it can't be told.

    At least `fewest` of its words are function words of the language, where its script does not tell.
    """
    foreign = [] if text.isascii() else _foreign(text)
    if foreign and len(foreign) > _SCRIPT_SHARE * sum(letter.isalpha() for letter in text):
        scripts = Counter(
            codes[0] for point in foreign for low, high, codes in _SCRIPTS if low <= point <= high
        )
        if scripts["ja"]:
            return "ja"
        return scripts.most_common(1)[0][0] if scripts else ""
    said = words(text)
    enough = max(fewest, _SHARE * len(said))
    english = sum(word in STOP_WORDS for word in said)
    if english > len(said) / 3:
        return "en" if english >= enough else ""
    counts = {code: sum(word in listed for word in said) for code, listed in _listed().items()}
    best = max(counts, key=lambda code: counts[code])
    if counts[best] >= enough and counts[best] > english:
        return best
    return "en" if english >= enough else ""


def foreign_letters(text: str) -> int:
    """How many letters are in another script than the Latin one."""
    return 0 if text.isascii() else len(_foreign(text))


def _foreign(text: str) -> list[int]:
    return [ord(letter) for letter in text if ord(letter) >= _FIRST_FOREIGN and letter.isalpha()]


def same_language(found: str, expected: str) -> bool:
    """Whether a found language may be the expected one (a BCP 47 tag), or is written in the same script."""
    wanted = primary(expected)
    return wanted == found or any(found in codes and wanted in codes for *_, codes in _SCRIPTS)


def is_english(tag: str) -> bool:
    """Whether a BCP 47 tag names English, of whatever country."""
    return primary(tag) == "en"


def is_another(found: str, expected: str) -> bool:
    """Whether a found language is surely not the expected one.

    A language without a word list here can be taken for its neighbour (Danish for Swedish), so that beside it
    only English and other scripts are surely another.
    """
    if not found or same_language(found, expected):
        return False
    told_apart = found == "en" or primary(expected) in _listed() or is_english(expected)
    return told_apart or any(found in codes for *_, codes in _SCRIPTS)


def primary(tag: str) -> str:
    """The language of a BCP 47 tag without country and script, in lower case."""
    return tag.split("-", maxsplit=1)[0].lower()


def language_name(tag: str) -> str:
    """The English name of a language, or its tag when it is not a common one."""
    return _NAMES.get(primary(tag), tag)


@cache
def _listed() -> dict[str, frozenset[str]]:
    """Function words by language, without those that English has too."""
    return {code: frozenset(word_list(f"words {code}")) - STOP_WORDS for code in sections("words ")}
