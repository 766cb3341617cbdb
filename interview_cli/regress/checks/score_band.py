"""The score lies where an expert would put it."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import model_validator

from interview_cli.errors import UsageError
from interview_cli.regress.checks.base import CaseCheck, TargetName, shortened
from interview_cli.regress.outcome import Finding, Outcome, Seen, Standing


class ScoreBand(CaseCheck):
    """The score is at least `low` and at most `high`, or within the pair that the case expects.

    A judged answer's score is its level (0-5), that of one of its criteria with `criterion`; an interview's
    is its overall score (0-100).
    """

    targets: ClassVar[frozenset[TargetName]] = frozenset({"judge", "interview"})
    needs_expected: ClassVar[bool] = True

    check: Literal["score_band"]
    low: float | None = None
    high: float | None = None
    criterion: str = ""

    @model_validator(mode="after")
    def _low_is_low(self) -> ScoreBand:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("low is more than high")
        return self

    def applies(self, expected: Any) -> bool:
        """Whether a bound was given, here or by the case."""
        return expected is not None or self.low is not None or self.high is not None

    def look(self, seen: Seen) -> Finding:
        """Whether the score lies between the bounds."""
        low, high = (self.low, self.high) if seen.expected is None else _pair(seen.expected, self.label)
        score = level_of(seen.outcome, self.criterion)
        if score is None:
            what = f"has no score for {self.criterion}" if self.criterion else "has no score"
            return self.found(False, what)
        inside = (low is None or score >= low) and (high is None or score <= high)
        band = f"{'' if low is None else f'{low:g}'}-{'' if high is None else f'{high:g}'}"
        return self.found(inside, "" if inside else f"is {score:.4g}, expected {band}")


def level_of(found: Outcome | Standing, criterion: str = "") -> float | None:
    """The level of an outcome, or that of one criterion of it."""
    return found.levels.get(criterion) if criterion else found.level


def _pair(value: Any, label: str) -> tuple[float | None, float | None]:
    if (
        isinstance(value, list | tuple)
        and len(value) == 2
        and all(isinstance(one, int | float | None) for one in value)
    ):
        return value[0], value[1]
    raise UsageError(f"{label}: expects a low and a high score, such as [2.5, 4], not {shortened(value)}.")
