"""The one family of errors a person may see: a message of one line and a hint.

Errors are raised where the cause is known; `cli/exits.py` alone turns them into
an exit code and text on stderr.
"""

from __future__ import annotations

from collections.abc import Sequence


class InterviewError(Exception):
    """Base of every error that is meant for the person using the program.

    `message` is one line that says what is wrong; `hint` is one line that says
    what to do about it, or empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(InterviewError):
    """The command, the configuration or the input cannot be used as given."""


class ContentError(UsageError):
    """A file that does not fit its format; `findings` are all of `file:line: what is wrong`."""

    def __init__(self, findings: Sequence[str], hint: str) -> None:
        more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
        super().__init__(findings[0] + more, hint)
        self.findings = tuple(findings)


def told_whole(error: InterviewError) -> list[str]:
    """All that an error says, a line each: what is wrong, whatever else is, and what to do about it."""
    others = error.findings[1:] if isinstance(error, ContentError) else ()
    return [line for line in (error.message, *others, error.hint) if line]


class ProviderError(InterviewError):
    """No model provider answered, and the person asked for no fallback."""


class NotFoundError(InterviewError):
    """Nothing is stored under the id or name that was given."""


class StorageError(InterviewError):
    """The data folder could not be read or written."""
