"""The area an answer is written in."""

from __future__ import annotations

from typing import Literal

from textual.events import Key, Paste
from textual.message import Message
from textual.widgets import TextArea

from interview_cli.report.wording import harmless, length_of


class AnswerArea(TextArea):
    """Several lines of text with a count of words; what is pasted stays as it is, Ctrl+Z undoes."""

    HELP = (
        "Write as you would speak; what you type is kept every few seconds. Ctrl+Z undoes, Ctrl+Y does it "
        "again, Tab leaves the area."
    )

    class Typed(Message):
        """A key of an answer was pressed, whether or not it is taken just now."""

    class Talked(Message):
        """Space was pressed where it is the talk key."""

    class TalkedOut(Message):
        """Enter was pressed while the answer is spoken."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, soft_wrap=True, show_line_numbers=False, tab_behavior="focus", compact=False)
        self.border_title = "Your answer"
        self._ahead = ""
        # Space is the talk key: never, while the answer is empty, or always, as while one speaks.
        self.space_talks: Literal["never", "empty", "always"] = "never"

    def on_mount(self) -> None:
        """Say from the start how long it is."""
        self.count()

    def on_text_area_changed(self) -> None:
        """Count again."""
        self.count()

    def count(self, remark: str = "") -> None:
        """Show the length, and a remark beside it."""
        said = length_of(self.text) if self.text.strip() else "nothing yet"
        self.border_subtitle = f"{said} · {remark}" if remark else said

    def wait(self) -> None:
        """Take no answer just now: what is typed meanwhile comes in later, so that no key is lost."""
        self.read_only = True
        self.add_class("-waiting")

    def listen(self) -> None:
        """Take an answer, which goes on with what was typed ahead."""
        self.read_only = False
        self.remove_class("-waiting")
        if self._ahead:
            self.insert(self._ahead)
            self._ahead = ""

    @property
    def ahead(self) -> str:
        """What was typed while no answer was taken."""
        return self._ahead

    def part_ahead(self) -> None:
        """Part what was typed ahead from the words that came before it meanwhile."""
        if self._ahead[:1].isalnum():
            self._ahead = f" {self._ahead}"

    def take(self, text: str) -> None:
        """Take in what was typed elsewhere, now or as soon as an answer is taken."""
        if self.read_only:
            self._ahead += text
            self._count_ahead()
        else:
            self.insert(text)

    def action_undo(self) -> None:
        """Take back what was typed last, where it can be typed now."""
        if not self.read_only:
            super().action_undo()

    def action_redo(self) -> None:
        """Type again what was taken back."""
        if not self.read_only:
            super().action_redo()

    def on_key(self, event: Key) -> None:
        """Keep what is typed ahead; while one speaks Space and Enter end that."""
        if event.key == "enter" and self.space_talks == "always":
            event.prevent_default().stop()
            self.post_message(self.TalkedOut())
            return
        is_empty = not (self.text + self._ahead).strip()
        if event.key == "space" and (
            self.space_talks == "always" or (self.space_talks == "empty" and is_empty)
        ):
            event.prevent_default().stop()
            self.post_message(self.Talked())
            return
        if event.is_printable or event.key in ("enter", "backspace"):
            self.post_message(self.Typed())
        if not self.read_only:
            return
        if event.key == "backspace":
            self._ahead = self._ahead[:-1]
            self._count_ahead()
        elif event.key == "enter":
            self.take("\n")
        elif event.is_printable and event.character is not None:
            self.take(event.character)
            event.stop()

    def on_paste(self, event: Paste) -> None:
        """Keep what is pasted ahead."""
        if self.read_only:
            self.take(event.text)

    def _count_ahead(self) -> None:
        self.count(f"{length_of(self._ahead)} typed ahead" if self._ahead.strip() else "")

    def add(self, text: str) -> None:
        """Add text at the end, which undo takes back; also while no answer is taken."""
        end = self.document.end
        self.replace(harmless(text), end, end)
        self.move_cursor(self.document.end)

    def replace_all(self, text: str) -> None:
        """Another text in its place, which undo takes back; the cursor stands at its end."""
        self.replace(harmless(text), (0, 0), self.document.end)
        self.move_cursor(self.document.end)

    def begin(self, text: str) -> None:
        """A new answer that begins with `text`; there is nothing to undo."""
        self.load_text(harmless(text))
        self.move_cursor(self.document.end)
