"""How much a word tells: rare words carry more of a statement than common ones."""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files

# Even the most common content word says a little.
_LEAST = 0.15
# What a stem of fewer than three texts counts as, and the content stems of a text, on average.
_UNSEEN, _STEMS_PER_TEXT = 0.7, 25


@cache
def text_counts() -> dict[str, int]:
    """Stem to the number of texts it occurs in, counted over the bundled questions and sample answers.

    Stems of fewer than three texts are not listed. The key `""` holds the number of all texts.
    """
    counts: dict[str, int] = {}
    for line in files(__package__).joinpath("frequencies.txt").read_text("utf-8").splitlines():
        number, *stems = line.split(" ")
        if number == "texts":
            counts[""] = int(stems[0])
        else:
            counts.update(dict.fromkeys(stems, int(number)))
    return counts


@cache
def rarity(stem: str) -> float:
    """The weight of a stem, 0.15 (in every text) to 1 (in none): its inverse document frequency, scaled."""
    counts = text_counts()
    texts = counts[""]
    return max(_LEAST, math.log((texts + 1) / (counts.get(stem, 0) + 1)) / math.log(texts + 1))


@cache
def chance(stem: str) -> float:
    """How likely (0-1) any content word of interview talk is this one; one that is not listed is rare."""
    counts = text_counts()
    return (counts.get(stem, 0) + _UNSEEN) / (counts[""] * _STEMS_PER_TEXT)
