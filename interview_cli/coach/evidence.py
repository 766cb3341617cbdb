"""Whether a quote really stands in an answer."""

from __future__ import annotations

import re
import unicodedata

_TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})
_SPACE = re.compile(r"\s+")
# A quote of fewer letters than this could stand anywhere and proves nothing.
_SHORTEST = 3


def folded(text: str) -> str:
    """Text as quotes are compared: white space, case, quotation marks and dashes made alike."""
    alike = unicodedata.normalize("NFKC", text.translate(_TYPOGRAPHY))
    return _SPACE.sub(" ", alike).strip().casefold()


def surviving(quotes: list[str], answer: str) -> list[str]:
    """The quotes that occur in the answer, each once, in their order."""
    whole = folded(answer)
    kept: dict[str, str] = {}
    for quote in quotes:
        trimmed = quote.strip().strip("\"'“”‘’").strip()
        alike = folded(trimmed).removeprefix("...").removesuffix("...").strip()
        if len(alike) >= _SHORTEST and alike in whole:
            kept.setdefault(alike, trimmed)
    return list(kept.values())
