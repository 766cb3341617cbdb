"""Cases from files: JSON lines, or CSV with a column for each field."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from interview_cli.errors import UsageError
from interview_cli.library.yaml_file import read_text
from interview_cli.regress.case import Case
from interview_cli.validation import field_name, in_words

_HINT = "A case is an object on a line of its own (.jsonl), or a row of a table with headings (.csv)."


def read_cases(path: Path, kind: type[Case]) -> tuple[list[tuple[str, Case]], bytes]:
    """The cases of a file, each with its place (`file:line`), and its bytes.

    Raises UsageError with the line of what is wrong.
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
    for line, value in values:
        try:
            cases.append((f"{path}:{line}", kind.model_validate(value)))
        except ValidationError as error:
            problem = error.errors(include_url=False)[0]
            raise UsageError(
                f"{path}:{line}: {field_name(problem) or 'case'}: {in_words(problem)}.", _HINT
            ) from error
    return cases, text.encode()


def check_ordinary(path: Path) -> None:
    """Make sure that what stands at a path, if anything, is a file that ends. Raises UsageError."""
    if path.exists() and not path.is_file():
        raise UsageError(f"{path}: is no ordinary file.", "Check the path.")


def _of_lines(text: str, path: Path) -> Iterator[tuple[int, Any]]:
    for line, content in enumerate(text.split("\n"), 1):
        if content.strip():
            try:
                yield line, json.loads(content)
            except (ValueError, RecursionError) as error:
                raise UsageError(f"{path}:{line}: not JSON: {error}.", _HINT) from error


def _of_table(text: str, path: Path) -> Iterator[tuple[int, Any]]:
    """Rows as objects: an empty cell is left out, `expect.action` and the like go into an object of that
    name.
    """
    rows = csv.DictReader(io.StringIO(text), strict=True)
    try:
        for row in rows:
            if None in row:
                raise UsageError(f"{path}:{rows.line_num}: more cells than headings.", _HINT)
            value: dict[str, Any] = {}
            for heading, cell in row.items():
                if cell is not None and cell.strip():
                    outer, dot, inner = heading.strip().partition(".")
                    place = value.setdefault(outer, {}) if dot else value
                    if not isinstance(place, dict) or (not dot and outer in value):
                        raise UsageError(f"{path}:{rows.line_num}: {outer} stands in two columns.", _HINT)
                    place[inner if dot else outer] = _cell(cell) if dot else cell
            yield rows.line_num, value
    except csv.Error as error:
        raise UsageError(f"{path}:{rows.line_num}: not CSV: {error}.", _HINT) from error


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
