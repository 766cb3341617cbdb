"""`interview score`: judge answers of a stored session, for the first time or afresh."""

from __future__ import annotations

from typing import Annotated

import typer

from interview_cli.cli.run import run_of
from interview_cli.cli.values import SamplesOption

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command()
def score(
    ctx: typer.Context,
    session: Annotated[str, typer.Option("--session", help="Session, a beginning of its id, or last.")],
    model: Annotated[
        list[str] | None,
        typer.Option("--model", help="Model to judge with; repeat for a chain of fallbacks."),
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Judge with the embedded coach.")] = False,
    samples: SamplesOption = None,
    again: Annotated[
        bool, typer.Option("--again", help="Judge all answers afresh, not only those that were not judged.")
    ] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print the session document as JSON.")] = False,
) -> None:
    """Judge answers of a session that were not judged, or all of them afresh.

    A model judges each criterion three times unless --samples or the settings say otherwise.
    """
    from interview_cli.cli.score_session import score_session

    code = score_session(
        run_of(ctx).home,
        session,
        models=model or [],
        offline=offline,
        samples=samples,
        again=again,
        as_json=json_,
    )
    raise typer.Exit(code)
