"""What is said of two runs: better, worse, the same, or that nothing can be said, and how often wrongly."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from statistics import fmean
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.regress.comparison import Comparison, Result, compare, results_of
from interview_cli.regress.outcome import CaseRun
from interview_cli.regress.verdict import Verdict, verdict_on

Scores = Mapping[str, Sequence[float]]


def results(scores: Scores, **fields: Any) -> dict[str, list[Result]]:
    """Runs with these scores; one below 1 has failed, and equal scores are equal outputs."""
    return {
        case: [Result(score=one, passed=one == 1, digest=f"{one}", **fields) for one in repeats]
        for case, repeats in scores.items()
    }


def held_against(before: Scores, after: Scores) -> Comparison:
    return compare(results(before), results(after), against="the baseline", model="m", before_model="m")


def cases(*scores: float) -> dict[str, list[float]]:
    return {f"c{place:02}": [score] for place, score in enumerate(scores)}


# ---------------------------------------------------------------------- verdicts


def test_scores_that_rose_beyond_chance_are_an_improvement() -> None:
    found = held_against(cases(*[0.5, 0.4] * 10), cases(*[0.9, 0.7] * 10))
    assert found.verdict == "improved"
    assert found.reason == "the score moved by +35.0 points of 100 over 20 cases (p < 0.001)"
    assert (found.before, found.after, found.difference) == pytest.approx((0.45, 0.8, 0.35))
    assert found.low is not None
    assert found.high is not None
    assert 0.3 < found.low < found.difference < found.high < 0.4


def test_scores_that_fell_beyond_chance_are_worse_with_the_cases_that_fell_most_first() -> None:
    before = cases(*[1.0] * 8)
    after = cases(1.0, 0.5, 0.2, 0.4, 0.6, 1.0, 0.5, 0.9)
    found = held_against(before, after)
    assert found.verdict == "worse"
    assert found.lower == ("c02", "c03", "c01", "c06", "c04", "c07")
    assert found.sign_p == pytest.approx(2 / 2**6)
    assert [flip.case for flip in found.worse] == ["c01", "c02", "c03", "c04", "c06", "c07"]


def test_a_little_noise_over_many_cases_is_the_same() -> None:
    found = held_against(cases(*[0.8, 0.9] * 15), cases(*[0.82, 0.88] * 15))
    assert found.verdict == "same"
    assert found.smallest_visible is not None
    assert found.smallest_visible < 0.2
    assert "a drop of 20 points would show" in found.reason


def test_equal_outputs_need_no_test_however_few_they_are() -> None:
    found = held_against(cases(0.5), cases(0.5))
    assert (found.verdict, found.reason) == ("same", "every output and score is the one it was")
    assert (found.p, found.smallest_visible) == (None, None)


def test_equal_scores_of_other_outputs_are_the_same_only_over_enough_cases() -> None:
    def rewritten(count: int) -> Comparison:
        before, after = results(cases(*[1.0] * count)), results(cases(*[1.0] * count))
        after = {case: [one.model_copy(update={"digest": "new"}) for one in of] for case, of in after.items()}
        return compare(before, after, against="", model="m", before_model="m")

    assert rewritten(50).verdict == "same"
    few = rewritten(5)
    assert few.verdict == "inconclusive"
    assert "(the smallest to be seen is 45)" in few.reason


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ({}, {}, "no case is in both runs"),
        (cases(1.0), {"other": [1.0]}, "no case is in both runs"),
        (cases(1.0), cases(0.0), "1 case is too few to tell a change from chance"),
        (cases(1.0, 1.0), cases(0.0, 0.0), "2 cases are too few to tell a change from chance"),
        (cases(1, 0, 1, 0, 1), cases(0, 1, 1, 0, 1), "too few pairs, or too much spread"),
    ],
)
def test_what_cannot_be_told_is_called_inconclusive_with_the_reason(
    before: Scores, after: Scores, why: str
) -> None:
    found = held_against(before, after)
    assert found.verdict == "inconclusive"
    assert why in found.reason


def test_repeats_count_by_their_mean_and_flip_by_shares() -> None:
    found = held_against(
        {"a": [1.0, 1.0, 0.0], "b": [0.0, 0.5], "c": [1.0]}, {"a": [1.0, 0.0, 0.0], "b": [1.0], "c": [1.0]}
    )
    assert found.pairs == 3
    [worse], [better] = found.worse, found.better
    assert (worse.case, worse.before, worse.after) == ("a", pytest.approx(2 / 3), pytest.approx(1 / 3))
    assert (better.case, better.before, better.after) == ("b", 0.0, 1.0)


def test_cases_that_only_one_run_has_are_named_and_not_compared() -> None:
    found = held_against({"old": [0.0], "both": [1.0]}, {"both": [1.0], "new": [0.0]})
    assert (found.new, found.gone, found.pairs) == (("new",), ("old",), 1)
    assert (found.before, found.after) == (1.0, 1.0)


def test_means_of_seconds_and_of_cost_are_over_the_shared_cases_and_unknown_with_one_price_unknown() -> None:
    before = results({"a": [1.0, 1.0], "gone": [1.0]}, seconds=2.0, cost=0.01)
    after = results({"a": [1.0]}, seconds=3.0, cost=0.03)
    found = compare(before, after, against="", model="m", before_model="m")
    assert (found.seconds, found.cost) == ((2.0, 3.0), (0.01, 0.03))
    unknown = {**after, "b": results({"b": [1.0]})["b"]}
    both = {**before, "b": before["a"]}
    assert compare(both, unknown, against="", model="m", before_model="m").cost == (0.01, None)


def test_runs_without_an_answer_count_neither_way() -> None:
    runs = [
        CaseRun(case="a", model="m", repeat=0, status="passed", score=1.0, digest="d", cost=0.1),
        CaseRun(case="a", model="m", repeat=1, status="error", error="down"),
        CaseRun(case="b", model="m", repeat=0, status="error", error="down"),
        CaseRun(case="c", model="m", repeat=0, status="failed", score=0.25),
    ]
    found = results_of(runs)
    assert {case: [one.score for one in of] for case, of in found.items()} == {"a": [1.0], "c": [0.25]}
    assert (found["a"][0].passed, found["a"][0].digest, found["c"][0].passed) == (True, "d", False)


SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=3)


@given(
    before=st.dictionaries(st.sampled_from("abcdefgh"), SHARES),
    after=st.dictionaries(st.sampled_from("abcdefgh"), SHARES),
)
def test_a_comparison_turned_round_says_the_opposite(
    before: dict[str, list[float]], after: dict[str, list[float]]
) -> None:
    there, back = held_against(before, after), held_against(after, before)
    opposite: dict[Verdict, Verdict] = {"improved": "worse", "worse": "improved"}
    assert back.verdict == opposite.get(there.verdict, there.verdict)
    assert back.difference == pytest.approx(-there.difference)
    assert (there.new, there.gone) == (back.gone, back.new) or {*there.new} == {*back.gone}
    assert there.pairs == len(before.keys() & after.keys())


# ---------------------------------------------------------------------- how often it is wrong

Draw = Callable[[random.Random, float], float]


def passed(rng: random.Random, chance: float) -> float:
    """One run of a case that passes with this chance."""
    return float(rng.random() < chance)


def graded(rng: random.Random, mean: float) -> float:
    """One run of a case with a score around a mean."""
    return min(1.0, max(0.0, rng.gauss(mean, 0.15)))


def verdicts(
    *, mean: float, drop: float, repeats: int = 3, count: int = 50, draw: Draw = passed, times: int = 1000
) -> Counter[str]:
    """The verdicts on so many simulated comparisons, in percent.

    Each case has a chance of its own, from a beta distribution around `mean`, and in the second run one that
    is lower by `drop`, but not below 0.
    """
    rng = random.Random(f"{mean} {drop} {repeats} {count}")
    found: Counter[str] = Counter()
    for _ in range(times):
        chances = [rng.betavariate(10 * mean, 10 * (1 - mean)) for _ in range(count)]
        differences = [
            fmean(draw(rng, max(0.0, chance - drop)) for _ in range(repeats))
            - fmean(draw(rng, chance) for _ in range(repeats))
            for chance in chances
        ]
        found[verdict_on(differences)[0]] += 1
    return Counter({verdict: 100 * number / times for verdict, number in found.items()})


@pytest.mark.parametrize(
    ("mean", "repeats", "count", "draw"),
    [
        (0.8, 3, 50, passed),
        (0.5, 3, 50, passed),
        (0.95, 3, 50, passed),
        (0.8, 1, 50, passed),
        (0.8, 3, 50, graded),
        (0.8, 3, 10, passed),
        (0.8, 1, 3, passed),
    ],
)
def test_no_change_is_called_a_change_in_no_more_than_six_of_a_hundred_runs(
    mean: float, repeats: int, count: int, draw: Draw
) -> None:
    found = verdicts(mean=mean, drop=0.0, repeats=repeats, count=count, draw=draw)
    assert found["improved"] + found["worse"] <= 6


@pytest.mark.parametrize(("mean", "draw"), [(0.8, passed), (0.95, passed), (0.8, graded)])
def test_a_drop_of_twenty_points_in_fifty_cases_is_called_worse_in_95_of_a_hundred_runs(
    mean: float, draw: Draw
) -> None:
    found = verdicts(mean=mean, drop=0.2, draw=draw)
    assert found["worse"] >= 95
    assert found["improved"] == 0


def test_a_single_repeat_sees_less_and_says_so() -> None:
    found = verdicts(mean=0.8, drop=0.2, repeats=1)
    assert 50 <= found["worse"] < 95
    assert found["same"] < 5
    assert found["inconclusive"] > found["same"]


def test_the_verdict_of_a_comparison_is_that_on_its_differences() -> None:
    rng = random.Random(1)
    for _ in range(20):
        before = {f"c{n}": [passed(rng, 0.8), passed(rng, 0.8)] for n in range(12)}
        after = {f"c{n}": [passed(rng, 0.5), passed(rng, 0.5)] for n in range(12)}
        differences = [fmean(after[case]) - fmean(before[case]) for case in after]
        found = held_against(before, after)
        assert (found.verdict, found.reason) == verdict_on(differences)


def test_where_no_model_had_a_part_every_case_that_turns_over_counts():
    before = {name: [Result(score=1.0, passed=True)] for name in "abcdefgh"}
    after = before | {"a": [Result(score=0.9, passed=False)]}
    held = {"against": "b", "model": "offline", "before_model": "offline"}
    assert compare(before, after, **held).verdict != "worse", "one in eight may be chance with a model"
    found = compare(before, after, **held, by_rules=True)
    assert (found.verdict, found.reason) == (
        "worse",
        "of 8 cases 1 pass less often and 0 more often, and no part of that is chance",
    )
    assert compare(after, before, **held, by_rules=True).verdict == "improved"


def test_by_rules_alone_a_lower_score_counts_and_a_hair_s_breadth_does_not():
    def scores(score: float) -> dict[str, list[Result]]:
        return {"a": [Result(score=score, passed=True, digest=str(score))]}

    held = {"against": "b", "model": "offline", "before_model": "offline", "by_rules": True}
    assert compare(scores(0.8), scores(0.7), **held).verdict == "worse"
    assert compare(scores(0.8), scores(0.799), **held).verdict == "same"
    assert compare(scores(0.8), scores(0.8), **held).verdict == "same"
