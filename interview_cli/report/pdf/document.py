"""A session as a PDF report: the same parts, in the same words, as in Markdown and HTML."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import partial
from xml.sax.saxutils import escape

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageTemplate,
    Paragraph,
)

from interview_cli import __version__
from interview_cli.interview.session import Session
from interview_cli.report.activity import TITLE as LATELY
from interview_cli.report.beside import Beside
from interview_cli.report.outline import NOTHING_BESIDE, Outline, outline
from interview_cli.report.passage import Passage, Recording
from interview_cli.report.pdf import look
from interview_cli.report.pdf.charts import bar, line_chart
from interview_cli.report.pdf.letters import Letters
from interview_cli.report.pdf.writer import Heading, Writer
from interview_cli.report.plot import line_plot
from interview_cli.report.section import Section
from interview_cli.report.trend import Trend
from interview_cli.report.wording import counted, duration, shortened

_GLANCE_WORDS = 25


def render(
    session: Session, *, scale: int = 100, scores: bool = True, beside: Beside = NOTHING_BESIDE
) -> bytes:
    """The report of a session, its scores on 0-100 or 1-5; without numbers and bands with `scores` off.

    The same session gives the same bytes. Text in a script that the font lacks is told in words.
    """
    report = outline(session, scale=scale, scores=scores, beside=beside)
    writer = _Story(Letters(look.shapes()), scale)
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


class _Story(Writer):
    """Turns the parts of a report into what the page is filled with."""

    def __init__(self, letters: Letters, scale: int) -> None:
        super().__init__(letters)
        self._scale = scale

    def story(self, report: Outline) -> Iterator[Flowable]:
        """The whole report, its title first."""
        yield Heading(self.line(report.title), look.TITLE, 0)
        yield self.facts(report.facts)
        yield from self._result(report)
        if report.trend:
            yield from self._trend(report.trend)
        if report.passages:
            yield from self._at_a_glance(report.passages)
            yield from self.headed(look.CHAPTER, 1, "Questions and answers")
            if any(passage.evidence for passage in report.passages):
                yield Paragraph(
                    f'Words <font backColor="{look.MARKED}">marked</font> within an answer are those its '
                    "judgement rests on.",
                    look.SMALL,
                )
            for passage in report.passages:
                yield from self._passage(passage)
        if report.activity:
            yield from self.headed(look.CHAPTER, 1, LATELY)
            rows = ((line.title, line.where, line.covered_in or line.mark) for line in report.activity)
            yield self.table(("Piece of work", "From", "Covered in"), rows, (0.5, 0.3, 0.2))
        for section in report.records:
            yield from self.headed(look.CHAPTER, 1, section.title)
            yield from self._section(section)

    def _result(self, report: Outline) -> Iterator[Flowable]:
        yield from self.headed(look.CHAPTER, 1, "Result")
        if report.standing:
            yield Paragraph(self.line(report.standing), look.STANDING)
        if report.readiness:
            yield self.told(report.readiness, f". {report.why_ready}")
        if report.summary:
            yield Paragraph(self.lines(report.summary), look.BODY)
        if report.note:
            yield self.told("Note:", f" {report.note}")
        if report.categories:
            width = 0.36 * look.WIDTH
            rows = [
                [
                    Paragraph(self.line(one.name), look.CELL),
                    Paragraph(one.shown, look.CELL),
                    Paragraph(one.band, look.CELL),
                    bar(one.score, width - 14),
                    Paragraph(counted(one.answers, "answer"), look.CELL),
                ]
                for one in report.categories
            ]
            head = ("Category", "Score", "Band", f"0 to {self._scale}", "Rests on")
            yield self.grid(head, rows, (0.24, 0.1, 0.15, 0.36, 0.15))
        for section in report.findings:
            yield from self.headed(look.HEADING, 2, section.title)
            yield from self._section(section)

    def _trend(self, trend: Trend) -> Iterator[Flowable]:
        yield from self.headed(look.CHAPTER, 1, "Compared with earlier interviews")
        yield Paragraph(f"Interviews of one kind: {self.line(trend.kind)}.", look.SMALL)
        yield line_chart(line_plot(trend.scores, trend.dates, self._scale), look.WIDTH)
        yield from self.items(trend.sentences)

    def _at_a_glance(self, passages: Sequence[Passage]) -> Iterator[Flowable]:
        yield from self.headed(look.CHAPTER, 1, "Questions at a glance")
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
        yield self.table(head, rows, (0.14, 0.42, 0.18, 0.26))

    def _passage(self, passage: Passage) -> Iterator[Flowable]:
        yield from self.headed(look.HEADING, 2, f"{passage.label} ({passage.round})")
        if passage.lead_in:
            yield Paragraph(self.lines(passage.lead_in), look.BODY)
        yield Paragraph(self.lines(passage.question), look.QUESTION)
        if passage.answer is not None:
            yield Paragraph(self.marked(passage) or "(an empty answer)", look.ANSWER)
        yield Paragraph(self.line(passage.how), look.SMALL)
        if passage.draft:
            yield Paragraph(self.lines(passage.draft), look.ANSWER)
        for recording in passage.recordings:
            yield self._recording(recording)
        if passage.answer is not None:
            standing = f"{passage.standing}." if passage.standing else ""
            yield self.told(standing, f" {passage.judged_by}")
        if passage.before:
            yield Paragraph(self.line(passage.before), look.BODY)
        yield from self.items(passage.ratings)
        yield from self._criteria(passage)
        yield from self._points(passage)
        yield from self._advice(passage)
        if passage.sample_answer:
            yield from self.headed(look.HEADING, 3, "A strong answer")
            yield Paragraph(self.lines(passage.sample_answer), look.ANSWER)

    def _recording(self, recording: Recording) -> Paragraph:
        """A recording with the places worth hearing again, linked where it can be reached."""

        def linked(text: str, place: str = "") -> str:
            # What a page may hold as the sound itself is no address that a PDF could follow.
            if not recording.address or recording.address.startswith("data:"):
                return escape(text)
            target = escape(f"{recording.address}{place}", {'"': "&quot;"})
            return f'<a href="{target}" color="{look.SCORE.hexval()}">{escape(text)}</a>'

        marks = [
            f"{self.line(mark.text)} at {linked(duration(mark.seconds), f'#t={mark.seconds:.1f}')}"
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
            yield self.table(("Criterion", "Score", "Why"), rows, (0.22, 0.1, 0.68))
        else:
            without = ((name, why) for name, _, why in rows)
            yield self.table(("Criterion", "Why"), without, (0.22, 0.78))

    def _points(self, passage: Passage) -> Iterator[Flowable]:
        if passage.found or passage.missing:
            yield from self.headed(look.HEADING, 3, passage.points_title)
        for point in passage.found:
            words = f" “{point.evidence}”" if point.evidence else ""
            yield self.item("✓", "Made:", f" {point.fact}{words}")
        for fact in passage.missing:
            yield self.item("○", f"{passage.unmade.capitalize()}:", f" {fact}")
        if passage.missing_parts:
            yield self.told("Missing from the story:", f" {', '.join(passage.missing_parts)}")
        if passage.story:
            yield self.told("Story:", f" {passage.story}")

    def _advice(self, passage: Passage) -> Iterator[Flowable]:
        if passage.other_strengths:
            yield from self.announced("Good", passage.other_strengths)
        if passage.first_fix:
            yield self.told("Fix first:", f" {passage.first_fix}")
        if passage.improvements:
            yield from self.announced("Then", passage.improvements)
        if passage.next_level:
            yield self.told("Next level:", f" {passage.next_level}")
        if passage.delivery:
            yield self.told("Delivery:", f" {passage.delivery}")
        if passage.delivery_rows:
            rows = (
                (row.name, row.value, row.standing or "–", row.trust_words) for row in passage.delivery_rows
            )
            yield self.table(("Delivery", "Measured", "Which is", "Trust"), rows, (0.2, 0.3, 0.2, 0.3))

    def _section(self, section: Section) -> Iterator[Flowable]:
        for text in section.texts:
            yield Paragraph(self.lines(text), look.BODY)
        if section.facts:
            yield self.facts(section.facts)
        yield from self.items(section.items)


def _brief(question: str) -> str:
    text, left = shortened(question, _GLANCE_WORDS)
    return text + (" ..." if left else "")
