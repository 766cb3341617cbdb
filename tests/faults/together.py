"""Two processes on one data folder: neither loses what the other keeps, and who has to wait is told."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from tests.faults.deeds import ANSWERS, QUESTIONS, START, prepared
from tests.faults.finding import Finding, Scenario, Trial
from tests.faults.next_commands import next_commands
from tests.faults.place import LONGEST, Place, Ran, first_line
from tests.faults.stored import stored_in

STORAGE = 5
ROWS = [
    {"role": "backend_engineer", "questions": 1, "persona": "medium", "max_follow_ups": 0, "seed": seed}
    for seed in range(12)
]
BOTH = "both end well, all that either kept is there and listed"


def scenarios() -> dict[str, Scenario]:
    """One for each pair."""
    return {
        "together.interviews": _two_interviews,
        "together.remove": _removal_amid_interview,
        "together.batch": partial(_beside_interview, "batch"),
        "together.judging": partial(_beside_interview, "judging"),
        "together.notes": _many_notes,
    }


class Sitting:
    """An interview at the prompt, held at a question until it is answered."""

    def __init__(self, place: Place) -> None:
        self._process = place.begin("--plain", *START)
        self._said = b""
        self._asked = 1
        self._wait()

    def answer(self) -> None:
        """Answer the question that stands there, and wait for the next."""
        self._type(f"{ANSWERS[self._asked - 1]}\n\n")
        self._asked += 1
        if self._asked <= QUESTIONS:
            self._wait()

    def finish(self) -> Ran:
        """Answer all that is left, and see it end."""
        while self._asked <= QUESTIONS:
            self.answer()
        try:
            out, err = self._process.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            self._process.kill()
            out, err = self._process.communicate()
            return Ran(
                self._process.returncode, out.decode(), (self._said + err).decode(), LONGEST, hung=True
            )
        return Ran(self._process.returncode, out.decode(), (self._said + err).decode(), 0.0)

    def _type(self, text: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(text.encode())
        self._process.stdin.flush()

    def _wait(self) -> None:
        assert self._process.stderr is not None
        heading = f"Q{self._asked} (".encode()
        while heading not in self._said and (line := self._process.stderr.readline()):
            self._said += line


def _check(trial: Trial, place: Place, sessions: int) -> None:
    now = stored_in(place.data)
    trial.blame(now.unreadable)
    trial.check(len(now.sessions) == sessions, f"{len(now.sessions)} sessions instead of {sessions}")
    listed = place.run("history", "--json").json["sessions"]
    trial.check({row["id"] for row in listed} == set(now.sessions), "the history misses a session")
    open_ = [row["id"] for row in listed if row["status"] != "completed"]
    trial.check(not open_, f"open though they were ended: {', '.join(open_)}")
    trial.blame(next_commands(place))


def _two_interviews(root: Path) -> Sequence[Finding]:
    place, before = prepared(root / "place")
    trial = Trial("two processes", "two interviews, question by question", BOTH)
    one, other = Sitting(place), Sitting(place)
    for sitting in (other, one, one, other):
        sitting.answer()
    for sitting in (one, other):
        trial.blame(sitting.finish().flaws(0))
    trial.blame(stored_in(place.data).lost_since(before.stored))
    _check(trial, place, 4)
    return [trial.finding]


def _removal_amid_interview(root: Path) -> Sequence[Finding]:
    place, before = prepared(root / "place")
    trial = Trial(
        "two processes",
        "history remove of another and of this session amid an interview",
        "the other is removed; the one under way is refused (5) with a hint; the interview ends well",
    )
    sitting = Sitting(place)
    sitting.answer()
    [under_way] = stored_in(place.data).sessions.keys() - before.stored.sessions.keys()
    trial.blame(place.run("history", "remove", before.session, "--yes").flaws(0))
    refused = place.run("history", "remove", under_way, "--yes")
    trial.blame(refused.flaws(STORAGE))
    trial.check(
        "another process" in refused.err and "hint:" in refused.err, f"not told: {first_line(refused.err)}"
    )
    again = place.run("session", "continue", under_way, "--answers", place.root / "answers.json")
    trial.blame(f"continue elsewhere: {flaw}" for flaw in again.flaws(STORAGE))
    trial.see(first_line(refused.told))
    trial.blame(sitting.finish().flaws(0))
    trial.blame(stored_in(place.data).lost_since(before.stored, but=before.session))
    _check(trial, place, 2)
    return [trial.finding]


def _beside_interview(what: str, root: Path) -> Sequence[Finding]:
    place, before = prepared(root / "place")
    rows = place.write("many.jsonl", ROWS)
    words: dict[str, list[str | Path]] = {
        "batch": ["batch", "run", rows, "--offline", "--jobs", "2"],
        "judging": ["score", "--session", before.session, "--again", "--offline"],
    }
    trial = Trial("two processes", f"{' '.join(map(str, words[what][:2]))} amid an interview", BOTH)
    sitting = Sitting(place)
    process = place.begin(*words[what])
    sitting.answer()
    ended = sitting.finish()
    out, err = process.communicate(timeout=LONGEST)
    trial.blame(ended.flaws(0))
    trial.blame(Ran(process.returncode, out.decode(), err.decode(), 0.0).flaws(0))
    trial.blame(stored_in(place.data).lost_since(before.stored, but=before.session))
    _check(trial, place, 3 + (len(ROWS) if what == "batch" else 0))
    return [trial.finding]


def _many_notes(root: Path) -> Sequence[Finding]:
    place, before = prepared(root / "place")
    trial = Trial("eight processes", "notes add, all at once", "every note is kept")
    running = [place.begin("notes", "add", f"Note number {number}.") for number in range(8)]
    for process in running:
        out, err = process.communicate(timeout=LONGEST)
        trial.blame(Ran(process.returncode, out.decode(), err.decode(), 0.0).flaws(0))
    now = stored_in(place.data)
    trial.check(len(now.notes) == 9, f"{len(now.notes)} of 9 notes are there")
    trial.blame([*now.unreadable, *now.lost_since(before.stored)])
    return [trial.finding]
