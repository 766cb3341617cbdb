"""What a batch came to so far: rows, failures and cost; and whether more may begin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from interview_cli.batch.row import RowResult


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is: rows done of all, those that failed, and what is known of the cost so far."""

    done: int
    total: int
    failed: int
    cost: float


class Meter:
    """Adds up what rows came to, and says when no more may begin.

    `max_cost` is in US dollars, None for any. `tell` is given what can't be counted against it.
    """

    def __init__(
        self,
        max_cost: float | None,
        total: int,
        on_progress: Callable[[Progress], None],
        tell: Callable[[str], None],
    ) -> None:
        self._max_cost = max_cost
        self._progress = Progress(0, total, 0, 0.0)
        self._on_progress = on_progress
        self._tell = tell
        self._told: set[str] = set()

    def spent_before(self, spent: float) -> None:
        """Count what rows cost that are to be held again."""
        self._progress = replace(self._progress, cost=self._progress.cost + spent)

    def count(self, result: RowResult, spent: float = 0.0, unpriced: Sequence[str] = ()) -> None:
        """Count a row that is done: what is known of its cost, and the models of which it is not known."""
        now = self._progress
        self._progress = Progress(
            now.done + 1, now.total, now.failed + (result.status == "failed"), now.cost + spent
        )
        self._on_progress(self._progress)
        for model in unpriced:
            if self._max_cost is not None and model not in self._told:
                self._told.add(model)
                self._tell(f"note: What {model} costs is not known, so --max-cost does not count it.")

    @property
    def is_over(self) -> bool:
        """Whether the batch cost as much as it may."""
        return self._max_cost is not None and self._progress.cost >= self._max_cost
