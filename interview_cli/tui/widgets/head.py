"""The line above a question: where the interview stands, and how much time is left."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from interview_cli.report.wording import one_line
from interview_cli.tui import clock
from interview_cli.tui.course import Course

# Shown while the clock stands still.
_STILL = "⏸ "


class Head(Horizontal):
    """Label, round and role on the left, the two clocks on the right."""

    DEFAULT_CSS = """
    Head {
        height: 1;
        padding: 0 1;
        background: $surface;
        #place { width: 1fr; }
        #clock { width: auto; }
    }
    """

    def compose(self) -> ComposeResult:
        """Place and time."""
        yield Static(id="place", markup=False)
        yield Static(id="clock", markup=False)

    def show_place(self, course: Course) -> None:
        """Say which question it is."""
        asked = course.asked
        if asked is None:
            return
        turn = asked.turn
        # Questions on the resume count too, but bear no number.
        place = "" if turn.label == f"Q{asked.number}" else f", {asked.number}"
        where = f"{turn.label}{place} of {asked.total}" if turn.parent is None else turn.label
        if course.forming is not None and course.forming.turn_id is None:
            where = "Next question"
        about = f"  {one_line(turn.round)} · {one_line(course.session.plan.role_name)}"
        self.query_one("#place", Static).update(Content.assemble((where, "bold"), (about, "$secondary")))

    def show_time(self, course: Course) -> None:
        """Say how much time is left for the question, if it has a time of its own, and in all."""
        if course.asked is None:
            return
        said = [clock.interview_words(course.clock.left_in_all)]
        if course.asked.turn.suggested_seconds:
            said.insert(0, clock.question_words(course.clock.left, strict=course.strict))
        pieces = [Content.styled(text, "bold $warning" if short else "$secondary") for text, short in said]
        still = "" if course.clock.running else _STILL
        self.query_one("#clock", Static).update(Content.assemble(still, Content("  ").join(pieces)))
