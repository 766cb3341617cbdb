"""`python -m tests.bench [NAME...]` measures and prints a table and JSON; without names, everything."""

from __future__ import annotations

import sys
from collections.abc import Callable

from tests.bench.full_screen import full_screen
from tests.bench.measure import Row, show
from tests.bench.models import models
from tests.bench.processes import drill, history, offline_interview, start_up
from tests.bench.regress import regress
from tests.bench.saving import saving
from tests.bench.scoring import scoring
from tests.bench.sealed import store
from tests.bench.voice import voice

MEASUREMENTS: dict[str, Callable[[], list[Row]]] = {
    "start": start_up,
    "history": history,
    "drill": drill,
    "saving": saving,
    "offline": offline_interview,
    "models": models,
    "scoring": scoring,
    "regress": regress,
    "store": store,
    "tui": full_screen,
    "voice": voice,
}


def main(names: list[str]) -> int:
    """Run the named measurements; 0 even when a bound is missed, since a busy machine is no defect."""
    unknown = [name for name in names if name not in MEASUREMENTS]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; there are {', '.join(MEASUREMENTS)}", file=sys.stderr)
        return 2
    rows: list[Row] = []
    for name in names or MEASUREMENTS:
        print(f"measuring {name}...", file=sys.stderr)
        rows += MEASUREMENTS[name]()
    print(show(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
