"""Places of a recording that are worth hearing again: fillers and long pauses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from interview_cli.coach.speech import Pause, Take
from interview_cli.coach.speech_bands import BANDS, SECONDS
from interview_cli.coach.takes import fillers_among

MarkKind = Literal["filler", "pause"]


@dataclass(frozen=True, slots=True)
class Mark:
    """Something at a time of a recording (seconds from its beginning), with what to call it."""

    seconds: float
    kind: MarkKind
    text: str


def marks_of(take: Take) -> list[Mark]:
    """The fillers of a recording whose words have times, and its long pauses, in their order.

    A pause is long beyond what is good at its place; the time before the first word is none.
    """
    words = take.transcript.words if take.transcript else []
    marks = [Mark(word.start, "filler", name) for name, word in fillers_among(words)]
    marks += [
        Mark(pause.start, "pause", f"a pause of {pause.end - pause.start:.1f} s")
        for pause in (take.sound.pauses if take.sound else ())
        if pause.place != "before" and pause.end - pause.start > _longest_good(pause)
    ]
    return sorted(marks, key=lambda mark: mark.seconds)


def _longest_good(pause: Pause) -> float:
    name = "pause_between" if pause.place == "between" else "pause"
    return BANDS[name, SECONDS].good[1]
