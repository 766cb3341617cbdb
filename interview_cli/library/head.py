"""What a role or a company pack says of itself, read without its questions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interview_cli.errors import UsageError
from interview_cli.library.yaml_file import parse_yaml, read_text

_QUESTIONS = re.compile(r"^questions:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Head:
    """The name of a role or a company pack, a sentence about it, and the topics a role can be focused on."""

    name: str
    summary: str = ""
    focus: tuple[str, ...] = ()


def head_of(path: Path) -> Head:
    """The head of a file; parsing a dozen of them whole would take a second.

    Raises UsageError where it cannot be read or has no name before its questions.
    """
    text = read_text(path)
    end = _QUESTIONS.search(text)
    value = parse_yaml(text[: end.start()] if end else text, str(path))
    values: dict[str, Any] = value if isinstance(value, dict) else {}
    name, summary, focus = (values.get(field) for field in ("name", "summary", "focus"))
    if not isinstance(name, str):
        raise UsageError(f"{path}:1: no name.", "Say what it is called with name:, before questions:.")
    topics = [tag for tag in focus if isinstance(tag, str)] if isinstance(focus, list) else []
    return Head(" ".join(name.split()), " ".join(str(summary or "").split()), tuple(topics))
