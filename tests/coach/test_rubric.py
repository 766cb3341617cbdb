"""The arithmetic of scores: medians, clamping, weights, categories and bands are code's alone."""

from __future__ import annotations

from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_cli.coach import rubric
from interview_cli.coach.evaluation import CategoryScore, CriterionScore
from interview_cli.library.role import CATEGORIES, Category

QUICK = settings(max_examples=80, deadline=None)
LEVELS = st.floats(0, 5)


def score(category: Category, level: float, name: str = "") -> CriterionScore:
    return CriterionScore(criterion=name or category, category=category, level=level)


CRITERIA = st.lists(st.builds(score, st.sampled_from(CATEGORIES), LEVELS), max_size=8)


# ---------------------------------------------------------------------- samples and levels


@pytest.mark.parametrize(
    ("levels", "expected"),
    [([3], (3, 0)), ([1, 4, 5], (4, 4)), ([2, 3], (2.5, 1)), ([0, 0, 5], (0, 5))],
)
def test_several_samples_give_their_median_and_their_spread(levels, expected):
    assert rubric.merge_samples(levels) == expected


@QUICK
@given(st.lists(st.integers(0, 5), min_size=1, max_size=7))
def test_one_wild_sample_never_moves_the_median_past_the_others(levels):
    level, spread = rubric.merge_samples(levels)
    assert level == median(levels)
    assert min(levels) <= level <= max(levels)
    assert spread == max(levels) - min(levels)


@pytest.mark.parametrize(("given_level", "kept"), [(-3, 0), (0, 0), (2.5, 2.5), (5, 5), (99, 5)])
def test_a_level_is_forced_into_the_scale(given_level, kept):
    assert rubric.clamp(given_level) == kept


def test_an_answers_level_is_the_mean_of_its_categories_not_of_its_criteria():
    criteria = [*[score("technical", 5)] * 3, score("communication", 1)]
    assert rubric.answer_level(criteria) == 3.0


def test_a_confident_tone_does_not_lift_the_level_of_an_answer():
    content = [score("technical", 2), score("communication", 3)]
    assert rubric.answer_level([*content, score("confidence", 5)]) == rubric.answer_level(content) == 2.5


def test_an_answer_judged_on_nothing_has_no_level():
    assert rubric.answer_level([]) is None
    assert rubric.answer_level([score("confidence", 5)]) is None


@QUICK
@given(CRITERIA)
def test_an_answers_level_stays_within_what_was_given(criteria):
    level = rubric.answer_level(criteria)
    content = [item.level for item in criteria if item.category != "confidence"]
    if level is None:
        assert not content
    else:
        assert min(content) - 0.01 <= level <= max(content) + 0.01


# ---------------------------------------------------------------------- categories and the whole


def test_every_answer_counts_once_per_category_however_many_criteria_it_was_judged_on():
    many = [score("technical", 5) for _ in range(5)]
    few = [score("technical", 0)]
    [technical] = rubric.category_scores([many, few])
    assert (technical.category, technical.score, technical.answers) == ("technical", 50, 2)


def test_a_category_nobody_asked_about_is_not_listed():
    scores = rubric.category_scores([[score("behavioral", 4)], [score("communication", 3)]])
    assert [item.category for item in scores] == ["communication", "behavioral"]
    assert rubric.category_scores([]) == []


def made(**scores: float) -> list[CategoryScore]:
    return [CategoryScore(category=name, score=value, answers=1) for name, value in scores.items()]


def test_the_whole_is_weighted_by_the_role():
    scores = made(technical=80, communication=20)
    assert rubric.overall(scores, {"technical": 3, "communication": 1}) == 65
    assert rubric.overall(scores, {}) == 50


def test_the_weight_of_a_category_that_was_not_asked_about_does_not_count():
    scores = made(technical=80)
    assert rubric.overall(scores, {"technical": 0.1, "behavioral": 0.9}) == 80


def test_a_category_of_no_weight_does_not_count_unless_nothing_else_was_asked_about():
    weights: dict[Category, float] = {"technical": 1, "confidence": 0}
    assert rubric.overall(made(technical=40, confidence=100), weights) == 40
    assert rubric.overall(made(technical=40, behavioral=100), weights) == 40
    assert rubric.overall(made(confidence=100), weights) == 100
    assert rubric.overall(made(behavioral=60, confidence=100), weights) == 80


def test_without_any_score_there_is_no_whole():
    assert rubric.overall([], {"technical": 1}) is None


@QUICK
@given(
    st.dictionaries(st.sampled_from(CATEGORIES), st.floats(0, 100), min_size=1),
    st.dictionaries(st.sampled_from(CATEGORIES), st.floats(0, 100)),
)
def test_the_whole_lies_between_the_lowest_and_the_highest_category(scores, weights):
    whole = rubric.overall(made(**scores), weights)
    assert min(scores.values()) - 0.1 <= whole <= max(scores.values()) + 0.1


@QUICK
@given(
    st.dictionaries(st.sampled_from(CATEGORIES), st.floats(0, 100), min_size=1),
    st.dictionaries(st.sampled_from(CATEGORIES), st.floats(0.01, 100), min_size=5),
    st.floats(0.01, 50),
)
def test_only_the_proportion_of_weights_matters(scores, weights, factor):
    scaled = {name: weight * factor for name, weight in weights.items()}
    assert rubric.overall(made(**scores), scaled) == pytest.approx(
        rubric.overall(made(**scores), weights), abs=0.11
    )


# ---------------------------------------------------------------------- words for scores


@pytest.mark.parametrize(
    ("points", "word"),
    [
        (100, "excellent"),
        (85, "excellent"),
        (84.6, "excellent"),
        (84.4, "good"),
        (70, "good"),
        (55, "fair"),
        (40, "developing"),
        (39.4, "needs work"),
        (0, "needs work"),
    ],
)
def test_a_score_has_a_word(points, word):
    assert rubric.band(points) == word


@pytest.mark.parametrize(
    ("points", "scale", "shown"),
    [(64.4, 100, "64"), (64.4, 5, "3.2"), (0, 5, "1.0"), (20, 5, "1.0"), (100, 5, "5.0")],
)
def test_a_score_can_be_shown_on_a_hundred_or_on_five(points, scale, shown):
    assert rubric.on_scale(points, scale) == shown


# ---------------------------------------------------------------------- the rubric itself


def test_every_kind_of_question_is_judged_on_known_criteria():
    for criteria in rubric.KIND_CRITERIA.values():
        assert criteria
        assert set(criteria) <= set(rubric.CRITERIA)
    assert set(rubric.CODE_CRITERIA) <= set(rubric.CRITERIA)


@pytest.mark.parametrize(
    ("level", "evidence", "counts"), [(5, True, 5), (5, False, 2), (1, False, 1), (0, False, 0)]
)
def test_a_level_without_evidence_goes_no_higher_than_two(level, evidence, counts):
    assert rubric.supported(level, evidence=evidence) == counts


@pytest.mark.parametrize(("spread", "low"), [(0, False), (1, False), (1.9, False), (2, True), (5, True)])
def test_samples_two_levels_apart_agree_little(spread, low):
    assert rubric.is_low_agreement(spread) is low


def test_the_rubrics_version_changes_with_the_criteria_of_a_kind_and_is_else_the_same(monkeypatch):
    before = rubric.rubric_version()
    assert rubric.rubric_version() == before
    monkeypatch.setitem(rubric.KIND_CRITERIA, "coding", ("correctness",))
    assert rubric.rubric_version() != before
