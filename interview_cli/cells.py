"""How wide a text stands on a terminal, and where its lines may break, in any script."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterator
from typing import Final

# What may not begin a line, and what may not end one, among characters between which a line may break
# (a part of the rules of JIS X 4051).
_NOT_FIRST: Final = frozenset(
    "、。，．・：；？！）」』】〕〉》”’ー…％ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々"
)
_NOT_LAST: Final = frozenset("（「『【〔〈《“‘")
_DOTS: Final = " ..."


def cells(text: str) -> int:
    """How many columns a text takes: two for a wide character, none for a mark that joins another."""
    return len(text) if text.isascii() else sum(map(_width, text))


def lines_of(text: str, width: int, indent: str = "") -> list[str]:
    """A line of text in lines of at most `width` columns, all but the first behind an indent; at least one.

    Lines break at spaces, and between characters that are two columns wide. A word that is too long for a
    line stays whole when it is ASCII, so that a path or a link can be copied in one piece.
    """
    if text.isascii():
        plain = textwrap.wrap(
            text, width, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False
        )
        return plain or [""]
    lines = [""]
    for piece in _pieces(text, max(2, width - len(indent))):
        line = lines[-1]
        fits = cells(line) + cells(piece.rstrip()) <= width
        if fits or not line.strip():
            lines[-1] += piece
        elif piece.strip():
            lines.append(indent + piece)
    return [line.rstrip() for line in lines]


def shortened(text: str, width: int) -> str:
    """A text of at most `width` columns; dots stand for what does not fit."""
    whole = " ".join(text.split())
    if cells(whole) <= width:
        return whole
    if whole.isascii():
        return textwrap.shorten(whole, width, placeholder=_DOTS)
    return lines_of(whole, max(2, width - len(_DOTS)))[0] + _DOTS


def _pieces(text: str, longest: int) -> Iterator[str]:
    """The parts of a text between which a line may break, each with the spaces after it."""
    for word in re.findall(r"^\s+|\S+\s*", text):
        if word.isascii():
            yield word
            continue
        piece = ""
        for character in word:
            breaks = piece and not character.isspace() and _may_part(piece[-1], character)
            if piece and (breaks or (_width(character) and cells(piece + character) > longest)):
                yield piece
                piece = ""
            piece += character
        yield piece


def _may_part(before: str, after: str) -> bool:
    """Whether a line may break between two characters that no space parts."""
    wide = _width(before) == 2 or _width(after) == 2
    return wide and _width(after) > 0 and after not in _NOT_FIRST and before not in _NOT_LAST


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
