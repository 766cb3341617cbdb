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
# What the person types: the answer, then the answer to the follow-up.
ANSWERS = (
    (
        "That is a lost update: both read one left, and the later write wins. I would make the check part",
        "of the write: one update that only decrements while stock is left, and look at the number of rows",
        "it changed. Where conflicts are rare I prefer a version column, so that the loser simply retries.",
    ),
    (
        "All those updates queue up on one row, so that row becomes the bottleneck. I would split the stock",
        "into several counters and take from them in turn.",
    ),
)
# Cursor keys, paste mode and window titles say nothing in a picture; colours stay.
_NOT_COLOR = re.compile(r"\x1b\[\?\d+[hl]|\x1b\][^\x07]*\x07|\x1b\[[0-9;]*[A-HJKST]|\r")


def run() -> str:
    """What the terminal shows of a short interview."""
    with tempfile.TemporaryDirectory() as folder:
        command = "session start --role backend_engineer --type technical --offline --questions 1 --seed 4"
        program = pexpect.spawn(
            sys.executable,
            ["-m", "interview_cli", "--plain", "--data-dir", folder, *command.split()],
            env={"TERM": "xterm-256color", "PATH": "/usr/bin:/bin", "HOME": folder, "COLUMNS": str(WIDTH)},
            encoding="utf-8",
            dimensions=(60, WIDTH),
            timeout=20,
        )
        shown = f"$ interview --plain {command}\n"
        for lines in (*ANSWERS, ()):
            place = program.expect(["shows the commands\\.|Follow-up.*?\\?", pexpect.EOF])
            shown += program.before + (program.after if place == 0 else "")
            if place == 1:
                return shown
            for line in (*lines, ""):
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
