"""Roles and questions as readable text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from shutil import get_terminal_size
from typing import Any, get_args

from interview_cli.cells import lines_of
from interview_cli.cli import console
from interview_cli.errors import UsageError
from interview_cli.library.bank import Bank
from interview_cli.library.role import SENIORITIES, Kind, Question, Role
from interview_cli.library.shelf import Library

_WIDEST = 100
_MINUTE = 60
# Short enough for a table of all kinds within 100 columns.
_TITLES: dict[Kind, str] = {
    "technical": "Tech",
    "behavioral": "Behav",
    "situational": "Situ",
    "communication": "Comm",
    "system_design": "Design",
    "coding": "Code",
    "greeting": "Greet",
}


def role_rows(library: Library) -> list[dict[str, Any]]:
    """A row of facts for every role that can be read; the others are named on stderr."""
    rows = []
    for role_id, path in library.role_paths().items():
        try:
            role = library.role(role_id)
        except UsageError as error:
            console.say(f"left out: {error.message}")
            continue
        kinds = Counter(question.kind for question in role.questions)
        rows.append(
            {
                "id": role.id,
                "name": role.name,
                "summary": role.summary,
                "questions": len(role.questions),
                "kinds": {kind: kinds[kind] for kind in get_args(Kind) if kinds[kind]},
                "focus": list(role.focus),
                "file": str(path),
            }
        )
    return rows


def print_roles(rows: list[dict[str, Any]], library: Library) -> None:
    """The table of roles on stdout; the banks they share on stderr."""
    kinds = [kind for kind in get_args(Kind) if any(kind in row["kinds"] for row in rows)]
    titles = ["All", *(_TITLES[kind] for kind in kinds)]
    console.table(
        ["ID", "Name", *titles],
        [
            [
                row["id"],
                row["name"],
                str(row["questions"]),
                *(str(row["kinds"].get(kind, "")) for kind in kinds),
            ]
            for row in rows
        ],
        right=titles,
        spare=titles[:0:-1],
    )
    shared = ", ".join(f"{bank.name} ({len(bank.questions)})" for bank in library.shared_banks())
    console.say(f"Shared by all roles: {shared}.")


def find_question(bank: Bank, question_id: str) -> Question:
    """A question of a role or of the shared banks. Raises UsageError that names the nearest."""
    from difflib import get_close_matches

    known = {question.id: question for part in (bank.role, *bank.shared) for question in part.questions}
    if question_id in known:
        return known[question_id]
    near = get_close_matches(question_id, known, n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]}? " if near else ""
    raise UsageError(
        f"{bank.role.id} has no question {question_id!r}.",
        f"{hint}All of them: interview roles show {bank.role.id}",
    )


def role_lines(role: Role, *, answers: bool) -> Iterator[str]:
    """A role for reading: what it is, and its questions by kind."""
    yield f"{role.name} ({role.id})"
    yield from wrapped(role.summary)
    if role.focus:
        yield from wrapped(f"Focus: {', '.join(role.focus)}", hanging="       ")
    total = sum(role.weights.values())
    if total:
        shares = (f"{_words(name)} {weight / total:.0%}" for name, weight in role.weights.items())
        yield from wrapped(f"Weights: {', '.join(shares)}", hanging="         ")
    for criterion in role.criteria:
        yield from wrapped(f"Also judged on {criterion.name}: {criterion.description}", hanging="  ")
        for level, sentence in enumerate(criterion.levels or () if answers else ()):
            yield from wrapped(f"{level}: {sentence}", margin="    ", hanging="   ")
    for kind in get_args(Kind):
        questions = [question for question in role.questions if question.kind == kind]
        if questions:
            yield ""
            yield f"{_words(kind).capitalize()} ({len(questions)})"
        for question in questions:
            yield ""
            yield from question_lines(question, answers=answers, margin="  ")


def question_lines(question: Question, *, answers: bool, margin: str = "") -> Iterator[str]:
    """A question for reading; what a strong answer says only with `answers`."""
    facts = [_words(question.kind), _levels(question), _duration(question.seconds), *question.tags]
    yield f"{margin}{question.id}  ({', '.join(facts)})"
    yield from wrapped(question.text, margin=f"{margin}  ")
    if not answers:
        return
    yield f"{margin}  A strong answer states:"
    for point in question.key_points:
        yield from wrapped(f"- {point.fact}", margin=f"{margin}  ", hanging="  ")
    yield f"{margin}  For example:"
    for paragraph in question.sample_answer.split("\n\n"):
        yield from wrapped(" ".join(paragraph.split()), margin=f"{margin}    ")
    if question.follow_ups:
        yield f"{margin}  Asked next, perhaps:"
    for follow_up in question.follow_ups:
        yield from wrapped(f"- {follow_up}", margin=f"{margin}  ", hanging="  ")


def _levels(question: Question) -> str:
    levels = [level for level in SENIORITIES if level in question.seniority]
    return "all levels" if len(levels) == len(SENIORITIES) else " and ".join(levels)


def _duration(seconds: int) -> str:
    return f"{seconds / _MINUTE:g} min" if seconds % (_MINUTE // 2) == 0 else f"{seconds} s"


def _words(name: str) -> str:
    return name.replace("_", " ")


def wrapped(text: str, *, margin: str = "", hanging: str = "") -> Iterable[str]:
    """A text in lines as wide as the terminal, up to a width that reads well."""
    width = min(_WIDEST, get_terminal_size((_WIDEST, 0)).columns)
    return lines_of(margin + text, max(width, len(margin) + 20), margin + hanging)
