"""What a report tells that is not in the session itself: earlier sessions, and where recordings are found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from interview_cli.report.listing import SessionRow


def nowhere(_name: str) -> str:
    """The address of a recording that cannot be reached from where the report is read."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """`rows` are those of all stored sessions, newest first.

    `find` gives the address (URL) of a recording by the name its take has, empty where there is none.
    """

    rows: Sequence[SessionRow] = ()
    find: Callable[[str], str] = nowhere
