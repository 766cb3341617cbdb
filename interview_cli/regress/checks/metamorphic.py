"""What is done to an answer moves its score as it may, and no further."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Literal

from interview_cli.regress.checks.base import GroupCheck, TargetName
from interview_cli.regress.outcome import Finding, Standing

MAY = {
    "steady": "may move by less than {:g}",
    "up": "must rise by {:g} or more",
    "down": "must fall by {:g} or more",
    "no_gain": "may rise by less than {:g}",
}


class Metamorphic(GroupCheck):
    """Every case made from another one (`of`, `change`) keeps the relation of that change.

    An irrelevant sentence, praise, repetition, padding or politeness leave the level where it is, evidence
    moves it up, its withdrawal down, and a demand for marks gains nothing.
    """

    targets: ClassVar[frozenset[TargetName]] = frozenset({"judge"})

    check: Literal["metamorphic"]

    def together(self, case: Any) -> str:
        """The case that it is made from, or that others may be made from."""
        return str(case.of or case.id)

    def compare(self, standings: Sequence[Standing]) -> list[tuple[str, Finding]]:
        """One finding for each changed case."""
        from interview_cli.regress.exam.relations import STEADY, VISIBLE, holds
        from interview_cli.regress.targets.answers import move_of

        levels = {one.case.id: one.level for one in standings}
        findings = []
        for one in standings:
            # Where the answer it is made from was not judged in this run, there is nothing to compare.
            if one.case.of not in levels:
                continue
            before, after = levels.get(one.case.of), one.level
            move = move_of(one.case.change)
            if before is None or after is None:
                findings.append((one.case.id, self.found(False, "one of the two answers has no level")))
                continue
            held = holds(move, after - before)
            may = MAY[move].format(STEADY if move == "steady" else VISIBLE)
            says = f"{before:.2f} to {after:.2f}" + ("" if held else f": the level {may}")
            findings.append((one.case.id, self.found(held, says)))
        return findings
