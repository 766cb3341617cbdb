"""The statistics of a comparison: paired t-test, bootstrap, sign test, and agreement with people.

The standard library has no t distribution, and what brings one (SciPy) takes longer to import than a whole
replay. Every pair counts as one case, so the degrees of freedom are whole, and for these the distribution is
a finite sum.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist, fmean, stdev

BOOTSTRAP_SAMPLES = 2000
_BOOTSTRAP_SEED = 20


@dataclass(frozen=True, slots=True)
class TTest:
    """A paired t-test: mean difference, its standard error, and the two-sided probability of no effect."""

    mean: float
    error: float
    p: float


def t_probability(t: float, degrees: int) -> float:
    """The two-sided probability of a Student's t at least as far from 0, by whole degrees of freedom.

    The finite sums of Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4. Raises
    ValueError for less than one degree of freedom.
    """
    if degrees < 1:
        raise ValueError("a t distribution has at least one degree of freedom")
    angle = math.atan2(abs(t), math.sqrt(degrees))
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = degrees % 2
    term = total = cosine if odd else 1.0
    for step in range(2 + odd, degrees - 1, 2):
        term *= cosine**2 * (step - 1) / step
        total += term
    if degrees == 1:
        total = 0.0
    inside = 2 / math.pi * (angle + sine * total) if odd else sine * total
    return min(1.0, max(0.0, 1.0 - inside))


@lru_cache(maxsize=256)
def t_critical(level: float, degrees: int) -> float:
    """The value of t whose two-sided probability is `level` (0-1)."""
    low, high = 0.0, 1.0
    while t_probability(high, degrees) > level:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if t_probability(middle, degrees) > level else (low, middle)
    return high


def paired_t(differences: Sequence[float]) -> TTest | None:
    """The t-test of paired differences against 0; None with fewer than two.

    Equal differences other than 0 leave no room for doubt (p is 0); all of them 0 leave nothing to find (1).
    """
    if len(differences) < 2:
        return None
    mean, spread = fmean(differences), stdev(differences)
    error = spread / math.sqrt(len(differences))
    if math.isclose(error, 0.0, abs_tol=1e-12):
        return TTest(mean, 0.0, 1.0 if math.isclose(mean, 0.0, abs_tol=1e-12) else 0.0)
    return TTest(mean, error, t_probability(mean / error, len(differences) - 1))


def detectable(differences: Sequence[float], *, level: float, power: float) -> float:
    """The smallest mean difference that a t-test at `level` finds with a probability of `power` (both 0-1).

    From the spread of these differences, as in Cohen (1988), chapter 2: (t for the level + z for the power)
    standard errors. Where none differs there is no spread to go by; then it is the largest share of cases
    that could have turned over unseen at that level (rule of three: 1 - level ^ (1/n)).
    """
    count = len(differences)
    if count < 2:
        return math.inf
    spread = stdev(differences)
    if math.isclose(spread, 0.0, abs_tol=1e-12):
        return float(1 - level ** (1 / count))
    reach = t_critical(level, count - 1) + NormalDist().inv_cdf(power)
    return float(reach * spread / math.sqrt(count))


def bootstrap_interval(differences: Sequence[float], *, level: float) -> tuple[float, float] | None:
    """The percentile interval of the mean that misses it with probability `level`; None without differences.

    Efron and Tibshirani (1993), chapter 13. The samples are drawn with a fixed seed: a report read twice says
    the same.
    """
    if not differences:
        return None
    rng = random.Random(_BOOTSTRAP_SEED)  # noqa: S311 - statistics, not secrets
    count = len(differences)
    means = sorted(fmean(rng.choices(differences, k=count)) for _ in range(BOOTSTRAP_SAMPLES))
    cut = round(level / 2 * BOOTSTRAP_SAMPLES)
    return means[cut], means[-1 - cut]


def sign_test(up: int, down: int) -> float:
    """The two-sided probability of so uneven a split when up and down are equally likely; ties left out."""
    count = up + down
    if not count:
        return 1.0
    tail = sum(math.comb(count, few) for few in range(min(up, down) + 1)) / 2**count
    return min(1.0, 2.0 * float(tail))


def pearson(one: Sequence[float], other: Sequence[float]) -> float | None:
    """The linear correlation (-1 to 1); None where fewer than two pairs or no spread leave it undefined."""
    if len(one) < 2:
        return None
    mean_one, mean_other = fmean(one), fmean(other)
    across = sum((a - mean_one) * (b - mean_other) for a, b in zip(one, other, strict=True))
    along = math.sqrt(sum((a - mean_one) ** 2 for a in one) * sum((b - mean_other) ** 2 for b in other))
    return across / along if along > 1e-12 else None


def spearman(one: Sequence[float], other: Sequence[float]) -> float | None:
    """The correlation of ranks, equal values sharing theirs; None where it is undefined."""
    return pearson(ranks(one), ranks(other))


def ranks(values: Sequence[float]) -> list[float]:
    """The rank of each value from 1; equal values get the mean of theirs."""
    ordered = sorted(values)
    first = {value: place for place, value in reversed(list(enumerate(ordered, 1)))}
    count = dict.fromkeys(ordered, 0)
    for value in ordered:
        count[value] += 1
    return [first[value] + (count[value] - 1) / 2 for value in values]


def quadratic_kappa(one: Sequence[float], other: Sequence[float], grades: Sequence[float]) -> float | None:
    """Agreement beyond chance on a scale of `grades`, far misses weighing by their square (Cohen, 1968).

    Values are taken to the nearest grade. None where chance alone would agree fully.
    """
    if not one:
        return None
    mine, theirs = _graded(one, grades), _graded(other, grades)
    count = len(mine)
    seen = sum((a - b) ** 2 for a, b in zip(mine, theirs, strict=True)) / count
    chance = sum((a - b) ** 2 for a in mine for b in theirs) / count**2
    return 1 - seen / chance if chance > 1e-12 else None


def _graded(values: Sequence[float], grades: Sequence[float]) -> list[int]:
    nearest: Callable[[float], int] = lambda value: min(  # noqa: E731 - a name for what is found
        range(len(grades)), key=lambda place: abs(grades[place] - value)
    )
    return [nearest(value) for value in values]
