"""What the program adds to a provider's own time, against a server on loopback that takes 200 ms."""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.measure import QUIET, ROOT, Row, percentile

DELAY = 0.2
TURNS = 100
AT_ONCE = 100
CALLS_EACH = 10
# One reply that fits every prompt of an interview: each reader takes the fields it knows.
REPLY = (
    '{"reason": "go on", "action": "preset", "question_id": "", "quotes": [], "level": 2, '
    '"next_level": "Name a number.", "points": [], "summary": "A short interview."}'
)


@contextmanager
def slow_provider() -> Iterator[str]:
    """The address of a provider in a process of its own."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.loopback", "--delay", str(DELAY), "--text", REPLY],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.communicate("")


def _in_child(measure: str, address: str) -> float:
    """Run one measurement of this module in a fresh process and return its figure."""
    out = subprocess.run(
        [sys.executable, "-c", f"from tests.bench.models import {measure} as m; print(m({address!r}))"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "OPENAI_API_KEY": "sk-bench", **QUIET},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return float(out.strip().splitlines()[-1])


def models() -> list[Row]:
    """All measurements against the slow provider."""
    with slow_provider() as address:
        overhead = _in_child("turn_overhead", address)
        efficiency = _in_child("interviews_at_once", address)
        memory = _in_child("memory_of_many", address)
    stall = _in_child("longest_stall", "")
    return [
        Row(f"our time per turn, {TURNS} turns, p95", overhead, "ms", 30),
        Row(f"{AT_ONCE} interviews at once, share of ideal throughput", efficiency, "%", 90, better="more"),
        Row(f"{AT_ONCE} interviews at once, memory", memory, "MB", 500),
        Row("longest stall of the event loop while the model client loads", stall, "ms", 100),
    ]


def longest_stall(_: str) -> float:
    """Milliseconds the event loop was not served while the model client was imported."""
    from interview_cli.llm.gateway import LiteLLMModel

    async def watch() -> float:
        worst, running = 0.0, True

        async def tick() -> None:
            nonlocal worst
            while running:
                began = time.perf_counter()
                await asyncio.sleep(0.001)
                worst = max(worst, time.perf_counter() - began - 0.001)

        ticking = asyncio.create_task(tick())
        await asyncio.sleep(0.05)
        await LiteLLMModel("openai/test").warm_up()
        running = False
        await ticking
        return worst * 1000

    return asyncio.run(watch())


def turn_overhead(address: str) -> float:
    """p95 of the milliseconds from an answer to the next question, less the provider's own."""
    from interview_cli.interview import events as ev

    async def measure() -> list[float]:
        taken: list[float] = []
        with tempfile.TemporaryDirectory() as folder:
            while len(taken) < TURNS:
                engine = led_engine(address, Path(folder))
                answered: float | None = None
                async for event in engine.events():
                    if isinstance(event, ev.Asked):
                        if answered is not None:
                            taken.append((time.perf_counter() - answered - DELAY) * 1000)
                        answered = time.perf_counter()
                        engine.send(ev.GiveAnswer(event.turn.question.sample_answer))
        return taken[:TURNS]

    return percentile(asyncio.run(measure()), 0.95)


def interviews_at_once(address: str) -> float:
    """Per cent of the ideal throughput that many interviews in one process reach.

    The ideal is what the provider alone would allow: its delay for every call that waits on the
    one before, with nothing in between.
    """
    from interview_cli.interview import events as ev

    async def one(folder: Path) -> int:
        engine = led_engine(address, folder)
        waits = 0
        async for event in engine.events():
            if isinstance(event, ev.Asked):
                engine.send(ev.GiveAnswer(event.turn.question.sample_answer))
            if isinstance(event, ev.Decided) and event.turn_id is not None:
                waits += 1
        return waits

    async def all_of_them(folder: Path) -> float:
        await one(folder)
        began = time.perf_counter()
        waits = await asyncio.gather(*(one(folder) for _ in range(AT_ONCE)))
        taken = time.perf_counter() - began
        # After the last answer: its judgement, then the closing words.
        ideal = max(waits) * DELAY + 2 * DELAY
        return 100 * ideal / taken

    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(all_of_them(Path(folder)))


def memory_of_many(address: str) -> float:
    """Peak memory in MB of a process that runs many interviews at once."""
    interviews_at_once(address)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def led_engine(address: str, folder: Path):
    """An engine led by the slow provider, storing for real."""
    import os
    from datetime import UTC, datetime

    from interview_cli import wiring
    from interview_cli.interview.plan import Plan, make_rounds
    from interview_cli.interview.session import Candidate, Session
    from interview_cli.settings import Settings

    os.environ["OPENAI_API_BASE"] = address
    home = wiring.open_home(folder, folder / "config.yaml")
    store = wiring.open_sessions(home)
    now = datetime.now(UTC)
    session = Session(
        id=store.new_id(),
        created_at=now,
        updated_at=now,
        plan=Plan(
            role="backend_engineer",
            role_name="Backend Engineer",
            rounds=make_rounds("technical", 30, CALLS_EACH),
        ),
        candidate=Candidate(name="bench"),
        models=["openai/test"],
    )
    store.create(session)
    return wiring.build_engine(home, Settings(), session, use_history=False)
