"""What all screens share: a defect in the background of one is told, never dropped."""

from __future__ import annotations

from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker, WorkerState


class RoomScreen(Screen[None]):
    """A screen of the app. News of its workers reach the screen alone, so it passes on what failed."""

    class Defect(Message):
        """Something failed in a way that nobody expected; the screen goes on."""

        def __init__(self, error: BaseException) -> None:
            super().__init__()
            self.error = error

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Pass on what a worker failed of."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.post_message(self.Defect(event.worker.error))
