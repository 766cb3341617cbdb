"""Killed at any moment, an interview loses at most the answer being typed and goes on at its question."""

from __future__ import annotations

import json
import os
import random
import re
import sys
import time
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from interview_cli.cli.app import run
from interview_cli.interview.session import Session
from interview_cli.store.sessions import SessionStore

FORK = get_context("fork")  # so that fifty starts don't cost fifty imports
INTERVIEWS, KILLS_OF_EACH = 25, 2
QUESTIONS = 8
# About what it takes from one question to the next, in seconds: the kill falls anywhere in it.
LONGEST_STEP = 0.02
_HEADING = re.compile(r"^Q(\d+) \(", re.MULTILINE)
ANSWERS = [
    f"Answer {place}: I would measure it first, then change one thing, because guesses are dear."
    for place in range(1, QUESTIONS + 1)
]
PLAN = ("--role", "backend_engineer", "--offline", "--max-follow-ups", "0", "--feedback", "end")
START = ("session", "start", *PLAN, "--questions", str(QUESTIONS))


def _at_a_prompt(arguments: list[str], typed: int, shown: int) -> None:
    """The command in this process, with a pipe for a keyboard and one for a screen."""
    for source, target in ((typed, 0), (os.open(os.devnull, os.O_WRONLY), 1), (shown, 2)):
        os.dup2(source, target)
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(place, mode) for place, mode in enumerate("rww"))
    os._exit(run(arguments))


def _start(arguments: list[str], answers: list[str]) -> tuple[BaseProcess, int]:
    """The command, running, with all answers typed ahead; and what it shows."""
    typed, keyboard = os.pipe()
    screen, shown = os.pipe()
    os.write(keyboard, "".join(f"{answer}\n\n" for answer in answers).encode())
    process = FORK.Process(target=_at_a_prompt, args=(arguments, typed, shown))
    process.start()
    for end in (typed, keyboard, shown):
        os.close(end)
    return process, screen


def _kill_at(question: int, arguments: list[str], answers: list[str]) -> int:
    """Run the command, kill it soon after so many questions; the number of the last one on the screen."""
    process, screen = _start(arguments, answers)
    seen: list[int] = []
    with os.fdopen(screen, encoding="utf-8", errors="replace") as lines:
        while len(seen) < question and (line := lines.readline()):
            seen += map(int, _HEADING.findall(line))
        time.sleep(random.uniform(0, LONGEST_STEP))
        process.kill()
        seen += map(int, _HEADING.findall(lines.read()))
    process.join()
    return max(seen, default=0)


def _check(session: Session, seen: int, before: Session | None) -> None:
    """What the person saw is there, every answer before it too, and the question is the same as before."""
    assert len(session.turns) >= seen
    for turn, answer in zip(session.turns[:-1], ANSWERS, strict=False):
        assert turn.status == "answered"
        assert turn.answer is not None
        assert turn.answer.text == answer
    for now, then in zip(session.turns, before.turns if before else [], strict=False):
        assert now.question == then.question


@pytest.fixture
def places(tmp_path: Path) -> list[str]:
    return ["--data-dir", str(tmp_path / "data"), "--config", str(tmp_path / "none.yaml")]


@pytest.fixture
def written(tmp_path: Path) -> str:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(ANSWERS), "utf-8")
    return str(path)


def test_killed_at_fifty_random_moments_it_goes_on_at_the_same_question(
    places: list[str], written: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*places, *START, "--answers", written]) == 0, "imports all that the forks then have"
    store = SessionStore(tmp_path / "data")
    left_open = 0
    for number in range(INTERVIEWS):
        name = f"candidate {number}"
        arguments, answers, before = [*places, *START, "--candidate", name], ANSWERS, None
        for _ in range(KILLS_OF_EACH):
            seen = _kill_at(random.randint(0, len(answers)), arguments, answers)
            ids = [row["id"] for row in store.rows() if row["candidate"] == name]
            assert store.unreadable == {}
            assert len(ids) == 1 or (ids == [] and seen == 0 and before is None)
            if ids:
                session = store.load(ids[0])
                _check(session, seen, before)
                done = sum(turn.status == "answered" for turn in session.turns)
                before, answers = session, ANSWERS[done:]
                arguments = [*places, "session", "continue", session.id]
                left_open += session.status != "completed"
        if before is None or before.status == "completed":
            continue
        capsys.readouterr()
        assert run([*places, "session", "continue", before.id, "--answers", written, "--json"]) == 0
        finished = Session.model_validate_json(capsys.readouterr().out)
        assert finished.status == "completed"
        _check(finished, QUESTIONS, before)
        assert [turn.answer.text for turn in finished.turns if turn.answer] == ANSWERS
        assert all(turn.evaluation is not None for turn in finished.turns)

    assert left_open > INTERVIEWS * KILLS_OF_EACH / 4, "hardly any kill fell into an interview"
    assert not list((tmp_path / "data").rglob("*.corrupt-*"))
