"""The questions of a new role, asked for one by one or read from a file."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, RootModel

from interview_cli.cli import console
from interview_cli.cli.asking import ask, checked
from interview_cli.errors import UsageError
from interview_cli.interview.role_draft import numbered_id
from interview_cli.library.role import SENIORITIES, KeyPoint, Kind, Question
from interview_cli.library.yaml_file import parse_yaml, read_text, validate

# Seconds a good answer takes, where it is not the two minutes of a spoken one.
_SECONDS = {"system_design": 600, "coding": 300}
_USUAL_SECONDS = 120
_MOST_KEY_POINTS = 10

Values = dict[str, Any]


class _Questions(RootModel[list[Question]]):
    """A file that is a list of questions."""


class _QuestionsWithin(BaseModel):
    """A file that holds questions beside other things, such as a role."""

    questions: list[Question]


def seniorities(text: str) -> list[str]:
    """`entry, mid` as a list; all three for an empty text. Raises UsageError."""
    names = [part.strip().lower() for part in text.split(",") if part.strip()]
    if unknown := [name for name in names if name not in SENIORITIES]:
        raise UsageError(f"{unknown[0]!r} is no seniority.", f"Use {', '.join(SENIORITIES)}, or several.")
    return [name for name in SENIORITIES if not names or name in names]


def given_questions(path: Path, role_id: str, level: list[str], taken: Collection[str]) -> list[Values]:
    """The questions of a YAML file, either a list or under `questions`; missing ids are filled in.

    Raises UsageError, with the file's line for a question that cannot be used.
    """
    text = read_text(path)
    parsed = parse_yaml(text, str(path))
    within = isinstance(parsed, dict)
    found = parsed.get("questions") if isinstance(parsed, dict) else parsed
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise UsageError(f"{path}:1: must be a list of questions.", "Begin each with: - text:")
    used = {*taken, *(str(question.get("id")) for question in found)}
    questions = []
    for question in found:
        numbered = {"id": numbered_id(role_id, used), "seniority": level, **question}
        used.add(str(numbered["id"]))
        questions.append(numbered)
    checked_as = _QuestionsWithin if within else _Questions
    validate({"questions": questions} if within else questions, checked_as, text, str(path))
    return questions


def ask_questions(
    questions: list[Values], role_id: str, level: list[str], taken: Collection[str], keep: Callable[[], None]
) -> None:
    """Ask for questions, one field after the other, until an empty line or the end of input.

    They are added to `questions`, and `keep` is called after every answer; the last one that is
    there already may be unfinished. Raises EOFError when the input ends within a question or
    before the first.
    """
    used = {*taken, *(str(question.get("id")) for question in questions)}
    if questions:
        console.say(f"The last question so far: {questions[-1].get('text', '')}")
        _complete(questions[-1], level, keep)
    console.say("The questions, one by one. An empty line or Ctrl+D ends them.")
    while text := _ask_text(len(questions) + 1):
        question: Values = {"id": numbered_id(role_id, used), "text": text}
        used.add(question["id"])
        questions.append(question)
        keep()
        _complete(question, level, keep)


def _ask_text(number: int) -> str:
    """The text of the next question; empty when there is none, which the first cannot be."""
    try:
        return ask(
            f"\nQuestion {number}",
            lambda line: line if not line and number > 1 else checked(Question, "text", _first(line)),
        )
    except EOFError:
        if number == 1:
            raise
        return ""


def _first(line: str) -> str:
    if not line:
        raise UsageError("A role has at least one question.")
    return line


def _complete(question: Values, level: list[str], keep: Callable[[], None]) -> None:
    """Ask for what a question lacks; points and lines are added to those that are there."""
    if "kind" not in question:
        question["kind"] = ask(f"Kind ({', '.join(get_args(Kind))}) [technical]", _kind)
        question["seconds"] = _SECONDS.get(question["kind"], _USUAL_SECONDS)
        keep()
    if "seniority" not in question:
        question["seniority"] = ask(
            f"Seniority [{', '.join(level)}]", lambda line: seniorities(line) if line else level
        )
        keep()
    _ask_key_points(question.setdefault("key_points", []), keep)
    _ask_sample_answer(question, keep)


def _kind(line: str) -> str:
    return checked(Question, "kind", line.lower().replace(" ", "_").replace("-", "_") or "technical")


def _ask_key_points(points: list[Values], keep: Callable[[], None]) -> None:
    console.say("Key points: the short facts a strong answer states; an empty line ends them.")
    while len(points) < _MOST_KEY_POINTS:
        fact = ask(
            f"Key point {len(points) + 1}",
            lambda line: line if points and not line else checked(KeyPoint, "fact", line),
        )
        if not fact:
            return
        points.append({"fact": fact})
        keep()
        points[-1]["synonyms"] = ask("Other ways to say it, with ; between", _synonyms)
        keep()
        points[-1]["probe"] = ask("What to ask when an answer leaves it out (optional)", _probe)
        keep()


def _synonyms(line: str) -> list[str]:
    return checked(KeyPoint, "synonyms", [part.strip() for part in line.split(";") if part.strip()])


def _probe(line: str) -> str | None:
    return checked(KeyPoint, "probe", line or None)


def _ask_sample_answer(question: Values, keep: Callable[[], None]) -> None:
    console.say("Sample answer: what a strong candidate says, 20 characters or more; an empty line ends it.")
    lines = str(question.get("sample_answer", "")).splitlines()
    for line in lines:
        console.say(line)

    def read(line: str) -> str:
        if not line:
            checked(Question, "sample_answer", "\n".join(lines))
        return line

    while line := ask("Sample answer", read, silent=True):
        lines.append(line)
        question["sample_answer"] = "\n".join(lines)
        keep()
