"""A session as a Markdown report that a person would share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from interview_cli.interview.session import Session
from interview_cli.report.activity import TITLE, ActivityLine
from interview_cli.report.beside import Beside
from interview_cli.report.criteria import CriterionLine
from interview_cli.report.escape import at_line_start, block, inline, joined, line, stretch
from interview_cli.report.evidence import Stretch, marked_lines
from interview_cli.report.outline import NOTHING_BESIDE, Outline, outline
from interview_cli.report.passage import Passage, Recording
from interview_cli.report.section import Section
from interview_cli.report.trend import Trend
from interview_cli.report.wording import counted, duration, printable, shortened

_GLANCE_WORDS = 25


def render(
    session: Session, *, scale: int = 100, scores: bool = True, beside: Beside = NOTHING_BESIDE
) -> str:
    """The report of a session, its scores on 0-100 or 1-5; without numbers and bands with `scores` off."""
    report = outline(session, scale=scale, scores=scores, beside=beside)
    parts = [
        f"# {inline(report.title)}",
        _bullets(f"**{name}:** {inline(value)}" for name, value in report.facts),
        *_result(report),
        *(_trend(report.trend) if report.trend else ()),
        *_at_a_glance(report.passages),
        *_passages(report.passages),
        *_activity(report.activity),
    ]
    for section in report.records:
        parts += _section(section, "##")
    return "\n\n".join(parts) + "\n"


def _result(report: Outline) -> Iterator[str]:
    yield "## Result"
    if report.standing:
        yield f"**{inline(report.standing)}**"
    if report.readiness:
        yield f"**{inline(report.readiness)}.** {inline(report.why_ready)}"
    if report.summary:
        yield joined(block(report.summary))
    if report.note:
        yield f"*Note:* {inline(report.note)}"
    if report.categories:
        yield _table(
            ("Category", "Score", "Band", "Rests on"),
            (
                (inline(category.name), category.shown, category.band, counted(category.answers, "answer"))
                for category in report.categories
            ),
        )
    for section in report.findings:
        yield from _section(section, "###")


def _section(section: Section, heading: str) -> Iterator[str]:
    yield f"{heading} {inline(section.title)}"
    for text in section.texts:
        yield joined(block(text))
    if section.facts:
        yield _table(("", ""), ((inline(name), inline(value)) for name, value in section.facts))
    if section.items:
        yield _bullets(map(inline, section.items))


def _trend(trend: Trend) -> Iterator[str]:
    yield "## Compared with earlier interviews"
    yield f"Interviews of one kind: {inline(trend.kind)}."
    yield _table(
        ("Date", "Overall"),
        ((date, f"{score:.0f}") for date, score in zip(trend.dates, trend.scores, strict=True)),
    )
    yield _bullets(map(inline, trend.sentences))


def _at_a_glance(passages: Sequence[Passage]) -> Iterator[str]:
    if not passages:
        return
    yield "## Questions at a glance"
    numbers = any(passage.standing for passage in passages)
    yield _table(
        ("", "Question", "Score" if numbers else "Answer", "Source"),
        (
            (
                inline(passage.label),
                _brief(passage.question),
                (passage.standing or "-") if numbers else passage.outcome,
                inline(passage.judged_by or passage.how),
            )
            for passage in passages
        ),
    )


def _activity(lines: Sequence[ActivityLine]) -> Iterator[str]:
    if lines:
        yield f"## {TITLE}"
        yield _table(
            ("Piece of work", "From", "Covered in"),
            (
                (inline(line.title), inline(line.where), inline(line.covered_in) or line.mark)
                for line in lines
            ),
        )


def _brief(question: str) -> str:
    text, left = shortened(question, _GLANCE_WORDS)
    return inline(text) + (" ..." if left else "")


def _passages(passages: Sequence[Passage]) -> Iterator[str]:
    if not passages:
        return
    yield "## Questions and answers"
    if any(passage.evidence for passage in passages):
        yield "Words in **bold** within an answer are those its judgement rests on."
    for passage in passages:
        yield from _passage(passage)


def _passage(passage: Passage) -> Iterator[str]:
    yield f"### {inline(passage.label)} ({inline(passage.round)})"
    if passage.lead_in:
        yield joined(block(passage.lead_in))
    yield joined(block(passage.question))
    yield from _answer(passage)
    if passage.criteria:
        yield from _criteria(passage.criteria)
    yield from _checklist(passage)
    yield from _advice(passage)
    yield from _delivery(passage)
    if passage.sample_answer:
        yield "**A strong answer**"
        yield joined(block(passage.sample_answer), "> ")


def _delivery(passage: Passage) -> Iterator[str]:
    if passage.delivery:
        yield f"**Delivery:** {inline(passage.delivery)}"
    if passage.delivery_rows:
        yield _table(
            ("Delivery", "Measured", "Which is", "Trust"),
            (
                (row.name, stretch(row.value), row.standing or "-", row.trust_words)
                for row in passage.delivery_rows
            ),
        )


def _answer(passage: Passage) -> Iterator[str]:
    """What was answered and how it stands, beside the attempt before."""
    if passage.answer is not None:
        yield _quoted_answer(passage.answer, passage.evidence)
    yield f"*{passage.how}*"
    if passage.recordings:
        yield _bullets(map(_recording, passage.recordings))
    if passage.draft:
        yield _quoted_answer(passage.draft, ())
    if passage.answer is not None:
        standing = f"**{passage.standing}.** " if passage.standing else ""
        yield f"{standing}{inline(passage.judged_by)}"
    if passage.before:
        yield inline(passage.before)
    if passage.ratings:
        yield _bullets(map(inline, passage.ratings))


def _recording(recording: Recording) -> str:
    """A recording with the places worth hearing again, each a link where it can be reached."""
    address = recording.address

    def linked(text: str, place: str = "") -> str:
        # An address is encoded: it holds no space and no bracket.
        return f"[{inline(text)}]({address}{place})" if address else inline(text)

    marks = [
        f"{inline(mark.text)} at {linked(duration(mark.seconds), f'#t={mark.seconds:.1f}')}"
        for mark in recording.marks
    ]
    told = f": {', '.join(marks)}" if marks else ""
    return f"Recording {linked(recording.name)}, {duration(recording.seconds)}{told}"


def _advice(passage: Passage) -> Iterator[str]:
    if passage.other_strengths:
        yield "**Good**"
        yield _bullets(map(inline, passage.other_strengths))
    if passage.first_fix:
        yield f"**Fix first:** {inline(passage.first_fix)}"
    if passage.improvements:
        yield "**Then**"
        yield _bullets(map(inline, passage.improvements))
    if passage.next_level:
        yield f"**Next level:** {inline(passage.next_level)}"


def _criteria(criteria: Sequence[CriterionLine]) -> Iterator[str]:
    if any(criterion.shown for criterion in criteria):
        yield _table(("Criterion", "Score", "Why"), map(_criterion, criteria))
    else:
        rows = map(_criterion, criteria)
        yield _table(("Criterion", "Why"), ((name, why) for name, _, why in rows))


def _checklist(passage: Passage) -> Iterator[str]:
    points = []
    for point in passage.found:
        words = f' ("{inline(point.evidence)}")' if point.evidence else ""
        points.append(f"**Made:** {inline(point.fact)}{words}")
    points += [f"**{passage.unmade.capitalize()}:** {inline(fact)}" for fact in passage.missing]
    if points:
        yield f"**{passage.points_title}**"
        yield _bullets(points)
    if passage.missing_parts:
        yield f"**Missing from the story:** {', '.join(passage.missing_parts)}"
    if passage.story:
        yield f"**Story:** {inline(passage.story)}"


def _criterion(criterion: CriterionLine) -> tuple[str, str, str]:
    why = [inline(text) for text in (criterion.meaning, criterion.reason) if text]
    why += [f'"{inline(quote)}"' for quote in criterion.quotes]
    why += [f"({remark})" for remark in criterion.remarks]
    return inline(criterion.name), criterion.shown, " ".join(why)


def _quoted_answer(answer: str, evidence: Iterable[str]) -> str:
    text = printable(answer).strip("\n")
    if not text.strip():
        return "> (an empty answer)"
    lines = [
        line(at_line_start("".join(map(_stretch, parts)).strip()), "".join(part.text for part in parts))
        for parts in marked_lines(text, evidence)
    ]
    return joined(lines, "> ")


def _stretch(part: Stretch) -> str:
    return f"**{stretch(part.text)}**" if part.marked else stretch(part.text)


def _bullets(texts: Iterable[str]) -> str:
    return "\n".join(f"- {text}" for text in texts)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are escaped already."""
    ruled = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in ruled)
