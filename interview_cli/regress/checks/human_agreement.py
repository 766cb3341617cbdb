"""The scores agree with those that people gave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from interview_cli.regress.checks.base import TargetName, WholeCheck
from interview_cli.regress.outcome import Finding, Standing
from interview_cli.regress.statistics import pearson, quadratic_kappa, spearman

# Half levels, as people rate (0-5).
GRADES = tuple(step / 2 for step in range(11))

Correlation = Annotated[float, Field(ge=-1, le=1)]


class HumanAgreement(WholeCheck):
    """Over all cases with a `human` level, the judge's levels reach the bounds that are given.

    `pearson` is the linear correlation, `spearman` that of ranks, `kappa` Cohen's with quadratic weights on
    half levels. Several repeats of a case count by their mean.
    """

    targets: ClassVar[frozenset[TargetName]] = frozenset({"judge"})

    check: Literal["human_agreement"]
    pearson: Correlation | None = None
    spearman: Correlation | None = None
    kappa: Correlation | None = None

    @model_validator(mode="after")
    def _some_bound(self) -> HumanAgreement:
        if self.pearson is self.spearman is self.kappa is None:
            raise ValueError("needs a bound: pearson, spearman or kappa")
        return self

    def conclude(self, standings: Sequence[Standing]) -> Finding:
        """Whether every bound is reached; the score is the lowest of the measures that have one."""
        ours: dict[str, list[float]] = {}
        people: dict[str, float] = {}
        for one in standings:
            if one.case.human is not None and one.level is not None:
                ours.setdefault(one.case.id, []).append(one.level)
                people[one.case.id] = one.case.human
        judge = [sum(levels) / len(levels) for levels in ours.values()]
        person = [people[case] for case in ours]
        measures = (
            ("Pearson", self.pearson, pearson(judge, person)),
            ("Spearman", self.spearman, spearman(judge, person)),
            ("quadratic kappa", self.kappa, quadratic_kappa(judge, person, GRADES)),
        )
        told = [f"{name} {'undefined' if found is None else f'{found:.2f}'}" for name, _, found in measures]
        bounded = [(name, bound, found) for name, bound, found in measures if bound is not None]
        under = [
            f"{name} under {bound:g}" for name, bound, found in bounded if found is None or found < bound
        ]
        says = f"{', '.join(told)} over {len(judge)} answers" + (f"; {', '.join(under)}" if under else "")
        return self.found(not under, says, score=min(found or 0.0 for _, _, found in bounded))
