"""Runs the full-screen app for a command: when it is wanted, where its log goes, and how it ended."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from interview_cli import wiring
from interview_cli.cli import console
from interview_cli.errors import InterviewError
from interview_cli.wiring import consent
from interview_cli.wiring.home import data_key
from interview_cli.wiring.keys import unlock_keys

if TYPE_CHECKING:
    from interview_cli.cli.conduct import Manner
    from interview_cli.cli.run import Run
    from interview_cli.interview.wish import Wish
    from interview_cli.tui.ports import Outcome, Sitting, Start
    from interview_cli.wiring.opening import Opened


def is_wanted(run: Run, *, as_json: bool = False, piped: bool = False) -> bool:
    """Whether a person sits at a terminal that can show the app, and has not asked for plain lines.

    With `piped` standard input holds a file, and the person may still be there to type after it.
    """
    from interview_cli.cli.keyboard import is_there

    draws = console.is_terminal(sys.stdout) or console.is_terminal(sys.stderr)
    can = draws and bool(os.environ.get("TERM")) and (sys.stdin.isatty() or (piped and is_there()))
    return can and not run.plain and not as_json


def is_complete(wish: Wish) -> bool:
    """Whether the command line says all that has to be chosen, so that there is nothing to set up."""
    return wish.plan_file is not None or bool(
        wish.role and wish.type and wish.level and (wish.minutes or wish.questions)
    )


def run_app(run: Run, start: Callable[[], Start], manner: Manner) -> Outcome:
    """Run the app up to its end, and leave the terminal as it was; what ended it is in the log too.

    Raises InterviewError when it cannot begin.
    """
    from interview_cli.loading import kept_for_good
    from interview_cli.tui.streams import screen_for_one

    home = run.home
    # While there is still a terminal to ask at.
    data_key(home)
    unlock_keys(home)
    with wiring.open_log(home) as log, screen_for_one(log) as screen:
        with kept_for_good():
            from interview_cli.tui.agreeing import asker
            from interview_cli.wiring.full_screen import build_app

            app = build_app(
                home,
                start(),
                shown=manner.shown,
                fallback=manner.fallback,
                voice=manner.voice,
                plain_motion=run.plain_motion,
                screen=screen,
            )
        consent.ask_by(asker(app))
        try:
            app.run()
        finally:
            app.ports.close()
        outcome = app.outcome()
        # What a person is told in words, such as that they did not agree, is no defect.
        if outcome.failure is not None and not isinstance(outcome.failure, InterviewError):
            logging.getLogger(__name__).error("The app ended by an error", exc_info=outcome.failure)
    return outcome


def beginning(run: Run, wish: Wish, manner: Manner) -> Start:
    """Where `session start` begins: with the interview if all was said, else with its setup.

    A job description on standard input has to be read before the app reads keys. Raises InterviewError.
    """
    from interview_cli.cli.keyboard import back_to_the_keyboard
    from interview_cli.tui.ports import Start
    from interview_cli.wiring.full_screen import build_ports
    from interview_cli.wiring.full_screen.setup import refuse_unknown

    setup = build_ports(run.home, shown=manner.shown, fallback=manner.fallback).setup
    if wish.job == "-":
        sitting = setup.plan(wish, None)
        back_to_the_keyboard()
        return Start(open=lambda: sitting)
    if is_complete(wish):
        return Start(open=lambda: setup.plan(wish, None))
    refuse_unknown(run.home, wish)
    return Start(wish=wish)


def browsing() -> Start:
    """Where `history browse` begins: with past interviews."""
    from interview_cli.tui.ports import Start

    return Start(history=True)


def going_on(reopen: Callable[[Callable[[str], None]], Opened], manner: Manner) -> Start:
    """Where `session continue` begins: at the question where the interview was left."""
    from interview_cli.tui.ports import Start
    from interview_cli.wiring.full_screen.sitting import sitting_of

    return Start(open=lambda: sitting_of(reopen, manner.shown, fallback=manner.fallback))


def practising(plan: Callable[[Callable[[str], None]], Opened], manner: Manner) -> Start:
    """Where `drill` begins: at its first question."""
    from interview_cli.tui.ports import Start
    from interview_cli.wiring.full_screen.sitting import new_sitting

    def open_() -> Sitting:
        remarks: list[str] = []
        return new_sitting(plan(remarks.append), manner.shown, remarks, fallback=manner.fallback)

    return Start(open=open_)
