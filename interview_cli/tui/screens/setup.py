"""Sets an interview up: what the command line gave is filled in, the rest is as last time."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static
from textual.worker import Worker, WorkerState

from interview_cli.errors import InterviewError, UsageError
from interview_cli.interview.wish import Choices, Wish
from interview_cli.report.wording import one_line
from interview_cli.tui.actions import Place
from interview_cli.tui.errands import run_errand, tell_error
from interview_cli.tui.keys import bindings_of
from interview_cli.tui.ports import Check, Offers, Ports, Sitting
from interview_cli.tui.screens.room import RoomScreen
from interview_cli.tui.widgets.key_bar import KeyBar
from interview_cli.tui.widgets.picker import Picker
from interview_cli.tui.widgets.setup_form import SetupForm

OFFLINE = "offline"
_WARNING_SECONDS = 12


class SetupScreen(RoomScreen):
    """The form and what is ready; Ctrl+S begins."""

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
        self._filled = False
        self._planning = False

    def compose(self) -> ComposeResult:
        """The fields, what is ready, and the keys."""
        yield Static(_title(self._wish), classes="title", markup=False)
        yield SetupForm(self._wish.questions, id="form")
        yield Static("Looking at what there is...", id="found", markup=False)
        yield Static("", id="checks", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Look for what there is to choose from while the form is there already."""
        self._form.begin()
        offers = self._ports.setup.offers
        run_errand(self, lambda: offers(self._wish), self._fill, group="looking", failed=self._tell)

    @property
    def _form(self) -> SetupForm:
        return self.query_one(SetupForm)

    # ------------------------------------------------------------------ what there is

    def _fill(self, offers: Offers) -> None:
        self._form.fill(offers)
        self._filled = True
        if offers.warnings:
            said = "\n".join(map(one_line, offers.warnings))
            self.notify(said, severity="warning", timeout=_WARNING_SECONDS, markup=False)
        self._find_model(offers.first.model)
        self._find_focus(offers.first.role)
        self._form.go_on()
        run_errand(
            self,
            self._ports.setup.checks,
            lambda checks: self.query_one("#checks", Static).update(
                Content("\n").join(map(_checked, checks))
            ),
            group="looking",
        )

    @on(Input.Changed, "#model")
    def _model_changed(self, event: Input.Changed) -> None:
        if self._filled:
            self._find_model(event.value)

    def _find_model(self, wanted: str) -> None:
        def failed(error: InterviewError) -> None:
            show(Check("model", False, f"{error.message} {error.hint}"))

        def show(found: Check) -> None:
            self.query_one("#found", Static).update(_checked(found))

        find = self._ports.setup.model_found
        run_errand(self, lambda: find(wanted), show, group="model", failed=failed)

    @on(Picker.Chosen, "#role")
    def _role_chosen(self, event: Picker.Chosen) -> None:
        self.app.clear_notifications()
        self._find_focus(event.chosen)

    def _find_focus(self, role: str) -> None:
        topics = self._ports.setup.focus_of
        run_errand(self, lambda: topics(role), self._form.offer_focus, group="focus")

    # ------------------------------------------------------------------ going on

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing begins before the form is filled."""
        if action == "start":
            return True if self._filled and not self._planning else None
        return True

    def action_start(self) -> None:
        """Plan the interview and begin."""
        self.app.clear_notifications()
        try:
            choices = self._form.chosen()
        except UsageError as error:
            tell_error(self.app, error)
            return
        self._planning = True
        self.query_one("#found", Static).update("Planning the interview...")
        self.refresh_bindings()
        plan, wish = self._ports.setup.plan, _wished(self._wish, choices)
        run_errand(
            self,
            lambda: plan(wish, choices),
            lambda sitting: self.post_message(self.Ready(sitting)),
            group="planning",
            failed=self._tell,
            late=lambda sitting: sitting.put_away(),
        )

    def _tell(self, error: InterviewError) -> None:
        self._planning_ended()
        self.app.clear_notifications()
        tell_error(self.app, error)

    def _planning_ended(self) -> None:
        self._planning = False
        self._find_model(self._form.model)
        self.refresh_bindings()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What fails in the background is told; planning that failed so may begin once more."""
        if event.worker.group == "planning" and event.state is WorkerState.ERROR:
            self._planning_ended()
        super().on_worker_state_changed(event)

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


def _checked(check: Check) -> Content:
    missing = ("✗", "$warning") if check.needed else ("○", "$secondary")
    mark, style = ("✓", "$success") if check.ready else missing
    return Content.assemble((f"{mark} {check.name}: ", style), one_line(check.says))
