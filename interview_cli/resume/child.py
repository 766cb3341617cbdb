"""Reads one document in a process of its own, started by confined.py as `child KIND`.

A line of JSON with the file's name and password comes on standard input, then its bytes; what was read goes
to standard output, as JSON too. A document that would take more than `limits` allows ends the process.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from interview_cli.errors import UsageError
from interview_cli.resume.limits import MAX_BYTES, MAX_MEGABYTES, MAX_SECONDS
from interview_cli.resume.parsed import Parsed

TOO_MUCH = "too much"


def confine() -> None:
    """Bound this process's own time and memory, where the system can; no core is written when it ends."""
    try:
        import resource
    except ImportError:  # Windows, where the parent's waiting is the only bound
        return
    for kind, bound in (
        (resource.RLIMIT_CPU, MAX_SECONDS),
        (resource.RLIMIT_DATA, MAX_MEGABYTES * 2**20),
        (resource.RLIMIT_CORE, 0),
    ):
        _, most = resource.getrlimit(kind)
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (bound if most == resource.RLIM_INFINITY else min(bound, most), most))


def _parsed(kind: str, data: bytes, name: str, password: str | None) -> Parsed:
    if kind == "pdf":
        from interview_cli.resume.pdf import read_pdf

        return read_pdf(data, name, password)
    if kind == "docx":
        from interview_cli.resume.word import read_docx

        return read_docx(data, name)
    from interview_cli.resume.opendocument import read_odt

    return read_odt(data, name)


class _Swallowed(logging.Handler):
    """Notices where a library goes on with less after memory ran out, and only writes a line about it."""

    seen = False

    def emit(self, record: logging.LogRecord) -> None:
        """Look what is being handled while the line is written."""
        self.seen = self.seen or isinstance(sys.exc_info()[1], MemoryError)


def reply_to(kind: str, data: bytes, name: str, password: str | None) -> dict[str, Any]:
    """What a document holds, what is wrong with it, or that it is too much to hold."""
    swallowed = _Swallowed()
    logging.getLogger().addHandler(swallowed)
    try:
        parsed = _parsed(kind, data, name, password)
    except UsageError as error:
        return {"error": error.message, "hint": error.hint}
    except MemoryError:
        return {TOO_MUCH: True}
    return {TOO_MUCH: True} if swallowed.seen or parsed.size > MAX_BYTES else asdict(parsed)


def main(kind: str) -> None:
    """Read the document on standard input."""
    confine()
    # What libraries print must not come between parent and child.
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    about = json.loads(sys.stdin.buffer.readline())
    reply = reply_to(kind, sys.stdin.buffer.read(), about["name"], about["password"])
    replies.write(json.dumps(reply).encode())
    replies.flush()
    # Freeing what a large document was made of takes longer than reading it did.
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
