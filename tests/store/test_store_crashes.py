"""Killed at any moment, or written by two processes at once, the store loses nothing that was saved."""

from __future__ import annotations

import os
import random
import time
from itertools import count
from multiprocessing import get_context
from pathlib import Path

from stored_sample import completed, session, turn

from interview_cli.store import locks
from interview_cli.store.codec import PLAIN
from interview_cli.store.index import Index
from interview_cli.store.sessions import SessionStore

FORK = get_context("fork")
KILLS = 50
TURNS = 3
# Two interviews' worth of saves, after which the kill falls anywhere in the next one (in seconds).
MOST_REPORTS = 12
LONGEST_SAVE = 0.004


def _interview(root: Path, saved: int) -> None:
    """Hold one interview, judge it again afterwards, and report every completed save on a pipe."""
    store = SessionStore(root)
    held = session(store.new_id(), day=random.Random(os.urandom(8)).randrange(1000))

    def report() -> None:
        os.write(saved, f"{held.id} {len(held.turns)} {held.status}\n".encode())

    store.create(held)
    report()
    with store.hold(held.id):
        for number in range(TURNS):
            held.turns.append(turn(f"question-{number}"))
            store.save(held)
            report()
        for overall in (50, 70):
            store.save(completed(held, overall))
            report()


def _interview_until_killed(root: Path, saved: int) -> None:
    for _ in count():
        _interview(root, saved)


def test_killed_at_fifty_random_moments_nothing_saved_is_lost(root: Path) -> None:
    with locks.index_lock(root):
        pass  # pays for the import of the lock library once, before the forks
    chance = random.Random()
    latest: dict[str, tuple[int, str]] = {}
    for _ in range(KILLS):
        reading, writing = os.pipe()
        process = FORK.Process(target=_interview_until_killed, args=(root, writing))
        process.start()
        os.close(writing)
        with os.fdopen(reading) as reports:
            lines = [reports.readline() for _ in range(chance.randrange(MOST_REPORTS))]
            time.sleep(chance.uniform(0, LONGEST_SAVE))
            process.kill()
            process.join()
            lines += reports.readlines()
        for line in lines:
            name, turns, status = line.split()
            latest[name] = (int(turns), status)

    assert latest
    store = SessionStore(root)
    rows = {row["id"]: row for row in store.rows()}
    assert store.unreadable == {}
    for name, (turns, status) in latest.items():
        with store.hold(name):
            loaded = store.load(name)
        assert len(loaded.turns) >= turns
        assert loaded.status == "completed" or status != "completed"
        assert rows[name]["status"] == loaded.status
        assert rows[name]["answered"] == len(loaded.turns)
        assert rows[name]["overall"] == (loaded.feedback.overall if loaded.feedback else None)
    store.create(session("afterall"))
    assert list(root.glob(".index.json*")) == []
    assert not any(list((root / "sessions" / name).glob(".*")) for name in latest), "leftovers of the killed"
    assert list(root.rglob("*.corrupt-*")) == []


def _interview_ten_times(root: Path, saved: int) -> None:
    for _ in range(10):
        _interview(root, saved)


def test_two_processes_at_work_lose_nothing_in_the_one_index(root: Path) -> None:
    reading, writing = os.pipe()
    processes = [FORK.Process(target=_interview_ten_times, args=(root, writing)) for _ in range(2)]
    for process in processes:
        process.start()
    os.close(writing)
    with os.fdopen(reading) as reports:
        names = {line.split()[0] for line in reports}
    for process in processes:
        process.join()
        assert process.exitcode == 0
    assert len(names) == 20
    listed = Index(root, PLAIN).rows()
    assert listed.keys() == names
    assert {(row["status"], row["answered"], row["overall"]) for row in listed.values()} == {
        ("completed", TURNS, 70)
    }
