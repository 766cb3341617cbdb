"""How a PDF looks: its font, its styles of text, its colours and its page."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

# A wide font with the letters of many languages, free to pass on: see fonts/LICENSE.
FONT, BOLD, OBLIQUE = "DejaVuSansCondensed", "DejaVuSansCondensed-Bold", "DejaVuSansCondensed-Oblique"

PAGE = A4
MARGIN = 20 * mm
WIDTH = PAGE[0] - 2 * MARGIN
INK, QUIET, EDGE = HexColor("#1c1e21"), HexColor("#5a6068"), HexColor("#d9dce0")
SCORE, GOOD, MARKED, PANEL = HexColor("#0a58ab"), HexColor("#12683a"), "#fcf1d8", HexColor("#f6f6f4")


@cache
def shapes() -> frozenset[int]:
    """Loads the font, once, and gives the letters (code points) that all its styles have shapes for."""
    known: set[int] = set()
    for name in (FONT, BOLD, OBLIQUE):
        with as_file(files(__package__) / "fonts" / f"{name}.ttf") as path:
            font = TTFont(name, str(path))
        pdfmetrics.registerFont(font)
        found = set(font.face.charToGlyph)
        known = known & found if known else found
    pdfmetrics.registerFontFamily(FONT, normal=FONT, bold=BOLD, italic=OBLIQUE, boldItalic=BOLD)
    return frozenset(known)


def _style(name: str, **changes: Any) -> ParagraphStyle:
    plain: dict[str, Any] = {
        "fontName": FONT,
        "fontSize": 9.5,
        "leading": 13.5,
        "textColor": INK,
        "alignment": TA_LEFT,
        "spaceAfter": 4,
        "splitLongWords": 1,
        "bulletFontName": FONT,
    }
    return ParagraphStyle(name, **{**plain, **changes})


TITLE = _style("title", fontName=BOLD, fontSize=18, leading=22, spaceAfter=8)
CHAPTER = _style("chapter", fontName=BOLD, fontSize=13, leading=17, spaceBefore=14, spaceAfter=5)
HEADING = _style("heading", fontName=BOLD, fontSize=10.5, leading=14, spaceBefore=9, spaceAfter=3)
BODY = _style("body")
SMALL = _style("small", fontSize=8.5, leading=12, textColor=QUIET)
STANDING = _style("standing", fontName=BOLD, fontSize=14, leading=18)
QUESTION = _style("question", fontName=BOLD, fontSize=10, leading=14)
ITEM = _style("item", leftIndent=12, bulletIndent=2, spaceAfter=2)
CELL = _style("cell", fontSize=9, leading=12.5, spaceAfter=0)
NAME_CELL = _style("name cell", fontSize=9, leading=12.5, spaceAfter=0, textColor=QUIET)
HEAD_CELL = _style("head cell", fontName=BOLD, fontSize=8.5, leading=12, spaceAfter=0, textColor=QUIET)
ANSWER = _style(
    "answer", leftIndent=8, borderPadding=(3, 4, 3, 6), backColor=PANEL, spaceBefore=5, spaceAfter=8
)
