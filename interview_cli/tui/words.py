"""A judged question as styled text: verdict, the answer with its evidence marked, points, advice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from interview_cli.report.evidence import marked_lines
from interview_cli.report.passage import Passage
from interview_cli.report.section import Section
from interview_cli.report.wording import one_line, printable

MADE, UNMADE = "✓", "✗"
Piece = str | tuple[str, str]


def verdict(passage: Passage) -> Content:
    """A question's label with its score in words, or with what became of it."""
    return Content.styled(f"{passage.label}: {one_line(passage.standing or passage.outcome)}", "bold")


def feedback(passages: Sequence[Passage], *, samples: bool) -> Content:
    """What the coach says of a question and its follow-ups, below the `verdict` on the question."""
    blocks: list[Content] = []
    for passage in passages:
        if passage.answer is not None:
            lines = list(_judged(passage))
            blocks.append(Content("\n").join([verdict(passage), *lines] if blocks else lines))
    if samples and passages and passages[0].sample_answer:
        blocks.append(_sample(passages[0]))
    return Content("\n\n").join(blocks)


def whole(passage: Passage) -> Content:
    """All that is known of one question, for reading."""
    lines = [Content.assemble((printable(passage.question), "bold"))]
    if passage.lead_in:
        lines.insert(0, Content.styled(printable(passage.lead_in), "italic"))
    lines.append(Content(one_line(passage.how)))
    if passage.draft:
        lines += [Content.styled("Your draft", "$secondary"), Content(printable(passage.draft))]
    lines.append(Content(""))
    if passage.answer is not None:
        lines += [verdict(passage), *_judged(passage), Content("")]
    for criterion in passage.criteria:
        standing = f" {criterion.shown}" if criterion.shown else ""
        lines.append(Content.assemble((f"{criterion.name}{standing}", "bold")))
        if criterion.reason:
            lines.append(Content(f"  {one_line(criterion.reason)}"))
        lines += [Content.styled(f"  “{one_line(quote)}”", "italic") for quote in criterion.quotes]
        lines += [Content(f"  {one_line(remark)}") for remark in criterion.remarks]
    if passage.delivery_rows:
        lines += [Content(""), Content.styled("How you spoke", "bold")]
    for row in passage.delivery_rows:
        lines.append(Content.assemble((f"  {row.name}: ", "$secondary"), one_line(row.in_words)))
    lines += [Content(one_line(text)) for text in passage.ratings]
    if passage.sample_answer:
        lines += [Content(""), _sample(passage)]
    return Content("\n").join(lines)


def marked(answer: str, quotes: Sequence[str]) -> Content:
    """An answer with the words that its judgement rests on set off by weight and colour."""
    lines = [
        Content.assemble(
            *((part.text, "bold $success underline") if part.marked else part.text for part in line)
        )
        for line in marked_lines(printable(answer), quotes)
    ]
    return Content("\n").join(lines)


def sections(parts: Sequence[Section]) -> Content:
    """Titled parts of a report, one after another."""
    return Content("\n\n").join(Content("\n").join(_section(part)) for part in parts)


def transcript(passages: Sequence[Passage]) -> Content:
    """Questions and answers in their order, without judgements."""
    blocks = []
    for passage in passages:
        lines = [Content.styled(f"{passage.label}  {passage.round}", "$secondary")]
        if passage.lead_in:
            lines.append(Content.styled(printable(passage.lead_in), "italic"))
        lines.append(Content.styled(printable(passage.question), "bold"))
        how = "To be answered." if passage.outcome == "not answered" else one_line(passage.how)
        said = printable(passage.answer) if passage.answer is not None else how
        lines.append(Content(said) if passage.answer is not None else Content.styled(said, "$secondary"))
        blocks.append(Content("\n").join(lines))
    return Content("\n\n").join(blocks)


def _section(part: Section) -> Iterator[Content]:
    yield Content.styled(part.title, "bold $primary")
    for text in part.texts:
        yield Content(one_line(text))
    for name, value in part.facts:
        yield Content.assemble((f"{name}: ", "$secondary"), one_line(value))
    for item in part.items:
        yield Content(f"• {one_line(item)}")


def _judged(passage: Passage) -> Iterator[Content]:
    """What to do comes first, so that it is read where there are but a few lines."""
    yield Content.styled(one_line(passage.judged_by), "$secondary")
    if passage.before:
        yield Content(one_line(passage.before))
    yield from _advice(passage)
    for point in passage.found:
        yield Content.assemble((f"{MADE} ", "bold $success"), one_line(point.fact))
    for fact in passage.missing:
        yield Content.assemble((f"{UNMADE} {passage.unmade}: ", "bold $warning"), one_line(fact))
    if passage.missing_parts:
        parts = ", ".join(passage.missing_parts)
        yield Content.assemble((f"{UNMADE} {passage.absent}: ", "bold $warning"), f"{parts} of the story")
    yield from (Content(""), Content.styled("You said", "$secondary"))
    yield marked(passage.answer or "", passage.evidence)


def _advice(passage: Passage) -> Iterator[Content]:
    labelled = [
        *([("fix first", passage.first_fix)] if passage.first_fix else []),
        *(("good", text) for text in passage.other_strengths),
        *(("then", text) for text in passage.improvements),
        *([("next level", passage.next_level)] if passage.next_level else []),
        *([("story", passage.story)] if passage.story else []),
        *([("delivery", passage.delivery)] if passage.delivery else []),
    ]
    for label, text in labelled:
        style = "bold $accent" if label == "fix first" else "$secondary"
        yield Content.assemble((f"{label}: ", style), one_line(text))


def _sample(passage: Passage) -> Content:
    return Content.assemble(
        (f"{passage.label}, an answer to compare with:\n", "bold $primary"), printable(passage.sample_answer)
    )
