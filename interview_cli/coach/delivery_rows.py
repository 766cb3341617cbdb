"""Measures of delivery as rows of a table: what was measured, the value, its band in words, its trust."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from interview_cli.coach.delivery_words import named_counts, standing_of
from interview_cli.coach.speech import Delivery, DeliverySummary, Measure
from interview_cli.coach.speech_bands import PER_MINUTE

Told = Delivery | DeliverySummary


class Row(NamedTuple):
    """One row; `standing` is empty where no band is known, and `doubt` where the trust is high."""

    name: str
    value: str
    standing: str
    trust: str
    doubt: str

    @property
    def trust_words(self) -> str:
        """The trust with its reason."""
        return f"{self.trust}: {self.doubt}" if self.doubt else self.trust

    @property
    def in_words(self) -> str:
        """All but the name, in a line; a high trust goes without saying, and only a low one has a reason."""
        standing = f", {self.standing}" if self.standing else ""
        reason = f": {self.doubt}" if self.trust == "low" else ""
        return f"{self.value}{standing}{f' ({self.trust} trust{reason})' if self.doubt else ''}"


_NAMES = {
    "pace": "Pace",
    "articulation": "Without pauses",
    "fillers": "Fillers",
    "hedges": "Hedges",
    "length": "Length",
    "pause": "Pauses inside",
    "pause_between": "Pauses between",
    "longest_pause": "Longest pause",
    "first_word": "First word",
    "volume": "Volume",
    "volume_variety": "Volume variety",
    "overdriven": "Overdriven",
    "pitch_variety": "Pitch variety",
    "speech_share": "Speech",
    "voice_over_noise": "Over the noise",
    "word_certainty": "Words certain",
}
_VALUES = {
    "pace": "{:.0f} words a minute",
    "articulation": "{:.0f} words a minute",
    "pause": "up to {:.1f} s inside a sentence",
    "pause_between": "up to {:.1f} s between sentences",
    "longest_pause": "{:.1f} s",
    "first_word": "after {:.1f} s",
    "volume": "{:.0f} dBFS",
    "volume_variety": "{:.1f} dB",
    "overdriven": "{:.1f} % of the sound",
    "pitch_variety": "{:.1f} semitones",
    "speech_share": "{:.0f} % of the time",
    "voice_over_noise": "by {:.0f} dB",
    "word_certainty": "{:.0f} % sure",
}
_NONE = {
    "fillers": "none found",
    "hedges": "none",
    "pause": "none inside a sentence",
    "pause_between": "none between sentences",
    "longest_pause": "none",
}
_SLOWEST, _FASTEST = "slowest_pace", "fastest_pace"
_MOVING = "Pace by 15 s"
_IN_ORDER = tuple(dict.fromkeys((_NAMES["pace"], _MOVING, *_NAMES.values())))


def rows(told: Told) -> list[Row]:
    """The measures of an answer in the order of `_NAMES`, and of a session those that have a band.

    Repeats are told in words alone.
    """
    by_name = {measure.name: measure for measure in told.measures}
    found = [_row(by_name[name], told) for name in _NAMES if name in by_name and _tells(by_name, name)]
    found += _moving_pace(by_name)
    if isinstance(told, DeliverySummary):
        found = [row for row in found if row.standing]
    return sorted(found, key=lambda row: _IN_ORDER.index(row.name))


def _tells(by_name: dict[str, Measure], name: str) -> bool:
    """Whether a measure has something to tell: no sound at full scale has not, nor what two others say."""
    if name == "overdriven":
        return by_name[name].value > 0
    return name != "longest_pause" or "pause" not in by_name


def _row(measure: Measure, told: Told) -> Row:
    least = "at least " if measure.at_least else ""
    if not measure.value and measure.name in _NONE:
        value = _NONE[measure.name]
    elif measure.name in ("fillers", "hedges"):
        rate = "a minute" if measure.unit == PER_MINUTE else "in 100 words"
        counts = named_counts(told.fillers if measure.name == "fillers" else told.hedges)
        value = f"{least}{measure.value:g} {rate}{counts}"
    elif measure.name == "length":
        each = " an answer" if isinstance(told, DeliverySummary) else ""
        value = f"{measure.value:.0f} {measure.unit}{each}"
    else:
        value = _VALUES[measure.name].format(measure.value)
    return Row(_NAMES[measure.name], value, standing_of(measure), measure.trust, measure.doubt)


def _moving_pace(by_name: dict[str, Measure]) -> Iterator[Row]:
    if _SLOWEST in by_name and _FASTEST in by_name:
        low, high = by_name[_SLOWEST], by_name[_FASTEST]
        value = f"{low.value:.0f} to {high.value:.0f} words a minute"
        yield Row(_MOVING, value, "", low.trust, low.doubt)
