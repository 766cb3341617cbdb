"""Takes command lines and runs the program for each, in one process that measures what they cost.

`python -m tests.hostile.worker`: a line of JSON with commands comes in, one with what they came to goes out.
"""

from __future__ import annotations

import io
import json
import os
import re
import resource
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

_MEGABYTE = 2**20
# More than anything may take, and less than what would hurt the machine that the tests run on.
_MOST_MEGABYTES = 2_000


def _peak() -> int:
    """The most memory that this process or any it started ever took, in megabytes.

    Its own is read where Linux tells it of this program alone: `ru_maxrss` begins with what the process that
    started it took.
    """
    unit = 1 if sys.platform == "darwin" else 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit
    status = Path("/proc/self/status")
    if status.exists():
        (own,) = re.findall(r"^VmHWM:\s+(\d+) kB$", status.read_text("ascii"), re.MULTILINE)
        return max(int(own) * 1024, children) // _MEGABYTE
    return max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit, children) // _MEGABYTE


def _worked() -> float:
    """The processor's seconds that this process and those it started took."""
    return sum(os.times()[:4])


class _Stream(io.TextIOWrapper):
    """A standard stream in memory, with bytes under it as the real one has."""

    def __init__(self, data: bytes = b"") -> None:
        super().__init__(io.BytesIO(data), "utf-8", errors="backslashreplace", write_through=True)

    def text(self) -> str:
        raw = self.buffer
        assert isinstance(raw, io.BytesIO)
        return raw.getvalue().decode("utf-8", "surrogateescape")


def _ran(command: list[str]) -> dict[str, Any]:
    from interview_cli.cli.app import run

    out, err = _Stream(), _Stream()
    sys.stdin = _Stream()
    before, began = _worked(), time.monotonic()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code: int | str = run(command)
        except BaseException as error:
            code = f"{type(error).__name__}: {error}"
    seconds, worked = time.monotonic() - began, _worked() - before
    told = {"seconds": seconds, "worked": worked, "megabytes": _peak()}
    return {"code": code, "out": out.text(), "err": err.text(), **told}


def main() -> None:
    """Answer until standard input ends."""
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    bound = _MOST_MEGABYTES * _MEGABYTE
    resource.setrlimit(
        resource.RLIMIT_DATA, (bound if most == resource.RLIM_INFINITY else min(bound, most), most)
    )
    replies = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    for line in sys.stdin.buffer:
        results = [_ran(command) for command in json.loads(line)]
        replies.write(json.dumps(results) + "\n")
        replies.flush()


if __name__ == "__main__":
    main()
