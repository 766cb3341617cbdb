"""Whole commands: start-up, history over many sessions, an offline interview."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from tests.bench.measure import Row, median_run
from tests.bench.stock import fill

QUESTIONS = 20


def start_up() -> list[Row]:
    """`interview --help`."""
    with tempfile.TemporaryDirectory() as folder:
        milliseconds, megabytes = median_run(["--help"], Path(folder))
    return [
        Row("interview --help", milliseconds, "ms", 200),
        Row("interview --help, memory", megabytes, "MB", 40),
    ]


def history(sessions: int = 10_000) -> list[Row]:
    """`interview history` over many sessions."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        fill(home / "data", sessions)
        milliseconds, megabytes = median_run(["history"], home, times=5)
    name = f"history over {sessions:,} sessions"
    return [Row(name, milliseconds, "ms", 400), Row(f"{name}, memory", megabytes, "MB", 120)]


def offline_interview() -> list[Row]:
    """A whole offline interview of twenty questions from a file of answers."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        answers = home / "answers.json"
        text = "I would measure first, then add an index, because reads outnumber writes here. " * 6
        answers.write_text(json.dumps([text] * QUESTIONS))
        milliseconds, megabytes = median_run(
            [
                *("session", "start", "--role", "backend_engineer", "--type", "full-loop", "--offline"),
                *("--answers", str(answers), "--json"),
            ],
            home,
            times=5,
        )
    return [
        Row("offline interview, 20 questions", milliseconds / 1000, "s", 1.5),
        Row("offline interview, memory", megabytes, "MB", None),
    ]
