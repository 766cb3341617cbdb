"""How a person wishes to be told of judgements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Scores may be hidden or on 1-5 (`scale` 5); feedback comes after each question or at the end.

    `samples` adds the answers to compare with.
    """

    scores: bool = True
    scale: int = 100
    feedback: Literal["each", "end"] = "each"
    samples: bool = False
