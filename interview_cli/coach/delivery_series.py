"""How a session was spoken as one short text, kept beside its scores so that trends open no session."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interview_cli.coach.speech import DeliverySummary

# What is followed over sessions, with its unit; in the order it is told.
FOLLOWED = {
    "pace": "per minute",
    "fillers": "per minute",
    "pause": "seconds",
    "pause_between": "seconds",
    "longest_pause": "seconds",
    "pitch_variety": "semitones",
    "volume_variety": "dB",
}


def packed(summary: DeliverySummary | None) -> str:
    """The measures of spoken answers as `pace=158 fillers=3.2`; empty without any.

    What can hardly be trusted is left out.
    """
    if summary is None or not summary.spoken:
        return ""
    values = {(one.name, one.unit): one.value for one in summary.measures if one.trust != "low"}
    kept = {name: values[name, unit] for name, unit in FOLLOWED.items() if (name, unit) in values}
    return " ".join(f"{name}={value:g}" for name, value in kept.items())


def unpacked(text: str) -> dict[str, float]:
    """The values by their names."""
    parts = (part.partition("=") for part in text.split())
    return {name: float(value) for name, _, value in parts}
