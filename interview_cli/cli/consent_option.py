"""`--yes`: what the person would be asked before anything is sent or recorded is agreed to."""

from __future__ import annotations

from typing import Annotated

import typer


def _agreed(given: bool) -> bool:
    if given:
        from interview_cli.wiring.consent import say_yes

        say_yes()
    return given


YesOption = Annotated[
    bool,
    typer.Option(
        "--yes", callback=_agreed, help="Agree beforehand to what is sent to a provider or recorded."
    ),
]
RedactOption = Annotated[
    bool | None,
    typer.Option(
        "--redact/--no-redact", help="Take e-mail, phone, address and links out of what a model is sent."
    ),
]
