"""How things are measured: whole processes from outside, and rows for the table."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent.parent
# Nothing of the person's own settings, keys or data may change a figure.
QUIET = {"OLLAMA_HOST": "http://127.0.0.1:9", "NO_COLOR": "1", "COLUMNS": "100"}


@dataclass(frozen=True)
class Row:
    """One figure: what was measured, its value and unit, the bound it is held against, and how."""

    name: str
    value: float
    unit: str
    bound: float | None
    better: str = "less"
    note: str = ""

    @property
    def kept(self) -> bool | None:
        """Whether the bound is kept; None without a bound."""
        if self.bound is None:
            return None
        return self.value <= self.bound if self.better == "less" else self.value >= self.bound


@dataclass(frozen=True)
class Process:
    """One finished run: wall seconds, peak memory in MB, exit code, standard output."""

    seconds: float
    megabytes: float
    code: int
    out: str


def environment(home: Path) -> dict[str, str]:
    """A clean environment in which `interview` keeps everything under `home`."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "PYTHONPATH") if name in os.environ}
    return kept | QUIET | {"HOME": str(home), "INTERVIEW_DATA_DIR": str(home / "data")}


def run(
    arguments: list[str], home: Path, *, peak: bool = True, environ: Mapping[str, str] | None = None
) -> Process:
    """Run `interview` once as a process of its own, and with `peak` once more to measure its memory."""
    variables = environment(home) | dict(environ or {})
    command = [sys.executable, "-m", "interview_cli", *arguments]
    began = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        out, err = process.communicate()
        seconds = time.perf_counter() - began
    if process.returncode not in (0, 6):
        raise RuntimeError(f"{' '.join(arguments)} ended with {process.returncode}: {err}")
    return Process(seconds, _peak_of(command, variables) if peak else 0.0, process.returncode, out)


def median_run(
    arguments: list[str], home: Path, times: int = 7, environ: Mapping[str, str] | None = None
) -> tuple[float, float]:
    """Median wall milliseconds and peak MB of several runs, after one to warm the caches.

    `environ` are further variables.
    """
    run(arguments, home, environ=environ)
    runs = [run(arguments, home, environ=environ) for _ in range(times)]
    return median(r.seconds for r in runs) * 1000, max(r.megabytes for r in runs)


def _peak_of(command: list[str], variables: Mapping[str, str]) -> float:
    """Peak resident memory of a command in MB, as its own parent is told by the kernel."""
    script = (
        "import resource,subprocess,sys;"
        "subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL,stderr=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    out = subprocess.run(
        [sys.executable, "-c", script, *command],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return int(out) / unit


def percentile(values: list[float], share: float) -> float:
    """The value below which that share (0-1) of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def show(rows: list[Row]) -> str:
    """The rows as a table, then as one JSON document."""
    width = max(len(row.name) for row in rows)
    lines = [f"{'what':<{width}}  {'measured':>12}  {'bound':>12}  kept"]
    for row in rows:
        bound = "-" if row.bound is None else f"{row.bound:g} {row.unit}"
        kept = {True: "yes", False: "NO", None: ""}[row.kept]
        note = f"  {row.note}" if row.note else ""
        lines.append(f"{row.name:<{width}}  {row.value:>9.2f} {row.unit:<3} {bound:>11}  {kept}{note}")
    document = [asdict(row) | {"kept": row.kept} for row in rows]
    return "\n".join(lines) + "\n" + json.dumps(document)
