"""A provider, a suite and processes of their own, for tests of what stays of recordings."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from interview_cli.cli.app import run
from tests.loopback import Behaviour
from tests.regress.suite_files import MODEL, suite_file

FORK = get_context("fork")  # so that a process costs no import of its own
KEY = "sk-loopback-0123456789"
TOPICS = ("retries", "indexes", "queues", "caches", "locks")


class Provider:
    """Puts the question of a topic in other words; the request number `stalls_at` waits for ever."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.words = "And what of"
        self.stalls_at = -1
        self.stalled = threading.Event()

    def __call__(self, request: dict[str, Any], number: int) -> Behaviour:
        topic = next(topic for topic in TOPICS if f"about {topic}?" in request["messages"][1]["content"])
        self.asked.append(topic)
        if len(self.asked) == self.stalls_at:
            self.stalled.set()
            return Behaviour(delay=60)
        return Behaviour(text=json.dumps({"text": f"{self.words} {topic}, {KEY}?"}))

    def began_anew(self, words: str = "", stalls_at: int = -1) -> None:
        """Forget what was asked, and reply in these words from now on."""
        self.asked.clear()
        self.stalled.clear()
        self.words, self.stalls_at = words or self.words, stalls_at


def words_in(tmp_path: Path) -> Path:
    """A suite in a folder of its own: other words for a question about each topic."""
    (tmp_path / "suites").mkdir()
    variables = {"about": "", "kind": "technical", "level": "mid"}
    cases = [
        {"id": topic, "variables": {"question": f"What about {topic}?", **variables}} for topic in TOPICS
    ]
    fields = {"id": "words", "name": "Words", "target": "prompt", "prompt": "rephrase", "models": [MODEL]}
    return suite_file(
        tmp_path / "suites", {**fields, "cases": cases, "checks": [{"check": "json_schema", "schema": {}}]}
    )


def tape(suite: Path, name: str = "cassette") -> Path:
    return suite.with_name(f"{suite.stem}.{name}.jsonl")


def replies(path: Path) -> dict[str, list[str]]:
    """The replies of each topic as they stand in the file, line by line."""
    found: dict[str, list[str]] = {}
    for line in path.read_bytes().splitlines()[1:]:
        value = json.loads(line)
        if "takes" in value:
            topic = value["variables"]["question"].split()[-1].rstrip("?")
            found.setdefault(topic, []).extend(json.loads(take["text"])["text"] for take in value["takes"])
    return found


def _at_work(arguments: list[str], before: Callable[[], None]) -> None:
    for target in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), target)
    before()
    os._exit(run(arguments))


def started(tmp_path: Path, *arguments: str | Path, before: Callable[[], None] = lambda: None) -> BaseProcess:
    """`interview ARGUMENTS` in a process of its own with the folders of this test; `before` it begins."""
    places = ["--data-dir", str(tmp_path / "data"), "--config", str(tmp_path / "config" / "config.yaml")]
    process = FORK.Process(target=_at_work, args=([*places, *map(str, arguments)], before))
    process.start()
    return process


def killed_when_stalled(process: BaseProcess, provider: Provider) -> None:
    """Kill a process while it waits for the reply that does not come."""
    assert provider.stalled.wait(30)
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL
