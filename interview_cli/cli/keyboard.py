"""The keyboard, given back after a file came by standard input: `pbpaste | interview ...`."""

from __future__ import annotations

import os
import sys

from interview_cli.errors import UsageError

_KEYBOARD = "/dev/tty"


def is_there() -> bool:
    """Whether there is a terminal to type at, wherever standard input comes from."""
    try:
        os.close(os.open(_KEYBOARD, os.O_RDONLY))
    except OSError:
        return False
    return True


def back_to_the_keyboard() -> None:
    """Let the person type after a job description came by standard input.

    Raises UsageError where there is no terminal.
    """
    try:
        keyboard = os.open(_KEYBOARD, os.O_RDONLY)
    except OSError as error:
        raise UsageError(
            "Standard input held the job description, so there is nobody to answer.",
            "Give the answers with --answers FILE, or the job description as a file.",
        ) from error
    os.dup2(keyboard, 0)
    os.close(keyboard)
    sys.stdin = open(0, encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115 - fd 0
