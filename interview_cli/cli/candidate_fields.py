"""What a plan asks candidates to say of themselves: taken from flags, and asked for at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from interview_cli.cli import console
from interview_cli.errors import UsageError

_LONGEST = 500


def candidate_fields(plan: Path | None, given: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Each thing the plan asks for with what the candidate says; a script has to give all of them.

    Raises UsageError for what is no `NAME=VALUE`, or given without a plan.
    """
    fields = dict(map(_pair, given))
    if plan is None:
        if fields:
            raise UsageError("--field answers what a plan asks for.", "Name the plan with --plan.")
        return ()
    from interview_cli.interview.plan_file import read_plan

    asked = read_plan(plan).candidate_fields
    spelt = {name.casefold(): name for name in asked}
    fields = {spelt.get(name.casefold(), name): value for name, value in fields.items()}
    missing = [name for name in asked if name not in fields]
    if missing and sys.stdin.isatty() and sys.stderr.isatty():
        console.say("The plan asks you for this first; it stands in the report.")
        fields |= {name: _asked(name) for name in missing}
    return tuple(fields.items())


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise UsageError(f"--field {text!r} is no NAME=VALUE.", 'Write it as --field "E-mail=me@example.org"')
    return name.strip(), _checked(value)


def _asked(name: str) -> str:
    from interview_cli.cli.asking import ask

    return ask(name, _needed)


def _needed(value: str) -> str:
    if not value:
        raise UsageError("Something has to be said here.")
    return _checked(value)


def _checked(value: str) -> str:
    text = " ".join(value.split())
    if len(text) > _LONGEST:
        raise UsageError(f"A field takes {_LONGEST} characters at most.", "Shorten it.")
    return text
