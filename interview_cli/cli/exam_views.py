"""The judge's exam as people read it: a table of relations, and the cases that failed."""

from __future__ import annotations

import math
from itertools import groupby

from interview_cli.cli import console
from interview_cli.regress.exam.findings import CaseFinding, ExamReport, RelationFinding
from interview_cli.regress.exam.relations import STEADY, VISIBLE, Move

_MAY: dict[Move, str] = {
    "steady": f"the level may move by less than {STEADY:g}",
    "up": f"the level must rise by {VISIBLE:g} or more",
    "down": f"the level must fall by {VISIBLE:g} or more",
    "no_gain": f"the level may rise by less than {VISIBLE:g}",
}


def print_report(report: ExamReport) -> None:
    """The relations as a table, the failed cases under what may happen, and the verdict."""
    console.table(
        ["Relation", "Cases", "Held", "Must hold", "Worst move", "Verdict"],
        [_row(relation) for relation in report.relations],
        right=["Cases", "Held", "Must hold", "Worst move"],
        spare=["Cases", "Worst move"],
    )
    done = {relation.relation: relation.done for relation in report.relations}
    for name, findings in groupby(report.failures, key=lambda finding: finding.relation):
        failed = list(findings)
        console.out(f"\nFailed: {done[name]} ({_MAY[failed[0].move]})")
        for finding in failed:
            console.out(f"  {_case(finding)}")
    console.out()
    console.out_prose(_verdict(report))


def _row(relation: RelationFinding) -> list[str]:
    worst = "" if relation.worst is None else f"{relation.worst:+.2f}"
    verdict = "ok" if relation.within else "UNDER ITS BOUND"
    if relation.unscored:
        verdict = f"{relation.unscored} not judged"
    must = math.ceil(round(relation.bound * relation.cases, 6))
    return [relation.done, str(relation.cases), str(relation.held), str(must), worst, verdict]


def _case(finding: CaseFinding) -> str:
    assert finding.before is not None
    assert finding.after is not None
    step = f", {finding.step}" if finding.step else ""
    levels = f"{finding.before.level:.2f} to {finding.after.level:.2f}"
    return f"{finding.case} ({finding.kind}{step}): {levels}, {finding.movement:+.2f}"


def _verdict(report: ExamReport) -> str:
    judge = "The offline coach" if report.judge == "offline" else report.judge
    if report.unscored:
        return f"{judge} was not examined to the end, so nothing is passed."
    under = sum(not relation.within for relation in report.relations)
    if under:
        are = "relation is" if under == 1 else "relations are"
        return f"{judge} does not pass: {under} of {len(report.relations)} {are} under the bound."
    held_all = all(relation.held == relation.cases for relation in report.relations)
    return f"{judge} passes" + ("." if held_all else " within its bounds, which allow for the cases above.")
