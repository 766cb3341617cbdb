"""Text made harmless for a terminal."""

from __future__ import annotations

import re

# Escape sequences and control codes in resumes, answers and replies must not drive the terminal;
# tab and newline are harmless. Bidirectional overrides could make text read differently than it is.
_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[@-_]"
    r"|[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)


# In JSON these stand in texts alone, where their numbers mean the same.
_UNQUOTED = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """Text without anything a terminal would obey."""
    return _ESCAPES.sub("", text)


def clean_json(document: bytes) -> str:
    """A JSON document that says the same, with the number of each character that a terminal would obey."""
    return _UNQUOTED.sub(lambda found: f"\\u{ord(found[0]):04x}", document.decode())
