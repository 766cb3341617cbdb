"""Which screen comes after which, and what is done through the ports on the way."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import App

from interview_cli.errors import InterviewError
from interview_cli.interview.session import Session
from interview_cli.report.last_time import beside_last
from interview_cli.tui.errands import run_errand, tell_error
from interview_cli.tui.ports import Outcome, Ports, Sitting, Start
from interview_cli.tui.screens.export import ExportScreen
from interview_cli.tui.screens.history import HistoryScreen
from interview_cli.tui.screens.interview import InterviewScreen
from interview_cli.tui.screens.opening import OpeningScreen
from interview_cli.tui.screens.result import ResultScreen
from interview_cli.tui.screens.setup import SetupScreen

# Others are opened on top of these and closed again.
_ROOMS = (OpeningScreen, SetupScreen, InterviewScreen, ResultScreen, HistoryScreen)
_REMARK_SECONDS = 8


class Rooms(App[Outcome]):
    """Setup, interview and result take each other's place; the history lies on top of where one came from."""

    def __init__(self, ports: Ports, start: Start) -> None:
        super().__init__()
        self.ports = ports
        self._start = start
        # The last interview that was held.
        self._last: Session | None = None
        self._opening = False

    def enter(self) -> None:
        """Open the first screen."""
        if self._start.open is not None:
            self.push_screen(OpeningScreen("Opening the interview..."))
            self._open(self._start.open)
        elif self._start.history:
            self.push_screen(HistoryScreen(self.ports))
        else:
            self.push_screen(SetupScreen(self._start.wish, self.ports))

    @property
    def room(self) -> InterviewScreen | None:
        """The interview that is under way."""
        return next((screen for screen in self.screen_stack if isinstance(screen, InterviewScreen)), None)

    # ------------------------------------------------------------------ interviews

    def _open(self, opening: Callable[[], Sitting]) -> None:
        def failed(error: InterviewError) -> None:
            self.exit(Outcome(failure=error))

        run_errand(self, opening, self._hold, group="opening", failed=failed)

    @on(SetupScreen.Ready)
    def _begin(self, ready: SetupScreen.Ready) -> None:
        self._hold(ready.sitting)

    @on(HistoryScreen.Reopened)
    def _go_on(self, reopened: HistoryScreen.Reopened) -> None:
        self._hold(reopened.sitting)

    def _hold(self, sitting: Sitting) -> None:
        if self.room is not None:
            self.notify("An interview is under way: finish it first, or leave it.", severity="warning")
            return
        self._last = sitting.session
        self._uncover()
        screen = InterviewScreen(sitting, self.ports.editor)
        if isinstance(self.screen, HistoryScreen):
            self.push_screen(screen)
        else:
            self.switch_screen(screen)
        for remark in sitting.remarks:
            self.notify(remark, markup=False, timeout=_REMARK_SECONDS)

    @on(InterviewScreen.Over)
    def _over(self, over: InterviewScreen.Over) -> None:
        if over.resumable:
            self.exit(Outcome(over.session, resumable=True))
            return
        self._uncover()
        screen = ResultScreen(over.session, over.view)
        self.switch_screen(screen)
        run_errand(
            self,
            lambda: beside_last(self.ports.history.rows(lambda _: None), over.session.id, over.view),
            lambda compared: screen.call_later(screen.compare, compared),
            group="comparing",
        )

    # ------------------------------------------------------------------ other rooms

    @on(SetupScreen.Wanted)
    @on(ResultScreen.Wanted)
    @on(HistoryScreen.Wanted)
    def _wanted(self, wanted: SetupScreen.Wanted | ResultScreen.Wanted | HistoryScreen.Wanted) -> None:
        match wanted.what:
            case "history":
                self._show_history()
            case "drill":
                self._drill()
            case "new":
                self._set_up()
            case "export" if not isinstance(wanted, SetupScreen.Wanted) and wanted.session is not None:
                self.push_screen(ExportScreen(wanted.session, self.ports.export))

    def _show_history(self) -> None:
        """Back to it where the person comes from there, else on top."""
        if any(isinstance(screen, HistoryScreen) for screen in self.screen_stack):
            while not isinstance(self.screen, HistoryScreen):
                self.pop_screen()
        else:
            self.push_screen(HistoryScreen(self.ports))

    def _set_up(self) -> None:
        """Leave all rooms for the setup."""
        while len(self.screen_stack) > 2:
            self.pop_screen()
        if not isinstance(self.screen, SetupScreen):
            self.switch_screen(SetupScreen(self._start.wish, self.ports))

    def _drill(self) -> None:
        # A drill is stored when it is put together, so that pressing twice would leave one behind.
        if self._opening:
            return
        self._opening = True

        def begin(drill: Sitting | str) -> None:
            self._opening = False
            if isinstance(drill, str):
                self.notify(drill, markup=False, timeout=_REMARK_SECONDS)
            else:
                self._hold(drill)

        def failed(error: InterviewError) -> None:
            self._opening = False
            tell_error(self, error)

        run_errand(self, self.ports.drill.start, begin, group="opening", failed=failed)

    @on(HistoryScreen.Removed)
    def _forget(self, removed: HistoryScreen.Removed) -> None:
        if self._last is not None and self._last.id == removed.session_id:
            self._last = None

    def _uncover(self) -> None:
        """Close what lies on top of the room the person is in: help, a transcript, a question to confirm."""
        while not isinstance(self.screen, _ROOMS):
            self.pop_screen()
