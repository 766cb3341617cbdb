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
NoScoresOption = Annotated[bool, typer.Option("--no-scores", help="Hide numbers, keep words.")]


def scale_of(home: Home, chosen: Scale | None) -> int:
    """The scale to show scores on: 100 or 5. Raises UsageError when the settings are wrong."""
    if chosen is not None:
        return int(chosen)
    # Loading the settings takes a third of the time that a list of sessions may take.
    if not home.config_file.is_file() and not os.environ.get("INTERVIEW_SCALE"):
        return 100
    from interview_cli.wiring import open_settings

    return open_settings(home).scale
