"""`interview score`: judge rows of a file, or answers of a session, for the first time or afresh."""

from __future__ import annotations

from typing import Annotated

import typer

from interview_cli.cli.consent_option import RedactOption, YesOption
from interview_cli.cli.run import run_of
from interview_cli.cli.values import SamplesOption
from interview_cli.errors import UsageError

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command()
def score(
    ctx: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILE.jsonl]",
            help="Rows of question, reference_answer and answer; - reads stdin. One JSON line out per row.",
        ),
    ] = None,
    session: Annotated[
        str | None, typer.Option("--session", help="Session, a beginning of its id, or last.")
    ] = None,
    model: Annotated[
        list[str] | None,
        typer.Option("--model", help="Model to judge with; repeat for a chain of fallbacks."),
    ] = None,
    yes: YesOption = False,
    redact: RedactOption = None,
    offline: Annotated[bool, typer.Option("--offline", help="Judge with the embedded coach.")] = False,
    samples: SamplesOption = None,
    again: Annotated[
        bool,
        typer.Option("--again", help="Judge all answers of a session afresh, not only those not judged."),
    ] = False,
    json_: Annotated[
        bool, typer.Option("--json", help="Print the session document as JSON; rows are always JSON lines.")
    ] = False,
) -> None:
    """Judge rows of a file, or answers of a session that were not judged, or all of them afresh.

    A model judges each criterion three times unless --samples or the settings say otherwise.
    """
    from interview_cli.cli.score_rows import score_file
    from interview_cli.cli.score_session import score_session

    home = run_of(ctx).home
    if session is not None and file is None:
        code = score_session(
            home,
            session,
            models=model or [],
            offline=offline,
            samples=samples,
            again=again,
            redact=redact,
            as_json=json_,
        )
    elif file is not None and session is None and not again:
        code = score_file(home, file, models=model or [], offline=offline, samples=samples, redact=redact)
    elif again:
        raise UsageError("--again judges a session.", "Name one with --session, or leave it out.")
    else:
        raise UsageError("Say what to judge: a file of rows, or --session.", "interview score --help")
    raise typer.Exit(code)
