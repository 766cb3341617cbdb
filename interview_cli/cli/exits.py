"""From errors to exit codes and to the one line and hint that a person sees."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence

from interview_cli.cli import console
from interview_cli.errors import (
    ContentError,
    InterviewError,
    NotFoundError,
    ProviderError,
    StorageError,
    UsageError,
)

FINE = 0
BELOW_SCORE = 1
USAGE = 2
PROVIDER = 3
NOT_FOUND = 4
STORAGE = 5
RESUMABLE = 6
# EX_SOFTWARE of sysexits.h
DEFECT = 70
# As shells say it: 128 and the number of the signal.
FIRST_OF_SIGNALS = 128
INTERRUPTED = 130
BROKEN_PIPE = 141

MOST_FINDINGS = 20
LONGEST_LINE = 1_000

_CODES: tuple[tuple[type[InterviewError], int], ...] = (
    (UsageError, USAGE),
    (ProviderError, PROVIDER),
    (NotFoundError, NOT_FOUND),
    (StorageError, STORAGE),
)


def code_of(error: BaseException) -> int:
    """The exit code of an error; unknown ones count as a defect of the program."""
    for kind, code in _CODES:
        if isinstance(error, kind):
            return code
    return PROVIDER if isinstance(error, InterviewError) else DEFECT


def report_usage(error: BaseException) -> int:
    """Print what is wrong with the command line itself; 0 when the error is of another kind."""
    show = getattr(error, "format_message", None)
    if show is None:
        return 0
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError" and context is not None:
        console.say(context.get_help())
        return USAGE
    console.say(f"error: {show()}")
    if context is not None:
        console.say(f"hint: {context.command_path} --help")
    return USAGE


def _others(error: InterviewError) -> Sequence[str]:
    """What else is wrong in a file, after the first that the message tells; not more than fits a screen."""
    return error.findings[1:MOST_FINDINGS] if isinstance(error, ContentError) else ()


def _told(text: str) -> str:
    """A text on one line of a bounded length, whatever the names in it are.

    A line break in one would pass for a line of the program.
    """
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}..."


def report(error: BaseException, *, debug: bool) -> int:
    """Print an error the way people should see it and return its exit code."""
    if debug:
        traceback.print_exception(error, file=sys.stderr)
    if isinstance(error, InterviewError):
        console.say(f"error: {_told(error.message)}")
        for finding in _others(error):
            console.say(f"also: {_told(finding)}")
        if error.hint:
            console.say(f"hint: {_told(error.hint)}")
        return code_of(error)
    console.say(f"error: {type(error).__name__}: {' '.join(str(error).split())}")
    console.say(
        "hint: This is a defect of interview-cli. Nothing saved is lost; --debug shows where it happened."
    )
    return code_of(error)
