"""The property tests over and over with new examples: `python -m tests.campaign [MINUTES]`.

It stops at the first example that breaks a property, which then belongs into that test as an
`@example`.
"""

from __future__ import annotations

import subprocess
import sys
import time

from tests.__main__ import ROOT

DEFAULT_MINUTES = 10.0


def main(minutes: float = DEFAULT_MINUTES) -> int:
    """Run whole rounds until the time is up; pytest's exit code of the round that failed, or 0."""
    command = [sys.executable, "-m", "pytest", "-x", "-m", "hypothesis", "--hypothesis-profile=new"]
    until = time.monotonic() + 60 * minutes
    rounds = 0
    while time.monotonic() < until:
        rounds += 1
        print(f"== round {rounds}", flush=True)
        if code := subprocess.run(command, cwd=ROOT, check=False).returncode:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main(*(float(minutes) for minutes in sys.argv[1:2])))
