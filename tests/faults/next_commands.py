"""What a person does next, after whatever happened: it has to work, and to say nothing of damage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.faults.place import Place, Ran

_DAMAGE = ("damaged", "is left out", "set aside")


def next_commands(place: Place, *, answers: Path | None = None, reads: bool = True) -> list[str]:
    """Run the commands that list the history and read it, then go on with what is open; all that is wrong.

    `answers` are what an open interview is gone on with; without `reads` the history is only listed.
    """
    listed = place.run("history", "--json")
    wrong = _wrong("history", listed, 0)
    if wrong:
        return wrong
    rows = listed.json["sessions"]
    if rows and reads:
        wrong += _wrong("history show last", place.run("history", "show", "last"), 0)
        wrong += _wrong("export last", place.run("export", "last", "--format", "md"), 0)
    if answers is not None:
        for row in rows:
            if row["status"] in ("planned", "in_progress"):
                wrong += _gone_on(place, row, answers)
    return wrong


def _gone_on(place: Place, row: dict[str, Any], answers: Path) -> list[str]:
    ran = place.run("session", "continue", row["id"], "--answers", answers, "--json")
    wrong = _wrong("session continue", ran, 0)
    if not wrong and ran.json["status"] != "completed":
        wrong.append(f"session continue left it {ran.json['status']}")
    return wrong


def _wrong(name: str, ran: Ran, *codes: int) -> list[str]:
    complaints = [f"{name}: {flaw}" for flaw in ran.flaws(*codes)]
    return complaints + [f"{name}: stderr has {sign!r}" for sign in _DAMAGE if sign in ran.err]
