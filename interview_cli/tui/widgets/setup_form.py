"""The fields of the setup: what they begin with, what each offers, and the choices made in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast, get_args

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.events import DescendantFocus, Key
from textual.widget import Widget
from textual.widgets import Input, Select, Static

from interview_cli.errors import UsageError
from interview_cli.interview.kinds import LONGEST_MINUTES, SHORTEST_MINUTES, InterviewType
from interview_cli.interview.scope import asked, fewest
from interview_cli.interview.wish import Choices
from interview_cli.library.role import Seniority
from interview_cli.report.wording import counted
from interview_cli.tui.ports import Offers
from interview_cli.tui.widgets.picker import Picker
from interview_cli.tui.widgets.suggesting import LastOfList

NONE = "none"
TYPED, SPOKEN = "typed", "spoken"
OFFERED_MINUTES = "15, 30 or 45; 5 to 120"
_TOPICS = "topics, with commas between them"


class SetupForm(VerticalScroll, can_focus=False):
    """A form of one line a field; the arrow keys go from field to field.

    `questions` is how many are to be asked, where the command line says so.
    """

    def __init__(self, questions: int | None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._questions = questions
        self._usual_minutes = 0

    def compose(self) -> ComposeResult:
        """The fields in the order in which one thinks of them."""
        yield _field("Role", Picker(id="role", placeholder="type to search"))
        yield _field(
            "Type", Select(_named(get_args(InterviewType)), id="type", allow_blank=False, compact=True)
        )
        yield _field(
            "Level",
            Select(_named(get_args(Seniority)), id="level", prompt="as resume and job say", compact=True),
        )
        yield _field(
            "Minutes",
            Input(id="minutes", type="integer", placeholder=OFFERED_MINUTES, compact=True),
            Static("", id="scope", markup=False),
        )
        yield _field("Resume", Select([], id="resume", prompt=NONE, compact=True))
        yield _field(
            "Job posting",
            Input(id="job", placeholder="a file: text, Markdown, PDF, DOCX, HTML", compact=True),
        )
        yield _field(
            "Company", Picker(id="company", placeholder="a kind of employer, or any name", free=True)
        )
        yield _field("Focus", Input(id="focus", placeholder=_TOPICS, compact=True))
        yield _field("Model", Input(id="model", placeholder="what is found", compact=True))
        yield _field(
            "Answers",
            Select((("typed", TYPED), ("by voice", SPOKEN)), id="voice", allow_blank=False, compact=True),
        )
        yield _field(
            "Feedback",
            Select(
                (("after each question", "each"), ("at the end", "end")),
                id="feedback",
                allow_blank=False,
                compact=True,
            ),
        )

    # ------------------------------------------------------------------ what stands in it

    def fill(self, offers: Offers) -> None:
        """Offer what there is, and begin with what is chosen at first."""
        first = offers.first
        self._usual_minutes = offers.usual_minutes
        self._picker("role").offer(offers.roles, first.role)
        self._picker("company").offer(offers.companies, first.company)
        resume = self._select("resume")
        resume.set_options((name, name) for name in offers.resumes)
        if first.resume in offers.resumes:
            resume.value = first.resume
        self._select("type").value = first.type or "mixed"
        if first.level:
            self._select("level").value = first.level
        self._input("minutes").value = str(first.minutes or "")
        self._input("job").value = first.job
        self._input("focus").value = ", ".join(first.focus)
        self._input("model").value = first.model
        self._select("feedback").value = first.feedback or "each"
        self._select("voice").value = SPOKEN if first.voice else TYPED
        self._tell_scope()

    @on(Input.Changed, "#minutes")
    @on(Select.Changed, "#type")
    def _tell_scope(self) -> None:
        """Say how many questions these minutes give, and whether they are enough to go by."""
        kind = cast(InterviewType, self._value("type"))
        typed = self._input("minutes").value
        minutes = int(typed) if typed.isdecimal() and len(typed) < 4 else 0
        line = self.query_one("#scope", Static)
        if not self._usual_minutes or (typed and not SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES):
            line.update("")
            return
        number, least = asked(kind, minutes or self._usual_minutes, self._questions), fewest(kind)
        line.set_class(number < least, "-few")
        few = f"; a recommendation takes {least}" if number < least else ""
        line.update(f"{counted(number, 'question')}{few}")

    def offer_focus(self, topics: Sequence[str]) -> None:
        """Suggest the topics of a role."""
        field = self._input("focus")
        field.suggester = LastOfList(topics)
        field.placeholder = ", ".join(topics) if topics else _TOPICS

    def begin(self) -> None:
        """Put the cursor where something is to be said first."""
        self._picker("role").focus()

    def go_on(self) -> None:
        """With a role there the cursor goes on to the kind of interview."""
        role = self._picker("role")
        if role.chosen and role.has_focus_within:
            self._select("type").focus()

    @property
    def model(self) -> str:
        """The models that are named."""
        return self._input("model").value

    def chosen(self) -> Choices:
        """The choices that are made. Raises UsageError where a field won't do, with the cursor in it."""
        role = self._picker("role")
        if not role.chosen:
            role.focus()
            raise UsageError("Choose a role first.", "Type a part of its name and press Enter.")
        minutes = self._input("minutes")
        try:
            return Choices.model_validate(
                {
                    "role": role.chosen,
                    "type": self._value("type"),
                    "level": self._value("level"),
                    "minutes": int(minutes.value) if minutes.value else None,
                    "resume": self._value("resume") or "",
                    "job": self._input("job").value.strip(),
                    "company": self._picker("company").chosen,
                    "focus": [tag.strip() for tag in self._input("focus").value.split(",") if tag.strip()],
                    "model": self.model.strip(),
                    "feedback": self._value("feedback"),
                    "voice": self._value("voice") == SPOKEN,
                }
            )
        except ValueError as error:
            minutes.focus()
            raise UsageError(
                f"Minutes: {minutes.value} won't do.", "Take a whole number, 5 to 120."
            ) from error

    def _value(self, name: str) -> str | None:
        value = self._select(name).value
        return value if isinstance(value, str) else None

    def _input(self, name: str) -> Input:
        return self.query_one(f"#{name}", Input)

    def _select(self, name: str) -> Select[str]:
        return self.query_one(f"#{name}", Select)

    def _picker(self, name: str) -> Picker:
        return self.query_one(f"#{name}", Picker)

    # ------------------------------------------------------------------ going through it

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Set the field off that the cursor is in."""
        for field in self.query(".field"):
            field.set_class(field in event.widget.ancestors, "-current")

    @on(Input.Submitted)
    def _next_field(self) -> None:
        self.screen.focus_next()

    def on_key(self, event: Key) -> None:
        """Arrow keys go from field to field where a field has no use for them, as an open list has."""
        is_open = any(select.expanded for select in self.query(Select))
        if event.key in ("down", "up") and not is_open:
            self.screen.focus_next() if event.key == "down" else self.screen.focus_previous()
            event.stop()


def _field(label: str, *widgets: Widget) -> Horizontal:
    return Horizontal(Static(label, classes="label", markup=False), *widgets, classes="field")


def _named(ids: Sequence[str]) -> list[tuple[str, str]]:
    return [(name.replace("-", " "), name) for name in ids]
