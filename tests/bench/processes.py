"""Whole commands: start-up, history over many sessions, an offline interview."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from statistics import median

from interview_cli.store.drill import DRILL_FILE
from tests.bench.measure import Row, median_run, run
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


def drill(sessions: int = 10_000) -> list[Row]:
    """A reminder, and a drill of five questions, with many sessions stored."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        kept = home / "data" / DRILL_FILE
        fill(home / "data", sessions)
        milliseconds, megabytes = median_run(["remind"], home)
        anew = []
        for _ in range(5):
            kept.unlink()
            anew.append(run(["remind"], home).seconds * 1000)
        answers = home / "answers.json"
        answers.write_text(json.dumps(["I would measure first, then add an index."] * 5))
        held = [*("drill", "--ahead", "--offline", "--max-follow-ups", "0", "--answers", str(answers))]
        drilled, peak = median_run(held, home, times=3)
    name = f"over {sessions:,} sessions"
    return [
        Row(f"remind {name}", milliseconds, "ms", 250),
        Row(f"remind {name}, memory", megabytes, "MB", None),
        Row(f"remind {name}, after one has changed", median(anew), "ms", None),
        Row(f"drill of 5 questions {name}", drilled / 1000, "s", None),
        Row(f"drill of 5 questions {name}, memory", peak, "MB", None),
    ]


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
