"""`interview score`: judge answers of a stored session that were not judged when they were given."""

from __future__ import annotations

from typing import Annotated

import typer

from interview_cli.cli import console, exits
from interview_cli.cli.run import run_of

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
    json_: Annotated[bool, typer.Option("--json", help="Print the session document as JSON.")] = False,
) -> None:
    """Judge answers of a session that were not judged."""
    import asyncio

    from interview_cli import wiring
    from interview_cli.cli.opening import tell_choice
    from interview_cli.interview.rejudge import judge_later, unjudged

    home = run_of(ctx).home
    settings = wiring.open_settings(home)
    store = wiring.open_sessions(home)
    session_id = store.resolve(session)
    left = []
    with store.hold(session_id):
        document = store.load(session_id)
        open_turns = len(unjudged(document))
        if open_turns:
            named = model or ([] if offline else document.models)
            choice = wiring.choose_models(named, offline=offline, settings=settings)
            tell_choice(choice)
            parts = wiring.build_later_judging(home, settings, document, choice.models)
            left = asyncio.run(judge_later(document, parts.judge, parts.reviewer, store, parts.analyse))
        else:
            console.say("No answer of this session waits to be judged.")
    if json_:
        console.out_json(document.model_dump(mode="json"))
    elif open_turns:
        overall = document.feedback.overall if document.feedback else None
        hidden = overall is None or not settings.scores
        reached = "" if hidden else f" Overall: {overall:.0f} of 100."
        console.out(f"Judged {open_turns - len(left)} of {open_turns} answers.{reached}")
    if left:
        labels = ", ".join(turn.label for turn in left)
        evaluation = left[0].evaluation
        console.say(f"Still not judged: {labels}. {evaluation.why_unscored if evaluation else ''}".strip())
        raise typer.Exit(exits.PROVIDER)
