"""What came of an interview: scores, questions, what to change, and what to do next."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import DataTable, Static

from interview_cli.cells import shortened
from interview_cli.coach.scale import band, on_scale
from interview_cli.interview.session import Session
from interview_cli.report.activity import TITLE as WORK_TITLE
from interview_cli.report.activity import coverage_words
from interview_cli.report.outline import Outline, outline
from interview_cli.report.passage import Passage
from interview_cli.report.section import Section
from interview_cli.report.view import View
from interview_cli.report.wording import one_line
from interview_cli.tui.actions import Place
from interview_cli.tui.keys import bindings_of
from interview_cli.tui.screens.pane import PaneScreen
from interview_cli.tui.screens.question import QuestionScreen
from interview_cli.tui.screens.transcript import TranscriptScreen
from interview_cli.tui.widgets.bars import bars
from interview_cli.tui.widgets.key_bar import KeyBar
from interview_cli.tui.widgets.reading import Reading
from interview_cli.tui.widgets.table import Table
from interview_cli.tui.words import sections
from interview_cli.voice.ports import Voice

_SHORTEST_QUESTION = 20


class ResultScreen(PaneScreen):
    """The report of a session, each question of which opens."""

    CSS_PATH = "result.tcss"
    BINDINGS = bindings_of("result")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (130, "-wide")]
    PLACES: ClassVar[tuple[Place, ...]] = ("result", "reading")

    class Wanted(Message):
        """The person wants something that other rooms do: `export`, `drill`, `history` or `new`."""

        def __init__(self, what: str, session: Session) -> None:
            super().__init__()
            self.what, self.session = what, session

    def __init__(
        self, session: Session, view: View, voice: Voice | None = None, *, compared: str = ""
    ) -> None:
        super().__init__()
        self.session = session
        self._voice = voice
        self._view = view
        self._compared = compared
        self._report = outline(session, scale=view.scale, scores=view.scores)

    def compose(self) -> ComposeResult:
        """Verdict and bars, the questions, and everything in words."""
        yield Static(
            f"Result · {one_line(self._report.title.partition(': ')[2])}", classes="title", markup=False
        )
        yield Static(self._verdict(), id="verdict", markup=False)
        with Container(id="parts"):
            with Vertical(id="numbers"):
                yield Static(id="bars", markup=False)
                yield Table(id="questions")
            yield Reading(sections(_told(self._report, self._compared)), id="words")
        yield KeyBar()

    def on_mount(self) -> None:
        """Fill the table."""
        table = self.query_one(Table)
        table.add_columns(*(("", "Score", "Question") if self._view.scores else ("", "", "Question")))
        table.focus()

    def on_resize(self) -> None:
        """Bars and questions are as long as there is room."""
        self.call_after_refresh(self._draw)

    def on_screen_resume(self) -> None:
        """The window may have changed while something lay on top."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        place = self.query_one("#bars", Static)
        place.display = bool(self._report.categories)
        place.update(bars(self._report.categories, place.size.width or self.size.width - 4))
        table = self.query_one(Table)
        row = table.cursor_row
        table.clear()
        heads = [(passage.label, self._standing(passage)) for passage in self._report.passages]
        taken = sum(
            max(map(len, column), default=0) + 2 * table.cell_padding for column in zip(*heads, strict=True)
        )
        room = max(_SHORTEST_QUESTION, table.size.width - taken - 2 * table.cell_padding)
        for head, passage in zip(heads, self._report.passages, strict=True):
            table.add_row(*head, shortened(one_line(passage.question), room))
        table.in_full = [
            "  ".join((*head, one_line(passage.question)))
            for head, passage in zip(heads, self._report.passages, strict=True)
        ]
        table.move_cursor(row=row)

    def _standing(self, passage: Passage) -> str:
        if passage.score is None:
            return passage.outcome
        return f"{on_scale(passage.score, self._view.scale):>3} {band(passage.score)}"

    def _verdict(self) -> Content:
        report = self._report
        lines = [Content.styled(report.standing, "bold")] if report.standing else []
        if report.readiness:
            lines.append(
                Content.assemble((f"{report.readiness}. ", "bold $accent"), one_line(report.why_ready))
            )
        if not lines:
            lines.append(Content("Nothing was judged."))
        return Content("\n").join(lines)

    def compare(self, compared: str) -> None:
        """Set this interview beside the last one of its kind, which is found while the result is shown."""
        if compared:
            self.query_one(Reading).show(sections(_told(self._report, compared)))

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Enter on a row reads that question whole."""
        passage = self._report.passages[event.cursor_row]
        turn = next(turn for turn in self.session.turns if turn.label == passage.label)
        takes = [take for take in turn.answer.takes if take.file] if turn.answer else []
        play = partial(self._voice.play, self.session) if self._voice is not None else None
        self.app.push_screen(QuestionScreen(passage, takes, play))

    def action_open(self) -> None:
        """Read the question under the cursor."""
        self.query_one(Table).action_select_cursor()

    def action_transcript(self) -> None:
        """Read the whole interview."""
        self.app.push_screen(TranscriptScreen(self.session, self._view))

    def action_export(self) -> None:
        """Write a report."""
        self.post_message(self.Wanted("export", self.session))

    def action_drill(self) -> None:
        """Practise what is due."""
        self.post_message(self.Wanted("drill", self.session))

    def action_history(self) -> None:
        """See past interviews."""
        self.post_message(self.Wanted("history", self.session))

    def action_again(self) -> None:
        """Set up another one."""
        self.post_message(self.Wanted("new", self.session))


def _told(report: Outline, compared: str) -> list[Section]:
    """All that is told in words, in the order in which it is read."""
    parts = [Section("In short", texts=(report.summary,))] if report.summary else []
    parts += report.findings
    attempts = tuple(filter(None, (compared, *report.attempts)))
    parts += [Section("Against your attempts before", items=attempts)] if attempts else []
    if report.activity:
        covered = tuple(f"{line.covered_in or 'not covered'}: {line.title}" for line in report.activity)
        parts.append(Section(f"{WORK_TITLE}: {coverage_words(report.activity)}", items=covered))
    parts += report.records
    facts = Section("This interview", facts=report.facts, texts=(report.note,) if report.note else ())
    return [*parts, facts]
