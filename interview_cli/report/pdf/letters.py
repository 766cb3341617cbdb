"""Which letters the PDF's font has, and what is written for those that it lacks.

A letter without a shape would be a black box. Words stand in its place, in brackets, and which scripts they
stand for is told at the beginning of the report.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

_HAN = frozenset({"CJK", "KANGXI", "IDEOGRAPHIC"})
_KANA = re.compile(r"[\u3041-\u30ff\uff66-\uff9f]")
_SCRIPTS = {
    "BOPOMOFO": "Chinese",
    **dict.fromkeys(("HIRAGANA", "KATAKANA", "HALFWIDTH"), "Japanese"),
    "HANGUL": "Korean",
    "FULLWIDTH": "full-width",
    "MYANMAR": "Burmese",
}
# Marks, spaces, punctuation and figures among the letters of a script belong to them, so many at once.
_BETWEEN = frozenset({"Mn", "Mc", "Me", "Cf", "Zs", "Po", "Pd", "Ps", "Pe", "Pi", "Pf", "Nd"})
_MOST_BETWEEN = 3
# Punctuation of Chinese and Japanese, as others write it.
_SIGNS = str.maketrans("。、・「」『』《》〈〉【】〜", '.,·""""""\'\'[]~')
# These show nothing by themselves.
_UNSEEN = frozenset({"Mn", "Mc", "Me", "Cf", "Cc"})


class Letters:
    """Writes text with the letters of one font; `lacking` collects the scripts that it has no shapes for."""

    def __init__(self, shapes: Collection[int]) -> None:
        self._shapes = frozenset(shapes) | {ord("\n")}
        self._han = "Chinese"
        self.lacking: dict[str, None] = {}

    def written(self, text: str) -> str:
        """The text with words in brackets where letters have no shape: "[3 Chinese characters]"."""
        composed = unicodedata.normalize("NFC", text)
        if self._shapes.issuperset(map(ord, composed)):
            return composed
        return "".join(self._pieces(composed))

    def _pieces(self, text: str) -> Iterator[str]:
        # Chinese characters among kana are Japanese.
        self._han = "Japanese" if _KANA.search(text) else "Chinese"
        place = 0
        while place < len(text):
            letter = text[place]
            place += 1
            if ord(letter) in self._shapes:
                yield letter
            elif unicodedata.category(letter) in _UNSEEN:
                continue
            elif unicodedata.category(letter)[0] == "Z":
                yield " "
            elif unicodedata.category(letter)[0] in "LN":
                script = self._script_of(letter)
                end = self._end_of_run(text, place, script)
                yield self._counted(text[place - 1 : end], script)
                place = end
            else:
                plain = unicodedata.normalize("NFKC", letter.translate(_SIGNS))
                known = self._shapes.issuperset(map(ord, plain))
                yield plain if known else f"[{unicodedata.name(letter, 'unknown sign').lower()}]"

    def _end_of_run(self, text: str, place: int, script: str) -> int:
        """Where the last letter of a script ends, with what stands between its letters."""
        end, between = place, 0
        for at in range(place, len(text)):
            letter = text[at]
            if self._is_of(letter, script):
                end, between = at + 1, 0
            elif unicodedata.category(letter) in _BETWEEN and between < _MOST_BETWEEN:
                between += 1
            else:
                break
        return end

    def _is_of(self, letter: str, script: str) -> bool:
        strange = ord(letter) not in self._shapes and unicodedata.category(letter)[0] in "LN"
        return strange and self._script_of(letter) == script

    def _script_of(self, letter: str) -> str:
        first = unicodedata.name(letter, "UNKNOWN").split()[0].split("-")[0]
        return self._han if first in _HAN else _SCRIPTS.get(first, first.capitalize())

    def _counted(self, run: str, script: str) -> str:
        self.lacking.setdefault(script)
        count = sum(unicodedata.category(letter)[0] in "LN" for letter in run)
        return f"[{count} {script} character{'s' * (count != 1)}]"
