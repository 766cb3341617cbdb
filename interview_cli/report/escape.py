"""Foreign text in Markdown: whatever it holds, it stays text and in its place.

Backslashes before ASCII punctuation are read as that character by CommonMark (section 2.4) and by
GitHub's dialect. Only what could be taken for markup gets one, so that the source stays readable.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from interview_cli.report.wording import one_line, printable

# Emphasis, code, links, HTML, cells, strikethrough, formulas; an underscore between letters is none of it.
_INLINE = re.compile(r"[\\`*\[\]<|~$]|(?<![^\W_])_|_(?![^\W_])")
# An entity; a `#` that begins a heading or closes one; an address that GitHub turns into a link.
_SPECIAL = re.compile(r"&(?=#?\w+;)|(?<!\S)#|:(?=//)|(?<=www)\.", re.IGNORECASE)
# What makes a line a list item, a heading's underline, a quote, a rule or the second line of a table.
_LINE_START = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+=>:]))")
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
_HARD_BREAK = "  "


def inline(text: str) -> str:
    """A text on one line, for a heading, a table cell, a list item or the middle of a sentence."""
    return _escaped(one_line(text))


def stretch(text: str) -> str:
    """A part of a line that is not its beginning; the spaces at its ends are kept."""
    return _SPECIAL.sub(r"\\\g<0>", _INLINE.sub(r"\\\g<0>", printable(text)))


def block(text: str) -> list[str]:
    """The lines of a text, to be joined by `joined`; indentation is kept."""
    return [line(_escaped(part.strip()), part) for part in printable(text).strip("\n").split("\n")]


def line(escaped: str, original: str) -> str:
    """An escaped line with the indentation of the original, unbreakable so that it makes no code block."""
    indent = len(original) - len(original.lstrip(" "))
    return _NO_BREAK_SPACE * indent + escaped if escaped else ""


def joined(lines: Sequence[str], prefix: str = "") -> str:
    """Lines under one another, each after a prefix such as "> "; neighbours are kept apart by hard breaks."""
    following = [*lines[1:], ""]
    return "\n".join(
        f"{prefix}{text}{_HARD_BREAK}" if text and after else f"{prefix}{text}".rstrip(" ")
        for text, after in zip(lines, following, strict=True)
    )


def at_line_start(escaped: str) -> str:
    """An escaped text as it may begin a line."""
    return _LINE_START.sub(lambda found: f"{found[0]}\\", escaped)


def _escaped(text: str) -> str:
    return at_line_start(stretch(text))
