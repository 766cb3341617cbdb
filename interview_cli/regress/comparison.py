"""Whether a run is better or worse than another: pair by pair, with what chance could do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean
from typing import Annotated

from pydantic import Field

from interview_cli.library.role import Document
from interview_cli.llm.port import MOST_COST, MOST_SECONDS
from interview_cli.regress.outcome import CaseRun
from interview_cli.regress.statistics import bootstrap_interval, paired_t, sign_test
from interview_cli.regress.verdict import LEVEL, Verdict, verdict_by_rules, verdict_on, visible_drop


class Result(Document):
    """How one case came out in one repeat, as a comparison needs it and a baseline keeps it.

    `score` is 0-1, `seconds` the slowest call, `cost` in US dollars (None when unknown).
    """

    score: Annotated[float, Field(ge=0, le=1)]
    passed: bool
    seconds: Annotated[float, Field(ge=0, le=MOST_SECONDS)] = 0.0
    cost: Annotated[float, Field(ge=0, le=MOST_COST)] | None = None
    digest: str = ""
    shown: str = ""


Results = Mapping[str, Sequence[Result]]


class Flip(Document):
    """A case that passed less often or more often than before; shares of its repeats (0-1)."""

    case: str
    before: float
    after: float


class Comparison(Document):
    """Two runs held against each other. Scores and differences are 0-1, `p` and `sign_p` probabilities.

    All of them are over `units`: a case, or a group of cases that move together, by its mean; `pairs` are
    the cases in both runs. `low` and `high` bound the difference by a bootstrap at 95 %; `smallest_visible`
    is the drop that so many units with such a spread would show in four of five runs. `new` and `gone` are
    cases that only one of the two has. `seconds` and `cost` are means over the cases, before and after.
    """

    against: str
    model: str
    before_model: str
    verdict: Verdict
    reason: str
    pairs: int
    units: int = 0
    before: float
    after: float
    difference: float
    p: float | None = None
    low: float | None = None
    high: float | None = None
    smallest_visible: float | None = None
    worse: tuple[Flip, ...] = ()
    better: tuple[Flip, ...] = ()
    sign_p: float = 1.0
    lower: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    seconds: tuple[float, float] = (0.0, 0.0)
    cost: tuple[float | None, float | None] = (None, None)


def results_of(runs: Iterable[CaseRun]) -> dict[str, list[Result]]:
    """The results of runs by case; those that a provider failed in are left out."""
    found: dict[str, list[Result]] = {}
    for run in runs:
        if run.status != "error":
            found.setdefault(run.case, []).append(
                Result(
                    score=run.score,
                    passed=run.passed,
                    seconds=run.seconds,
                    cost=run.cost,
                    digest=run.digest,
                    shown=run.shown,
                )
            )
    return found


def compare(
    before: Results,
    after: Results,
    *,
    against: str,
    model: str,
    before_model: str,
    units: Mapping[str, str] | None = None,
    by_rules: bool = False,
) -> Comparison:
    """The verdict on `after`, by the means of each case's repeats in both runs.

    `units` names for each case what it moves together with; cases of one unit count as one, by their mean.
    `by_rules` says that no model had a part in either run, so that every difference is real.
    """
    shared = [case for case in after if before.get(case) and after[case]]
    old = {case: _mean_score(before[case]) for case in shared}
    new = {case: _mean_score(after[case]) for case in shared}
    members: dict[str, list[str]] = {}
    for case in shared:
        members.setdefault((units or {}).get(case, case), []).append(case)
    once = [fmean(old[case] for case in cases) for cases in members.values()]
    now = [fmean(new[case] for case in cases) for cases in members.values()]
    differences = [one - other for one, other in zip(now, once, strict=True)]
    passes = [
        fmean(_passed(after[case]) - _passed(before[case]) for case in cases) for cases in members.values()
    ]
    worse, better = _flips(before, after, shared)
    test = paired_t(differences)
    interval = bootstrap_interval(differences, level=LEVEL)
    identical = bool(shared) and all(_outputs(before[case]) == _outputs(after[case]) for case in shared)
    what = "case" if len(members) == len(shared) else "group of cases"
    if by_rules and not identical and shared:
        verdict, reason = verdict_by_rules(
            differences, total=len(shared), worse=len(worse), better=len(better)
        )
    else:
        verdict, reason = verdict_on(differences, passes, identical=identical, what=what)
    return Comparison(
        against=against,
        model=model,
        before_model=before_model,
        verdict=verdict,
        reason=reason,
        pairs=len(shared),
        units=len(members),
        before=_mean(once),
        after=_mean(now),
        difference=_mean(differences),
        p=test.p if test else None,
        low=interval[0] if interval else None,
        high=interval[1] if interval else None,
        smallest_visible=visible_drop(differences, passes) if len(members) > 1 else None,
        worse=worse,
        better=better,
        sign_p=sign_test(sum(one > 0 for one in differences), sum(one < 0 for one in differences)),
        lower=tuple(
            sorted((case for case in shared if new[case] < old[case]), key=lambda case: new[case] - old[case])
        ),
        new=tuple(case for case in after if not before.get(case)),
        gone=tuple(case for case in before if case not in after),
        seconds=(_mean_seconds(before, shared), _mean_seconds(after, shared)),
        cost=(_mean_cost(before, shared), _mean_cost(after, shared)),
    )


def _outputs(results: Sequence[Result]) -> list[tuple[str, float, bool]]:
    return [(result.digest, result.score, result.passed) for result in results]


def _flips(
    before: Results, after: Results, shared: Sequence[str]
) -> tuple[tuple[Flip, ...], tuple[Flip, ...]]:
    flips = [Flip(case=case, before=_passed(before[case]), after=_passed(after[case])) for case in shared]
    worse = sorted(
        (flip for flip in flips if flip.after < flip.before), key=lambda flip: flip.after - flip.before
    )
    better = sorted(
        (flip for flip in flips if flip.after > flip.before), key=lambda flip: flip.before - flip.after
    )
    return tuple(worse), tuple(better)


def _passed(results: Sequence[Result]) -> float:
    return fmean(result.passed for result in results)


def _mean_score(results: Sequence[Result]) -> float:
    return fmean(result.score for result in results)


def _mean(values: Iterable[float]) -> float:
    known = list(values)
    return fmean(known) if known else 0.0


def _mean_seconds(results: Results, cases: Sequence[str]) -> float:
    return _mean(result.seconds for case in cases for result in results[case])


def _mean_cost(results: Results, cases: Sequence[str]) -> float | None:
    costs = [result.cost for case in cases for result in results[case]]
    known = [cost for cost in costs if cost is not None]
    return fmean(known) if known and len(known) == len(costs) else None
