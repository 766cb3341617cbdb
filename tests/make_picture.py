"""Make the picture in README.md from a real run in a real terminal: `python -m tests.make_picture`."""

from __future__ import annotations

import io
import re
import sys
import tempfile
from pathlib import Path

import pexpect
from rich.console import Console
from rich.text import Text

PICTURE = Path(__file__).resolve().parent.parent / "examples" / "interview.svg"
WIDTH = 104
ANSWERS = (
    "An index lets the database find rows without reading the whole table, but every insert and update",
    "has to change it too, so I would first look at the query plan and at how often the table is written.",
)
# Cursor keys, paste mode and window titles say nothing in a picture; colours stay.
_NOT_COLOR = re.compile(r"\x1b\[\?\d+[hl]|\x1b\][^\x07]*\x07|\x1b\[[0-9;]*[A-HJKST]|\r")


def run() -> str:
    """What the terminal shows of a short interview."""
    with tempfile.TemporaryDirectory() as folder:
        command = "session start --role backend_engineer --type technical --offline --questions 1 --seed 4"
        program = pexpect.spawn(
            sys.executable,
            ["-m", "interview_cli", "--data-dir", folder, *command.split()],
            env={"TERM": "xterm-256color", "PATH": "/usr/bin:/bin", "HOME": folder, "COLUMNS": str(WIDTH)},
            encoding="utf-8",
            dimensions=(60, WIDTH),
            timeout=20,
        )
        shown = f"$ interview {command}\n"
        for _ in range(2):
            place = program.expect(["shows the commands\\.|Follow-up.*?\\?", pexpect.EOF])
            shown += program.before + (program.after if place == 0 else "")
            if place == 1:
                return shown
            for line in (*ANSWERS, ""):
                program.sendline(line)
        program.expect(pexpect.EOF)
        return shown + program.before


def main() -> None:
    """Run, and write the picture."""
    console = Console(record=True, width=WIDTH, file=io.StringIO())
    console.print(Text.from_ansi(_NOT_COLOR.sub("", run())), soft_wrap=False)
    console.save_svg(str(PICTURE), title="interview")


if __name__ == "__main__":
    main()
