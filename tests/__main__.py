"""Every check there is, one after another: `python -m tests`. Arguments go to pytest, such as `--cov`."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

CHECKS: tuple[tuple[str, list[str]], ...] = (
    ("ruff", [str(BIN / "ruff"), "check", "."]),
    ("ruff format", [str(BIN / "ruff"), "format", "--check", "."]),
    ("mypy", [str(BIN / "mypy")]),
    ("import contracts", [str(BIN / "lint-imports")]),
    ("roles", [str(BIN / "interview"), "roles", "check"]),
    ("prompts", [str(BIN / "interview"), "prompts", "check"]),
)


def main() -> int:
    """Run all checks, then the tests last so that their summary closes the output; 1 if any failed."""
    failed = []
    # One worker more than there are cores, since many tests wait for a terminal or for sound. A file stays
    # with one because its tests may share what is dear to make; the order is that of tests/conftest.py.
    workers = [f"--numprocesses={(os.cpu_count() or 1) + 1}", "--dist=loadfile", "--no-loadscope-reorder"]
    tests = [sys.executable, "-m", "pytest", *workers, *sys.argv[1:]]
    for name, command in (*CHECKS, ("tests", tests)):
        print(f"== {name}", flush=True)
        began = time.monotonic()
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        if name != "tests":
            print(
                f"   {'ok' if code == 0 else f'FAILED ({code})'}, {time.monotonic() - began:.0f} s",
                flush=True,
            )
        if code != 0:
            failed.append(name)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
