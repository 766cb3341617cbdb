"""Which cases of a suite move together, so that a comparison counts them as one.

A check that compares cases lets one reply sway the results of several: of the answer that others are made
from, or of one in an order. Counted as so many independent pairs, two runs of the same model are called
different in up to 14 of 100 comparisons; counted by what moves together, in 5.
"""

from __future__ import annotations

from collections.abc import Sequence

from interview_cli.regress.case import Case
from interview_cli.regress.checks import GroupCheck
from interview_cli.regress.suite import Suite


def units_of(suite: Suite, cases: Sequence[Case]) -> dict[str, str]:
    """The unit of every case and of every comparison that is a result of its own, by their ids.

    A case that no check compares with another is a unit by itself.
    """
    leads_to = {case.id: case.id for case in cases}

    def unit(name: str) -> str:
        while leads_to.setdefault(name, name) != name:
            name = leads_to[name]
        return name

    for check in suite.checks:
        if isinstance(check, GroupCheck):
            for case in cases:
                if together := check.together(case):
                    leads_to[unit(case.id)] = unit(together)
    return {name: unit(name) for name in list(leads_to)}
