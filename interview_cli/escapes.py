"""Text made harmless for a terminal."""

from __future__ import annotations

import re

# Escape sequences and control codes in resumes, answers and replies must not drive the terminal;
# tab and newline are harmless. Bidirectional overrides could make text read differently than it is.
_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[@-_]"
    r"|[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)


def clean(text: str) -> str:
    """Text without anything a terminal would obey."""
    return _ESCAPES.sub("", text)
