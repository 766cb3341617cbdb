"""Asks on the screen whether something may be sent or recorded, for a thread that waits for the answer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from textual.app import App

from interview_cli.report.wording import one_line
from interview_cli.tui.screens.confirm import ConfirmScreen

# Whoever leaves the app answers nothing.
_LOOK_SECONDS = 0.2
_ANSWERS = (("", "No, leave it on this machine"), ("yes", "Yes, I agree"))


def asker(app: App[Any]) -> Callable[[str], bool | None]:
    """What asks a question on the app's screen; None where nobody could answer it there."""

    def ask(text: str) -> bool | None:
        # The screen's own thread cannot wait for itself.
        if not app.is_running or threading.current_thread() is threading.main_thread():
            return None
        answered = threading.Event()
        answers: list[bool] = []

        def take(choice: str | None) -> None:
            answers.append(choice == "yes")
            answered.set()

        app.call_from_thread(app.push_screen, ConfirmScreen(one_line(text), _ANSWERS), take)
        while not answered.wait(_LOOK_SECONDS):
            if not app.is_running:
                return False
        return answers[0]

    return ask
