"""`interview remind`: one line about the questions that are due, or a weekly event for a calendar."""

from __future__ import annotations

import re
import shlex
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli import console
from interview_cli.cli.output import hand_over, target_of
from interview_cli.cli.run import run_of
from interview_cli.errors import UsageError
from interview_cli.wiring.drills import own_cards

if TYPE_CHECKING:
    from interview_cli.interview.schedule import Card
    from interview_cli.wiring import Home

DEFAULT_FILE = Path("interview-drill.ics")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TIME = re.compile(r"(\d{1,2}):(\d{2})")
_SHORTEST_DAY = 2

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command()
def remind(
    ctx: typer.Context,
    weekly: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--weekly", metavar="DAY TIME", help="Write a weekly event, such as --weekly MON 18:00."
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help=f"Its file (default: {DEFAULT_FILE}); - is stdout."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite FILE even if it is no reminder.")] = False,
    candidate: Annotated[
        str, typer.Option("--candidate", metavar="NAME", help="Whose questions (default: as for drill).")
    ] = "",
    json_: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Say in one line how many questions are due, nothing when none is; or write a weekly reminder."""
    from interview_cli.wiring import open_drill, open_sessions

    if weekly is None and (output is not None or force):
        raise UsageError("Only a weekly event is written to a file.", "Say when: --weekly MON 18:00")
    if weekly is not None and json_:
        raise UsageError("--weekly writes a calendar file.", "Leave out --json.")
    home = run_of(ctx).home
    now = datetime.now().astimezone()
    name, cards = own_cards(home, open_drill(home, open_sessions(home)).deck(), candidate)
    whose = f" --candidate {shlex.quote(candidate)}" if candidate else ""
    if weekly is not None:
        _write_event(
            home, name, cards, _when(*weekly, now), now, f"interview drill{whose}", output, force=force
        )
        return
    due = sum(card.is_due(now) for card in cards)
    if json_:
        later = next((card.due.isoformat() for card in cards if not card.is_due(now)), None)
        console.out_json({"candidate": name or None, "due": due, "in_drill": len(cards), "next_due": later})
    elif due:
        are = "questions are" if due > 1 else "question is"
        console.out(f"{due} {are} due; interview drill{whose}")


def _when(day: str, time: str, now: datetime) -> datetime:
    """The next time that a weekday's name, or its beginning, and a time such as 18:00 stand for."""
    from interview_cli.report.calendar import next_time

    wanted = day.strip().lower()
    days = [number for number, name in enumerate(_DAYS) if name.startswith(wanted)]
    if len(wanted) < _SHORTEST_DAY or len(days) != 1:
        raise UsageError(
            f"{day!r} is no day of the week.", "Write it as MON, TUE, WED, THU, FRI, SAT or SUN."
        )
    found = _TIME.fullmatch(time.strip())
    hour, minute = map(int, found.groups()) if found else (24, 0)
    if hour > 23 or minute > 59:
        raise UsageError(f"{time!r} is no time of day.", "Write it as 18:00.")
    return next_time(days[0], hour, minute, now)


def _write_event(
    home: Home,
    name: str,
    cards: list[Card],
    begins: datetime,
    now: datetime,
    command: str,
    output: Path | None,
    *,
    force: bool,
) -> None:
    from interview_cli.report.calendar import weekly_event
    from interview_cli.wiring import open_sessions
    from interview_cli.wiring.drills import about

    # A reminder is written anew every week.
    target = target_of(output or DEFAULT_FILE, force=force or _is_reminder(output or DEFAULT_FILE))
    listed = [(one.card, one.turn.question) for one in about(open_sessions(home), cards, "", console.say)]
    event = weekly_event(name, listed, begins, now, command)
    hand_over(event, target)
    if target is not None:
        console.say(f"It is for every {begins:%A at %H:%M}, first on {begins:%Y-%m-%d}.")
        console.say("Open it with your calendar, which does the reminding; nothing runs here meanwhile.")


def _is_reminder(path: Path) -> bool:
    """Whether a file is a reminder that was written here before."""
    from interview_cli.report.calendar import PRODUCT

    if not path.is_file():
        return False
    with path.open("rb") as file:
        return PRODUCT.encode() in file.read(500)
