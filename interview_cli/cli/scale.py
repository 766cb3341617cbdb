"""How commands show scores: the scale a person chose, and `--no-scores`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from interview_cli.wiring import Home


# The scales scores can be shown on, by their highest score: 0-100 and 1-5.
Scale = Literal["100", "5"]

ScaleOption = Annotated[
    Scale | None,
    typer.Option("--scale", help="Show scores on 0-100 or on 1-5 (default: the setting `scale`)."),
]
ScoresOption = Annotated[
    bool | None,
    typer.Option(
        "--scores/--no-scores", help="Show numbers, or words alone (default: the setting `scores`)."
    ),
]


def scale_of(home: Home, chosen: Scale | None) -> int:
    """The scale to show scores on: 100 or 5. Raises UsageError when the settings are wrong."""
    if chosen is not None:
        return int(chosen)
    if not _is_set(home, "INTERVIEW_SCALE"):
        return 100
    from interview_cli.wiring import open_settings

    return open_settings(home).scale


def with_scores(home: Home, chosen: bool | None) -> bool:
    """Whether to show numbers. Raises UsageError when the settings are wrong."""
    if chosen is not None or not _is_set(home, "INTERVIEW_SCORES"):
        return chosen is not False
    from interview_cli.wiring import open_settings

    return open_settings(home).scores


def _is_set(home: Home, variable: str) -> bool:
    """Whether a setting may differ from its default.

    Loading the settings takes a third of the time that a list of sessions may take.
    """
    return home.config_file.is_file() or bool(os.environ.get(variable))
