"""Asking before something is deleted."""

from __future__ import annotations

import sys

from interview_cli.cli import console
from interview_cli.errors import UsageError


def confirmed(question: str) -> bool:
    """Whether the person agrees. Raises UsageError when nobody is there to ask."""
    console.say(question)
    answer = sys.stdin.readline()
    if not answer:
        raise UsageError(
            "Nothing was deleted: there is nobody to ask.", "Say --yes to delete without being asked."
        )
    return answer.strip().lower() in ("y", "yes")
