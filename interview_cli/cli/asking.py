"""Asking a person for one thing at a time: prompts on stderr, answers from standard input."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from interview_cli.cli import console
from interview_cli.errors import UsageError
from interview_cli.validation import in_words

T = TypeVar("T")


def ask(label: str, read: Callable[[str], T], *, silent: bool = False) -> T:
    """What a person answers to `label`, as `read` understands it.

    `read` raises UsageError for what it cannot take: a person is asked again, a script has failed.
    With `silent` the label is only for that error.
    Raises EOFError when the input has ended.
    """
    from interview_cli.plain.terminal import Terminal

    terminal = Terminal()
    while True:
        if not silent:
            console.say(f"{label}:")
        try:
            line = terminal.next_line()
        except UnicodeDecodeError as error:
            raise UsageError(f"{label}: not UTF-8 text.") from error
        try:
            # A terminal that is not set to UTF-8 hands in bytes as lone surrogates, which no file can hold.
            return read(line.encode("utf-8", "replace").decode().strip())
        except UsageError as error:
            if not sys.stdin.isatty():
                raise UsageError(f"{label}: {error.message}", error.hint) from error
            console.say(f"  {error.message}")


def checked(model: type[BaseModel], name: str, value: T) -> T:
    """A value that fits the field of a document. Raises UsageError that says what does not."""
    try:
        model.model_validate({name: value})
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            if problem["loc"][0] == name:
                raise UsageError(f"It {in_words(problem)}.") from error
    return value
