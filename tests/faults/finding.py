"""What came of one fault: a row of the table, and how it is put together."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

Verdict = Literal["holds", "BROKEN", "not run"]

_WIDTHS = {"fault": 26, "ran": 34, "expected": 38, "seen": 58, "verdict": 7}
_MOST_TOLD = 5


@dataclass(frozen=True)
class Finding:
    """A row: the fault, what was run, what was expected, what was seen, and whether the two agree."""

    fault: str
    ran: str
    expected: str
    seen: str
    verdict: Verdict


# Runs one fault in a folder of its own.
Scenario = Callable[[Path], Sequence[Finding]]


class Trial:
    """One fault under way: keeps what was seen and all that is not as expected."""

    def __init__(self, fault: str, ran: str, expected: str) -> None:
        self._row = (fault, ran, expected)
        self._seen: list[str] = []
        self.wrong: list[str] = []

    def see(self, text: str) -> None:
        """Keep something for the table."""
        self._seen.append(text)

    def check(self, holds: bool, otherwise: str) -> None:
        """Something that must be so; `otherwise` says what is wrong."""
        if not holds:
            self.wrong.append(otherwise)

    def blame(self, complaints: Iterable[str]) -> None:
        """Everything in `complaints` is wrong."""
        self.wrong += complaints

    @property
    def finding(self) -> Finding:
        """The row so far."""
        told = list(dict.fromkeys(self.wrong))
        more = [f"and {len(told) - _MOST_TOLD} more"] if len(told) > _MOST_TOLD else []
        seen = "; ".join([*told[:_MOST_TOLD], *more, *self._seen]) or "as expected"
        return Finding(*self._row, seen, "BROKEN" if told else "holds")


def not_run(fault: str, ran: str, why: str) -> Finding:
    """The row of a fault that this machine cannot bring about."""
    return Finding(fault, ran, "-", f"not run here: {why}", "not run")


def table(findings: Sequence[Finding]) -> str:
    """The rows in columns, long texts in several lines."""
    lines = ["  ".join(name.ljust(width) for name, width in _WIDTHS.items()).rstrip()]
    lines.append("  ".join("-" * width for width in _WIDTHS.values()))
    for finding in findings:
        cells = [textwrap.wrap(getattr(finding, name), width) or [""] for name, width in _WIDTHS.items()]
        for row in range(max(map(len, cells))):
            texts = [cell[row] if row < len(cell) else "" for cell in cells]
            padded = (text.ljust(width) for text, width in zip(texts, _WIDTHS.values(), strict=True))
            lines.append("  ".join(padded).rstrip())
    counts = {
        verdict: sum(one.verdict == verdict for one in findings) for verdict in ("holds", "BROKEN", "not run")
    }
    lines.append(", ".join(f"{count} {verdict}" for verdict, count in counts.items() if count))
    return "\n".join(lines)


def as_json(findings: Sequence[Finding]) -> str:
    """The rows as one JSON document."""
    return json.dumps([asdict(finding) for finding in findings], indent=2, ensure_ascii=False)
