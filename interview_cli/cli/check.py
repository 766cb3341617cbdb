"""One thing that `doctor` looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "note", "problem"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    A `note` says what is missing or odd but stops no interview; a `problem` does stop one, and
    `storage` marks those of the data folder. `advice` says what to do.
    """

    name: str
    status: Status
    found: str
    advice: str = ""
    storage: bool = False
