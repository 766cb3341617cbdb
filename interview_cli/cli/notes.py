"""`interview notes`: what you did lately, in your own words, to be asked about in an interview."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli import console
from interview_cli.cli.run import command_group, run_of
from interview_cli.cli.values import LONGEST_ACTIVITY_DAYS
from interview_cli.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

app = command_group("Note what you did lately, to be asked about it.")

STDIN = "-"
# Characters read of a standard input that may never end: far more than a note may have.
_MOST_READ = 1_000_000

_JSON = typer.Option("--json", help="One JSON document on stdout.")


@app.command("add")
def add_note(
    ctx: typer.Context,
    text: Annotated[
        str | None,
        typer.Argument(
            metavar="[TEXT]", help="The note; - reads standard input, nothing opens your editor ($EDITOR)."
        ),
    ] = None,
    day: Annotated[
        str,
        typer.Option("--date", metavar="DATE", help="Day it tells of, such as 2026-11-20; default: today."),
    ] = "",
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Keep a note of what you did, learned or decided."""
    from datetime import UTC, datetime

    from interview_cli.activity.cleaning import MASK
    from interview_cli.wiring import open_notes

    told_of = _day(day)
    said = _text(text)
    note = open_notes(run_of(ctx).home).add(said, told_of, datetime.now(UTC))
    if note.text.count(MASK) > said.count(MASK):
        console.say(
            f"note: What looks like a key or a password in it was replaced by {MASK} before keeping it."
        )
    if as_json:
        console.out_json(note.model_dump(mode="json"))
    else:
        console.say(f"Noted as {note.id}. Be asked about it: interview session start --notes 7")


@app.command("list")
def list_notes(
    ctx: typer.Context,
    days: Annotated[
        int | None,
        typer.Option("--days", min=1, max=LONGEST_ACTIVITY_DAYS, metavar="N", help="Only the last N days."),
    ] = None,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Your notes, oldest first."""
    from datetime import datetime, timedelta

    from interview_cli.wiring import open_notes

    notes = open_notes(run_of(ctx).home).all()
    if days is not None:
        since = (datetime.now().astimezone() - timedelta(days=days)).date()
        shown = [note for note in notes if note.date >= since]
    else:
        shown = list(notes)
    if as_json:
        console.out_json([note.model_dump(mode="json") for note in shown])
    elif not shown:
        none = f"None of your {len(notes)} notes is of these days." if notes else "There are no notes yet."
        console.say(f'{none} Write one with: interview notes add "..."')
    else:
        console.table(
            ["ID", "Date", "Note"], [[note.id, str(note.date), " ".join(note.text.split())] for note in shown]
        )


@app.command("remove")
def remove_note(
    ctx: typer.Context,
    note_id: Annotated[str, typer.Argument(metavar="ID", help="The note, or a beginning of its id.")],
) -> None:
    """Delete a note; interviews that asked about it stay."""
    from interview_cli.wiring import open_notes

    note = open_notes(run_of(ctx).home).remove(note_id)
    console.say(f"Deleted {note.id} of {note.date}.")


def _day(given: str) -> date:
    """The day a note tells of. Raises UsageError for what is no day, or one that has not come yet."""
    from datetime import date, datetime

    today = datetime.now().astimezone().date()
    if not given:
        return today
    try:
        day = date.fromisoformat(given)
    except ValueError as error:
        raise UsageError(
            f"{given!r} is no day.", "Write it as year-month-day, such as 2026-11-20."
        ) from error
    if day > today:
        raise UsageError(f"{day} has not come yet.", "A note tells of what you did.")
    return day


def _text(given: str | None) -> str:
    if given == STDIN or (given is None and not sys.stdin.isatty()):
        try:
            typed = sys.stdin.read(_MOST_READ)
            # Some locales hand in undecodable bytes as lone surrogates.
            typed.encode()
        except UnicodeError as error:
            raise UsageError("standard input: not UTF-8 text.", "Save it as UTF-8.") from error
        return typed
    if given is not None:
        return given
    from interview_cli.editor import TextEditor

    return TextEditor().edit()
