"""Regular expressions of suites, looked for within a time: one that is written badly can take years.

The `regex` package reads Python's patterns and, unlike `re`, can be told when to give up; litellm brings it.
"""

from __future__ import annotations

import re
from math import prod

SECONDS = 2.0
# What is repeated so often within a repetition takes gigabytes before the clock begins.
MOST_REPEATED = 10_000_000
_REPEATED = re.compile(r"\{(?:\d*,)?(\d+)\}")


class SlowPatternError(Exception):
    """A pattern that took too long on a text; its message says so."""


def flaw_of(pattern: str) -> str:
    """What makes a text no regular expression; empty when it is one."""
    import regex

    if prod(int(count) for count in _REPEATED.findall(pattern)) > MOST_REPEATED:
        return "it repeats more than any text could"
    try:
        regex.compile(pattern)
    except regex.error as error:
        return str(error)
    return ""


def place_of(pattern: str, text: str, *, case_sensitive: bool = True) -> str | None:
    """The first part of a text that fits a valid pattern, None without one; dots fit line breaks, too.

    Raises SlowPatternError after `SECONDS`.
    """
    import regex

    flags = regex.DOTALL | (0 if case_sensitive else regex.IGNORECASE)
    try:
        match = regex.search(pattern, text, flags, timeout=SECONDS)
    except TimeoutError:
        raise SlowPatternError(f"gave up on the pattern {pattern} after {SECONDS:g} s") from None
    return None if match is None else str(match[0])
