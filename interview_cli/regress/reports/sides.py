"""Two texts side by side, word by word: what is in both, and what only one of them has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# A number, a Chinese character or kana, a word of any other script, white space, or a sign.
_EAST_ASIAN = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"\d+(?:[.,]\d+)*(?![^\W\d])|[{_EAST_ASIAN}]|[^\W{_EAST_ASIAN}]+|\s+|[^\w\s]")
# Lines with less in common are shown as replaced, as single words in common only make them hard to read.
_ALIKE = 0.4


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; `changed` when the other text does not have it there."""

    text: str
    changed: bool


Pieces = tuple[Piece, ...]


def side_by_side(before: str, after: str, *, cut: bool = False) -> tuple[Pieces, Pieces]:
    """The pieces of two texts, in order; each text is the sum of its pieces.

    Where the texts were `cut`, what follows the last words they share may lie beyond the other's end, so it
    is not marked.
    """
    old: list[Piece] = []
    new: list[Piece] = []
    for left, right in _aligned_lines(before.splitlines(keepends=True), after.splitlines(keepends=True)):
        if left == right:
            old.append(Piece(left, False))
            new.append(Piece(right, False))
        else:
            changed = _by_words(left, right)
            old += changed[0]
            new += changed[1]
    joined = _joined(old), _joined(new)
    if cut and any(not piece.changed for piece in joined[0]):
        return _unmarked_end(joined[0]), _unmarked_end(joined[1])
    return joined


def _aligned_lines(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Lines that belong together: equal stretches, and stretches that took each other's place."""
    for kind, i, j, k, m in SequenceMatcher(None, before, after).get_opcodes():
        if kind == "replace" and j - i == m - k:
            yield from zip(before[i:j], after[k:m], strict=True)
        else:
            yield "".join(before[i:j]), "".join(after[k:m])


def _by_words(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    left, right = _TOKEN.findall(before), _TOKEN.findall(after)
    matcher = SequenceMatcher(None, left, right)
    codes = matcher.get_opcodes()
    shared = sum(len("".join(left[i:j]).strip()) for kind, i, j, _, _ in codes if kind == "equal")
    if shared < _ALIKE * min(len(before.strip()), len(after.strip())):
        return [Piece(before, True)], [Piece(after, True)]
    old: list[Piece] = []
    new: list[Piece] = []
    for place, (kind, i, j, k, m) in enumerate(codes):
        inside = 0 < place < len(codes) - 1
        # A space between two words that changed belongs to them.
        changed = kind != "equal" or (inside and not "".join(left[i:j]).strip())
        old.append(Piece("".join(left[i:j]), changed))
        new.append(Piece("".join(right[k:m]), changed))
    return old, new


def _joined(pieces: Sequence[Piece]) -> Pieces:
    found: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if found and found[-1].changed == piece.changed:
            found[-1] = Piece(found[-1].text + piece.text, piece.changed)
        else:
            found.append(piece)
    return tuple(found)


def _unmarked_end(pieces: Pieces) -> Pieces:
    return _joined([*pieces[:-1], Piece(pieces[-1].text, False)]) if pieces else pieces
