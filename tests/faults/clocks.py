"""A clock that goes back, between commands and amid an interview: order, ids, drill and batches are right."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.faults.deeds import ANSWERS, INTERVIEW, ROWS, START, Before, prepared, typed_with
from tests.faults.finding import Finding, Scenario, Trial, not_run
from tests.faults.next_commands import next_commands
from tests.faults.place import Place
from tests.faults.stored import stored_in

RESUMABLE = 6
BACK = "-2d"
DAY = 86_400.0


def scenarios() -> dict[str, Scenario]:
    """One for each place where the clock may go back."""
    runs = {"commands": _between_commands, "amid": _amid, "batch": _batch}
    return {f"clock.{name}": partial(_with_clock, run) for name, run in runs.items()}


class Clock:
    """The clock of the commands in a place, as libfaketime has it: an offset that can change while they run.

    Only the time of day is moved: how long something took is counted on, as on a machine whose clock is set.
    """

    def __init__(self, place: Place, library: str) -> None:
        self._file = place.root / "clock"
        self.set("+0")
        place.variables.update(
            LD_PRELOAD=library,
            FAKETIME_TIMESTAMP_FILE=str(self._file),
            FAKETIME_NO_CACHE="1",
            FAKETIME_DONT_FAKE_MONOTONIC="1",
            NO_FAKE_STAT="1",
        )

    def set(self, offset: str) -> None:
        """Set it off by so much, such as -2d; a running command sees it at once."""
        fresh = self._file.with_suffix(".new")
        fresh.write_text(f"{offset}\n")
        fresh.replace(self._file)


def _with_clock(run: Callable[[Place, Before, Clock], Trial], root: Path) -> Sequence[Finding]:
    if not shutil.which("faketime"):
        return [not_run(f"clock goes back: {run.__name__.strip('_')}", "-", "faketime is not installed")]
    place, before = prepared(root / "place")
    library = subprocess.run(
        ["faketime", "-f", "+0", "printenv", "LD_PRELOAD"], capture_output=True, text=True, check=True
    ).stdout.strip()
    return [run(place, before, Clock(place, library)).finding]


def _check_order(trial: Trial, place: Place) -> list[dict[str, Any]]:
    """The history is in the order of its times, and `last` is its first; returns its rows."""
    rows: list[dict[str, Any]] = place.run("history", "--json").json["sessions"]
    times = [row["created_at"] for row in rows]
    trial.check(times == sorted(times, reverse=True), "the history is out of order")
    last = place.run("history", "show", "last", "--json").json["id"]
    trial.check(last == rows[0]["id"], "`last` is not the first of the history")
    return rows


def _between_commands(place: Place, before: Before, clock: Clock) -> Trial:
    trial = Trial(
        "clock back 2 days",
        "session start, continue, history, drill, notes",
        "history in order of time, last its first, continue finds the open one, drill and notes go on",
    )
    one = place.write("one.json", ANSWERS[:1])
    clock.set(BACK)
    ran = place.run(*START, "--answers", one)
    trial.blame(f"session start: {flaw}" for flaw in ran.flaws(RESUMABLE))
    rows = _check_order(trial, place)
    new = [row for row in rows if row["id"] not in before.stored.sessions]
    trial.check(len(new) == 1 and new[0] == rows[-1], "the session of two days ago is not the oldest")
    behind = time.time() - datetime.fromisoformat(new[0]["created_at"]).timestamp()
    trial.check(1.9 * DAY < behind < 2.1 * DAY, "the clock did not go back")
    # Without an id: the only one that is open, though others are newer by the clock.
    ran = place.run("session", "continue", "--answers", place.root / "answers.json", "--json")
    trial.blame(f"session continue: {flaw}" for flaw in ran.flaws(0))
    trial.check(ran.code == 0 and ran.json["id"] == new[0]["id"], "continue took another session")
    for words in (
        ["drill", "list", "--json"],
        ["remind", "--json"],
        ["history", "trends"],
        ["notes", "list"],
    ):
        trial.blame(f"{' '.join(words)}: {flaw}" for flaw in place.run(*words).flaws(0))
    trial.blame(f"notes add: {flaw}" for flaw in place.run("notes", "add", "Back in time.").flaws(0))
    drilled = place.run(
        "drill", "--ahead", "--limit", "1", "--offline", "--answers", one, "--max-follow-ups", "0", "--json"
    )
    trial.blame(f"drill: {flaw}" for flaw in drilled.flaws(0, RESUMABLE))
    trial.check(
        drilled.code != 0 or drilled.json["id"] not in {row["id"] for row in rows}, "an id was given twice"
    )
    clock.set("+0")
    _check_order(trial, place)
    listed = place.run("drill", "list", "--json")
    trial.blame(f"drill list afterwards: {flaw}" for flaw in listed.flaws(0))
    now = stored_in(place.data)
    trial.blame([*now.unreadable, *now.lost_since(before.stored), *next_commands(place)])
    return trial


def _amid(place: Place, before: Before, clock: Clock) -> Trial:
    trial = Trial(
        "clock back 2 days amid",
        INTERVIEW.shown,
        "it ends, all answers are there, no time spent is below zero",
    )
    ran = typed_with(place, lambda: clock.set(BACK))
    trial.blame(ran.flaws(0))
    now = stored_in(place.data)
    trial.blame([*now.unreadable, *INTERVIEW.missing(before, now, ran.err)])
    new = [document for name, document in now.sessions.items() if name not in before.stored.sessions]
    for document in new:
        answers = [turn["answer"] for turn in document["turns"]]
        trial.check(all(answer["seconds"] >= 0 for answer in answers), "an answer took less than no time")
        given = [datetime.fromisoformat(answer["at"]) for answer in answers]
        trial.check(any(later < earlier for earlier, later in pairwise(given)), "the clock did not go back")
    _check_order(trial, place)
    trial.blame(next_commands(place))
    return trial


def _batch(place: Place, before: Before, clock: Clock) -> Trial:
    trial = Trial("clock back 2 days", "batch run --continue", "rows done are not held again, the others are")
    words = ["batch", "run", place.root / "rows.jsonl", "--offline", "--jobs", "1"]
    first = place.run(*words)
    trial.blame(first.flaws(0))
    [journal] = (place.data / "batch").glob("*.jsonl")
    # As after a run that was ended after its first row.
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:2]))
    known = stored_in(place.data)
    clock.set(BACK)
    again = place.run(*words, "--continue")
    trial.blame(again.flaws(0))
    ids = [[json.loads(line)["session"] for line in ran.out.splitlines()] for ran in (first, again)]
    trial.check(ids[0] == ids[1] and len(ids[0]) == len(ROWS), "rows have other sessions than before")
    now = stored_in(place.data)
    trial.check(now.sessions[ids[0][0]] == known.sessions[ids[0][0]], "a row that was done was held again")
    trial.check(now.sessions.keys() == known.sessions.keys(), "a row is stored twice")
    trial.blame([*now.unreadable, *now.lost_since(before.stored)])
    _check_order(trial, place)
    return trial
