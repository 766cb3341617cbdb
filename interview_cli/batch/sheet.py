"""The rows of a batch file: YAML, JSON lines or CSV, each with the line it stands on."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from pydantic import ValidationError

from interview_cli.batch.row import Row
from interview_cli.errors import UsageError
from interview_cli.library.table import read_table
from interview_cli.library.yaml_file import compose, line_of, parse_yaml
from interview_cli.validation import field_name, in_words, problems_in

_HINT = (
    "Rows are objects: a YAML list (or `rows:` with `defaults:`), JSON lines, or a CSV table with headings."
)
MOST_ROWS = 20_000
_MANY = frozenset({"focus", "model"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A row with its number (from 1) and line; what is wrong with it instead, where it can't be used.

    `digest` tells rows apart by what they ask for.
    """

    number: int
    line: int
    row: Row | None
    problem: str = ""
    digest: str = ""
    id: str = ""


def read_sheet(text: str, source: str) -> list[Entry]:
    """All rows of a text, the wrong ones too. Raises UsageError for a file that holds none, or too many."""
    suffix = PurePath(source).suffix.lower()
    if suffix in (".csv", ".tsv"):
        values = _of_table(text, source)
    elif suffix in (".jsonl", ".ndjson") or (not suffix and text.lstrip().startswith("{")):
        values = _of_lines(text, source)
    else:
        values = _of_yaml(text, source)
    entries = []
    for number, (line, value) in enumerate(values, 1):
        if number > MOST_ROWS:
            raise UsageError(
                f"{source}:{line}: holds more than {MOST_ROWS} rows.", "Split it into several files."
            )
        entries.append(_entry(number, line, value, source))
    if not entries:
        raise UsageError(f"{source}: holds no rows.", _HINT)
    return entries


def _entry(number: int, line: int, value: Any, source: str) -> Entry:
    if isinstance(value, _Broken):
        return Entry(number, line, None, f"{source}:{line}: {value.why}")
    try:
        digest = _digest(value)
    except UnicodeEncodeError:
        return Entry(number, line, None, f"{source}:{line}: holds half a character (a lone surrogate)")
    except (ValueError, RecursionError):
        return Entry(number, line, None, f"{source}:{line}: nested too deeply, or holds too long a number")
    named = "" if not isinstance(value, dict) or value.get("id") is None else str(value["id"])
    try:
        row = Row.model_validate(value)
        return Entry(number, line, row, digest=digest, id=row.id)
    except ValidationError as error:
        problems = problems_in(error, value)
        told = "; ".join(f"{field_name(one) or 'row'}: {in_words(one)}" for one in problems)
        return Entry(number, line, None, f"{source}:{line}: {told}", digest, named)


def _digest(value: Any) -> str:
    """What tells a value from others. Raises ValueError and RecursionError for what can't be written down."""
    written = json.dumps(_with_text_keys(value), sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def _with_text_keys(value: Any) -> Any:
    """A value whose keys can be put in order, as YAML's may be of any kind."""
    if isinstance(value, dict):
        return {str(key): _with_text_keys(inner) for key, inner in value.items()}
    return [_with_text_keys(inner) for inner in value] if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class _Broken:
    """A line that is no row."""

    why: str


def _of_yaml(text: str, source: str) -> Iterator[tuple[int, Any]]:
    value = parse_yaml(text, source)
    root = compose(text)
    defaults: dict[str, Any] = {}
    place: tuple[str, ...] = ()
    if isinstance(value, dict):
        if unknown := sorted(map(str, value.keys() - {"rows", "defaults"})):
            line = line_of(root, (unknown[0],))
            raise UsageError(f"{source}:{line}: {unknown[0]}: is not known here.", _HINT)
        defaults = value.get("defaults") or {}
        if not isinstance(defaults, dict):
            raise UsageError(
                f"{source}:{line_of(root, ('defaults',))}: defaults: must be `name: value` lines.", _HINT
            )
        value, place = value.get("rows"), ("rows",)
    if value is None:
        return
    if not isinstance(value, list):
        raise UsageError(f"{source}:{line_of(root, place)}: must be a list of rows.", _HINT)
    for number, row in enumerate(value):
        yield line_of(root, (*place, number)), _merged(defaults, row)


def _merged(defaults: dict[str, Any], row: Any) -> Any:
    """A row over the defaults; who answers is one choice, so a row's own takes the place of the defaults'."""
    if not isinstance(row, dict):
        return row
    answering = {"answers", "persona"}
    taken = {
        key: value for key, value in defaults.items() if not (key in answering and answering & row.keys())
    }
    return taken | row


def _of_lines(text: str, source: str) -> Iterator[tuple[int, Any]]:
    for line, content in enumerate(io.StringIO(text), 1):
        if content.strip():
            try:
                yield line, json.loads(content)
            except (ValueError, RecursionError) as error:
                yield line, _Broken(f"not JSON: {error}")


def _of_table(text: str, source: str) -> Iterator[tuple[int, Any]]:
    for line, cells in read_table(text, source, _HINT):
        yield line, _Broken("more cells than headings") if cells is None else _of_cells(cells)


def _of_cells(cells: dict[str, str]) -> dict[str, Any]:
    return {
        name: [one.strip() for one in cell.split(";")] if name in _MANY else cell.strip()
        for name, cell in cells.items()
        if cell.strip()
    }
