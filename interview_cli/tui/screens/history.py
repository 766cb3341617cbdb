"""Past interviews: open, go on with, judge afresh, export, delete."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Static

from interview_cli.errors import InterviewError, NotFoundError, StorageError, UsageError
from interview_cli.report.view import View
from interview_cli.tui.actions import Place
from interview_cli.tui.errands import run_errand, tell_error
from interview_cli.tui.keys import bindings_of
from interview_cli.tui.past import Entry
from interview_cli.tui.ports import Check, Ports, Sitting
from interview_cli.tui.screens.confirm import ConfirmScreen
from interview_cli.tui.screens.judging import JudgingLine
from interview_cli.tui.screens.past import PastScreen
from interview_cli.tui.widgets.key_bar import KeyBar
from interview_cli.tui.widgets.ledger import Ledger
from interview_cli.tui.widgets.past_table import PastTable

# What opens a whole interview is imported when one is opened: a table needs none of it.
if TYPE_CHECKING:
    from interview_cli.interview.session import Session

_ABOUT_ONE = frozenset({"open", "delete", "export"})


class HistoryScreen(PastScreen):
    """The table of all interviews, and what can be done with the one under the cursor."""

    BINDINGS = bindings_of("history")
    PLACES: ClassVar[tuple[Place, ...]] = ("history", "reading")

    class Wanted(Message):
        """The person wants what other rooms do: the `export` of an interview, a `drill`, or a `new` one."""

        def __init__(self, what: Literal["export", "drill", "new"], session: Session | None = None) -> None:
            super().__init__()
            self.what, self.session = what, session

    class Reopened(Message):
        """An interrupted interview goes on."""

        def __init__(self, sitting: Sitting) -> None:
            super().__init__()
            self.sitting = sitting

    class Removed(Message):
        """An interview was deleted."""

        def __init__(self, session_id: str) -> None:
            super().__init__()
            self.session_id = session_id

    def __init__(self, ports: Ports) -> None:
        super().__init__(ports.history)
        self._ports = ports

    def compose(self) -> ComposeResult:
        """The table, what goes on beside it, and the keys."""
        yield Static("History", classes="title", markup=False)
        yield PastTable()
        yield JudgingLine(self._ports.history)
        yield KeyBar()

    @property
    def _judging(self) -> JudgingLine:
        return self.query_one(JudgingLine)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Which keys do something for the interview under the cursor."""
        if not self.is_mounted:
            return None
        entry = self._table.entry
        works = True
        if action in _ABOUT_ONE:
            works = entry is not None
        elif action == "resume":
            works = entry is not None and entry.is_open
        elif action == "rescore":
            works = entry is not None and entry.row["answered"] > 0 and not self._judging.is_on
        return super().check_action(action, parameters) if works else None

    def action_back(self) -> None:
        """Out of the filter, out of judging, then to where the person came from."""
        if self._judging.is_on and not self._table.is_searched:
            self._judging.stop()
        else:
            super().action_back()

    # ------------------------------------------------------------------ one interview

    @on(Ledger.Chosen)
    def _chosen(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Read the interview under the cursor; one that is open may go on instead."""
        entry = self._table.entry
        if entry is None:
            return
        if not entry.is_open:
            self._load(entry, self._read_result)
            return

        def answered(choice: str | None) -> None:
            if choice == "read":
                self._load(entry, self._read_transcript)
            elif choice == "continue":
                self._resume(entry)

        answers = (("read", "Read what was said so far"), ("continue", "Go on with it"))
        self.app.push_screen(
            ConfirmScreen(f"{entry.brief}\nThis interview is still open.", answers), answered
        )

    def _load(self, entry: Entry, then: Callable[[Session, View], object]) -> None:
        def load() -> tuple[Session, View]:
            session = self._ports.history.load(entry.id)
            return session, self._ports.history.view(session)

        run_errand(self, load, lambda loaded: then(*loaded), group="opening", failed=self._refused)

    def _read_result(self, session: Session, view: View) -> None:
        from interview_cli.report.last_time import beside_last
        from interview_cli.tui.screens.result import ResultScreen

        rows = [entry.row for entry in self._table.past.entries]
        compared = beside_last(rows, session.id, view)
        self.app.push_screen(ResultScreen(session, view, self._ports.voice(), compared=compared))

    def _read_transcript(self, session: Session, view: View) -> None:
        from interview_cli.tui.screens.transcript import TranscriptScreen

        self.app.push_screen(TranscriptScreen(session, view))

    def _refused(self, error: InterviewError) -> None:
        """What can't be used may have been changed by another process, so that the table is out of date."""
        tell_error(self.app, error)
        if isinstance(error, StorageError | NotFoundError):
            self.read()

    def action_resume(self) -> None:
        """Go on with the interview under the cursor."""
        entry = self._table.entry
        if entry is not None and entry.is_open:
            self._resume(entry)

    def _resume(self, entry: Entry) -> None:
        def reopen() -> Sitting:
            sitting = self._ports.setup.reopen(entry.id)
            # Whether another process has it is told here, where the person can choose another one.
            with sitting.hold():
                return sitting

        def begin(sitting: Sitting) -> None:
            self.post_message(self.Reopened(sitting))

        run_errand(self, reopen, begin, group="opening", failed=self._refused)

    def action_export(self) -> None:
        """Write its report to a file."""
        entry = self._table.entry
        if entry is not None:
            self._load(entry, lambda session, _: self.post_message(self.Wanted("export", session)))

    def action_delete(self) -> None:
        """Delete it for good, after asking."""
        entry = self._table.entry
        if entry is None:
            return

        def removed(_: None) -> None:
            self.notify(f"Deleted: {entry.brief}", markup=False)
            self.post_message(self.Removed(entry.id))
            self.read()

        def answered(choice: str | None) -> None:
            if choice == "delete":
                remove = self._ports.history.remove
                run_errand(self, lambda: remove(entry.id), removed, group="deleting", failed=self._refused)

        question = f"Delete this interview with everything recorded in it, for good?\n{entry.brief}"
        self.app.push_screen(ConfirmScreen(question, (("", "Keep it"), ("delete", "Delete it"))), answered)

    def action_drill(self) -> None:
        """Practise what is due."""
        self.post_message(self.Wanted("drill"))

    def action_again(self) -> None:
        """Set up another one."""
        self.post_message(self.Wanted("new"))

    # ------------------------------------------------------------------ judging once more

    def action_rescore(self) -> None:
        """Judge its answers once more, after asking and saying by whom."""
        entry = self._table.entry
        if entry is None or self._judging.is_on:
            return

        def judge() -> Check:
            session = self._ports.history.load(entry.id)
            try:
                return self._ports.setup.model_found(", ".join(session.models))
            except UsageError as error:
                return Check("model", False, f"{error.message} {error.hint}")

        def ask(judge: Check) -> None:
            self._judging.ask(entry, judge)

        run_errand(self, judge, ask, group="opening", failed=self._refused)

    @on(JudgingLine.Told)
    def _judging_goes_on(self) -> None:
        self.refresh_bindings()

    @on(JudgingLine.Over)
    def _judging_over(self) -> None:
        self.refresh_bindings()
        self.read()
