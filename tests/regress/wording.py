"""A suite of a prompt, a model that answers it, and what lies beside the suite, for tests of the commands."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from interview_cli.library.locator import bundled
from tests.interview.model_play import fenced
from tests.loopback import Behaviour, LoopbackServer
from tests.regress.suite_files import MODEL

KEY = "sk-loopback-0123456789"
TOPICS = ("retries", "indexes", "queues", "caches", "locks", "backups")
CHANGE = "Say the same question more plainly"
WORDY = "Say the same question as wordily as you can"


def words_suite(**changes: Any) -> dict[str, Any]:
    """A suite of a prompt with a case for each topic: other words must name it and be few."""
    return {
        "id": "words",
        "name": "Other words for a question",
        "target": "prompt",
        "prompt": "rephrase",
        "models": [MODEL],
        "cases": [
            {
                "id": topic,
                "variables": {
                    "question": f"What about {topic}?",
                    "about": "",
                    "kind": "technical",
                    "level": "mid",
                },
                "expect": {"contains": topic},
            }
            for topic in TOPICS
        ],
        "checks": [
            {"check": "contains", "path": "text"},
            {"check": "question_length", "path": "text", "words": 9},
        ],
        **changes,
    }


def topic_of(request: dict[str, Any]) -> str:
    return fenced(request, "question").split()[-1].rstrip("?")


class Wording:
    """A model that puts questions in other words: wordily if told so, and of these `topics` not at all.

    `refuses` is what it does instead for some topics.
    """

    def __init__(self, *off: str, refuses: dict[str, Behaviour] | None = None) -> None:
        self.off = off
        self.refuses = refuses or {}
        self.asked: list[str] = []

    def __call__(self, request: dict[str, Any], number: int) -> Behaviour:
        topic = topic_of(request)
        self.asked.append(topic)
        if topic in self.refuses:
            return self.refuses[topic]
        told = "something else" if topic in self.off else topic
        text = f"And what of {told}?"
        if WORDY in request["messages"][0]["content"]:
            text = f"Let me put it to you, at some length and with due care: what is there to {told}?"
        return Behaviour(text=json.dumps({"text": text}))


NO_KEY = Behaviour(status=401, text="no such key")
BROKEN = Behaviour(status=400, text="no such thing")
Provider = Callable[..., LoopbackServer]


def tape(suite: Path, name: str = "cassette") -> Path:
    return suite.with_name(f"{suite.stem}.{name}.jsonl")


def baseline(suite: Path) -> Path:
    return suite.with_name(f"{suite.stem}.baseline.json")


def changed_prompt(config_dir: Path, name: str, was: str, is_now: str) -> None:
    """Put a changed copy of a bundled prompt where a person's own lie."""
    text = (bundled("prompts") / f"{name}.md").read_text("utf-8")
    assert was in text
    (config_dir / "prompts").mkdir(exist_ok=True)
    (config_dir / "prompts" / f"{name}.md").write_text(text.replace(was, is_now), "utf-8")
