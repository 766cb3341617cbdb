"""Asking before something is deleted."""

from __future__ import annotations

import sys

from interview_cli.cli import console
from interview_cli.errors import UsageError


def confirmed_by_typing(word: str) -> bool:
    """Whether the person types a word that nobody types by mistake. Raises UsageError where nobody is."""
    console.say(f"This cannot be undone. Type {word} to go on:")
    answer = sys.stdin.readline()
    if not answer:
        raise UsageError(
            "Nothing was deleted: there is nobody to ask.", "Say --yes to delete without being asked."
        )
    return answer.strip().lower() == word


def confirmed(question: str) -> bool:
    """Whether the person agrees. Raises UsageError when nobody is there to ask."""
    console.say(question)
    answer = sys.stdin.readline()
    if not answer:
        raise UsageError(
            "Nothing was deleted: there is nobody to ask.", "Say --yes to delete without being asked."
        )
    return answer.strip().lower() in ("y", "yes")
