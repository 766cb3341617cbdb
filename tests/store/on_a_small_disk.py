"""Run by the tests on a disk of its own: fills it or makes it read-only, and tells what the store does."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from stored_sample import session, turn

from interview_cli.errors import StorageError
from interview_cli.store.sessions import SessionStore


def refusal(act: Callable[[], object]) -> tuple[str, str]:
    """The message and hint of what an action is refused with."""
    try:
        act()
    except StorageError as error:
        return error.message, error.hint
    return "nothing", ""


def full(disk: Path) -> dict[str, str]:
    """Fill the disk between two saves, then make room again."""
    store = SessionStore(disk / "data")
    interview = session("abcd2345", ["indexes"])
    store.create(interview)
    filler = disk / "filler"
    try:
        with filler.open("wb", buffering=0) as file:
            while True:
                file.write(b"x" * 4096)
    except OSError:
        interview.turns.append(turn("queues", text="long " * 2000))
    seen = dict(zip(("save", "hint"), refusal(lambda: store.save(interview)), strict=True))
    seen["create"] = refusal(lambda: store.create(session("wxyz2345", ["a" * 60] * 50)))[0]
    seen["turns when full"] = str(len(SessionStore(disk / "data").load("abcd2345").turns))
    seen["temporary files"] = str(len(list(disk.rglob("*.tmp"))))
    seen["listed"] = " ".join(row["id"] for row in store.rows())
    filler.unlink()
    store.save(interview)
    seen["turns with room again"] = str(len(SessionStore(disk / "data").load("abcd2345").turns))
    return seen


def read_only(disk: Path) -> dict[str, str]:
    """Make the disk read-only while the index is behind the session."""
    store = SessionStore(disk / "data")
    interview = session("abcd2345")
    store.create(interview)
    interview.turns.append(turn("indexes"))
    store.save(interview)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    seen = dict(zip(("save", "hint"), refusal(lambda: store.save(interview)), strict=True))
    seen["create"] = refusal(lambda: store.create(session("wxyz2345")))[0]
    seen["hold"] = refusal(lambda: store.hold("abcd2345").__enter__())[0]
    seen["remove"] = refusal(lambda: store.remove("abcd2345"))[0]
    seen["turns"] = str(len(store.load("abcd2345").turns))
    seen["answered in the list"] = str(store.rows()[0]["answered"])
    return seen


if __name__ == "__main__":
    print(json.dumps({"full": full, "read-only": read_only}[sys.argv[1]](Path(sys.argv[2]))))
