"""How long it takes to save a turn, with few and with many sessions stored."""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

from tests.bench.measure import Row, percentile
from tests.bench.stock import a_session, a_turn, fill

SAVES = 400


def saving(few: int = 10, many: int = 10_000) -> list[Row]:
    """p95 of saving a session after one more answer; the two folders are saved to in turn."""
    with tempfile.TemporaryDirectory() as small, tempfile.TemporaryDirectory() as large:
        stores = [fill(Path(small), few), fill(Path(large), many)]
        sessions = [a_session("openbenchx", 1, 10, open_=True) for _ in stores]
        for store, session in zip(stores, sessions, strict=True):
            store.create(session)
        times: list[list[float]] = [[], []]
        rng = random.Random(1)
        for place in range(SAVES):
            for store, session, taken in zip(stores, sessions, times, strict=True):
                question = session.turns[place % 10].question
                session.turns[place % 10] = a_turn(question, place % 10, session.created_at, rng)
                began = time.perf_counter()
                store.save(session)
                taken.append((time.perf_counter() - began) * 1000)
    p95_few, p95_many = (percentile(taken, 0.95) for taken in times)
    return [
        Row(f"saving a turn, {many:,} stored, p95", p95_many, "ms", 5),
        Row(f"saving a turn, {many:,} against {few} stored", p95_many / p95_few, "x", 1.2),
    ]
