"""How long a text is in any script: its words where spaces part them, else about as many by its letters."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Scripts that set no space between words, with the letters that one word has on average: Chinese characters
# and kana, then Thai, Lao, Burmese and Khmer.
_EAST_ASIAN: Final = (
    "\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003134f"
)
_SOUTH_EAST_ASIAN: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_LETTERS_PER_WORD: Final = ((re.compile(f"[{_EAST_ASIAN}]"), 2), (re.compile(f"[{_SOUTH_EAST_ASIAN}]"), 4))
# What one letter of such a script says in Latin letters, at the least.
LATIN_LETTERS: Final = 2
_UNSPACED: Final = re.compile(f"[{_EAST_ASIAN}{_SOUTH_EAST_ASIAN}]")
# A letter of such a script, or what stands between spaces in any other.
_PART: Final = re.compile(rf"{_UNSPACED.pattern}|[^\s{_EAST_ASIAN}{_SOUTH_EAST_ASIAN}]+")


def without_marks(text: str) -> str:
    """Text whose accents, vowel signs and tone marks are part of their letters, or left out where none is.

    Python's `\\w` takes no combining mark for a part of a word, so that one would cut a word of Hindi in two.
    """
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFC", text)
    marks = {ord(letter) for letter in set(composed) if unicodedata.category(letter)[0] == "M"}
    return composed.translate(dict.fromkeys(marks)) if marks else composed


def unspaced_letters(text: str) -> str:
    """The letters of a text that are in a script without spaces between words."""
    if text.isascii():
        return ""
    return "".join(letter for letter in _UNSPACED.findall(text) if letter.isalpha())


def is_unspaced(text: str) -> bool:
    """Whether most letters of a text are in a script without spaces between words."""
    letters = len(unspaced_letters(text))
    return letters > 0 and 2 * letters > sum(letter.isalpha() for letter in text)


def letter_count(text: str) -> int:
    """How many letters and figures a text has."""
    return sum(letter.isalnum() for letter in text)


def length(text: str) -> int:
    """How many characters a text has, a letter counting twice in scripts where each says more."""
    return len(text.strip()) + (LATIN_LETTERS - 1) * len(unspaced_letters(text))


def without_last_words(text: str, words: int) -> str:
    """A text without so many words at its end; where no spaces part them, about so many by their letters."""
    left = float(words)
    for part in reversed(list(_PART.finditer(text))):
        letters = next((letters for script, letters in _LETTERS_PER_WORD if script.match(part[0])), 1)
        left -= 1 / letters
        if left <= 0:
            return text[: part.start()].rstrip()
    return ""


def word_count(text: str) -> int:
    """How many words a text has; where no spaces part them, about how many, from the number of letters."""
    unspaced = unspaced_letters(text)
    if not unspaced:
        return sum(any(map(str.isalnum, part)) for part in text.split())
    spaced = sum(any(map(str.isalnum, part)) for part in _UNSPACED.sub(" ", text).split())
    return spaced + sum(len(script.findall(unspaced)) // letters for script, letters in _LETTERS_PER_WORD)
