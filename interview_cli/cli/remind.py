"""`interview remind`: one line about the questions that are due, for a shell prompt or cron."""

from __future__ import annotations

import shlex
from datetime import datetime
from typing import Annotated

import typer

from interview_cli.cli import console
from interview_cli.cli.run import run_of
from interview_cli.wiring.drills import own_cards

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command()
def remind(
    ctx: typer.Context,
    candidate: Annotated[
        str, typer.Option("--candidate", metavar="NAME", help="Whose questions (default: as for drill).")
    ] = "",
    json_: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Say in one line how many questions are due; nothing when none is."""
    from interview_cli.wiring import open_drill, open_sessions

    home = run_of(ctx).home
    now = datetime.now().astimezone()
    name, cards = own_cards(home, open_drill(home, open_sessions(home)).deck(), candidate)
    due = sum(card.is_due(now) for card in cards)
    if json_:
        later = next((card.due.isoformat() for card in cards if not card.is_due(now)), None)
        console.out_json({"candidate": name or None, "due": due, "in_drill": len(cards), "next_due": later})
    elif due:
        whose = f" --candidate {shlex.quote(candidate)}" if candidate else ""
        are = "questions are" if due > 1 else "question is"
        console.out(f"{due} {are} due; interview drill{whose}")
