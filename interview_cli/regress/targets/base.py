"""What every target does, and what it makes of a model that failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from interview_cli.errors import ProviderError
from interview_cli.llm.port import CallUsage, ModelError, ModelPort
from interview_cli.llm.recording import MODELS_OWN
from interview_cli.regress.case import Case
from interview_cli.regress.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Cast:
    """The models of one run: the one under test (None: the offline coach) and the one that plays candidates.

    Without the second, candidates answer from the questions' own sample answers.
    """

    model: ModelPort | None
    candidate: ModelPort | None = None


class Target(Protocol):
    """Runs one case. A case's outcome depends on nothing but the case and the models' replies."""

    def check(self, case: Case) -> None:
        """Make sure that a case can be run, before anything is asked. Raises UsageError, NotFoundError."""
        ...

    async def run(self, case: Case, cast: Cast) -> Outcome:
        """What comes of a case.

        Raises ModelError or ProviderError where a provider gave no reply, UsageError for a case that it
        cannot run.
        """
        ...


def troubled(error: ModelError) -> Outcome:
    """The outcome of a reply that is useless by the model's own doing. Raises any other error."""
    if error.kind not in MODELS_OWN:
        raise error
    return Outcome(output=None, shown=error.message, trouble=error.message)


def provider_failure(calls: Sequence[CallUsage], why: str) -> ProviderError | None:
    """The error for calls of which one failed on the provider's side; None when none did."""
    failed = [call for call in calls if call.failed and call.failed not in MODELS_OWN]
    return ProviderError(why) if failed else None
