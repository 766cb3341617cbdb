"""A session as a PDF report: the same parts, in the same words, as in Markdown and HTML."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    PageTemplate,
    Paragraph,
    Table,
    TableStyle,
)

from interview_cli import __version__
from interview_cli.interview.session import Session
from interview_cli.report.activity import TITLE as LATELY
from interview_cli.report.beside import Beside
from interview_cli.report.evidence import Stretch, marked_lines
from interview_cli.report.outline import NOTHING_BESIDE, Outline, outline
from interview_cli.report.passage import Passage, Recording
from interview_cli.report.pdf import look
from interview_cli.report.pdf.charts import bar, line_chart
from interview_cli.report.pdf.letters import Letters
from interview_cli.report.plot import line_plot
from interview_cli.report.section import Section
from interview_cli.report.trend import Trend
from interview_cli.report.wording import counted, duration, one_line, printable, shortened

_GLANCE_WORDS = 25
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


def render(
    session: Session, *, scale: int = 100, scores: bool = True, beside: Beside = NOTHING_BESIDE
) -> bytes:
    """The report of a session, its scores on 0-100 or 1-5; without numbers and bands with `scores` off.

    The same session gives the same bytes. Text in a script that the font lacks is told in words.
    """
    report = outline(session, scale=scale, scores=scores, beside=beside)
    writer = _Writer(Letters(look.shapes()), scale)
    story = list(writer.story(report))
    if lacking := writer.lacking:
        story.insert(1, lacking)
    target = io.BytesIO()
    title = writer.plain(report.title)
    document = BaseDocTemplate(
        target,
        pagesize=look.PAGE,
        leftMargin=look.MARGIN,
        rightMargin=look.MARGIN,
        topMargin=look.MARGIN,
        bottomMargin=look.MARGIN,
        title=title,
        author="interview",
        creator=f"interview {__version__}",
        lang="en",
        invariant=1,
    )
    frame = Frame(look.MARGIN, look.MARGIN, look.WIDTH, look.PAGE[1] - 2 * look.MARGIN, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate("page", [frame], onPage=partial(_foot, title=title)))
    document.build(story)
    return target.getvalue()


def _foot(canvas: Canvas, document: BaseDocTemplate, *, title: str) -> None:
    canvas.saveState()
    canvas.setFont(look.FONT, 8)
    canvas.setFillColor(look.QUIET)
    canvas.drawString(look.MARGIN, look.MARGIN * 0.55, title)
    canvas.drawRightString(look.PAGE[0] - look.MARGIN, look.MARGIN * 0.55, f"Page {document.page}")
    canvas.restoreState()


# A heading wants some lines of what follows below it (points).
_ROOM = {0: 0.0, 1: 110.0, 2: 70.0, 3: 50.0}


class _Heading(Paragraph):
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


class _Writer:
    """Turns the parts of a report into what the page is filled with."""

    def __init__(self, letters: Letters, scale: int) -> None:
        self._letters = letters
        self._scale = scale

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
        return self._letters.written(one_line(text))

    def story(self, report: Outline) -> Iterator[Flowable]:
        """The whole report, its title first."""
        yield _Heading(self._line(report.title), look.TITLE, 0)
        yield self._facts(report.facts)
        yield from self._result(report)
        if report.trend:
            yield from self._trend(report.trend)
        if report.passages:
            yield from self._at_a_glance(report.passages)
            yield from self._headed(look.CHAPTER, 1, "Questions and answers")
            if any(passage.evidence for passage in report.passages):
                yield Paragraph(
                    f'Words <font backColor="{look.MARKED}">marked</font> within an answer are those its '
                    "judgement rests on.",
                    look.SMALL,
                )
            for passage in report.passages:
                yield from self._passage(passage)
        if report.activity:
            yield from self._headed(look.CHAPTER, 1, LATELY)
            rows = ((line.title, line.where, line.covered_in or line.mark) for line in report.activity)
            yield self._table(("Piece of work", "From", "Covered in"), rows, (0.5, 0.3, 0.2))
        for section in report.records:
            yield from self._headed(look.CHAPTER, 1, section.title)
            yield from self._section(section)

    def _result(self, report: Outline) -> Iterator[Flowable]:
        yield from self._headed(look.CHAPTER, 1, "Result")
        if report.standing:
            yield Paragraph(self._line(report.standing), look.STANDING)
        if report.readiness:
            yield self._told(report.readiness, f". {report.why_ready}")
        if report.summary:
            yield Paragraph(self._lines(report.summary), look.BODY)
        if report.note:
            yield self._told("Note:", f" {report.note}")
        if report.categories:
            width = 0.36 * look.WIDTH
            rows = [
                [
                    Paragraph(self._line(one.name), look.CELL),
                    Paragraph(one.shown, look.CELL),
                    Paragraph(one.band, look.CELL),
                    bar(one.score, width - 14),
                    Paragraph(counted(one.answers, "answer"), look.CELL),
                ]
                for one in report.categories
            ]
            head = ("Category", "Score", "Band", f"0 to {self._scale}", "Rests on")
            yield self._grid(head, rows, (0.24, 0.1, 0.15, 0.36, 0.15))
        for section in report.findings:
            yield from self._headed(look.HEADING, 2, section.title)
            yield from self._section(section)

    def _trend(self, trend: Trend) -> Iterator[Flowable]:
        yield from self._headed(look.CHAPTER, 1, "Compared with earlier interviews")
        yield Paragraph(f"Interviews of one kind: {self._line(trend.kind)}.", look.SMALL)
        yield line_chart(line_plot(trend.scores, trend.dates, self._scale), look.WIDTH)
        yield from self._items(trend.sentences)

    def _at_a_glance(self, passages: Sequence[Passage]) -> Iterator[Flowable]:
        yield from self._headed(look.CHAPTER, 1, "Questions at a glance")
        numbers = any(passage.standing for passage in passages)
        rows = (
            (
                passage.label,
                _brief(passage.question),
                (passage.standing or "–") if numbers else passage.outcome,
                passage.judged_by or passage.how,
            )
            for passage in passages
        )
        head = ("No.", "Question", "Score" if numbers else "Answer", "Source")
        yield self._table(head, rows, (0.14, 0.42, 0.18, 0.26))

    def _passage(self, passage: Passage) -> Iterator[Flowable]:
        yield from self._headed(look.HEADING, 2, f"{passage.label} ({passage.round})")
        if passage.lead_in:
            yield Paragraph(self._lines(passage.lead_in), look.BODY)
        yield Paragraph(self._lines(passage.question), look.QUESTION)
        if passage.answer is not None:
            yield Paragraph(self._marked(passage) or "(an empty answer)", look.ANSWER)
        yield Paragraph(self._line(passage.how), look.SMALL)
        if passage.draft:
            yield Paragraph(self._lines(passage.draft), look.ANSWER)
        for recording in passage.recordings:
            yield self._recording(recording)
        if passage.answer is not None:
            standing = f"{passage.standing}." if passage.standing else ""
            yield self._told(standing, f" {passage.judged_by}")
        if passage.before:
            yield Paragraph(self._line(passage.before), look.BODY)
        yield from self._items(passage.ratings)
        yield from self._criteria(passage)
        yield from self._points(passage)
        yield from self._advice(passage)
        if passage.sample_answer:
            yield from self._headed(look.HEADING, 3, "A strong answer")
            yield Paragraph(self._lines(passage.sample_answer), look.ANSWER)

    def _recording(self, recording: Recording) -> Paragraph:
        """A recording with the places worth hearing again, linked where it can be reached."""

        def linked(text: str, place: str = "") -> str:
            # What a page may hold as the sound itself is no address that a PDF could follow.
            if not recording.address or recording.address.startswith("data:"):
                return escape(text)
            target = escape(f"{recording.address}{place}", {'"': "&quot;"})
            return f'<a href="{target}" color="{look.SCORE.hexval()}">{escape(text)}</a>'

        marks = [
            f"{self._line(mark.text)} at {linked(duration(mark.seconds), f'#t={mark.seconds:.1f}')}"
            for mark in recording.marks
        ]
        told = f": {', '.join(marks)}" if marks else ""
        name = linked(self.plain(recording.name))
        return Paragraph(f"Recording {name}, {duration(recording.seconds)}{told}", look.SMALL)

    def _criteria(self, passage: Passage) -> Iterator[Flowable]:
        if not passage.criteria:
            return
        rows = []
        for one in passage.criteria:
            why = [text for text in (one.meaning, one.reason) if text]
            why += [f"“{quote}”" for quote in one.quotes] + [f"({remark})" for remark in one.remarks]
            rows.append((one.name, one.shown, " ".join(why)))
        if any(one.shown for one in passage.criteria):
            yield self._table(("Criterion", "Score", "Why"), rows, (0.22, 0.1, 0.68))
        else:
            without = ((name, why) for name, _, why in rows)
            yield self._table(("Criterion", "Why"), without, (0.22, 0.78))

    def _points(self, passage: Passage) -> Iterator[Flowable]:
        if passage.found or passage.missing:
            total = len(passage.found) + len(passage.missing)
            title = f"Expected points: {len(passage.found)} of {total} made"
            yield from self._headed(look.HEADING, 3, title)
        for point in passage.found:
            words = f" “{point.evidence}”" if point.evidence else ""
            yield self._item("✓", "Made:", f" {point.fact}{words}")
        for fact in passage.missing:
            yield self._item("○", f"{passage.unmade.capitalize()}:", f" {fact}")
        if passage.missing_parts:
            yield self._told("Missing from the story:", f" {', '.join(passage.missing_parts)}")
        if passage.story:
            yield self._told("Story:", f" {passage.story}")

    def _advice(self, passage: Passage) -> Iterator[Flowable]:
        if passage.other_strengths:
            yield self._told("Good", "")
            yield from self._items(passage.other_strengths)
        if passage.first_fix:
            yield self._told("Fix first:", f" {passage.first_fix}")
        if passage.improvements:
            yield self._told("Then", "")
            yield from self._items(passage.improvements)
        if passage.next_level:
            yield self._told("Next level:", f" {passage.next_level}")
        if passage.delivery:
            yield self._told("Delivery:", f" {passage.delivery}")
        if passage.delivery_rows:
            rows = (
                (row.name, row.value, row.standing or "–", row.trust_words) for row in passage.delivery_rows
            )
            yield self._table(("Delivery", "Measured", "Which is", "Trust"), rows, (0.2, 0.3, 0.2, 0.3))

    def _section(self, section: Section) -> Iterator[Flowable]:
        for text in section.texts:
            yield Paragraph(self._lines(text), look.BODY)
        if section.facts:
            yield self._facts(section.facts)
        yield from self._items(section.items)

    def _facts(self, facts: Iterable[tuple[str, str]]) -> Table:
        rows = [
            [Paragraph(self._line(name), look.NAME_CELL), Paragraph(self._line(value), look.CELL)]
            for name, value in facts
        ]
        return _laid_out(rows, (0.2, 0.8))

    def _table(self, head: Sequence[str], rows: Iterable[Sequence[str]], shares: Sequence[float]) -> Flowable:
        return self._grid(
            head, [[Paragraph(self._line(cell), look.CELL) for cell in row] for row in rows], shares
        )

    def _grid(
        self, head: Sequence[str], rows: Sequence[Sequence[Flowable]], shares: Sequence[float]
    ) -> Table:
        return _laid_out([[Paragraph(name, look.HEAD_CELL) for name in head], *rows], shares, head=1)

    def _headed(self, style: ParagraphStyle, level: int, title: str) -> Iterator[Flowable]:
        """A heading, on the next page where too little room is left for what follows."""
        yield CondPageBreak(_ROOM[level])
        yield _Heading(self._line(title), style, level)

    def _items(self, texts: Iterable[str]) -> Iterator[Paragraph]:
        for text in texts:
            yield Paragraph(self._line(text), look.ITEM, bulletText="•")

    def _item(self, sign: str, name: str, text: str) -> Paragraph:
        return Paragraph(f"<b>{self._line(name)}</b> {self._line(text)}", look.ITEM, bulletText=sign)

    def _told(self, name: str, text: str) -> Paragraph:
        """A name in bold with what is said of it."""
        bold = f"<b>{self._line(name)}</b>" if name else ""
        return Paragraph(f"{bold}{self._part(' '.join(printable(text).split(' ')))}", look.BODY)

    def _marked(self, passage: Passage) -> str:
        """An answer with the words marked that its judgement rests on; empty where it has no text."""
        text = printable(passage.answer or "").strip("\n")
        if not text.strip():
            return ""
        return "<br/>".join(
            _indented("".join(map(self._stretch, parts))) for parts in marked_lines(text, passage.evidence)
        )

    def _stretch(self, part: Stretch) -> str:
        text = self._part(part.text)
        return f'<font backColor="{look.MARKED}">{text}</font>' if part.marked else text

    def _lines(self, text: str) -> str:
        return "<br/>".join(_indented(self._part(line)) for line in printable(text).strip("\n").split("\n"))

    def _line(self, text: str) -> str:
        return escape(self.plain(text))

    def _part(self, text: str) -> str:
        return escape(self._letters.written(text))


def _laid_out(rows: Sequence[Sequence[Flowable]], shares: Sequence[float], *, head: int = 0) -> Table:
    """A table of these shares of the page's width; a row that is taller than a page goes on on the next."""
    widths = [share * look.WIDTH for share in shares]
    return Table(
        [list(row) for row in rows], widths, repeatRows=head, style=_GRID, splitInRow=1, spaceAfter=6
    )


def _brief(question: str) -> str:
    text, left = shortened(question, _GLANCE_WORDS)
    return text + (" ..." if left else "")


def _indented(line: str) -> str:
    bare = line.lstrip(" ")
    return _NO_BREAK_SPACE * (len(line) - len(bare)) + bare
