"""`interview score`: judge rows of a file, or answers of a session that were not judged when given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli import console, exits
from interview_cli.cli.run import run_of
from interview_cli.errors import UsageError

if TYPE_CHECKING:
    from interview_cli.wiring import Home

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
        str | None,
        typer.Option("--session", help="A session, a beginning of its id, or last."),
    ] = None,
    model: Annotated[
        list[str] | None,
        typer.Option("--model", help="Model to judge with; repeat for a chain of fallbacks."),
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Judge with the embedded coach.")] = False,
    json_: Annotated[
        bool, typer.Option("--json", help="Print the session document as JSON; rows are always JSON lines.")
    ] = False,
) -> None:
    """Judge rows of a file, or answers of a session that were not judged."""
    if (file is None) == (session is None):
        raise UsageError("Say what to judge: a file of rows, or --session.", "interview score --help")
    home = run_of(ctx).home
    if session is None:
        raise typer.Exit(_score_file(home, file or "", model or [], offline=offline))
    raise typer.Exit(_score_session(home, session, model or [], offline=offline, as_json=json_))


def _score_file(home: Home, source: str, named: list[str], *, offline: bool) -> int:
    from interview_cli import wiring
    from interview_cli.cli.opening import tell_choice
    from interview_cli.cli.score_rows import score_rows

    settings = wiring.open_settings(home)
    choice = wiring.choose_models(named, offline=offline, settings=settings)
    tell_choice(choice)
    judge = wiring.build_row_judge(home, settings, choice.models) if choice.models else None
    return score_rows(source, judge)


def _score_session(home: Home, session: str, named: list[str], *, offline: bool, as_json: bool) -> int:
    import asyncio

    from interview_cli import wiring
    from interview_cli.cli.opening import tell_choice
    from interview_cli.interview.rejudge import judge_later, unjudged

    settings = wiring.open_settings(home)
    store = wiring.open_sessions(home)
    session_id = store.resolve(session)
    left = []
    with store.hold(session_id):
        document = store.load(session_id)
        open_turns = len(unjudged(document))
        if open_turns:
            wanted = named or ([] if offline else document.models)
            choice = wiring.choose_models(wanted, offline=offline, settings=settings)
            tell_choice(choice)
            parts = wiring.build_later_judging(home, settings, document, choice.models)
            left = asyncio.run(judge_later(document, parts.judge, parts.reviewer, store, parts.analyse))
        else:
            console.say("No answer of this session waits to be judged.")
    if as_json:
        console.out_json(document.model_dump(mode="json"))
    elif open_turns:
        overall = document.feedback.overall if document.feedback else None
        reached = "" if overall is None else f" Overall: {overall:.0f} of 100."
        console.out(f"Judged {open_turns - len(left)} of {open_turns} answers.{reached}")
    if left:
        labels = ", ".join(turn.label for turn in left)
        evaluation = left[0].evaluation
        console.say(f"Still not judged: {labels}. {evaluation.why_unscored if evaluation else ''}".strip())
        return exits.PROVIDER
    return exits.FINE
