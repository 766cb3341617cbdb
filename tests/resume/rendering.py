"""Resume text set as real PDF, DOCX and ODT files, the way word processors set them."""

from __future__ import annotations

import re
from io import BytesIO

_GLYPHS = str.maketrans({"▪": "•", "❖": "|", "»": "•", "→": ">", "−": "-", "\t": " "})
_MARGIN, _WIDTH, _HEIGHT = 50.0, 612.0, 792.0


def _cells(line: str) -> list[str]:
    """The parts of a line that wide gaps set apart; the last one stands at the right margin."""
    return [cell for cell in re.split(r"\s{3,}", line.strip()) if cell]


def to_pdf(text: str, *, font_size: float = 8.0) -> bytes:
    """The text as a PDF: one line of type for each line, wide gaps as text set against the right margin."""
    from reportlab.pdfgen.canvas import Canvas

    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(_WIDTH, _HEIGHT), invariant=1)
    y = _HEIGHT - _MARGIN
    canvas.setFont("Helvetica", font_size)
    for raw in text.translate(_GLYPHS).split("\n"):
        indent = len(raw) - len(raw.lstrip())
        cells = _cells(raw)
        pieces = _wrapped(cells[0], font_size) if cells else [""]
        for number, piece in enumerate(pieces):
            if y < _MARGIN:
                canvas.showPage()
                canvas.setFont("Helvetica", font_size)
                y = _HEIGHT - _MARGIN
            canvas.drawString(_MARGIN + indent * 2, y, piece)
            if number == 0 and len(cells) > 1:
                canvas.drawRightString(_WIDTH - _MARGIN, y, cells[-1])
            if number == 0 and len(cells) > 2:
                canvas.drawCentredString(_WIDTH / 2, y, "   ".join(cells[1:-1]))
            y -= font_size * 1.25
    canvas.save()
    return buffer.getvalue()


def _wrapped(text: str, font_size: float) -> list[str]:
    from reportlab.lib.utils import simpleSplit

    return simpleSplit(text, "Helvetica", font_size, _WIDTH - 2 * _MARGIN - 4) or [""]


def to_docx(text: str, *, table: bool = False, header: str = "") -> bytes:
    """The text as a DOCX: bullets as list paragraphs, wide gaps as tabs or (`table`) as two table cells."""
    import docx

    document = docx.Document()
    if header:
        document.sections[0].header.paragraphs[0].text = header
    for raw in text.split("\n"):
        cells = _cells(raw)
        if len(cells) > 1 and table:
            row = document.add_table(rows=1, cols=len(cells)).rows[0]
            for cell, content in zip(row.cells, cells, strict=True):
                cell.text = content
        elif cells and cells[0].startswith(("• ", "▪ ")):
            document.add_paragraph("\t".join([cells[0][2:], *cells[1:]]), style="List Bullet")
        else:
            document.add_paragraph("\t".join(cells))
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def to_odt(text: str) -> bytes:
    """The text as an ODT: bullets as lists, wide gaps as tabs."""
    from odfdo import Document, List, Paragraph

    document = Document("text")
    document.body.clear()
    for raw in text.split("\n"):
        cells = _cells(raw)
        if cells and cells[0].startswith(("• ", "▪ ")):
            document.body.append(List([Paragraph("\t".join([cells[0][2:], *cells[1:]]), formatted=True)]))
        else:
            document.body.append(Paragraph("\t".join(cells), formatted=True))
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()
