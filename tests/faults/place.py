"""A data folder of its own, and the installed command to use it with."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMMAND = Path(sys.executable).with_name("interview")
KEY = "sk-faults-0123456789abcdef"
# Nothing of the person's own settings, keys or data may have a part in it; nothing listens on port 9.
_QUIET = {"OLLAMA_HOST": "http://127.0.0.1:9", "NO_COLOR": "1", "COLUMNS": "100", "LANG": "C.UTF-8"}
# Some of the providers stand where no agreement would be taken for granted.
_AGREED = {"INTERVIEW_YES": "1"}
# For any command that waits for nobody, on a busy machine.
LONGEST = 120.0
_DEFECTS = ("Traceback", "This is a defect")


@dataclass(frozen=True)
class Ran:
    """How a command ended: its exit code (minus the signal that ended it), what it wrote, wall seconds."""

    code: int
    out: str
    err: str
    seconds: float
    hung: bool = False

    @property
    def json(self) -> Any:
        """The one document on stdout."""
        return json.loads(self.out)

    @property
    def told(self) -> str:
        """The error and its hint, as far as there is one, else the last line of stderr."""
        lines = [line.strip() for line in self.err.splitlines() if line.strip()]
        errors = [line for line in lines if line.startswith(("error:", "hint:"))]
        return " ".join(errors or lines[-1:])

    def flaws(self, *codes: int) -> list[str]:
        """What no command may do under any fault, and an exit code that is none of `codes`."""
        wrong = [f"stderr has {sign!r}" for sign in _DEFECTS if sign in self.err]
        if KEY in self.out + self.err:
            wrong.append("the key is shown")
        if self.hung:
            wrong.append(f"it hung: ended by force after {self.seconds:.0f} s")
        elif self.code not in codes:
            expected = " or ".join(map(str, codes))
            wrong.append(f"exit code {self.code} instead of {expected}: {self.told[:300]}")
        return wrong


class Place:
    """A folder with data, settings and a home of its own; `variables` go into every command's environment."""

    def __init__(self, root: Path, variables: Mapping[str, str] | None = None) -> None:
        self.root = root
        self.data = root / "data"
        self.variables = dict(variables or {})
        root.mkdir(parents=True, exist_ok=True)

    def copy(self, root: Path) -> Place:
        """The same data in another folder."""
        place = Place(root, self.variables)
        for path in self.root.iterdir():
            if path.is_dir():
                shutil.copytree(path, root / path.name)
            else:
                shutil.copy2(path, root / path.name)
        return place

    def environment(self, variables: Mapping[str, str] | None = None) -> dict[str, str]:
        """The environment of every command."""
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "TMPDIR") if name in os.environ}
        return kept | _QUIET | _AGREED | {"HOME": str(self.root)} | self.variables | dict(variables or {})

    def command(self, *arguments: str | Path) -> list[str]:
        """The words of a command on this folder."""
        places = ["--data-dir", str(self.data), "--config", str(self.root / "config.yaml")]
        return [str(COMMAND), *places, *map(str, arguments)]

    def run(
        self,
        *arguments: str | Path,
        typed: str = "",
        under: Sequence[str] = (),
        variables: Mapping[str, str] | None = None,
        seconds: float = LONGEST,
    ) -> Ran:
        """Run `interview ARGUMENTS`, below the command `under` if there is one; ended after `seconds`."""
        began = time.perf_counter()
        process = self.begin(*arguments, under=under, variables=variables)
        hung = False
        try:
            out, err = process.communicate(typed.encode(), timeout=seconds)
        except subprocess.TimeoutExpired:
            hung = True
            os.killpg(process.pid, signal.SIGKILL)
            out, err = process.communicate()
        passed = time.perf_counter() - began
        return Ran(
            process.returncode, out.decode("utf-8", "replace"), err.decode("utf-8", "replace"), passed, hung
        )

    def begin(
        self, *arguments: str | Path, under: Sequence[str] = (), variables: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """The command, running, in a process group of its own."""
        return subprocess.Popen(
            [*under, *self.command(*arguments)],
            env=self.environment(variables),
            cwd=self.root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def write(self, name: str, content: object) -> Path:
        """A file beside the data: text as it is, a list of rows as JSON lines, anything else as JSON."""
        path = self.root / name
        if isinstance(content, str):
            path.write_text(content, "utf-8")
        elif name.endswith(".jsonl") and isinstance(content, Iterable):
            path.write_text("".join(f"{json.dumps(row)}\n" for row in content), "utf-8")
        else:
            path.write_text(json.dumps(content), "utf-8")
        return path

    def stored_files(self) -> Iterable[Path]:
        """Every file of the data folder."""
        return (path for path in self.data.rglob("*") if path.is_file())


def first_line(text: str, most: int = 160) -> str:
    """The beginning of a text, for the table."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 3] + "..."
