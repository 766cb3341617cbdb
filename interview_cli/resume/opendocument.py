"""The lines of an ODT, with odfdo: headings, paragraphs, lists, tables and frames in document order."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from interview_cli.resume.formats import broken, without_text
from interview_cli.resume.parsed import Parsed

_STYLES = "styles.xml"
_MAX_DEPTH = 12
_CELL_GAP = "    "
_ROWS = ("table:table-header-rows/table:table-row", "table:table-row", "table:table-rows/table:table-row")
_CONTAINERS = frozenset(
    {
        "text:section",
        "draw:text-box",
        "draw:frame",
        "office:text",
        "text:list",
        "text:list-header",
        "text:index-body",
        "style:header",
        "style:footer",
    }
)


def _inline(element: Any) -> str:
    """A paragraph's text: tabs, spaces and line breaks as characters, notes and frames left out."""
    pieces = [element.text or ""]
    for child in element.children:
        tag = child.tag
        if tag == "text:tab":
            pieces.append("\t")
        elif tag == "text:line-break":
            pieces.append("\n")
        elif tag == "text:s":
            pieces.append(
                " " * min(int(child.get_attribute_string("text:c") or 1), 200)
            )  # wider gaps say no more
        elif tag not in {"text:note", "office:annotation", "draw:frame"}:
            pieces.append(_inline(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _blocks(element: Any, depth: int, bullet: str = "") -> Iterator[str]:
    if depth > _MAX_DEPTH:
        return
    for child in element.children:
        tag = child.tag
        if tag in {"text:p", "text:h"}:
            text = _inline(child)
            yield from (f"{bullet}{text}" if text.strip() else text).split("\n")
            for frame in child.get_elements("descendant::draw:frame"):
                yield from _blocks(frame, depth + 1)
        elif tag == "text:list-item":
            yield from _blocks(child, depth + 1, "• ")
        elif tag == "table:table":
            yield from _table(child, depth)
        elif tag in _CONTAINERS:
            yield from _blocks(child, depth + 1, bullet)


def _table(table: Any, depth: int) -> Iterator[str]:
    """A table row by row: short cells side by side, cells of several lines one after the other."""
    rows = [row for path in _ROWS for row in table.get_elements(path)]
    for row in rows:
        cells = [list(_blocks(cell, depth + 1)) for cell in row.get_elements("table:table-cell")]
        filled = [[line for line in lines if line.strip()] for lines in cells]
        if all(len(lines) <= 1 for lines in filled):
            yield _CELL_GAP.join(lines[0] for lines in filled if lines)
        else:
            for lines in cells:
                yield from lines


def read_odt(data: bytes, name: str) -> Parsed:
    """The lines of an ODT file with its page headers first; raises UsageError when broken or encrypted."""
    from odfdo import Document

    try:
        document = Document(BytesIO(data))
        # Converters write documents without styles, which have no page headers.
        styled = _STYLES in document.get_parts()
        headers = document.styles.get_elements("//style:header") if styled else []
        heads = [line for part in headers for line in _blocks(part, 0)]
        lines = [*dict.fromkeys(heads), "", *_blocks(document.body, 0)]
        links = [
            link.get_attribute_string("xlink:href") or "" for link in document.body.get_elements("//text:a")
        ]
    except MemoryError:
        raise
    except Exception as error:  # odfdo has errors of its own without a common base, and some of no kind
        raise broken(name, "odt") from error
    if not any(line.strip() for line in lines):
        raise without_text(name)
    return Parsed(lines=lines, links=links)
