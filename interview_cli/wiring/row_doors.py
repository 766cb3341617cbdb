"""What all rows of a batch go through on their way to models, as far as one process holds them."""

from __future__ import annotations

from collections.abc import Mapping

from interview_cli.llm.limits import Gates, Limit
from interview_cli.llm.port import ModelError, ModelPort
from interview_cli.llm.providers import full_name
from interview_cli.llm.refusals import Refusals
from interview_cli.wiring.row_task import RowTask


class Doors(Gates):
    """Gates that keep to the limits of providers, and the memory of keys that were not accepted."""

    def __init__(self, limits: Mapping[str, Limit]) -> None:
        super().__init__(limits)
        self._refusals = Refusals()

    def before(self, model: ModelPort) -> ModelPort:
        """The model behind its provider's gate, asked nothing more once it did not accept its key."""
        return super().before(self._refusals.heeding(model))

    def closed_to(self, task: RowTask) -> ModelError | None:
        """Why a row would ask in vain: all models that lead it, or play in it, refused their keys before.

        Raises UsageError for a model of no known provider.
        """
        parts = (task.leading, (task.row.candidate_model,) if task.row.candidate_model else ())
        refusals = [self._refusals.of_all([full_name(name) for name in part]) for part in parts if part]
        return next(filter(None, refusals), None)
