"""The lines of a DOCX, with python-docx: paragraphs, tables, text boxes, headers and footers, links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import takewhile
from typing import TYPE_CHECKING

from interview_cli.resume.formats import broken, without_text
from interview_cli.resume.parsed import Parsed

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

_MAX_DEPTH = 8  # tables within tables; deeper nesting is hostile
_CELL_GAP = "    "
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def _is_listed(paragraph: Paragraph) -> bool:
    properties = paragraph._p.pPr
    style = (paragraph.style.name if paragraph.style else "") or ""
    return (properties is not None and properties.numPr is not None) or style.startswith("List")


def _paragraph(paragraph: Paragraph) -> list[str]:
    text = paragraph.text
    if text.strip() and _is_listed(paragraph) and not text.lstrip().startswith(("•", "-", "–", "*")):
        text = f"• {text.lstrip()}"
    return [*text.split("\n"), *_text_boxes(paragraph)]


def _text_boxes(paragraph: Paragraph) -> list[str]:
    """The paragraphs of text boxes that hang on this one; the copy for old programs is passed over."""
    from docx.text.paragraph import Paragraph as DocxParagraph

    lines: list[str] = []
    for box in paragraph._p.iter(f"{_WORD}txbxContent"):
        outer = takewhile(lambda element: element is not paragraph._p, box.iterancestors())
        if not any(element.tag in {f"{_WORD}txbxContent", f"{_COMPATIBILITY}Fallback"} for element in outer):
            for element in box.iterfind(f"{_WORD}p"):
                lines += _paragraph(DocxParagraph(element, paragraph._parent))
    return lines


def _table(table: Table, depth: int) -> Iterator[str]:
    """A table row by row: short cells side by side, cells of several lines one after the other."""
    for row in table.rows:
        cells: list[_Cell] = []
        for cell in row.cells:
            if all(cell._tc is not known._tc for known in cells):  # merged cells come once for each column
                cells.append(cell)
        texts = [list(_blocks(cell.iter_inner_content(), depth + 1)) for cell in cells]
        filled = [[line for line in lines if line.strip()] for lines in texts]
        if all(len(lines) <= 1 for lines in filled):
            yield _CELL_GAP.join(lines[0] for lines in filled if lines)
        else:
            for lines in texts:
                yield from lines


def _blocks(blocks: Iterable[Paragraph | Table], depth: int = 0) -> Iterator[str]:
    from docx.table import Table as DocxTable

    if depth > _MAX_DEPTH:
        return
    for block in blocks:
        if isinstance(block, DocxTable):
            yield from _table(block, depth)
        else:
            yield from _paragraph(block)


def _margins(document: Document, which: str) -> list[str]:
    """The lines of the sections' headers or footers, each distinct line once."""
    lines: dict[str, None] = {}
    for section in document.sections:
        for part in (getattr(section, f"first_page_{which}"), getattr(section, which)):
            if not part.is_linked_to_previous:
                lines |= dict.fromkeys(line for line in _blocks(part.iter_inner_content()) if line.strip())
    return list(lines)


def read_docx(data: bytes, name: str) -> Parsed:
    """The lines of a DOCX file, headers first and footers last; raises UsageError when it is broken."""
    import docx

    try:
        document = docx.Document(BytesIO(data))
        lines = [
            *_margins(document, "header"),
            "",
            *_blocks(document.iter_inner_content()),
            "",
            *_margins(document, "footer"),
        ]
        parts = [document.part, *(section.header.part for section in document.sections)]
        links = [
            relation.target_ref for part in parts for relation in part.rels.values() if relation.is_external
        ]
    except MemoryError:
        raise
    except Exception as error:  # besides its own errors, python-docx lets out those of zipfile and of lxml
        raise broken(name, "docx") from error
    if not any(line.strip() for line in lines):
        raise without_text(name)
    return Parsed(lines=lines, links=links)
