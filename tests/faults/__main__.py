"""`python -m tests.faults [NAME...]` brings about faults and prints a table; without names, all of them."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from tests.faults import clocks, disks, kills, power, providers, terminals, together
from tests.faults.finding import Finding, Scenario, Trial, as_json, table

SCENARIOS: dict[str, Scenario] = {
    **providers.scenarios(),
    **disks.scenarios(),
    **terminals.scenarios(),
    **clocks.scenarios(),
    **together.scenarios(),
    **kills.scenarios(),
    **power.scenarios(),
}

_LONGEST = ("kill.start", "kill.batch", "refused.start", "refused.batch")


def main(arguments: Sequence[str]) -> int:
    """Run the named faults; 1 when something did not hold, 2 for a name that there is not."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="a fault, or a group such as `provider`")
    parser.add_argument("--json", action="store_true", help="print the rows as one JSON document")
    parser.add_argument(
        "--strict", action="store_true", help="exit with 1 also when a fault could not be run here"
    )
    parser.add_argument("--list", action="store_true", help="print the names and end")
    parser.add_argument("--jobs", type=int, default=(os.cpu_count() or 1) + 1, help="faults at a time")
    wish = parser.parse_args(arguments)
    if wish.list:
        print("\n".join(SCENARIOS))
        return 0
    unknown = [name for name in wish.names if not _fitting(name)]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; there are {', '.join(SCENARIOS)}", file=sys.stderr)
        return 2
    chosen = [
        name for name in SCENARIOS if not wish.names or any(name in _fitting(wanted) for wanted in wish.names)
    ]
    findings = run_all(chosen, wish.jobs)
    print(as_json(findings) if wish.json else table(findings))
    bad = {"BROKEN", "not run"} if wish.strict else {"BROKEN"}
    return 1 if any(finding.verdict in bad for finding in findings) else 0


def run_all(names: Sequence[str], jobs: int) -> list[Finding]:
    """The rows of these faults, in their order; so many are run at a time."""
    came: dict[str, Sequence[Finding]] = {}
    with tempfile.TemporaryDirectory(prefix="faults-") as folder, ThreadPoolExecutor(jobs) as pool:
        began = time.monotonic()
        # Those that take longest begin first, so that nothing is waited for alone in the end.
        order = sorted(names, key=lambda name: name not in _LONGEST)
        running = {pool.submit(_run, name, Path(folder, name)): name for name in order}
        for done in as_completed(running):
            name = running[done]
            came[name] = done.result()
            verdicts = ", ".join(finding.verdict for finding in came[name])
            print(f"{time.monotonic() - began:5.0f} s  {name}: {verdicts}", file=sys.stderr, flush=True)
    return [finding for name in names for finding in came[name]]


def _run(name: str, folder: Path) -> Sequence[Finding]:
    folder.mkdir()
    try:
        return SCENARIOS[name](folder)
    except Exception as error:  # a fault whose own checks fail is a row too, and must not hide the others
        trial = Trial(name, "-", "the checks themselves work")
        trial.check(False, f"{type(error).__name__}: {error}"[:400])
        return [trial.finding]


def _fitting(wanted: str) -> list[str]:
    return [name for name in SCENARIOS if name == wanted or name.startswith(f"{wanted}.")]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
