"""Which language a text is in, told from its script and its function words."""

from __future__ import annotations

from collections import Counter
from functools import cache

from interview_cli.coach.lexicon import sections, word_list
from interview_cli.coach.words import STOP_WORDS, words

_NAMES = {code: name.replace("_", " ") for code, name in (p.split(":") for p in word_list("language names"))}
# Where a language has a code of two letters, BCP 47 wants that one; the other is known all the same.
_SHORTER = dict(pair.split(":") for pair in word_list("language codes of three letters"))
# First and last code point of a script, and the languages written in it; the first named stands for all.
_SCRIPTS = (
    (0x0370, 0x03FF, ("el",)),
    (
        0x0400,
        0x052F,
        ("ru", "uk", "bg", "sr", "be", "mk", "kk", "ky", "tg", "mn", "tt", "ba", "cv", "ce", "os"),
    ),
    (0x0530, 0x058F, ("hy",)),
    (0x0590, 0x05FF, ("he", "yi")),
    (0x0600, 0x06FF, ("ar", "fa", "ur", "ps", "sd", "ug", "ku", "ks")),
    (0x0900, 0x097F, ("hi", "mr", "ne", "sa")),
    (0x0980, 0x09FF, ("bn", "as")),
    (0x0A00, 0x0A7F, ("pa",)),
    (0x0A80, 0x0AFF, ("gu",)),
    (0x0B00, 0x0B7F, ("or",)),
    (0x0B80, 0x0BFF, ("ta",)),
    (0x0C00, 0x0C7F, ("te",)),
    (0x0C80, 0x0CFF, ("kn",)),
    (0x0D00, 0x0D7F, ("ml",)),
    (0x0D80, 0x0DFF, ("si",)),
    (0x0E00, 0x0E7F, ("th",)),
    (0x0E80, 0x0EFF, ("lo",)),
    (0x0F00, 0x0FFF, ("bo", "dz")),
    (0x1000, 0x109F, ("my",)),
    (0x10A0, 0x10FF, ("ka",)),
    (0x1200, 0x137F, ("am", "ti")),
    (0x1780, 0x17FF, ("km",)),
    (0x3040, 0x30FF, ("ja",)),
    (0x3400, 0x9FFF, ("zh", "ja", "yue")),
    (0xAC00, 0xD7AF, ("ko",)),
)
_WITH_SCRIPT = frozenset(code for *_, codes in _SCRIPTS for code in codes)
# Languages with a script here that are written in Latin letters as well.
_ALSO_LATIN = frozenset({"sr", "kk", "tt", "ku", "mn"})
_ALPHABETS = {code: frozenset(letters) for code, letters in (p.split(":") for p in word_list("alphabets"))}
_FIRST_FOREIGN = 0x0370
# A script decides when more than half of the letters are in it; a language when its function words are at
# least so many, make up this share of all words, and outnumber the English ones.
_SCRIPT_SHARE = 0.5
_FEWEST, _SHARE = 4, 0.15
# Japanese sets kana between its Chinese characters: no sentence of it has fewer than this share, and one of
# this many characters without any is Chinese. A word or two of Japanese in Chinese text make no Japanese.
_KANA_SHARE, _LONG_WITHOUT_KANA = 0.1, 12
# Letters that an alphabet does not have, from which on a text is in another language of that script.
_FOREIGN_LETTERS = 2


def language_of(text: str, *, fewest: int = _FEWEST) -> str:
    """The language of a text as a two-letter code, or "" when it can't be told.

    At least `fewest` of its words are function words of the language, where its script does not tell.
    """
    foreign = [] if text.isascii() else _foreign(text)
    if foreign and len(foreign) > _SCRIPT_SHARE * sum(letter.isalpha() for letter in text):
        scripts = Counter(
            codes[0] for point in foreign for low, high, codes in _SCRIPTS if low <= point <= high
        )
        if scripts["ja"] >= _KANA_SHARE * len(foreign) and scripts["ja"] + scripts["zh"] > len(foreign) / 2:
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


def other_language(text: str, expected: str, *, fewest: int = _FEWEST) -> str:
    """The language a text surely is in, where that is not the expected one (a BCP 47 tag); else "".

    Scripts are told apart, and so are English and the languages with a list of function words here. One
    without can be taken for its neighbour (Danish for Swedish), so that beside it of the languages in Latin
    letters English alone is surely another. In one script, alphabets tell the Slavic languages apart, and
    kana Japanese from Chinese; no difference is seen between Arabic and Persian, or Hindi and Marathi.
    `fewest` is as for `language_of`.
    """
    found, wanted = language_of(text, fewest=fewest), primary(expected)
    if not found:
        return ""
    if {found, wanted} == {"zh", "ja"}:
        return found if found == "ja" or len(_foreign(text)) >= _LONG_WITHOUT_KANA else ""
    if any(found in codes and wanted in codes for *_, codes in _SCRIPTS):
        return _by_alphabet(text, wanted)
    if found == wanted:
        return ""
    if found in _WITH_SCRIPT or (wanted in _WITH_SCRIPT and wanted not in _ALSO_LATIN):
        return found
    return found if found == "en" or wanted in _listed() or wanted == "en" else ""


def _by_alphabet(text: str, wanted: str) -> str:
    """The language whose alphabet has all letters of a text that the wanted one's has not."""
    known = _ALPHABETS.get(wanted)
    used = [letter for letter in text.lower() if ord(letter) >= _FIRST_FOREIGN and letter.isalpha()]
    if known is None or sum(letter not in known for letter in used) < _FOREIGN_LETTERS:
        return ""
    return next((code for code, letters in _ALPHABETS.items() if letters.issuperset(used)), "")


def foreign_letters(text: str) -> int:
    """How many letters of a text are in a script other than Latin."""
    return len(_foreign(text))


def _foreign(text: str) -> list[int]:
    return [ord(letter) for letter in text if ord(letter) >= _FIRST_FOREIGN and letter.isalpha()]


def same_language(one: str, other: str) -> bool:
    """Whether two BCP 47 tags name one language, of whatever country."""
    return primary(one) == primary(other)


def is_english(tag: str) -> bool:
    """Whether a BCP 47 tag names English, of whatever country."""
    return primary(tag) == "en"


def is_known(tag: str) -> bool:
    """Whether a BCP 47 tag can name a language: of two letters all codes are known, of three too many."""
    code = primary(tag)
    return code in _NAMES or len(code) == 3


def primary(tag: str) -> str:
    """The language of a BCP 47 tag without country and script, in lower case and by its shortest code."""
    code = tag.split("-", maxsplit=1)[0].lower()
    return _SHORTER.get(code, code)


def language_name(tag: str) -> str:
    """The English name of a language, or its tag when it is not a common one."""
    return _NAMES.get(primary(tag), tag)


def full_name(tag: str) -> str:
    """The name of a language with the tag that says which country's or script it is: "Portuguese (pt-BR)"."""
    name = language_name(tag)
    return f"{name} ({tag})" if "-" in tag and name != tag else name


def tag_meant(text: str) -> str:
    """The tag that somebody may have meant who wrote `German` or `pt_BR`; empty without an idea."""
    dashed = text.strip().replace("_", "-").split(".")[0]
    if dashed != text and is_known(dashed):
        return dashed
    return next((code for code, name in _NAMES.items() if name.casefold() == text.strip().casefold()), "")


@cache
def _listed() -> dict[str, frozenset[str]]:
    """Function words by language, without those that English has too."""
    return {code: frozenset(word_list(f"words {code}")) - STOP_WORDS for code in sections("words ")}
