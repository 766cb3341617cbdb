"""Asks in which format and where a report is to be written, and writes it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import Worker

from interview_cli.errors import InterviewError
from interview_cli.interview.session import Session
from interview_cli.report.wording import one_line
from interview_cli.tui.actions import Place
from interview_cli.tui.errands import run_errand, tell_error
from interview_cli.tui.keys import back, movement
from interview_cli.tui.ports import AlreadyThereError, ExportPort
from interview_cli.tui.screens.confirm import ConfirmScreen

_TOLD_SECONDS = 8


class Formats(OptionList):
    """The formats to choose from."""

    BINDINGS = movement()
    HELP = "Choose a format; Enter goes on to the path."

    def action_down(self) -> None:
        """The next one."""
        self.action_cursor_down()

    def action_up(self) -> None:
        """The one before."""
        self.action_cursor_up()

    def action_top(self) -> None:
        """The first one."""
        self.action_first()

    def action_bottom(self) -> None:
        """The last one."""
        self.action_last()


class ExportScreen(ModalScreen[None]):
    """A list of formats and a path; Enter in the path writes."""

    CSS_PATH = "export.tcss"
    BINDINGS = back()
    PLACES: ClassVar[tuple[Place, ...]] = ("reading",)

    def __init__(self, session: Session, port: ExportPort) -> None:
        super().__init__()
        self._session = session
        self._port = port
        self._ids = list(port.formats)
        self._form = self._ids[0]
        self._writing = False

    def compose(self) -> ComposeResult:
        """What is exported, the formats, the path, and what to press."""
        plan = self._session.plan
        with Vertical(id="box"):
            yield Static(f"Export · {one_line(plan.role_name)}", id="export-title", markup=False)
            yield Formats(
                *(Option(name, id=form) for form, name in self._port.formats.items()),
                markup=False,
                compact=True,
            )
            yield Static("To the file", id="export-to", markup=False)
            yield Input(self._port.suggested(self._session, self._form), id="path", compact=True)
            yield Static("Enter goes on and writes, Tab changes between the two, Esc leaves.", markup=False)

    def on_mount(self) -> None:
        """Choose first."""
        self.query_one(Formats).focus()

    @on(OptionList.OptionHighlighted)
    def _chosen(self, event: OptionList.OptionHighlighted) -> None:
        """Another format has another path, where the person left it as it was."""
        path = self.query_one("#path", Input)
        form = self._ids[event.option_index]
        before, self._form = self._form, form
        if path.value == self._port.suggested(self._session, before):
            path.value = self._port.suggested(self._session, form)
        elif path.value.endswith(f".{before}"):
            path.value = path.value.removesuffix(before) + form

    @on(OptionList.OptionSelected)
    def _to_the_path(self) -> None:
        self.set_focus(self.query_one("#path", Input))

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self._write(replace=False)

    def _write(self, *, replace: bool) -> None:
        path = self.query_one("#path", Input).value.strip()
        if not path:
            self.notify("Say where to write: a path with a file name.", severity="warning")
            return
        if self._writing:
            return
        self._writing = True
        form = self._form
        run_errand(
            self,
            lambda: self._port.write(self._session, form, path, replace=replace),
            self._wrote,
            group="export",
            failed=self._failed,
        )

    def _wrote(self, path: str) -> None:
        self.dismiss(None)
        self.app.notify(f"Wrote {one_line(path)}", timeout=_TOLD_SECONDS, markup=False)

    def _failed(self, error: InterviewError) -> None:
        self._writing = False
        if not isinstance(error, AlreadyThereError):
            tell_error(self.app, error)
            return

        def answered(choice: str | None) -> None:
            if choice == "replace":
                self._write(replace=True)

        question = f"{one_line(error.message)}\nReplace it?"
        answers = (("", "Leave it, choose another path"), ("replace", "Replace it"))
        self.app.push_screen(ConfirmScreen(question, answers), answered)

    def action_back(self) -> None:
        """Nothing is written."""
        self.dismiss(None)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What fails in the background is told by the app."""
        self.app.on_worker_state_changed(event)  # type: ignore[attr-defined]
