"""Text from strangers' files made safe to print and to search: no control characters, one kind of space."""

from __future__ import annotations

import re

# Terminal escape sequences: CSI, OSC (ended by BEL or ST), and the two-character ones (ECMA-48).
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,16}[@-~]?"
    r"|(?:\x1b\]|\x9d)[^\x07\x1b\x9c\n]{0,2000}(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]{0,8}[0-~]?"
)
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Controls, bidirectional overrides and isolates, zero-width characters, soft hyphens, lone surrogates.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_SYMBOL_BULLETS = re.compile("[\uf000-\uf0ff]")  # bullets of the Symbol and Wingdings fonts
_BLANK_LINES = re.compile(r"\n{4,}")


def printable(text: str) -> str:
    """The text without anything that moves a terminal or misleads the eye; its layout stays."""
    text = _ESCAPES.sub("", _LINE_ENDS.sub("\n", text))
    text = _SYMBOL_BULLETS.sub("•", _INVISIBLE.sub("", text))
    return _SPACES.sub(" ", text).translate(_LIGATURES)


def clean(text: str) -> str:
    """Printable text without trailing spaces and more than two blank lines in a row.

    Spaces within a line stay, since they carry the layout.
    """
    lines = (line.rstrip() for line in printable(text).split("\n"))
    return _BLANK_LINES.sub("\n\n\n", "\n".join(lines)).strip("\n")
