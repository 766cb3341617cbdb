"""What options take, said once for all commands; light enough to build any help."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from interview_cli.coach.scale import MOST_SAMPLES

TypeName = Literal["technical", "behavioral", "mixed", "system-design", "full-loop"]
HeldTypeName = Literal[TypeName, "drill"]
LevelName = Literal["entry", "mid", "senior"]

SessionId = Annotated[str, typer.Argument(metavar="ID", help="Id, its unique beginning, or `last`.")]

SamplesOption = Annotated[
    int | None,
    typer.Option(
        min=1, max=MOST_SAMPLES, help="How often a model judges each criterion; the median counts (1 to 9)."
    ),
]


LanguageOption = Annotated[
    str | None,
    typer.Option(
        metavar="TAG",
        help="Language to hold the interview in, such as de or pt-BR; others than English need a model.",
    ),
]
# JSON documents hold whole numbers of 64 bits.
LARGEST_SEED = 2**63 - 1
# A year; what was done longer ago is not "lately".
LONGEST_ACTIVITY_DAYS = 365
SeedOption = Annotated[
    int | None, typer.Option(min=0, max=LARGEST_SEED, help="Number that fixes the choice of questions.")
]
FollowUpsOption = Annotated[int | None, typer.Option(help="Follow-ups per question (0 to 3).")]
StrictTimeOption = Annotated[
    bool, typer.Option("--strict-time", help="Hand in when a question's time is up.")
]
