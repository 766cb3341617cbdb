"""Suites as people write them, for tests that open and run some."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

MODEL = "openai/gpt-4o-mini"
QUESTION = {
    "text": "How do you keep a retried payment from being charged twice?",
    "key_points": ["An idempotency key names each attempt", "A unique constraint refuses the second"],
}
# One valid suite of each target, with a case or two.
EVERY_TARGET: dict[str, dict[str, Any]] = {
    "prompt": {
        "id": "words",
        "name": "Other words for a question",
        "target": "prompt",
        "prompt": "rephrase",
        "models": [MODEL],
        "repeats": 2,
        "cases": [
            {"id": "plain", "variables": {"question": "Why?", "about": ""}, "synthetic": {"text": "So?"}}
        ],
        "checks": [
            {"check": "question_length", "path": "text", "words": 20},
            {"check": "contains", "value": ["a", "b"], "which": "none", "weight": 2},
            {"check": "json_schema", "schema": {"type": "object"}},
        ],
        "budgets": {"cost": 0.5, "seconds_p95": 3},
    },
    "judge": {
        "id": "judge",
        "name": "The judge and what experts say",
        "target": "judge",
        "models": [MODEL, "offline"],
        "grader": "openai/gpt-4.1",
        "samples": 3,
        "cases": [
            {
                "id": "good",
                "question": QUESTION,
                "answer": "An idempotency key.",
                "human": 3.5,
                "guard": True,
            },
            {"id": "praise", "of": "good", "change": "praise", "expect": {"band": [0, 5]}},
        ],
        "cases_from": [{"history": True, "role": "backend_engineer"}],
        "checks": [
            {"check": "score_band", "name": "band", "low": 0},
            {"check": "order", "gap": 0.5},
            {"check": "metamorphic"},
            {"check": "human_agreement", "kappa": 0.4},
        ],
    },
    "next_step": {
        "id": "next",
        "name": "What comes next after an answer",
        "target": "next_step",
        "models": ["offline"],
        "cases": [
            {
                "id": "gap",
                "role": "backend_engineer",
                "question": "be-index-tradeoffs",
                "answer": "It is fast.",
                "asked": ["be-caching-strategy"],
                "minutes_spent": 4.5,
                "expect": {"action": "follow_up"},
            }
        ],
        "checks": [{"check": "equals", "name": "action", "path": "action"}],
    },
    "resume": {
        "id": "resumes",
        "name": "What is read from resumes",
        "target": "resume",
        "models": ["offline"],
        "cases": [{"id": "ada", "text": "Ada Lovelace\nada@example.com"}, {"id": "file", "file": "a.pdf"}],
        "checks": [{"check": "evidence_verified"}],
    },
    "interview": {
        "id": "whole",
        "name": "Whole interviews with personas",
        "target": "interview",
        "models": ["offline"],
        "candidate_model": MODEL,
        "cases": [
            {
                "id": "strong",
                "role": "backend_engineer",
                "persona": "strong",
                "quality": "strong",
                "group": "one",
                "checks": [{"check": "judged", "rule": "The interviewer stays polite."}],
            }
        ],
        "checks": [{"check": "no_leak"}, {"check": "coverage", "least": 0.5}],
    },
}
PROMPT = EVERY_TARGET["prompt"]


def suite_file(folder: Path, suite: dict[str, Any] | str, **changes: Any) -> Path:
    """A suite in a file, with fields changed; those that are None are left out."""
    path = folder / "suite.yaml"
    if isinstance(suite, str):
        path.write_text(suite, "utf-8")
        return path
    fields = {name: value for name, value in {**suite, **changes}.items() if value is not None}
    path.write_text(yaml.safe_dump(fields, sort_keys=False), "utf-8")
    return path
