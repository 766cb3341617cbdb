"""Session documents in the files they were exported to: JSON, JSON lines, or an HTML report."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from typing import Any, BinaryIO

import orjson

from interview_cli.errors import UsageError
from interview_cli.report.html import DIGEST_OPENS, DOCUMENT_CLOSES, DOCUMENT_OPENS, UNDIGESTED, page_digest

# A session of an hour with all its judgements has well under one megabyte; a page holds it twice.
MOST_BYTES = 8 * 2**20
# The digest stands at the very top of a page.
_HEAD = 2**16
# As many as a person would hold in a long life.
MOST_SESSIONS = 100_000
HINT = "Import what was written by: interview export --format json (or html)"


def documents_in(file: BinaryIO, name: str) -> Iterator[dict[str, Any]]:
    """The session documents that a file holds, as they are, one at a time, however many lines it has.

    Raises UsageError for any other file, and for a document of more than 8 MB.
    """
    beginning = file.read(MOST_BYTES + 1)
    if beginning.startswith(b"%PDF"):
        raise UsageError(f"{name} is a PDF report, which cannot be read again.", HINT)
    if beginning.lstrip()[:1] == b"<":
        yield _session(_parsed(_in_page(beginning, name), name), name)
        return
    head, ends, _ = beginning.partition(b"\n")
    if ends and _is_document(head):
        yield from _lines(beginning, file, name)
        return
    if len(beginning) > MOST_BYTES:
        raise UsageError(f"{name} is larger than any session ({MOST_BYTES // 2**20} MB).", HINT)
    yield _session(_parsed(beginning, name), name)


def page_is_as_written(file: BinaryIO) -> bool | None:
    """Whether a page shows what it was written with; None for what is no page, or bears no digest."""
    head = file.read(_HEAD)
    before, opens, after = head.partition(DIGEST_OPENS.encode())
    if not head.lstrip().startswith(b"<") or not opens:
        return None
    digest, rest = after[: len(UNDIGESTED)], after[len(UNDIGESTED) :]
    parts = (before, opens, UNDIGESTED.encode(), rest)
    return page_digest(chain(parts, iter(lambda: file.read(_HEAD), b""))).encode() == digest


def _in_page(data: bytes, name: str) -> bytes:
    start = data.find(DOCUMENT_OPENS.encode())
    if start < 0:
        raise UsageError(
            f"{name} is a page without a session in it.",
            "It was written before the interview ended, without scores, or elsewhere; export it as json.",
        )
    start += len(DOCUMENT_OPENS)
    end = data.find(DOCUMENT_CLOSES.encode(), start)
    return data[start : end if end > 0 else len(data)]


def _is_document(line: bytes) -> bool:
    """Whether a line is a whole JSON object: then the file has one on each."""
    try:
        return isinstance(orjson.loads(line), dict)
    except orjson.JSONDecodeError:
        return False


def _lines(beginning: bytes, rest: BinaryIO, name: str) -> Iterator[dict[str, Any]]:
    whole, _, cut = beginning.rpartition(b"\n")
    number = 0
    for part in (BytesIO(whole + b"\n"), _Joined(cut, rest)):
        while line := part.readline(MOST_BYTES + 1):
            number += 1
            where = f"{name}:{number}"
            if len(line) > MOST_BYTES:
                raise UsageError(f"{where}: larger than any session ({MOST_BYTES // 2**20} MB).", HINT)
            if number > MOST_SESSIONS:
                raise UsageError(f"{name} has more than {MOST_SESSIONS:,} lines.", "Import it in parts.")
            if line.strip():
                yield _session(_parsed(line, where), where)


class _Joined:
    """The beginning of a line that was read already, and the file that goes on after it."""

    def __init__(self, cut: bytes, rest: BinaryIO) -> None:
        self._cut = cut
        self._rest = rest

    def readline(self, most: int) -> bytes:
        """The next line, at most so many bytes of it."""
        cut, self._cut = self._cut, b""
        return cut + self._rest.readline(most - len(cut)) if len(cut) < most else cut


def _parsed(data: bytes, where: str) -> Any:
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        if not data.lstrip().startswith((b"{", b"[")):
            raise UsageError(f"{where} holds no session: it is neither JSON nor a page.", HINT) from error
        raise UsageError(f"{where}: no JSON ({error.msg}).", HINT) from error


def _session(value: Any, where: str) -> dict[str, Any]:
    if isinstance(value, dict) and "turns" in value and "plan" in value:
        return value
    raise UsageError(f"{where} holds no session.", HINT)
