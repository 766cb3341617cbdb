"""A row of a batch as it is handed to whoever holds it, and what is handed back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from interview_cli.batch.row import Row, RowResult, State
from interview_cli.errors import InterviewError, NotFoundError, ProviderError, StorageError, UsageError
from interview_cli.llm.port import ModelError
from interview_cli.wiring.home import Home

# As the command line has them.
PROVIDER = 3
STOPPED = 6
DEFECT = 70
_CODES: tuple[tuple[type[InterviewError], int], ...] = (
    (UsageError, 2),
    (ProviderError, PROVIDER),
    (NotFoundError, 4),
    (StorageError, 5),
)
_OVER_COST = "The batch reached --max-cost."
_MORE = "Go on with --continue and a larger one."


@dataclass(frozen=True, slots=True)
class RowTask:
    """A row with all that is needed to hold it.

    `folder` is where its files lie, `session` the id that its session gets; `models` and `offline` stand for
    rows that name no model. `fallback` lets the offline coach step in. `environ` is where keys are read from,
    None for the process's own environment; `away` says that it is held on a worker of a cluster.
    """

    home: Home
    number: int
    id: str
    row: Row
    folder: Path
    session: str
    models: tuple[str, ...] = ()
    offline: bool = False
    fallback: bool = True
    environ: Mapping[str, str] | None = field(default=None, repr=False)
    away: bool = False

    @property
    def is_offline(self) -> bool:
        """Whether the offline coach was asked for."""
        return self.row.offline or (self.offline and not self.row.model)

    @property
    def leading(self) -> tuple[str, ...]:
        """The models that lead and judge, as they were named; none for the offline coach."""
        return () if self.is_offline else self.row.model or self.models

    @property
    def keeps_busy(self) -> bool:
        """Whether it keeps a processor busy: the offline coach leads, and no model plays the candidate."""
        return not self.leading and not self.row.candidate_model


@dataclass(frozen=True, slots=True)
class RowDone:
    """What came of a row, and its session as JSON where there is one.

    `spent` is what is known of its cost (US dollars), `unpriced` the models of which it is not known.
    """

    result: RowResult
    document: str | None = None
    spent: float = 0.0
    unpriced: tuple[str, ...] = ()


def code_of(error: InterviewError) -> int:
    """What an error counts as among the exit codes."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), PROVIDER)


def refused(task: RowTask, error: InterviewError) -> RowDone:
    """A row that can't be held, and why."""
    return _without_session(task, "failed", error.message, code_of(error), error.hint)


def lost(task: RowTask, error: BaseException) -> RowDone:
    """A row whose worker ended without a word."""
    if isinstance(error, InterviewError):
        return refused(task, error)
    return _without_session(task, "failed", " ".join(str(error).split()) or type(error).__name__, DEFECT)


def not_run(task: RowTask) -> RowDone:
    """A row that was not begun any more, as the batch cost as much as it may."""
    return _without_session(task, "not_run", _OVER_COST, STOPPED, _MORE)


def kept_back(task: RowTask, refusal: ModelError) -> RowDone:
    """A row that was not begun, as its models did not accept their key before."""
    hint = f"{refusal.hint.rstrip('.')}; then go on with --continue."
    return _without_session(task, "not_run", refusal.message, code_of(refusal), hint)


def _without_session(task: RowTask, status: State, error: str, code: int, hint: str = "") -> RowDone:
    return RowDone(
        RowResult(
            row=task.number,
            id=task.id,
            status=status,
            role=task.row.role or "",
            persona=task.row.persona,
            error=error,
            hint=hint,
            code=code,
        )
    )
