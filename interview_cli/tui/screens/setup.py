"""Sets an interview up: what the command line gave is filled in, the rest is as last time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, get_args

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.events import DescendantFocus, Key
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Select, Static

from interview_cli.errors import InterviewError
from interview_cli.interview.plan import InterviewType
from interview_cli.interview.wish import Choices, Wish
from interview_cli.library.role import Seniority
from interview_cli.tui.actions import Place
from interview_cli.tui.keys import bindings_of
from interview_cli.tui.ports import Check, Offers, Ports, Sitting
from interview_cli.tui.screens.room import RoomScreen
from interview_cli.tui.widgets.key_bar import KeyBar
from interview_cli.tui.widgets.picker import Picker
from interview_cli.tui.widgets.suggesting import LastOfList

NONE = "none"
OFFLINE = "offline"
OFFERED_MINUTES = "15, 30 or 45; 5 to 120"


class SetupScreen(RoomScreen):
    """A form of one line a field; Ctrl+S begins."""

    CSS_PATH = "setup.tcss"
    BINDINGS = bindings_of("setup")
    PLACES: ClassVar[tuple[Place, ...]] = ("setup",)
    HELP = (
        "Tab and the arrow keys go from field to field. In a list Enter opens it and takes what is marked; a "
        "field that says what it takes in grey may stay empty."
    )

    class Ready(Message):
        """The interview is planned and can be held."""

        def __init__(self, sitting: Sitting) -> None:
            super().__init__()
            self.sitting = sitting

    class Wanted(Message):
        """The person wants another room: `history` or `drill`."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    def __init__(self, wish: Wish, ports: Ports) -> None:
        super().__init__()
        self._wish = wish
        self._ports = ports
        self._offers: Offers | None = None
        self._planning = False

    def compose(self) -> ComposeResult:
        """The fields, what is ready, and the keys."""
        yield Static(_title(self._wish), classes="title", markup=False)
        with VerticalScroll(id="form", can_focus=False):
            yield _field("Role", Picker(id="role", placeholder="type to search"))
            yield _field(
                "Type", Select(_named(get_args(InterviewType)), id="type", allow_blank=False, compact=True)
            )
            yield _field(
                "Level",
                Select(_named(get_args(Seniority)), id="level", prompt="as resume and job say", compact=True),
            )
            yield _field(
                "Minutes", Input(id="minutes", type="integer", placeholder=OFFERED_MINUTES, compact=True)
            )
            yield _field("Resume", Select([], id="resume", prompt=NONE, compact=True))
            yield _field(
                "Job posting",
                Input(id="job", placeholder="a file: text, Markdown, PDF, DOCX, HTML", compact=True),
            )
            yield _field(
                "Company", Picker(id="company", placeholder="a kind of employer, or any name", free=True)
            )
            yield _field(
                "Focus", Input(id="focus", placeholder="topics, with commas between them", compact=True)
            )
            yield _field("Model", Input(id="model", placeholder="what is found", compact=True))
            yield _field("Voice", Static("", id="voice", markup=False))
            yield _field(
                "Feedback",
                Select(
                    (("after each question", "each"), ("at the end", "end")),
                    id="feedback",
                    allow_blank=False,
                    compact=True,
                ),
            )
        yield Static("Looking at what there is...", id="found", markup=False)
        yield Static("", id="checks", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Look for what there is to choose from while the form is there already."""
        self.query_one("#role", Picker).focus()
        self._look()

    # ------------------------------------------------------------------ what there is

    @work(thread=True, exclusive=True, group="looking", exit_on_error=False)
    def _look(self) -> None:
        try:
            offers = self._ports.setup.offers(self._wish)
        except InterviewError as error:
            self.app.call_from_thread(self._tell, error)
            return
        self.app.call_from_thread(self._fill, offers)
        self.app.call_from_thread(self._show_checks, self._ports.setup.checks(), self._ports.voice.status())

    def _fill(self, offers: Offers) -> None:
        self._offers = offers
        first = offers.first
        self.query_one("#role", Picker).offer(offers.roles, first.role)
        self.query_one("#company", Picker).offer(offers.companies, first.company)
        resume = self.query_one("#resume", Select)
        resume.set_options((name, name) for name in offers.resumes)
        if first.resume in offers.resumes:
            resume.value = first.resume
        self.query_one("#type", Select).value = first.type or "mixed"
        if first.level:
            self.query_one("#level", Select).value = first.level
        self.query_one("#minutes", Input).value = str(first.minutes or "")
        self.query_one("#job", Input).value = first.job
        self.query_one("#focus", Input).value = ", ".join(first.focus)
        self.query_one("#model", Input).value = first.model
        self.query_one("#feedback", Select).value = first.feedback or "each"
        for warning in offers.warnings:
            self.notify(warning, severity="warning", markup=False)
        self._find_model(first.model)
        self._find_focus(first.role)
        self._place_cursor()

    def _place_cursor(self) -> None:
        """Where something is still to be said, else on the kind of interview."""
        role = self.query_one("#role", Picker)
        if role.chosen and role.has_focus_within:
            self.query_one("#type", Select).focus()

    def _show_checks(self, checks: Sequence[Check], voice: Check) -> None:
        self.query_one("#voice", Static).update(f"{'on' if voice.ready else 'off'}: {voice.says}")
        self.query_one("#checks", Static).update(Content("  ").join(map(_checked, [*checks, voice])))

    @on(Input.Changed, "#model")
    def _model_changed(self, event: Input.Changed) -> None:
        if self._offers is not None:
            self._find_model(event.value)

    @work(thread=True, exclusive=True, group="model", exit_on_error=False)
    def _find_model(self, wanted: str) -> None:
        try:
            found = self._ports.setup.model_found(wanted)
        except InterviewError as error:
            found = Check("model", False, f"{error.message} {error.hint}")
        self.app.call_from_thread(self.query_one("#found", Static).update, _checked(found))

    # ------------------------------------------------------------------ in the form

    @on(Picker.Chosen, "#role")
    def _role_chosen(self, event: Picker.Chosen) -> None:
        self.app.clear_notifications()
        self._find_focus(event.chosen)

    @work(thread=True, exclusive=True, group="focus", exit_on_error=False)
    def _find_focus(self, role: str) -> None:
        topics = self._ports.setup.focus_of(role)
        self.app.call_from_thread(self._offer_focus, topics)

    def _offer_focus(self, topics: Sequence[str]) -> None:
        field = self.query_one("#focus", Input)
        field.suggester = LastOfList(topics)
        field.placeholder = ", ".join(topics) if topics else "topics, with commas between them"

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Set the field off that the cursor is in."""
        for field in self.query(".field"):
            field.set_class(field in event.widget.ancestors, "-current")

    @on(Input.Submitted)
    def _next_field(self) -> None:
        self.focus_next()

    def on_key(self, event: Key) -> None:
        """Arrow keys go from field to field where a field has no use for them."""
        if event.key in ("down", "up"):
            self.focus_next() if event.key == "down" else self.focus_previous()
            event.stop()

    # ------------------------------------------------------------------ going on

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing begins before the form is filled."""
        if action == "start":
            return True if self._offers is not None and not self._planning else None
        return True

    def action_start(self) -> None:
        """Plan the interview and begin."""
        self.app.clear_notifications()
        choices = self._chosen()
        if choices is None:
            return
        self._planning = True
        self.query_one("#found", Static).update("Planning the interview...")
        self.refresh_bindings()
        self._plan(_wished(self._wish, choices), choices)

    @work(thread=True, exclusive=True, group="planning", exit_on_error=False)
    def _plan(self, wish: Wish, choices: Choices) -> None:
        try:
            sitting = self._ports.setup.plan(wish, choices)
        except InterviewError as error:
            self.app.call_from_thread(self._tell, error)
            return
        self.app.call_from_thread(self.post_message, self.Ready(sitting))

    def _tell(self, error: InterviewError) -> None:
        self._planning = False
        self._find_model(self.query_one("#model", Input).value)
        self.app.clear_notifications()
        self.notify(f"{error.message}\n{error.hint}", severity="error", timeout=12, markup=False)
        self.refresh_bindings()

    def _chosen(self) -> Choices | None:
        """The choices of the form; None after telling what is wrong with them."""
        role = self.query_one("#role", Picker)
        if not role.chosen:
            self.notify("Choose a role first: type a part of its name and press Enter.", severity="warning")
            role.focus()
            return None
        minutes = self.query_one("#minutes", Input)
        if minutes.value and not minutes.value.isdecimal():
            self.notify("Minutes are a whole number, 5 to 120.", severity="warning")
            minutes.focus()
            return None
        try:
            return Choices.model_validate(
                {
                    "role": role.chosen,
                    "type": self._value("type"),
                    "level": self._value("level"),
                    "minutes": int(minutes.value) if minutes.value else None,
                    "resume": self._value("resume") or "",
                    "job": self.query_one("#job", Input).value.strip(),
                    "company": self.query_one("#company", Picker).chosen,
                    "focus": [
                        tag.strip() for tag in self.query_one("#focus", Input).value.split(",") if tag.strip()
                    ],
                    "model": self.query_one("#model", Input).value.strip(),
                    "feedback": self._value("feedback"),
                }
            )
        except ValueError:
            self.notify("Minutes go from 5 to 120.", severity="warning")
            minutes.focus()
            return None

    def _value(self, name: str) -> str | None:
        value = self.query_one(f"#{name}", Select).value
        return value if isinstance(value, str) else None

    def action_history(self) -> None:
        """See past interviews."""
        self.post_message(self.Wanted("history"))

    def action_drill(self) -> None:
        """Practise what is due."""
        self.post_message(self.Wanted("drill"))


def _wished(wish: Wish, choices: Choices) -> Wish:
    """What was asked for on the command line, with the fields as they are now."""
    names = tuple(name.strip() for name in choices.model.split(",") if name.strip())
    return replace(
        wish,
        role=choices.role,
        type=choices.type,
        level=choices.level,
        minutes=choices.minutes,
        resume=choices.resume or None,
        job=choices.job or None,
        company=choices.company,
        focus=tuple(choices.focus),
        models=() if names == (OFFLINE,) else names,
        offline=names == (OFFLINE,),
    )


def _title(wish: Wish) -> str:
    """What the screen is, and what the command line gave that has no field of its own."""
    given = [f"{wish.questions} questions"] * bool(wish.questions)
    given += [f"in {wish.language}"] * bool(wish.language)
    given += ["about recent work"] * bool(wish.work)
    given += ["strict time"] * wish.strict_time
    given += [f"seed {wish.seed}"] * (wish.seed is not None)
    return " · ".join(["interview", "set up", *given])


def _field(label: str, widget: Widget) -> Horizontal:
    return Horizontal(Static(label, classes="label", markup=False), widget, classes="field")


def _named(ids: Sequence[str]) -> list[tuple[str, str]]:
    return [(name.replace("-", " "), name) for name in ids]


def _checked(check: Check) -> Content:
    mark, style = ("✓", "$success") if check.ready else ("✗", "$warning")
    return Content.assemble((f"{mark} {check.name}: ", style), check.says)
