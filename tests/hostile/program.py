"""Hands hostile files to the program: which commands a kind of input goes through, and what each came to."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.hostile.case import Case
from tests.hostile.commands import COMMANDS, WRITTEN, Given
from tests.hostile.corpus import ROOT

# What an attack may cost: of the processor, in seconds, and of memory, in megabytes.
MOST_SECONDS, MOST_MEGABYTES = 5.0, 500
# Where nothing comes for so long, something waits for what never comes, or never ends.
_PATIENCE = 30.0


@dataclass(frozen=True)
class Ran:
    """How one command ended, what it wrote, and what it cost."""

    command: Sequence[str]
    code: int | str
    out: str = ""
    err: str = ""
    seconds: float = 0.0
    worked: float = 0.0
    megabytes: int = 0


@dataclass
class Handed:
    """What became of one case: the commands, and the files they wrote."""

    ran: list[Ran] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def first(self) -> Ran:
        """The command that took the input in."""
        return self.ran[0]


class Program:
    """A worker that runs commands, replaced by a new one where it hung or died."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()

    def run(self, commands: Sequence[Sequence[str]], folder: Path) -> list[Ran]:
        """What became of each command; one that hangs or ends the worker has that as its code."""
        process = self._started(folder)
        assert process.stdin is not None
        process.stdin.write(json.dumps(commands) + "\n")
        process.stdin.flush()
        try:
            line = self._lines.get(timeout=_PATIENCE)
        except queue.Empty:
            self.close()
            return [Ran(commands[0], f"nothing came in {_PATIENCE:.0f} seconds")]
        if not line:
            code = process.wait()
            self.close()
            return [Ran(commands[0], f"the process died: {code}")]
        results = json.loads(line)
        if max(result["megabytes"] for result in results) > MOST_MEGABYTES:
            # What it took once it is told of ever after.
            self.close()
        return [Ran(command, **result) for command, result in zip(commands, results, strict=True)]

    def close(self) -> None:
        """End the worker."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _started(self, folder: Path) -> subprocess.Popen[str]:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.hostile.worker"],
                cwd=folder,
                env=self._environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            self._lines = queue.SimpleQueue()
            threading.Thread(target=_read, args=(self._process, self._lines), daemon=True).start()
        return self._process


def _read(process: subprocess.Popen[str], lines: queue.SimpleQueue[str]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        lines.put(line)
    lines.put("")


def environment() -> dict[str, str]:
    """That of a machine without keys and settings, on which no Ollama runs."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "LANG") if name in os.environ}
    more = {"OLLAMA_HOST": "127.0.0.1:9", "NO_COLOR": "1", "COLUMNS": "100", "PYTHONPATH": str(ROOT)}
    return kept | more | {"HOME": "/nonexistent"}


def hand(case: Case, program: Program, folder: Path) -> Handed:
    """Hand a case to the program, and let it show, export and use what it took in."""
    folder.mkdir()
    (folder / "settings").mkdir()
    path = case.laid_in(folder) if case.file or case.at else folder
    handed = Handed()
    for command in COMMANDS[case.kind](Given(case, path, folder)):
        handed.ran += program.run([command], folder.parent)
        if handed.ran[-1].code != 0:
            break
    for name in WRITTEN:
        if (folder / name).is_file():
            handed.files[name] = (folder / name).read_bytes()
    shutil.rmtree(folder, ignore_errors=True)
    return handed
