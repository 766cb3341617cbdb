"""How a person wished to be interviewed: a small part of the session, known before it is there."""

from __future__ import annotations

from typing import Literal

from interview_cli.coach.evaluation import Record


class Shown(Record):
    """What the person wished to be told of the judgements, and when; None leaves it to the settings.

    `spoken` says that answers are given by voice.
    """

    feedback: Literal["each", "end"] | None = None
    scores: bool | None = None
    sample_answers: bool = False
    spoken: bool | None = None
