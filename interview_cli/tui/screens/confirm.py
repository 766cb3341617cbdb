"""Asks before something is done that can't be taken back, or which of several things is to be done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from interview_cli.tui.actions import Place
from interview_cli.tui.keys import choosing, leaving
from interview_cli.tui.widgets.key_bar import KeyBar


class ConfirmScreen(ModalScreen[str]):
    """A question with answers to choose from; gives the id of the chosen one, `""` for Escape."""

    CSS_PATH = "confirm.tcss"
    BINDINGS = leaving()
    PLACES: ClassVar[tuple[Place, ...]] = ("question",)

    def __init__(self, question: str, answers: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.typed = ""
        self._question = question
        self._answers = answers

    def compose(self) -> ComposeResult:
        """The question above its answers, and the keys."""
        with Vertical(id="box"):
            yield Static(self._question, markup=False)
            yield Answers(
                *(Option(text, id=name) for name, text in self._answers), markup=False, compact=True
            )
        yield KeyBar()

    def on_mount(self) -> None:
        """The first answer is the one that does no harm."""
        self.query_one(Answers).focus()

    def on_key(self, event: Key) -> None:
        """Keep what whoever was just typing typed on, for those who care; keys that do something are none."""
        is_text = event.is_printable and event.key not in self.active_bindings
        if is_text and event.character is not None:
            self.typed += event.character

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """An answer was chosen."""
        self.dismiss(event.option.id or "")

    def action_leave(self) -> None:
        """Nothing is done."""
        self.dismiss("")


class Answers(OptionList):
    """What can be answered."""

    BINDINGS = choosing()

    def action_choose(self) -> None:
        """Take the answer under the cursor."""
        self.action_select()

    def action_down(self) -> None:
        """The next answer."""
        self.action_cursor_down()

    def action_up(self) -> None:
        """The answer before."""
        self.action_cursor_up()
