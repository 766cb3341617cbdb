"""Pages of rows to text: columns read one after the other, blank lines where the rows stand apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from interview_cli.resume.sections import heading_kind

_CELL = re.compile(r"(?<=\s\s)\S")
_MIN_ROWS = 6  # fewer rows side by side are a table, not a column
_MIN_LEFT_ROWS = 3
_MIN_EDGE = 8  # a column starts this many characters in, more than any indent of a list
_EDGES_TRIED = 12
_ALIGNED = 0.6  # share of a column's rows that start exactly at its edge
_NEAR = 0.06  # of the page's width, how far a column may move from one page to the next
# Distances between rows, as multiples of the usual one, that make one and two blank lines.
_APART, _FAR_APART = 1.3, 1.9
_COMMON = 0.1  # share of the distances that makes one of them usual


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a page on a character grid, and its distance from the top in any unit."""

    y: float
    text: str


@dataclass(frozen=True, slots=True)
class _Column:
    """A right-hand column: the character at which it starts, and its first and last row."""

    edge: int
    top: int
    bottom: int


def _crosses(text: str, edge: int) -> bool:
    """Whether text runs through the gap before the column."""
    return bool(text[max(edge - 2, 0) : edge].strip())


def _is_heading(text: str) -> bool:
    return text[:1].isupper() and heading_kind(text) is not None


def _column_at(texts: list[str], edge: int) -> _Column | None:
    """The longest stretch in which a column starts at `edge` and nothing crosses the gap before it."""
    best: _Column | None = None
    top = 0
    for i in range(len(texts) + 1):
        if i < len(texts) and not _crosses(texts[i], edge):
            continue
        rows = [n for n in range(top, i) if len(texts[n]) > edge]
        if len(rows) >= _MIN_ROWS and (best is None or rows[-1] - rows[0] > best.bottom - best.top):
            best = _Column(edge, top, i - 1)
        top = i + 1
    return best


def _is_column(texts: list[str], column: _Column) -> bool:
    """Whether both sides carry text of their own: headings on either, rows that start at the edge."""
    block = texts[column.top : column.bottom + 1]
    left = [text[: column.edge].strip() for text in block]
    right = [text[column.edge :].strip() for text in block]
    filled = sum(1 for text in right if text)
    aligned = sum(1 for text in block if text[column.edge : column.edge + 2].strip())
    if filled < _MIN_ROWS or aligned < filled * _ALIGNED or sum(map(bool, left)) < _MIN_LEFT_ROWS:
        return False
    return any(map(_is_heading, right)) and any(_is_heading(text) or "@" in text for text in left)


def _find(texts: list[str], known_edge: float | None, width: int) -> _Column | None:
    """The column of a page, or None; a page after one with a column needs no headings to have it too."""
    counted = Counter(match.start() for text in texts for match in _CELL.finditer(text))
    edges = [edge for edge, count in counted.most_common(_EDGES_TRIED) if count > 2 and edge > _MIN_EDGE]
    columns = [column for edge in edges if (column := _column_at(texts, edge))]
    for column in sorted(columns, key=lambda found: found.top - found.bottom):
        near = known_edge is not None and abs(column.edge / width - known_edge) < _NEAR
        if _is_column(texts, column) or near:
            return column
    return None


def _usual_distance(distances: list[float]) -> float:
    """The distance of lines of one paragraph: the smallest that is common."""
    counted = Counter(round(distance, 1) for distance in distances if distance > 0)
    needed = max(len(distances) * _COMMON, 1)
    return min((distance for distance, count in counted.items() if count >= needed), default=1.0)


def _spaced(rows: Iterable[Row]) -> list[str]:
    """The texts of rows, with one or two blank lines where rows stand apart."""
    filled = [row for row in rows if row.text.strip()]
    usual = _usual_distance([below.y - above.y for above, below in pairwise(filled)])
    lines = [row.text.rstrip() for row in filled[:1]]
    for above, below in pairwise(filled):
        apart = (below.y - above.y) / usual
        lines += [""] * ((apart >= _APART) + (apart >= _FAR_APART))
        lines.append(below.text.rstrip())
    return lines


def untangled(pages: list[list[Row]]) -> str:
    """The pages as one text; where two columns stand side by side, the left before the right.

    Columns that go on over several pages are each read through, so that a sidebar does not
    come between the jobs on the first page and those on the second.
    """
    before: list[str] = []
    left: list[str] = []
    right: list[str] = []
    known: float | None = None
    for rows in pages:
        texts = [row.text for row in rows]
        width = max(map(len, texts), default=0)
        column = _find(texts, known, width)
        after = right or before
        if column is None:
            after += _spaced(rows)
            continue
        known = column.edge / width
        after += _spaced(rows[: column.top])
        block = rows[column.top : column.bottom + 1]
        left += ["", *_spaced(Row(row.y, row.text[: column.edge]) for row in block)]
        right += ["", *_spaced(Row(row.y, row.text[column.edge :]) for row in block)]
        right += _spaced(rows[column.bottom + 1 :])
    return "\n".join([*before, *left, *right])
