"""Suites and batches: replay, live calls beside promptfoo, refused calls, a thousand offline interviews."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from interview_cli.candidate.persona import persona_ids
from interview_cli.library.locator import bundled
from tests.bench.measure import QUIET, ROOT, Row, environment, run
from tests.bench.tree import TreeWatch
from tests.loopback import Behaviour, LoopbackServer

DELAY = 0.2
CASES, AT_ONCE = 100, 20
REFUSED_CASES, EVERY = 40, 5
INTERVIEWS, QUESTIONS = 1000, 10
TIMES = 5
REPLY = "Put in other words: what would you do so that nobody sees an old price, and why that?"


@dataclass
class Provider:
    """Answers after `DELAY`; every so many requests are refused without a word on when to come again."""

    refuse_every: int = 0
    began: list[float] = field(default_factory=list)

    def __call__(self, request: dict[str, Any], n: int) -> Behaviour:
        """What happens to a request."""
        self.began.append(time.perf_counter())
        if self.refuse_every and n % self.refuse_every == self.refuse_every - 1:
            return Behaviour(status=429, text="slow down")
        return Behaviour(text=json.dumps({"text": REPLY}), delay=DELAY)

    @property
    def span(self) -> float:
        """Seconds from the first request to the last reply."""
        return self.began[-1] - self.began[0] + DELAY


def regress() -> list[Row]:
    """All measurements of suites and batches."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        return [*_replay(home), *_live(home), *_refused(home), *_batch(home)]


def _replay(home: Path) -> list[Row]:
    suite = _suite(home, CASES)
    with LoopbackServer(Provider()) as server:
        _interview(home, server.url, "regress", "record", str(suite), "--at-once", str(AT_ONCE))
    taken = [run(["regress", "run", str(suite)], home, peak=False).seconds for _ in range(TIMES)]
    return [Row(f"replay of {CASES} cases, whole process", median(taken) * 1000, "ms", 400)]


def _live(home: Path) -> list[Row]:
    suite = _suite(home, CASES)
    command = ["regress", "run", str(suite), "--live", "--at-once", str(AT_ONCE)]
    ours, theirs = [], []
    for _ in range(TIMES):
        ours.append(_timed(lambda url: _interview(home, url, *command)))
        if promptfoo := shutil.which("promptfoo"):
            theirs.append(_timed(lambda url, tool=promptfoo: _promptfoo(home, url, tool)))
    name = f"live, {CASES} cases, {AT_ONCE} at once, {DELAY * 1000:.0f} ms a reply"
    whole, span = (median(figures) for figures in zip(*ours, strict=True))
    rows = [Row(f"{name}: first request to last reply", span, "s", 1.15)]
    if not theirs:
        return [*rows, Row(f"{name}: whole process", whole, "s", None, note="promptfoo is not on the path")]
    their_whole, their_span = (median(figures) for figures in zip(*theirs, strict=True))
    note = f"promptfoo: {their_whole:.2f} s, {their_span:.2f} s from first request to last reply"
    return [*rows, Row(f"{name}: whole process", whole, "s", their_whole, note=note)]


def _refused(home: Path) -> list[Row]:
    suite = _suite(home, REFUSED_CASES)
    command = ["regress", "run", str(suite), "--live", "--at-once", str(AT_ONCE)]
    taken = [_timed(lambda url: _interview(home, url, *command), EVERY)[1] for _ in range(3)]
    name = f"{REFUSED_CASES} cases, every {EVERY}th request refused (429): first request to last reply"
    return [Row(name, max(taken), "s", 3, note="the slowest of 3")]


def _batch(home: Path) -> list[Row]:
    rows = home / "rows.jsonl"
    roles = sorted(path.stem for path in bundled("roles").glob("*.yaml"))
    personas = [name for name in persona_ids() if name in ("strong", "medium", "weak", "chatty")]
    with rows.open("w") as file:
        for number in range(INTERVIEWS):
            role, persona = roles[number % len(roles)], personas[number // len(roles) % len(personas)]
            file.write(json.dumps({"role": role, "persona": persona, "questions": QUESTIONS}) + "\n")
    command = [sys.executable, "-m", "interview_cli", "batch", "run", str(rows), "--offline", "--jobs", "2"]
    began = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        with TreeWatch(process.pid) as watch:
            out, err = process.communicate()
        seconds = time.perf_counter() - began
    if process.returncode or out.count(b'"completed"') != INTERVIEWS:
        raise RuntimeError(f"the batch ended with {process.returncode}: {err.decode()[-500:]}")
    name = f"{INTERVIEWS:,} offline interviews of {QUESTIONS} questions and their follow-ups, two workers"
    return [Row(name, seconds, "s", 60), Row(f"{name}, memory of all processes", watch.peak, "MB", 300)]


def _timed(go: Callable[[str], None], refuse_every: int = 0) -> tuple[float, float]:
    """Seconds of the whole process, and from the first request to the last reply."""
    provider = Provider(refuse_every)
    with LoopbackServer(provider) as server:
        began = time.perf_counter()
        go(server.url)
        return time.perf_counter() - began, provider.span


def _interview(home: Path, url: str, *arguments: str) -> None:
    keyed = environment(home) | {"OPENAI_API_BASE": url, "OPENAI_API_KEY": "sk-bench"}
    command = [sys.executable, "-m", "interview_cli", *arguments]
    subprocess.run(command, cwd=ROOT, env=keyed, capture_output=True, check=True)


def _promptfoo(home: Path, url: str, tool: str) -> None:
    config = home / "promptfoo.json"
    question = "Question {}: how would you keep a cache of prices fresh?"
    config.write_text(
        json.dumps(
            {
                "prompts": ["{{question}}"],
                "providers": [{"id": "openai:chat:bench"}],
                "tests": [
                    {
                        "vars": {"question": question.format(number)},
                        "assert": [{"type": "contains", "value": "old price"}],
                    }
                    for number in range(CASES)
                ],
            }
        )
    )
    settings = {
        "OPENAI_BASE_URL": url,
        "OPENAI_API_KEY": "sk-bench",
        "PROMPTFOO_CONFIG_DIR": str(home / "promptfoo"),
        "PROMPTFOO_DISABLE_TELEMETRY": "1",
        "PROMPTFOO_DISABLE_UPDATE": "1",
    }
    quiet = ("--no-cache", "--no-progress-bar", "--no-table", "--no-write")
    command = [tool, "eval", "-c", str(config), "-j", str(AT_ONCE), *quiet]
    kept = {"PATH": os.environ["PATH"], "HOME": str(home)}
    subprocess.run(command, cwd=home, env=kept | QUIET | settings, capture_output=True, check=True)


def _suite(home: Path, cases: int) -> Path:
    question = "Question {}: how would you keep a cache of prices fresh?"
    suite = {
        "id": f"bench-{cases}",
        "name": "As many cases as are measured",
        "target": "prompt",
        "prompt": "rephrase",
        "models": ["openai/bench"],
        "checks": [{"check": "contains", "path": "text", "value": "old price"}],
        "cases": [
            {
                "id": f"case-{number}",
                "variables": {
                    "question": question.format(number),
                    "about": "",
                    "kind": "technical",
                    "level": "mid",
                },
            }
            for number in range(cases)
        ],
    }
    path = home / f"bench-{cases}.yaml"
    path.write_text(json.dumps(suite))
    return path
