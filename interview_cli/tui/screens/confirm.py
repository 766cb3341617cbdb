"""Asks before something is done that can't be taken back."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option


class ConfirmScreen(ModalScreen[str]):
    """A question with answers to choose from; gives the id of the chosen one, `""` for Escape."""

    CSS_PATH = "confirm.tcss"
    BINDINGS = [("escape", "leave", "Back"), ("j", "cursor('down')"), ("k", "cursor('up')")]

    def __init__(self, question: str, answers: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._question = question
        self._answers = answers

    def compose(self) -> ComposeResult:
        """The question above its answers."""
        with Vertical(id="box"):
            yield Static(self._question, markup=False)
            yield OptionList(
                *(Option(text, id=name) for name, text in self._answers), markup=False, compact=True
            )

    def on_mount(self) -> None:
        """The first answer is the one that does no harm."""
        self.query_one(OptionList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """An answer was chosen."""
        self.dismiss(event.option.id or "")

    def action_leave(self) -> None:
        """Nothing is done."""
        self.dismiss("")

    def action_cursor(self, way: str) -> None:
        """Move as vim does."""
        answers = self.query_one(OptionList)
        answers.action_cursor_down() if way == "down" else answers.action_cursor_up()
