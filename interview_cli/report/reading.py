"""Session documents in the files they were exported to: JSON, JSON lines, or an HTML report."""

from __future__ import annotations

from typing import Any

import orjson

from interview_cli.errors import UsageError
from interview_cli.report.html import DOCUMENT_CLOSES, DOCUMENT_OPENS

# A session of an hour with all its judgements has well under one megabyte.
MOST_BYTES = 200 * 2**20
HINT = "Import what was written by: interview export --format json (or html)"


def documents_in(data: bytes, name: str) -> list[dict[str, Any]]:
    """The session documents that a file holds, as they are. Raises UsageError for any other file."""
    if data.startswith(b"%PDF"):
        raise UsageError(f"{name} is a PDF report, which cannot be read again.", HINT)
    start = data.find(DOCUMENT_OPENS.encode())
    if data.lstrip()[:1] == b"<":
        if start < 0:
            raise UsageError(f"{name} is a page without a session in it.", HINT)
        start += len(DOCUMENT_OPENS)
        end = data.find(DOCUMENT_CLOSES.encode(), start)
        data = data[start : end if end > 0 else len(data)]
    found = _parsed(data, name)
    if not found or not all(isinstance(one, dict) and "turns" in one and "plan" in one for one in found):
        raise UsageError(f"{name} holds no session.", HINT)
    return found


def _parsed(data: bytes, name: str) -> list[Any]:
    try:
        whole = orjson.loads(data)
    except orjson.JSONDecodeError:
        return _lines(data, name)
    return whole if isinstance(whole, list) else [whole]


def _lines(data: bytes, name: str) -> list[Any]:
    lines = [line for line in data.split(b"\n") if line.strip()]
    found = []
    for number, line in enumerate(lines, start=1):
        try:
            found.append(orjson.loads(line))
        except orjson.JSONDecodeError as error:
            where = f"{name}:{number}" if len(lines) > 1 and found else name
            raise UsageError(f"{where}: no JSON ({error.msg}).", HINT) from error
    return found
