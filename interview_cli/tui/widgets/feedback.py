"""The feedback on the last question, beside the next one; it can be folded to its first line."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from interview_cli.interview.session import Session
from interview_cli.report.passage import passage_of
from interview_cli.report.view import View
from interview_cli.tui.widgets.reading import Reading
from interview_cli.tui.words import feedback, verdict

FOLDED, OPEN = "▸", "▾"


class FeedbackPanel(Vertical):
    """A title line that says what the score is, and the text below it."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._title = Content("")
        self._told: set[str] = set()

    def compose(self) -> ComposeResult:
        """The line that stays when it is folded, and the text."""
        yield Static("", id="feedback-title", markup=False)
        yield Reading(id="feedback-text")

    def on_mount(self) -> None:
        """Nothing was judged yet."""
        self.display = False

    @property
    def is_open(self) -> bool:
        """Whether the text can be seen."""
        return self.display and not self.has_class("-folded")

    def tell(self, session: Session, view: View) -> None:
        """Show the newest question that is over, with its follow-ups, once all of it is judged."""
        for main in reversed(session.main_turns[:-1]):
            family = session.family(main)
            if session.awaits_judgement(family):
                continue
            if main.id not in self._told and any(turn.evaluation for turn in family):
                self._told.add(main.id)
                told = [
                    passage_of(turn, view.scale, view.scores, session.made_later(turn)) for turn in family
                ]
                self.show(verdict(told[0]), feedback(told, samples=view.samples))
            return

    def show(self, title: Content, text: Content) -> None:
        """Tell of a question; the panel opens."""
        self._title = title
        self.query_one(Reading).show(text)
        self.display = True
        self.fold(False)

    def fold(self, folded: bool) -> None:
        """Fold it to its title, or open it."""
        self.set_class(folded, "-folded")
        mark = FOLDED if folded else OPEN
        self.query_one("#feedback-title", Static).update(
            Content.assemble((f"{mark} ", "$accent"), self._title)
        )
