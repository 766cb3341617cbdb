"""Texts as paragraphs, lists and tables of a PDF, in letters that its font has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, Paragraph, Table, TableStyle

from interview_cli.report.evidence import Stretch, marked_lines
from interview_cli.report.passage import Passage
from interview_cli.report.pdf import look
from interview_cli.report.pdf.letters import Letters
from interview_cli.report.wording import one_line, printable

_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
_GRID = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 8),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, look.EDGE),
    ]
)
# A heading wants some lines of what follows below it (points).
_ROOM = {0: 0.0, 1: 110.0, 2: 110.0, 3: 50.0}
_ROOM_OF_LINES = 45.0
# An answer has up to 2,000 words, some 14,000 characters; a page of what follows takes ever longer.
LONGEST_TEXT = 20_000
_TOO_WIDE = re.compile(r"\S{90}(?=\S)")


class Heading(Paragraph):
    """A heading that stands in the PDF's outline too; `level` 0 is the highest."""

    def __init__(self, text: str, style: ParagraphStyle, level: int) -> None:
        super().__init__(text, style)
        self._level = level

    def draw(self) -> None:
        """Draw it and mark its place."""
        key = f"h{id(self)}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(self.getPlainText(), key, self._level, closed=self._level > 0)
        super().draw()


class Writer:
    """Writes texts as people and models wrote them: nothing in them is markup."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters

    @property
    def lacking(self) -> Paragraph | None:
        """What the font could not show, in a sentence; None where it has all letters."""
        scripts = list(self._letters.lacking)
        if not scripts:
            return None
        named = " and ".join(filter(None, (", ".join(scripts[:-1]), scripts[-1])))
        return Paragraph(
            f"This PDF has no letters for {escape(named)} text: where it stood, the number of its characters "
            "is told in brackets. The HTML and Markdown reports show it.",
            look.SMALL,
        )

    def plain(self, text: str) -> str:
        """A text on one line in letters that the font has."""
        return _breakable(self._letters.written(_within_reason(one_line(text))))

    def facts(self, facts: Iterable[tuple[str, str]]) -> Table:
        """Names with what they say, in two columns."""
        rows = [
            [Paragraph(self.line(name), look.NAME_CELL), Paragraph(self.line(value), look.CELL)]
            for name, value in facts
        ]
        return laid_out(rows, (0.2, 0.8))

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]], shares: Sequence[float]) -> Flowable:
        """A table of texts; `shares` of the page's width belong to its columns."""
        return self.grid(
            head, [[Paragraph(self.line(cell), look.CELL) for cell in row] for row in rows], shares
        )

    def grid(self, head: Sequence[str], rows: Sequence[Sequence[Flowable]], shares: Sequence[float]) -> Table:
        """A table of anything that can be drawn."""
        return laid_out([[Paragraph(name, look.HEAD_CELL) for name in head], *rows], shares, head=1)

    def headed(self, style: ParagraphStyle, level: int, title: str) -> Iterator[Flowable]:
        """A heading, on the next page where too little room is left for what follows."""
        yield CondPageBreak(_ROOM[level])
        yield Heading(self.line(title), style, level)

    def announced(self, name: str, texts: Iterable[str]) -> Iterator[Flowable]:
        """A name in bold and the list that belongs to it, not parted by the end of a page."""
        yield CondPageBreak(_ROOM_OF_LINES)
        yield self.told(name, "")
        yield from self.items(texts)

    def items(self, texts: Iterable[str]) -> Iterator[Paragraph]:
        """A list with dots."""
        for text in texts:
            yield Paragraph(self.line(text), look.ITEM, bulletText="•")

    def item(self, sign: str, name: str, text: str) -> Paragraph:
        """One item with a sign of its own."""
        return Paragraph(f"<b>{self.line(name)}</b> {self.line(text)}", look.ITEM, bulletText=sign)

    def told(self, name: str, text: str) -> Paragraph:
        """A name in bold with what is said of it."""
        bold = f"<b>{self.line(name)}</b>" if name else ""
        return Paragraph(
            f"{bold}{self._part(_within_reason(' '.join(printable(text).split(' '))))}", look.BODY
        )

    def marked(self, passage: Passage) -> str:
        """An answer with the words marked that its judgement rests on; empty where it has no text."""
        text = _within_reason(printable(passage.answer or "").strip("\n"))
        if not text.strip():
            return ""
        return "<br/>".join(
            _indented("".join(map(self._stretch, parts))) for parts in marked_lines(text, passage.evidence)
        )

    def _stretch(self, part: Stretch) -> str:
        text = self._part(part.text)
        return f'<font backColor="{look.MARKED}">{text}</font>' if part.marked else text

    def lines(self, text: str) -> str:
        """Several lines, their indentation kept, as markup."""
        lines = _within_reason(printable(text).strip("\n")).split("\n")
        return "<br/>".join(_indented(self._part(line)) for line in lines)

    def line(self, text: str) -> str:
        """A text on one line, as markup."""
        return escape(self.plain(text))

    def _part(self, text: str) -> str:
        return escape(_breakable(self._letters.written(text)))


def _breakable(text: str) -> str:
    """The text with spaces in words that no line holds; laying them out letter by letter takes minutes."""
    return _TOO_WIDE.sub(r"\g<0> ", text)


def _within_reason(text: str) -> str:
    """The text, cut where it is longer than anything that is said in an interview."""
    left = len(text) - LONGEST_TEXT
    return text if left <= 0 else f"{text[:LONGEST_TEXT]} [... and {left:,} more characters]"


def laid_out(rows: Sequence[Sequence[Flowable]], shares: Sequence[float], *, head: int = 0) -> Table:
    """A table of these shares of the page's width; a row that is taller than a page goes on on the next."""
    widths = [share * look.WIDTH for share in shares]
    return Table(
        [list(row) for row in rows], widths, repeatRows=head, style=_GRID, splitInRow=1, spaceAfter=6
    )


def _indented(line: str) -> str:
    bare = line.lstrip(" ")
    return _NO_BREAK_SPACE * (len(line) - len(bare)) + bare
