"""Commands that write, each with what must be there once it has told something."""

from __future__ import annotations

import atexit
import json
import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from tests.faults.next_commands import next_commands
from tests.faults.place import Place, Ran
from tests.faults.stored import Stored, stored_in

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = [
    f"Answer {place}: I would measure it first, then change one thing, because guesses are dear."
    for place in (1, 2)
]
QUESTIONS = len(ANSWERS)
START = (
    *("session", "start", "--role", "backend_engineer", "--offline", "--max-follow-ups", "0"),
    *("--questions", str(QUESTIONS)),
)
NOTE = "Moved the importer to a queue, since it held up the nightly run."
RESUME = "me"
OLD_RESUME = (
    "Ada Example\nBackend Engineer\n\nExperience\n\n"
    "Backend Engineer, Example Works, 2019 to 2024\n- Wrote the ledger.\n"
)
_HEADING = re.compile(r"^Q(\d+) \(", re.MULTILINE)
_JUDGED = re.compile(r"^Q(\d+): ", re.MULTILINE)
ROWS = [
    {"role": "backend_engineer", "questions": 1, "persona": persona, "max_follow_ups": 0}
    for persona in ("medium", "weak")
]

# What is missing now of what was stored before, and of what the command told.
Loss = Callable[["Before", Stored, str], list[str]]


@dataclass(frozen=True)
class Before:
    """What was stored before the command, and the session that it is about."""

    stored: Stored
    session: str


@dataclass(frozen=True)
class Deed:
    """One command: its words, what is typed, and what is missing of what it told.

    `go_on` runs the commands that come next, those that only read too where it is told so, and says what is
    wrong with them.
    """

    name: str
    shown: str
    words: Callable[[Place, Before], Sequence[str | Path]]
    missing: Loss
    typed: str = ""
    go_on: Callable[[Place, bool], list[str]] = lambda place, reads: next_commands(
        place, answers=place.root / "answers.json", reads=reads
    )


def prepared(root: Path) -> tuple[Place, Before]:
    """A folder in which something is stored: two interviews, a note, a resume, and files to read."""
    with _ONE_AT_A_TIME:
        place, before = _prepared_once()
    return place.copy(root), before


_ONE_AT_A_TIME = Lock()


@cache
def _prepared_once() -> tuple[Place, Before]:
    folder = tempfile.TemporaryDirectory(prefix="faults-before-")
    atexit.register(folder.cleanup)
    place = Place(Path(folder.name))
    answers = place.write("answers.json", ANSWERS)
    place.write("rows.jsonl", ROWS)
    place.write("old.md", OLD_RESUME)
    place.write("resume.md", (ROOT / "examples" / "resume.md").read_text("utf-8"))
    one = [*START[:-1], "1", "--answers", answers, "--json"]
    first = place.run(*one)
    last = place.run(*one)
    place.run("notes", "add", "Split the order table by month.")
    place.run("resume", "ingest", place.root / "old.md", "--name", RESUME)
    stored = stored_in(place.data)
    if (len(stored.sessions), len(stored.notes), len(stored.resumes)) != (2, 1, 1) or stored.unreadable:
        raise RuntimeError(f"the folder could not be prepared: {first.err} {last.err} {stored.unreadable}")
    return place, Before(stored, last.json["id"])


def typed_with(place: Place, amid: Callable[[], object], *, under: Sequence[str] = ()) -> Ran:
    """An interview in a terminal's plain form, with what happens `amid`, while its second question stands."""
    process = place.begin("--plain", *START, under=under)
    assert process.stdin is not None
    assert process.stderr is not None
    process.stdin.write(f"{ANSWERS[0]}\n\n".encode())
    process.stdin.flush()
    said = b""
    while b"\nQ2 (" not in said and (line := process.stderr.readline()):
        said += line
    amid()
    process.stdin.write(f"{ANSWERS[1]}\n\n".encode())
    out, err = process.communicate()
    return Ran(process.returncode, out.decode(), (said + err).decode(), 0.0)


def _answered(session: dict[str, Any]) -> list[str]:
    return [turn["answer"]["text"] for turn in session["turns"] if turn["status"] == "answered"]


def _of_interview(before: Before, now: Stored, known: int, ended: bool) -> list[str]:
    """What is missing of an interview of which so many answers are known to be kept."""
    lost = now.lost_since(before.stored)
    new = [document for name, document in now.sessions.items() if name not in before.stored.sessions]
    if len(new) > 1:
        return [*lost, "one interview became several"]
    if not new:
        return [*lost, "the interview is gone"] if known >= 0 or ended else lost
    answers = _answered(new[0])
    if len(answers) < known or answers != ANSWERS[: len(answers)]:
        lost.append(f"{known} answers were taken, and {len(answers)} are there")
    if ended and new[0]["status"] != "completed":
        lost.append("it was over, and is open again")
    return lost


def _typed_interview(before: Before, now: Stored, told: str) -> list[str]:
    # A question is shown when the answer before it is kept.
    asked = [int(number) for number in _HEADING.findall(told)]
    over = "Looking at your answers" in told
    known = QUESTIONS if over else max(asked, default=0) - 1
    return _of_interview(before, now, known, "Full report:" in told)


def _read_interview(before: Before, now: Stored, told: str) -> list[str]:
    judged = [int(number) for number in _JUDGED.findall(told)]
    return _of_interview(before, now, max(judged, default=-1), "Full report:" in told)


def _removal(before: Before, now: Stored, told: str) -> list[str]:
    lost = now.lost_since(before.stored, but=before.session)
    if before.session in now.sessions:
        if now.sessions[before.session] != before.stored.sessions[before.session]:
            lost.append("the session is there in part")
        if "Deleted" in told:
            lost.append("what was told as deleted is there again")
    return lost


def _note(before: Before, now: Stored, told: str) -> list[str]:
    lost = now.lost_since(before.stored)
    if (found := re.search(r"Noted as (\w+)\.", told)) and now.notes.get(found[1]) != NOTE:
        lost.append("the note that was told as kept is gone")
    return lost


def _ingest(before: Before, now: Stored, told: str) -> list[str]:
    lost = now.lost_since(before.stored)
    if "Kept as" in told and now.resumes.get(RESUME) == before.stored.resumes[RESUME]:
        lost.append("the resume that was told as kept is the one before")
    return lost


def _batch(before: Before, now: Stored, told: str) -> list[str]:
    lost = now.lost_since(before.stored)
    for line in told.splitlines():
        if line.startswith("{") and line.endswith("}"):
            row = json.loads(line)
            if row["status"] == "completed" and row["session"] not in now.sessions:
                lost.append(f"row {row['row']} was told as done, and its session is gone")
            if row["status"] == "completed" and row["row"] not in now.rows_done:
                lost.append(f"row {row['row']} was told as done, and would be held again")
    return lost


def _go_on_with_batch(place: Place, reads: bool) -> list[str]:
    wrong = next_commands(place, reads=reads)
    held = stored_in(place.data).sessions.keys()
    again = place.run("batch", "run", place.root / "rows.jsonl", "--offline", "--jobs", "1", "--continue")
    if again.code == 2 and "was not run here before" in again.err:
        again = place.run("batch", "run", place.root / "rows.jsonl", "--offline", "--jobs", "1")
    flaws = again.flaws(0)
    wrong += [f"batch run --continue: {flaw}" for flaw in flaws]
    if not flaws:
        rows = [json.loads(line) for line in again.out.splitlines()]
        if [row["status"] for row in rows] != ["completed"] * len(ROWS):
            wrong.append("batch run --continue left rows")
        doubled = stored_in(place.data).sessions.keys() - held - {row["session"] for row in rows}
        if doubled or len(stored_in(place.data).sessions) != 2 + len(ROWS):
            wrong.append("a row is stored twice")
    return wrong


INTERVIEW = Deed(
    "typed",
    "session start, answers typed",
    lambda place, before: ["--plain", *START],
    _typed_interview,
    typed="".join(f"{answer}\n\n" for answer in ANSWERS),
)
ANSWERED = Deed(
    "start",
    "session start --answers FILE",
    lambda place, before: [*START, "--answers", place.root / "answers.json", "--feedback", "each"],
    _read_interview,
)
REMOVAL = Deed(
    "remove",
    "history remove ID",
    lambda place, before: ["history", "remove", before.session, "--yes"],
    _removal,
)
NOTING = Deed("notes", "notes add TEXT", lambda place, before: ["notes", "add", NOTE], _note)
INGEST = Deed(
    "ingest",
    "resume ingest FILE --force",
    lambda place, before: ["resume", "ingest", place.root / "resume.md", "--name", RESUME, "--force"],
    _ingest,
)
BATCH = Deed(
    "batch",
    "batch run FILE --jobs 1",
    lambda place, before: ["batch", "run", place.root / "rows.jsonl", "--offline", "--jobs", "1"],
    _batch,
    go_on=_go_on_with_batch,
)
DEEDS = (ANSWERED, INTERVIEW, REMOVAL, NOTING, INGEST, BATCH)
