"""Which screen comes after which, and what is done through the ports on the way.

A screen is imported when it is opened, and the handlers of messages are found by their names, so that the
first screen is there before all others are read in.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on, work
from textual.filter import Monochrome, NoColor
from textual.notifications import Notify

from interview_cli.errors import InterviewError
from interview_cli.loading import kept_for_good
from interview_cli.tui.errands import run_errand
from interview_cli.tui.ports import Outcome, Ports, Sitting, Start
from interview_cli.tui.terminal_app import TerminalApp

if TYPE_CHECKING:
    from signal import Signals

    from interview_cli.interview.session import Session
    from interview_cli.tui.screens.held import HeldScreen
    from interview_cli.tui.screens.history import HistoryScreen
    from interview_cli.tui.screens.interview import InterviewScreen
    from interview_cli.tui.screens.result import ResultScreen
    from interview_cli.tui.screens.setup import SetupScreen

_REMARK_SECONDS = 8
_LATER_SECONDS = 1.0
_MOST_TOASTS = 2


class Rooms(TerminalApp[Outcome]):
    """Setup, interview and result take each other's place; the history lies on top of where one came from."""

    def __init__(self, ports: Ports, start: Start, monotonic: Callable[[], float]) -> None:
        super().__init__()
        # Greys are colours too (https://no-color.org); an empty value asks for nothing.
        self.no_color = bool(os.environ.get("NO_COLOR"))
        if self.no_color:
            self._filters = [NoColor()]
        else:
            self._filters = [one for one in self._filters if not isinstance(one, NoColor | Monochrome)]
        self.ports = ports
        self._monotonic = monotonic
        self._start = start
        self.ended_by: Signals | None = None
        # The last interview that was held, and the screen it was held on.
        self._last: Session | None = None
        self._held_on: InterviewScreen | None = None

    def enter(self) -> None:
        """Open the first screen."""
        if self._start.open is not None:
            from interview_cli.tui.screens.opening import OpeningScreen

            self.push_screen(OpeningScreen("Opening the interview..."))
            self._open(self._start.open)
            return
        if self._start.history:
            from interview_cli.tui.screens.history import HistoryScreen

            self.push_screen(HistoryScreen(self.ports))
            # Rows are read in a thread too, and nobody should wait longer for them than must be.
            self.set_timer(_LATER_SECONDS, self._load)
        else:
            from interview_cli.tui.screens.setup import SetupScreen

            self.push_screen(SetupScreen(self._start.wish, self.ports))
            self.call_after_refresh(self._load)

    @work(thread=True, group="loading", exit_on_error=False)
    def _load(self) -> None:
        self._load_all()

    def _load_all(self) -> None:
        load_rooms()
        self.ports.voice()

    @property
    def room(self) -> InterviewScreen | None:
        """The interview that is under way."""
        return self._held_on if self._held_on in self.screen_stack else None

    @on(Notify)
    def _keep_few_toasts(self) -> None:
        """Toasts cover what lies below: the oldest gives way to the one that is added after this."""
        for oldest in list(self._notifications)[: 1 - _MOST_TOASTS]:
            self._unnotify(oldest)

    # ------------------------------------------------------------------ interviews

    def _open(self, opening: Callable[[], Sitting]) -> None:
        def opened() -> Sitting | Exception:
            self._load_all()
            try:
                return opening()
            except Exception as error:  # without an interview there is nothing to go on with
                return error

        def begin(sitting: Sitting | Exception) -> None:
            if isinstance(sitting, Exception):
                self.exit(Outcome(failure=sitting))
            else:
                self._hold(sitting)

        def late(sitting: Sitting | Exception) -> None:
            if not isinstance(sitting, Exception):
                sitting.put_away()

        run_errand(self, opened, begin, group="opening", late=late)

    def on_setup_screen_ready(self, ready: SetupScreen.Ready) -> None:
        """A new interview is planned: hold it."""
        self._hold(ready.sitting)

    def on_history_screen_reopened(self, reopened: HistoryScreen.Reopened) -> None:
        """An interrupted interview goes on."""
        self._hold(reopened.sitting)

    def _hold(self, sitting: Sitting) -> None:
        from interview_cli.tui.screens.history import HistoryScreen
        from interview_cli.tui.screens.interview import InterviewScreen

        if self.room is not None:
            self.notify("An interview is under way: finish it first, or leave it.", severity="warning")
            return
        self._last = sitting.session
        self._uncover()
        self._held_on = InterviewScreen(
            sitting, self.ports.editor, self.ports.voice(), monotonic=self._monotonic
        )
        for screen in self.screen_stack:
            if isinstance(screen, HistoryScreen):
                screen.is_stale = True
        if isinstance(self.screen, HistoryScreen):
            self.push_screen(self._held_on)
        else:
            self.switch_screen(self._held_on)

    def on_held_screen_over(self, over: HeldScreen.Over) -> None:
        """An interview ended, or is left for now."""
        if over.resumable:
            ahead = self._held_on.typed_ahead if self._held_on is not None else ""
            self.exit(Outcome(over.session, resumable=True, unsaved=ahead))
            return
        from interview_cli.report.last_time import beside_last
        from interview_cli.tui.screens.result import ResultScreen

        self._uncover()
        screen = ResultScreen(over.session, over.view, self.ports.voice())
        self.switch_screen(screen)
        run_errand(
            self,
            lambda: beside_last(self.ports.history.rows(lambda _: None), over.session.id, over.view),
            lambda compared: screen.call_later(screen.compare, compared),
            group="comparing",
        )

    def on_held_screen_left(self, left: HeldScreen.Left) -> None:
        """End the app where an interview stands; what can't go on leads back to the history it came from."""
        refused = isinstance(left.failure, InterviewError) and not left.unsaved.strip()
        if refused and self.ended_by is None and self._goes_back_to_history():
            return
        self.exit(Outcome(left.session, resumable=True, failure=left.failure, unsaved=left.unsaved))

    # ------------------------------------------------------------------ other rooms

    def on_setup_screen_wanted(self, wanted: SetupScreen.Wanted) -> None:
        """The setup leads to the history and to a drill."""
        self._go(wanted.what)

    def on_result_screen_wanted(self, wanted: ResultScreen.Wanted) -> None:
        """From a result it goes anywhere."""
        self._go(wanted.what, wanted.session)

    def on_history_screen_wanted(self, wanted: HistoryScreen.Wanted) -> None:
        """From the history a report is written, or another interview set up."""
        self._go(wanted.what, wanted.session)

    def _go(self, where: str, session: Session | None = None) -> None:
        match where:
            case "history":
                self._show_history()
            case "drill":
                self._drill()
            case "new":
                self._set_up()
            case "export" if session is not None:
                from interview_cli.tui.screens.export import ExportScreen

                self.push_screen(ExportScreen(session, self.ports.export))

    def _show_history(self) -> None:
        from interview_cli.tui.screens.history import HistoryScreen

        if not self._goes_back_to_history():
            self.push_screen(HistoryScreen(self.ports))

    def _goes_back_to_history(self) -> bool:
        """Close what lies on top of the history; False when the person did not come from there."""
        from interview_cli.tui.screens.history import HistoryScreen

        if not any(isinstance(screen, HistoryScreen) for screen in self.screen_stack):
            return False
        while not isinstance(self.screen, HistoryScreen):
            self.pop_screen()
        return True

    def _set_up(self) -> None:
        """Leave all rooms for the setup."""
        from interview_cli.tui.screens.setup import SetupScreen

        while len(self.screen_stack) > 2:
            self.pop_screen()
        if not isinstance(self.screen, SetupScreen):
            self.switch_screen(SetupScreen(self._start.wish, self.ports))

    def _drill(self, *, ahead: bool = False) -> None:
        # A drill is stored when it is put together, so that pressing twice would leave one behind.
        if any(worker.group == "drill" and not worker.is_finished for worker in self.workers):
            return
        from interview_cli.interview.drill import NoDrill

        def begin(drill: Sitting | NoDrill) -> None:
            if not isinstance(drill, NoDrill):
                self._hold(drill)
            elif drill.ahead:
                self._offer_ahead(drill.why)
            else:
                self.notify(drill.why, markup=False, timeout=_REMARK_SECONDS)

        def late(drill: Sitting | NoDrill) -> None:
            if not isinstance(drill, NoDrill):
                drill.put_away()

        run_errand(self, lambda: self.ports.drill.start(ahead=ahead), begin, group="drill", late=late)

    def _offer_ahead(self, why: str) -> None:
        """What is not due yet can be practised all the same."""
        from interview_cli.tui.screens.confirm import ConfirmScreen

        def answered(choice: str | None) -> None:
            if choice == "ahead":
                self._drill(ahead=True)

        answers = (("", "Leave it until then"), ("ahead", "Practise now all the same"))
        self.push_screen(ConfirmScreen(why, answers), answered)

    def on_history_screen_removed(self, removed: HistoryScreen.Removed) -> None:
        """What is deleted is not told of when the app ends."""
        if self._last is not None and self._last.id == removed.session_id:
            self._last = None

    def _uncover(self) -> None:
        """Close what lies on top of the room the person is in: help, a transcript, a question to confirm."""
        from interview_cli.tui.screens.history import HistoryScreen
        from interview_cli.tui.screens.interview import InterviewScreen
        from interview_cli.tui.screens.opening import OpeningScreen
        from interview_cli.tui.screens.result import ResultScreen
        from interview_cli.tui.screens.setup import SetupScreen

        rooms = (OpeningScreen, SetupScreen, InterviewScreen, ResultScreen, HistoryScreen)
        while not isinstance(self.screen, rooms):
            self.pop_screen()


def load_rooms() -> None:
    """Import what comes after the first screen; in a thread, as no key should wait for that long."""
    with kept_for_good():
        import interview_cli.tui.screens.export
        import interview_cli.tui.screens.history
        import interview_cli.tui.screens.interview  # noqa: F401
