"""Judging a past interview once more: asking how, the line that says how far it is, and how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from interview_cli.errors import InterviewError
from interview_cli.report.wording import counted, one_line
from interview_cli.tui.afresh import Afresh
from interview_cli.tui.errands import run_errand, tell_error
from interview_cli.tui.past import Entry
from interview_cli.tui.ports import Check, HistoryPort
from interview_cli.tui.screens.confirm import ConfirmScreen
from interview_cli.tui.screens.room import RoomScreen

if TYPE_CHECKING:
    from interview_cli.interview.session import Session

_TOLD_SECONDS = 12


class JudgingLine(Static):
    """Judges one interview at a time, in a thread; there is no line while none is judged."""

    DEFAULT_CSS = """
    JudgingLine { height: auto; max-height: 2; padding: 0 1; color: $accent; display: none; }
    """

    class Told(Message):
        """It began, or is further than it was."""

    class Over(Message):
        """It came to an end, whichever that was."""

    def __init__(self, history: HistoryPort, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._history = history
        self._afresh: Afresh | None = None

    @property
    def is_on(self) -> bool:
        """Whether an interview is judged just now."""
        return self._afresh is not None

    def stop(self) -> None:
        """Stop as soon as may be; what was judged is kept."""
        if self._afresh is not None:
            self._afresh.stop()

    def on_unmount(self) -> None:
        """Nothing goes on behind a closed screen."""
        self.stop()

    def ask(self, entry: Entry, judge: Check) -> None:
        """Ask whether an interview is to be judged by this judge, or by the offline coach; then do so."""
        answers = [("", "Leave the scores as they are")]
        waiting = entry.row["unscored"]
        if judge.ready and waiting:
            answers.append(("rest", f"Judge the {counted(waiting, 'answer')} not judged yet"))
        if judge.ready:
            answers.append(("all", "Judge all answers afresh"))
        if not judge.says.startswith("offline"):
            answers.append(("offline", "Judge all answers afresh by the offline coach instead"))

        def answered(choice: str | None) -> None:
            if choice:
                self._judge(entry, again=choice != "rest", offline=choice == "offline")

        by = f"By: {one_line(judge.says)}" if judge.ready else one_line(judge.says)
        question = f"Judge this interview once more?\n{entry.brief}\n{by}"
        self.app.push_screen(ConfirmScreen(question, answers), answered)

    def _judge(self, entry: Entry, *, again: bool, offline: bool) -> None:
        rescore = self._history.rescore
        afresh = Afresh(entry, lambda tell: rescore(entry.id, tell, again=again, offline=offline))
        self._afresh = afresh
        self._show()

        def judged(session: Session | None) -> None:
            stopped = f"Stopped at {afresh.said}; what was judged is kept."
            said = afresh.said if session is not None else stopped
            self.notify(f"{entry.brief}\n{said}", timeout=_TOLD_SECONDS, markup=False)
            self._end()

        def failed(error: InterviewError) -> None:
            tell_error(self.app, error)
            self._end()

        def tell(_said: str) -> None:
            self.post_message(self.Told())

        run_errand(self, lambda: afresh.run(tell), judged, group="judging", failed=failed)

    @on(Told)
    def _show(self) -> None:
        self.display = self._afresh is not None
        if self._afresh is not None:
            self.update(f"Judging {self._afresh.entry.brief}: {self._afresh.said or '...'}  Escape stops it.")

    def _end(self) -> None:
        self._afresh = None
        self._show()
        self.post_message(self.Over())

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Judging that failed in a way that nobody expected is over too."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self._end()
            self.post_message(RoomScreen.Defect(event.worker.error))
