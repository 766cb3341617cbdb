"""What the rows of a batch came to: the lines at its end, and its exit code."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from interview_cli.cli import exits
from interview_cli.report.wording import dollars

if TYPE_CHECKING:
    from interview_cli.batch.row import RowResult

# So many reasons are told; the lines on standard output have them all.
MOST_REASONS = 5
_WORST_FIRST = (
    exits.DEFECT,
    exits.STORAGE,
    exits.PROVIDER,
    exits.USAGE,
    exits.NOT_FOUND,
    exits.RESUMABLE,
)


@dataclass(slots=True)
class Tally:
    """Counts the rows of a batch of `total`; `cost` is what of its US dollars is known."""

    total: int
    _codes: Counter[int] = field(default_factory=Counter)
    _statuses: Counter[str] = field(default_factory=Counter)
    _unscored: int = 0
    cost: float = 0.0
    _reasons: Counter[tuple[str, str]] = field(default_factory=Counter)

    def count(self, result: RowResult) -> None:
        """Count a row."""
        self._codes[result.code] += 1
        self._statuses[result.status] += 1
        self._unscored += result.status == "completed" and result.unscored > 0
        if result.status in ("failed", "not_run"):
            self._reasons[result.error, result.hint] += 1

    def lines(self) -> list[str]:
        """What several rows have in common that were not held, and how many are complete."""
        shared = [reason for reason in self._reasons.most_common(MOST_REASONS) if reason[1] > 1]
        told = [f"{count} rows: {error}{f' {hint}' if hint else ''}" for (error, hint), count in shared]
        complete, failed = self._statuses["completed"], self._statuses["failed"]
        open_ = self._statuses["stopped"] + self._statuses["not_run"]
        parts = [f"{complete} of {self.total} rows complete"]
        parts += [f"{self._unscored} of them with answers that nobody judged"] * bool(self._unscored)
        parts += [f"{count} {what}" for count, what in ((open_, "not finished"), (failed, "failed")) if count]
        parts += [f"{dollars(self.cost)} USD"] * bool(self.cost)
        return [*told, f"{', '.join(parts)}."]

    @property
    def worst(self) -> int:
        """The exit code of the worst row."""
        return next((code for code in _WORST_FIRST if self._codes[code]), exits.FINE)
