"""The statistics of a comparison against published tables and sums done by hand."""

from __future__ import annotations

import math
import random
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.regress.statistics import (
    bootstrap_interval,
    detectable,
    paired_t,
    pearson,
    quadratic_kappa,
    ranks,
    sign_test,
    spearman,
    t_critical,
    t_probability,
)

# Two-sided, as in any printed table of Student's t.
TABLE = [
    (1, 1.000, 0.50),
    (1, 12.706, 0.05),
    (2, 1.886, 0.20),
    (2, 4.303, 0.05),
    (3, 3.182, 0.05),
    (4, 2.776, 0.05),
    (5, 2.571, 0.05),
    (5, 6.869, 0.001),
    (9, 2.262, 0.05),
    (10, 3.169, 0.01),
    (20, 2.845, 0.01),
    (30, 2.042, 0.05),
    (49, 2.010, 0.05),
    (60, 2.660, 0.01),
    (120, 1.980, 0.05),
]
# The additional hours of sleep of ten patients (Student, 1908).
SLEEP = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4]

SCORES = st.lists(st.floats(-1, 1), min_size=2, max_size=40)


@pytest.mark.parametrize(("degrees", "t", "p"), TABLE)
def test_t_has_the_probability_that_the_tables_give(degrees: int, t: float, p: float) -> None:
    assert t_probability(t, degrees) == pytest.approx(p, rel=2e-3)
    assert t_probability(-t, degrees) == t_probability(t, degrees)
    assert t_critical(p, degrees) == pytest.approx(t, abs=6e-4)


def test_t_becomes_the_normal_distribution_with_many_degrees_of_freedom() -> None:
    assert t_probability(1.96, 100_000) == pytest.approx(2 * (1 - NormalDist().cdf(1.96)), abs=1e-5)


@given(
    t=st.floats(-1e6, 1e6),
    further=st.floats(0, 1e3),
    degrees=st.integers(1, 400),
)
def test_a_t_further_from_nought_is_never_more_probable(t: float, further: float, degrees: int) -> None:
    near, far = t_probability(t, degrees), t_probability(abs(t) + further, degrees)
    assert 0 <= far <= near + 1e-12 <= 1 + 1e-12


def test_a_t_of_nought_says_nothing_and_no_degree_of_freedom_is_no_distribution() -> None:
    assert t_probability(0, 7) == 1
    with pytest.raises(ValueError, match="at least one degree"):
        t_probability(1, 0)


def test_the_paired_test_finds_what_student_found() -> None:
    test = paired_t(SLEEP)
    assert test is not None
    assert test.mean == pytest.approx(1.58)
    assert test.mean / test.error == pytest.approx(4.0621, abs=1e-4)
    assert test.p == pytest.approx(0.002833, abs=1e-6)


@pytest.mark.parametrize(
    ("differences", "p"), [([0.0] * 5, 1.0), ([-0.25] * 5, 0.0), ([0.1 + 0.2 - 0.3] * 4, 1.0)]
)
def test_differences_that_are_all_alike_leave_no_doubt(differences: list[float], p: float) -> None:
    test = paired_t(differences)
    assert test is not None
    assert (test.p, test.error) == (p, 0.0)


def test_one_pair_is_no_sample() -> None:
    assert paired_t([]) is None
    assert paired_t([0.5]) is None
    assert detectable([0.5], level=0.05, power=0.8) == math.inf


def test_the_smallest_visible_difference_follows_from_the_spread() -> None:
    # sd 0.10541, t(9) 2.262, z 0.8416: 3.1038 * 0.10541 / sqrt(10)
    assert detectable([0.1, -0.1] * 5, level=0.05, power=0.8) == pytest.approx(0.10346, abs=1e-4)


def test_without_any_spread_it_is_the_share_that_could_have_turned_over_unseen() -> None:
    assert detectable([0.0] * 10, level=0.05, power=0.8) == pytest.approx(0.2589, abs=1e-4)
    # The rule of three: about 3/n.
    assert detectable([0.0] * 300, level=0.05, power=0.8) == pytest.approx(3 / 300, rel=0.01)


def test_a_difference_of_that_size_is_found_about_as_often_as_was_said() -> None:
    rng = random.Random(3)
    spread, count, power = 0.3, 30, 0.8
    size = (t_critical(0.05, count - 1) + NormalDist().inv_cdf(power)) * spread / math.sqrt(count)
    tests = [paired_t([rng.gauss(size, spread) for _ in range(count)]) for _ in range(1500)]
    found = sum(test is not None and test.p < 0.05 for test in tests) / len(tests)
    assert found == pytest.approx(power, abs=0.03)


@given(SCORES)
def test_the_bootstrap_stays_within_what_was_seen_and_says_the_same_twice(scores: list[float]) -> None:
    interval = bootstrap_interval(scores, level=0.05)
    assert interval is not None
    low, high = interval
    assert min(scores) - 1e-9 <= low <= high <= max(scores) + 1e-9
    assert bootstrap_interval(scores, level=0.05) == interval


def test_the_bootstrap_comes_near_the_interval_of_the_normal_distribution() -> None:
    rng = random.Random(5)
    scores = [rng.gauss(0.1, 0.3) for _ in range(100)]
    test, interval = paired_t(scores), bootstrap_interval(scores, level=0.05)
    assert test is not None
    assert interval is not None
    assert interval[0] == pytest.approx(test.mean - 1.96 * test.error, abs=0.01)
    assert interval[1] == pytest.approx(test.mean + 1.96 * test.error, abs=0.01)


def test_there_is_no_interval_of_nothing_and_none_around_what_is_always_alike() -> None:
    assert bootstrap_interval([], level=0.05) is None
    assert bootstrap_interval([0.25] * 4, level=0.05) == (0.25, 0.25)


@pytest.mark.parametrize(
    ("up", "down", "p"),
    [
        (0, 0, 1.0),
        (1, 0, 1.0),
        (5, 5, 1.0),
        (9, 0, 2 / 512),
        (8, 2, 2 * (1 + 10 + 45) / 1024),
        (1, 6, 2 * (1 + 7) / 128),
    ],
)
def test_the_sign_test_counts_the_splits_that_are_as_uneven(up: int, down: int, p: float) -> None:
    assert sign_test(up, down) == pytest.approx(p)
    assert sign_test(down, up) == pytest.approx(p)


def test_pearson_by_hand() -> None:
    # Sums of products 6, of squares 10 and 6: 6 / sqrt(60)
    assert pearson([1, 2, 3, 4, 5], [2, 4, 5, 4, 5]) == pytest.approx(6 / math.sqrt(60))
    assert pearson([1, 2, 3], [-2, -4, -6]) == pytest.approx(-1)


def test_spearman_with_ties_by_hand() -> None:
    assert ranks([10, 30, 20, 20]) == [1, 4, 2.5, 2.5]
    # Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / sqrt(4.5 * 5)
    assert spearman([1, 2, 2, 3], [1, 4, 9, 16]) == pytest.approx(4.5 / math.sqrt(22.5))
    assert spearman([1, 2, 3, 4], [1, 10, 100, 1000]) == pytest.approx(1)


@pytest.mark.parametrize("measure", [pearson, spearman])
@pytest.mark.parametrize(("one", "other"), [([], []), ([1], [2]), ([1, 1, 1], [1, 2, 3])])
def test_a_correlation_without_spread_is_undefined(
    measure: object, one: list[float], other: list[float]
) -> None:
    assert callable(measure)
    assert measure(one, other) is None
    assert measure(other, one) is None


@pytest.mark.parametrize(
    ("one", "other", "kappa"),
    [
        # Seen 1/4; by chance (6 + 2 + 6 + 6) / 16
        ([0, 1, 2, 2], [0, 1, 1, 2], 1 - 0.25 / 1.25),
        ([0, 2], [2, 0], -1.0),
        ([0, 1, 2], [0, 1, 2], 1.0),
        ([0.4, 1.6], [0.1, 1.9], 1.0),
    ],
)
def test_quadratic_kappa_by_hand(one: list[float], other: list[float], kappa: float) -> None:
    assert quadratic_kappa(one, other, (0, 1, 2)) == pytest.approx(kappa)
    assert quadratic_kappa(other, one, (0, 1, 2)) == pytest.approx(kappa)


def test_kappa_weighs_far_misses_by_their_square() -> None:
    people = [0, 1, 2, 3, 4]
    near = quadratic_kappa([1, 1, 2, 3, 4], people, people)
    far = quadratic_kappa([4, 1, 2, 3, 4], people, people)
    assert near is not None
    assert far is not None
    assert far < near < 1


@pytest.mark.parametrize(("one", "other"), [([], []), ([2, 2], [2, 2])])
def test_kappa_is_undefined_where_chance_alone_agrees(one: list[float], other: list[float]) -> None:
    assert quadratic_kappa(one, other, (0, 1, 2)) is None
