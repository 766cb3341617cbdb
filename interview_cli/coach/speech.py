"""How answers were spoken or written, as it is stored: measures with their bands, beside the score."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from interview_cli.coach.evaluation import Record

Way = Literal["spoken", "written"]
Band = Literal["good", "note", "poor"]
Side = Literal["", "under", "over"]
Count = Annotated[int, Field(ge=0)]


class Measure(Record):
    """One thing measured, such as `pace`, with its unit, the band it falls in, and the side of the good band.

    `at_least` marks a lower bound: a transcript leaves out some of what was said. Names are open, so that
    what is measured in sound (`pause`, `pitch_variety`, `volume_variety`) joins what is measured in
    words.
    """

    name: str
    value: float
    unit: str
    band: Band
    side: Side = ""
    at_least: bool = False


class Delivery(Record):
    """How one answer was put. It never enters a score.

    `words` is 0 in scripts that set no spaces between words, where they can't be counted. `seconds` is the
    time spoken, where it is known and plausible. `fillers`, `hedges` and `often` say what was said and how
    often; `stutters` what was said twice in a row.
    """

    way: Way
    words: Count
    seconds: Annotated[float, Field(gt=0)] | None = None
    measures: list[Measure] = Field(default_factory=list)
    fillers: dict[str, int] = Field(default_factory=dict)
    hedges: dict[str, int] = Field(default_factory=dict)
    often: dict[str, int] = Field(default_factory=dict)
    stutters: list[str] = Field(default_factory=list)


class DeliverySummary(Record):
    """How the answers of a session were put: means over them, and the first thing to change in words.

    `answers` counts those measured, `spoken` the spoken ones among them. `first` is empty when nothing stands
    out; `note` says how far the counts can be trusted.
    """

    answers: Count
    spoken: Count = 0
    words: Count = 0
    seconds: Annotated[float, Field(ge=0)] = 0.0
    measures: list[Measure] = Field(default_factory=list)
    fillers: dict[str, int] = Field(default_factory=dict)
    hedges: dict[str, int] = Field(default_factory=dict)
    first: str = ""
    note: str = ""
