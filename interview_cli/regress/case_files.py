"""Cases from files: JSON lines, or CSV with a column for each field."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from interview_cli.errors import ContentError, UsageError
from interview_cli.library.table import read_table
from interview_cli.library.yaml_file import read_text
from interview_cli.regress.case import Case
from interview_cli.validation import field_name, in_words, problems_in

_VARIABLES = "variables"
_HINT = "A case is an object on a line of its own (.jsonl), or a row of a table with headings (.csv)."


def read_cases(path: Path, kind: type[Case]) -> tuple[list[tuple[str, Case]], bytes]:
    """The cases of a file, each with its place (`file:line`), and its bytes.

    Raises UsageError, as ContentError with the lines of all that is wrong.
    """
    check_ordinary(path)
    text = read_text(path)
    if path.suffix == ".csv":
        values = _of_table(text, path)
    elif path.suffix in (".jsonl", ".ndjson"):
        values = _of_lines(text, path)
    else:
        raise UsageError(f"{path}: cases come from .jsonl or .csv files.", _HINT)
    cases = []
    findings = []
    for line, value in values:
        try:
            cases.append((f"{path}:{line}", kind.model_validate(value)))
        except ValidationError as error:
            findings += [
                f"{path}:{line}: {field_name(one) or 'case'}: {in_words(one)}"
                for one in problems_in(error, value)
            ]
    if findings:
        raise ContentError(findings, _HINT)
    return cases, text.encode()


def check_ordinary(path: Path) -> None:
    """Make sure that what stands at a path, if anything, is a file that ends. Raises UsageError."""
    try:
        there = path.exists()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise UsageError(f"{path}: {why}.", "Check the path.") from error
    if there and not path.is_file():
        raise UsageError(f"{path}: is no ordinary file.", "Check the path.")


def _of_lines(text: str, path: Path) -> Iterator[tuple[int, Any]]:
    for line, content in enumerate(text.split("\n"), 1):
        if content.strip():
            try:
                yield line, json.loads(content)
            except (ValueError, RecursionError) as error:
                raise UsageError(f"{path}:{line}: not JSON: {error}.", _HINT) from error


def _of_table(text: str, path: Path) -> Iterator[tuple[int, Any]]:
    """Rows as objects; `expect.action` and the like go into an object of that name.

    An empty cell is left out, but for that of a prompt's variable: that is an empty text.
    """
    for line, cells in read_table(text, str(path), _HINT):
        if cells is None:
            raise UsageError(f"{path}:{line}: more cells than headings.", _HINT)
        value: dict[str, Any] = {}
        for heading, cell in cells.items():
            outer, dot, inner = heading.partition(".")
            if not cell.strip() and not (dot and outer == _VARIABLES):
                continue
            place = value.setdefault(outer, {}) if dot else value
            if not isinstance(place, dict) or (not dot and outer in value):
                raise UsageError(f"{path}:{line}: {outer} stands in two columns.", _HINT)
            place[inner if dot else outer] = _cell(cell) if dot else cell
        yield line, value


def _cell(cell: str) -> Any:
    """What is expected may be a list, a number, true or false, written as JSON."""
    plain = cell.strip()
    if (
        plain[:1] in ("[", "{", '"')
        or plain in ("true", "false")
        or plain.replace(".", "", 1).lstrip("-").isdigit()
    ):
        try:
            return json.loads(cell)
        except ValueError:
            return cell
    return cell
