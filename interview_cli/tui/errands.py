"""Errands: what blocks is called in a thread, what it brings comes back to the screen, errors are told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from textual.app import App
from textual.dom import DOMNode
from textual.worker import get_current_worker

from interview_cli.errors import InterviewError

Brought = TypeVar("Brought")

# An error with its hint is read twice.
_ERROR_SECONDS = 12


def run_errand(
    node: DOMNode,
    call: Callable[[], Brought],
    then: Callable[[Brought], object],
    *,
    group: str,
    failed: Callable[[InterviewError], object] | None = None,
    late: Callable[[Brought], object] | None = None,
) -> None:
    """Call in a thread and hand what comes to `then` on the screen, unless another errand of the group began.

    What the person should know of goes to `failed`, or becomes a toast with the hint. Any other error makes
    the node's worker fail. What nobody waits for any more goes to `late`, still in the thread.
    """

    def run() -> None:
        worker = get_current_worker()

        def come_back(to: Callable[[Any], object], value: object) -> bool:
            # Asked here, since the screen may close while this is on its way to it.
            if worker.is_cancelled:
                return False
            to(value)
            return True

        app = node.app
        try:
            brought = call()
        except InterviewError as error:
            app.call_from_thread(come_back, failed or partial(tell_error, app), error)
        else:
            if not app.call_from_thread(come_back, then, brought) and late is not None:
                late(brought)

    node.run_worker(run, thread=True, exclusive=True, group=group, exit_on_error=False)


def tell_error(app: App[Any], error: InterviewError) -> None:
    """A toast that says what is wrong and what to do about it."""
    from interview_cli.report.wording import one_line

    said = "\n".join(filter(None, (one_line(error.message), one_line(error.hint))))
    app.notify(said, severity="error", timeout=_ERROR_SECONDS, markup=False)
