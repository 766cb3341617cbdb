"""A session as a report in the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from interview_cli.coach.delivery_rows import Row
from interview_cli.coach.scale import band
from interview_cli.report.activity import TITLE, ActivityLine
from interview_cli.report.criteria import CriterionLine
from interview_cli.report.evidence import marked_lines
from interview_cli.report.outline import CategoryLine, Outline
from interview_cli.report.passage import Passage
from interview_cli.report.section import Fact, Section
from interview_cli.report.wording import counted, one_line, printable, shortened

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

SHORT_ANSWER_WORDS = 80

_BAR_WIDTH = 20
_GLANCE_WORDS = 12
_BAND_STYLES = {"excellent": "green", "good": "green", "fair": "yellow"}
_WEAK_STYLE = "red"


def render(report: Outline, *, full: bool = False, samples: bool = False) -> Iterator[RenderableType]:
    """The report in pieces for a rich console.

    Long answers are cut without `full`; the answers to compare with come with `full` or `samples`.
    """
    from rich.text import Text

    yield _text(report.title, "bold")
    yield _facts(report.facts)
    yield Text()
    yield from _result(report)
    for section in report.findings:
        yield from _section(section)
    if report.passages:
        yield Text()
        yield _heading("Questions")
        yield _at_a_glance(report.passages)
    for passage in report.passages:
        yield from _passage(passage, full, samples or full)
    if report.activity:
        yield Text()
        yield _heading(TITLE)
        yield _grid(map(_activity, report.activity))
    for section in report.records:
        yield from _section(section, ruled=bool(section.facts))


def _result(report: Outline) -> Iterator[RenderableType]:
    from rich.text import Text

    if report.standing:
        yield _text(report.standing, f"bold {_style(report.score)}" if report.score is not None else "bold")
    if report.categories:
        yield _indented(_categories(report.categories))
    if report.readiness:
        if report.standing:
            yield Text()
        yield _text(f"{report.readiness}.", "bold")
        yield _text(report.why_ready)
    for paragraph in (report.summary, report.note):
        if paragraph:
            yield Text()
            yield _text(paragraph)


def is_cut(report: Outline) -> bool:
    """Whether `render` leaves out something that it shows with `full`."""
    return any(passage.sample_answer or _cut(passage.answer or "")[1] for passage in report.passages)


def _passage(passage: Passage, full: bool, sample: bool) -> Iterator[RenderableType]:
    from rich.text import Text

    yield Text()
    yield _heading(f"{passage.label} ({passage.round})", passage.standing, passage.score)
    if passage.lead_in:
        yield _text(passage.lead_in, "italic")
    yield _text(passage.question, "bold")
    yield Text()
    if passage.answer is not None:
        yield _indented(_answer(passage, full))
    yield _indented(_text(f"{passage.how} {passage.judged_by}".strip(), "dim"))
    if passage.draft:
        yield _indented(_text(printable(passage.draft)))
    if passage.before:
        yield _indented(_text(passage.before, "bold"))
    for rating in passage.ratings:
        yield _indented(_text(one_line(rating), "cyan"))
    if passage.criteria:
        yield Text()
        yield _indented(_criteria(passage.criteria))
    if notes := list(_notes(passage)):
        yield Text()
        yield _indented(_grid((_label(name, style), _text(one_line(text))) for name, style, text in notes))
    if passage.delivery_rows:
        yield Text()
        yield _indented(_grid(map(_measured, passage.delivery_rows)))
    if sample and passage.sample_answer:
        yield Text()
        yield _indented(_text("A strong answer", "bold"))
        yield _indented(_text(passage.sample_answer, "italic"))


def _answer(passage: Passage, full: bool) -> Text:
    from rich.text import Text

    text = printable(passage.answer or "").strip("\n")
    shown, left_out = (text, 0) if full else _cut(text)
    answer = Text()
    for number, line in enumerate(marked_lines(shown, passage.evidence)):
        answer.append("\n" if number else "")
        for stretch in line:
            answer.append(stretch.text, "bold green" if stretch.marked else "")
    if left_out:
        answer.append(f" ... ({counted(left_out, 'more word')})", "dim")
    return answer if text.strip() else Text("(an empty answer)", "dim")


def _cut(answer: str) -> tuple[str, int]:
    return shortened(answer, SHORT_ANSWER_WORDS)


def _notes(passage: Passage) -> Iterator[tuple[str, str, str]]:
    for point in passage.found:
        words = f' ("{point.evidence}")' if point.evidence else ""
        yield "made", "green", f"{point.fact}{words}"
    for fact in passage.missing:
        yield passage.unmade, "red", fact
    if passage.missing_parts:
        yield passage.absent, "red", f"{', '.join(passage.missing_parts)} (parts of the story)"
    if passage.story:
        yield "story", "dim", passage.story
    for text in passage.other_strengths:
        yield "good", "green", text
    if passage.first_fix:
        yield "fix first", "bold yellow", passage.first_fix
    for text in passage.improvements:
        yield "then", "yellow", text
    if passage.next_level:
        yield "next level", "yellow", passage.next_level
    if passage.delivery:
        yield "delivery", "dim", passage.delivery


def _measured(row: Row) -> tuple[Text, Text, Text, Text]:
    """One measure of delivery: a high trust goes without saying."""
    style = {"good": "green", "": ""}.get(row.standing, "yellow")
    trust = f"{row.trust} trust: {row.doubt}" if row.doubt else ""
    return _text(row.name, "dim"), _text(row.value), _text(row.standing, style), _text(trust, "dim")


def _at_a_glance(passages: Sequence[Passage]) -> Table:
    return _grid(
        (
            _label(passage.label, ""),
            _label(passage.standing or passage.outcome, _style(passage.score) if passage.standing else "dim"),
            _text(_brief(passage.question)),
        )
        for passage in passages
    )


def _brief(question: str) -> str:
    text, left = shortened(one_line(question), _GLANCE_WORDS)
    return f"{text} ..." if left else text


def _categories(categories: Sequence[CategoryLine]) -> Table:
    from rich.progress_bar import ProgressBar

    return _grid(
        (
            _text(category.name),
            ProgressBar(100, category.score, _BAR_WIDTH, complete_style=_style(category.score)),
            _number(category.shown),
            _text(category.band, _style(category.score)),
            _text(f"over {counted(category.answers, 'answer')}", "dim"),
        )
        for category in categories
    )


def _criteria(criteria: Sequence[CriterionLine]) -> Table:
    return _grid(
        (_text(criterion.name), _number(criterion.shown, _style(criterion.score)), _why(criterion))
        if criterion.shown
        else (_text(criterion.name), _why(criterion))
        for criterion in criteria
    )


def _why(criterion: CriterionLine) -> Text:
    from rich.text import Text

    said = " ".join(text for text in (criterion.meaning, one_line(criterion.reason)) if text)
    lines = [_text(said)] if said else []
    lines += [_text(f'"{one_line(quote)}"', "italic green") for quote in criterion.quotes]
    lines += [_text(f"({remark})", "dim") for remark in criterion.remarks]
    return Text("\n").join(lines)


def _activity(line: ActivityLine) -> tuple[Text, Text, Text]:
    style = "green" if line.covered_in else "yellow"
    return (
        _text(line.covered_in or line.mark, style),
        _text(one_line(line.title)),
        _text(one_line(line.where), "dim"),
    )


def _section(section: Section, *, ruled: bool = False) -> Iterator[RenderableType]:
    from rich.text import Text

    yield Text()
    yield _heading(section.title) if ruled else _text(section.title, "bold")
    for text in section.texts:
        yield _text(text)
    if section.facts:
        yield _facts(section.facts)
    if section.items:
        yield _grid((_text("-"), _text(one_line(item))) for item in section.items)


def _facts(facts: Iterable[Fact]) -> Table:
    return _grid((_text(name, "dim"), _text(one_line(value))) for name, value in facts)


def _heading(title: str, standing: str = "", score: float | None = None) -> RenderableType:
    from rich.rule import Rule

    text = _text(title, "bold")
    if standing:
        text.append(f"  {standing}", _style(score or 0.0))
    return Rule(text, align="left", style="dim")


def _grid(rows: Iterable[Sequence[RenderableType]]) -> Table:
    from rich.table import Table

    grid = Table.grid(padding=(0, 2, 0, 0))
    for row in rows:
        while len(grid.columns) < len(row):
            # A sentence without spaces is one word, which would else end at the edge of its column.
            grid.add_column(overflow="fold")
        grid.add_row(*row)
    return grid


def _indented(piece: RenderableType) -> RenderableType:
    from rich.padding import Padding

    return Padding(piece, (0, 0, 0, 2))


def _text(text: str, style: str = "") -> Text:
    from rich.text import Text

    return Text(printable(text), style)


def _number(text: str, style: str = "") -> Text:
    from rich.text import Text

    return Text(text, style, justify="right")


def _label(text: str, style: str) -> Text:
    from rich.text import Text

    return Text(printable(text), style, no_wrap=True, overflow="ellipsis")


def _style(score: float | None) -> str:
    return "" if score is None else _BAND_STYLES.get(band(score), _WEAK_STYLE)
