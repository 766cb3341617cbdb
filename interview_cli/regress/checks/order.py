"""Weak answers score below medium ones, and these below strong ones."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from interview_cli.regress.checks.base import GroupCheck, TargetName
from interview_cli.regress.checks.score_band import level_of
from interview_cli.regress.outcome import Finding, Standing

QUALITIES = ("weak", "medium", "strong")


class Order(GroupCheck):
    """In each group of cases that name their `quality`, every weaker one scores lower, by `gap` or more.

    The scores are those of `score_band`: levels 0-5 of answers, 0-100 of interviews.
    """

    targets: ClassVar[frozenset[TargetName]] = frozenset({"judge", "interview"})

    check: Literal["order"]
    gap: Annotated[float, Field(ge=0)] = 0.0
    criterion: str = ""

    def together(self, case: Any) -> str:
        """The group, by the name that its finding has."""
        return f"{self.label}: {case.group}" if case.quality else ""

    def alone(self, cases: Sequence[Any]) -> set[str]:
        """The cases of groups in which all are of one quality."""
        qualities: dict[str, set[str]] = {}
        for case in cases:
            if case.quality:
                qualities.setdefault(case.group, set()).add(case.quality)
        return {case.id for case in cases if case.quality and len(qualities[case.group]) == 1}

    def compare(self, standings: Sequence[Standing]) -> list[tuple[str, Finding]]:
        """One finding for each group with two qualities or more."""
        known = sorted((one for one in standings if one.case.quality), key=lambda one: one.case.group)
        findings = []
        for _, members in groupby(known, key=lambda one: one.case.group):
            ranked = sorted(members, key=lambda one: QUALITIES.index(one.case.quality))
            if len({one.case.quality for one in ranked}) > 1:
                findings.append((self.together(ranked[0].case), self._ranked(ranked)))
        return findings

    def _ranked(self, ranked: Sequence[Standing]) -> Finding:
        scores = [level_of(one, self.criterion) for one in ranked]
        told = ", ".join(
            f"{one.case.quality} {'none' if score is None else f'{score:.4g}'}"
            for one, score in zip(ranked, scores, strict=True)
        )
        pairs = [
            (before, after)
            for (one, before), (other, after) in pairwise(zip(ranked, scores, strict=True))
            if one.case.quality != other.case.quality
        ]
        held = [
            before is not None and after is not None and after > before and after - before >= self.gap
            for before, after in pairs
        ]
        return self.found(all(held), told, score=sum(held) / len(held))
