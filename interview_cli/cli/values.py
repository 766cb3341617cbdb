"""What options take, said once for all commands; light enough to build any help."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

TypeName = Literal["technical", "behavioral", "mixed", "system-design", "full-loop"]
LevelName = Literal["entry", "mid", "senior"]

SessionId = Annotated[str, typer.Argument(metavar="ID", help="Id, its unique beginning, or `last`.")]

# JSON documents hold whole numbers of 64 bits.
LARGEST_SEED = 2**63 - 1
SeedOption = Annotated[
    int | None, typer.Option(min=0, max=LARGEST_SEED, help="Number that fixes the choice of questions.")
]
