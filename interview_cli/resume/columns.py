"""Two-column pages read column by column, told from entries with dates at the right margin."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from interview_cli.resume.sections import heading_kind

_CELL = re.compile(r"(?<=\s\s)\S")
_MIN_ROWS = 6  # fewer lines side by side are a table, not a column
_SLACK = 1  # characters by which the left edge of a column may waver


@dataclass(frozen=True, slots=True)
class _Column:
    """A right-hand column: the character at which it starts, and its first and last line."""

    edge: int
    top: int
    bottom: int


def _starts(line: str) -> set[int]:
    """Where cells start after a gap of two and more spaces."""
    return {match.start() for match in _CELL.finditer(line)}


def _crosses(line: str, edge: int) -> bool:
    """Whether text runs through the gap before the column."""
    return bool(line[max(edge - 2, 0) : edge].strip())


def _cell(line: str, edge: int) -> str:
    return line[edge:].strip()


def _is_heading(text: str) -> bool:
    return text[:1].isupper() and heading_kind(text) is not None


def _column_at(lines: list[str], edge: int) -> _Column | None:
    """The longest stretch in which a column starts at `edge` and nothing crosses the gap before it."""
    best: _Column | None = None
    top = 0
    for i in range(len(lines) + 1):
        if i < len(lines) and not _crosses(lines[i], edge):
            continue
        rows = [n for n in range(top, i) if len(lines[n]) > edge and lines[n][edge - 1 : edge] in {" ", ""}]
        if len(rows) >= _MIN_ROWS and (best is None or rows[-1] - rows[0] > best.bottom - best.top):
            best = _Column(edge, top, i - 1)
        top = i + 1
    return best


def _is_column(lines: list[str], column: _Column) -> bool:
    """Whether both sides carry text of their own: headings, and lines that start at the edge."""
    block = lines[column.top : column.bottom + 1]
    left = [line[: column.edge].strip() for line in block]
    right = [_cell(line, column.edge) for line in block]
    aligned = sum(
        1
        for line in block
        if len(line) > column.edge and line[column.edge : column.edge + _SLACK + 1].strip()
    )
    filled = sum(1 for text in right if text)
    if filled < _MIN_ROWS or aligned < filled * 0.6 or sum(1 for text in left if text) < 3:
        return False
    return any(map(_is_heading, right)) and (any(map(_is_heading, left)) or any("@" in text for text in left))


def _find(lines: list[str], known_edge: float | None, width: int) -> _Column | None:
    counted = Counter(start for line in lines for start in _starts(line))
    columns = [
        column
        for edge, count in counted.most_common(12)
        if count >= _MIN_ROWS // 2 and edge > 8 and (column := _column_at(lines, edge))
    ]
    for column in sorted(columns, key=lambda found: found.top - found.bottom):
        near = known_edge is not None and abs(column.edge / max(width, 1) - known_edge) < 0.06
        if _is_column(lines, column) or (near and column.bottom - column.top >= _MIN_ROWS):
            return column
    return None


def untangled(pages: list[str]) -> str:
    """The pages as one text; where two columns stand side by side, the left before the right.

    Columns that go on over several pages are each read through, so that a sidebar does not
    come between the jobs on the first page and those on the second.
    """
    before: list[str] = []
    left: list[str] = []
    right: list[str] = []
    known: float | None = None
    for page in pages:
        lines = page.split("\n")
        width = max(map(len, lines), default=0)
        column = _find(lines, known, width)
        if column is None:
            (right if right else before).extend(lines)
            continue
        known = column.edge / max(width, 1)
        (right if right else before).extend(lines[: column.top])
        block = lines[column.top : column.bottom + 1]
        left += ["", *(line[: column.edge].rstrip() for line in block)]
        right += ["", *(line[column.edge :].rstrip() for line in block), *lines[column.bottom + 1 :]]
    return "\n".join([*before, *left, *right])
