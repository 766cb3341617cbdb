"""The recommendation: by code from the scores, on enough answers only, with a reason that holds no score."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.coach.evaluation import Evaluation, Gate, GateName, Readiness
from interview_cli.coach.feedback import JudgedAnswer, Standard, summarise
from interview_cli.coach.readiness import BAND_FLOORS, ENOUGH_TO_BE_SURE, FEWEST_ANSWERS
from interview_cli.coach.rubric import rubric_version
from interview_cli.coach.scale import BANDS
from interview_cli.library.role import CATEGORIES, Category, Kind, Seniority
from tests.documents import criterion, judged, question
from tests.fakes import START

WEIGHTS: dict[Category, float] = {
    "technical": 0.4,
    "problem_solving": 0.25,
    "communication": 0.2,
    "behavioral": 0.1,
    "confidence": 0.05,
}
ORDER = ("no", "not_yet", "yes", "strong_yes")


def answer(
    place: int,
    *,
    source: str = "openai/test",
    seniority: tuple[Seniority, ...] = ("entry", "mid", "senior"),
    kind: Kind = "technical",
    **levels: float,
) -> JudgedAnswer:
    """An answer judged in the categories that are named, each 0-5."""
    asked = question(f"q{place}", f"How would you do number {place}?", kind=kind)
    scores = [criterion(name, name, level, "said") for name, level in levels.items()]  # type: ignore[arg-type]
    evaluation = judged(sum(levels.values()) / len(levels), *scores, source=source)
    return JudgedAnswer(
        f"Q{place}",
        asked.model_copy(update={"seniority": seniority}),
        evaluation,
        answered=True,
        follow_up=False,
    )


def interview(count: int, **levels: float) -> list[JudgedAnswer]:
    return [answer(place, **levels) for place in range(1, count + 1)]


def skipped(place: int) -> JudgedAnswer:
    return JudgedAnswer(f"Q{place}", question(f"q{place}", "How would you?"), None, False, False)


def unscored(place: int) -> JudgedAnswer:
    evaluation = Evaluation(
        at=START, status="unscored", source="m", rubric_version=rubric_version(), why_unscored="down"
    )
    return JudgedAnswer(f"Q{place}", question(f"q{place}", "How would you?"), evaluation, True, False)


def gated(place: int, name: GateName) -> JudgedAnswer:
    evaluation = Evaluation(
        at=START,
        status="gated",
        source="offline",
        rubric_version=rubric_version(),
        level=0.0,
        gate=Gate(name=name, reason="Nothing."),
        criteria=[criterion("technical", "technical", 0)],
    )
    return JudgedAnswer(f"Q{place}", question(f"q{place}", "How would you?"), evaluation, True, False)


def ready(answers: list[JudgedAnswer], level: Seniority = "mid", **standard: Any) -> Readiness:
    found = summarise(answers, Standard(standard.get("weights", WEIGHTS), level, len(answers))).readiness
    assert found is not None
    return found


ALL_FIVE = {"technical": 4.5, "problem_solving": 4.5, "communication": 4.5}
GOOD = {"technical": 3.8, "problem_solving": 3.8, "communication": 3.8}


@pytest.mark.parametrize(
    ("level", "recommendation"),
    [
        (4.25, "strong_yes"),
        (4.2, "yes"),
        (3.5, "yes"),
        (3.4, "not_yet"),
        (2.0, "not_yet"),
        (1.9, "no"),
        (0, "no"),
    ],
)
def test_the_overall_score_sets_the_bar_at_the_bands(level: float, recommendation: str) -> None:
    assert ready(
        interview(6, technical=level, communication=level, problem_solving=level)
    ).recommendation == (recommendation)


def test_the_bars_are_those_of_the_bands() -> None:
    floors = {word: floor for floor, word in BANDS}
    assert (floors["excellent"], floors["good"], floors["developing"]) == BAND_FLOORS


@pytest.mark.parametrize("count", range(FEWEST_ANSWERS))
def test_too_few_answers_give_no_recommendation_and_say_how_many_it_takes(count: int) -> None:
    found = ready(interview(count, **ALL_FIVE))
    assert found.recommendation is None
    assert (found.scored, found.needed) == (count, FEWEST_ANSWERS - count)
    if count:
        assert f"it takes at least {FEWEST_ANSWERS}, so {FEWEST_ANSWERS - count} more" in found.reason
    else:
        assert found.reason == "Nothing was answered."


def test_a_strong_yes_takes_more_answers_than_a_yes() -> None:
    found = ready(interview(ENOUGH_TO_BE_SURE - 1, **ALL_FIVE))
    assert found.recommendation == "yes"
    assert f"A strong yes takes at least {ENOUGH_TO_BE_SURE} answers to go by." in found.reason
    assert ready(interview(ENOUGH_TO_BE_SURE, **ALL_FIVE)).recommendation == "strong_yes"


def test_an_answer_to_a_design_question_shows_as_much_as_two() -> None:
    designs = [answer(place, kind="system_design", **GOOD) for place in (1, 2)]
    assert ready(designs).recommendation == "yes"
    assert ready(designs[:1]).needed == 2


def test_a_gap_in_a_category_that_weighs_is_not_made_up_for_elsewhere() -> None:
    found = ready(interview(6, technical=5, communication=5, problem_solving=2.5))
    assert found.recommendation == "not_yet"
    assert found.reason.endswith("A yes takes more in problem solving.")


def test_a_gap_in_what_hardly_weighs_or_rests_on_one_answer_or_on_tone_is_no_bar() -> None:
    light = {"technical": 0.92, "communication": 0.08}
    assert ready(interview(6, technical=4.5, communication=1), weights=light).recommendation == "yes"
    once = [*interview(5, **GOOD), answer(6, **GOOD, behavioral=1.0)]
    assert ready(once).recommendation == "yes"
    tone = {**WEIGHTS, "confidence": 0.3}
    assert ready(interview(6, technical=5, confidence=2), weights=tone).recommendation == "yes"


def test_too_many_open_questions_bar_a_yes_and_are_named() -> None:
    found = ready([*interview(6, **ALL_FIVE), *(skipped(place) for place in (7, 8, 9))])
    assert found.recommendation == "not_yet"
    assert "an answer to Q7, Q8 and Q9" in found.reason
    assert ready([*interview(6, **ALL_FIVE), skipped(7)]).recommendation == "yes"


def test_what_holds_nothing_to_judge_counts_as_left_open_and_shows_nothing() -> None:
    mashed = [gated(place, "gibberish") for place in range(1, 7)]
    assert ready(mashed).recommendation is None
    assert ready(mashed).reason.startswith("No answer gives something to go by")
    unknown = [gated(place, "no_answer") for place in range(1, 5)]
    assert ready(unknown).recommendation == "no"


def test_answers_that_are_not_judged_yet_keep_the_others_from_speaking_for_them() -> None:
    assert ready([*interview(5, **ALL_FIVE), *(unscored(p) for p in (6, 7, 8))]).recommendation is None
    some = ready([*interview(6, **ALL_FIVE), unscored(7)])
    assert some.recommendation == "yes"
    assert "all answers judged" in some.reason
    none = ready([unscored(1), unscored(2)])
    assert (none.recommendation, none.reason) == (None, "The answers are not judged yet.")


def test_good_answers_to_questions_for_an_easier_level_say_little_about_this_one() -> None:
    easy = [answer(place, seniority=("entry",), **ALL_FIVE) for place in range(1, 7)]
    assert ready(easy, "senior").recommendation == "not_yet"
    assert "answers to questions of senior level" in ready(easy, "senior").reason
    assert ready(easy, "entry").recommendation == "strong_yes"


def test_an_interview_about_one_side_of_the_role_gives_no_strong_yes() -> None:
    found = ready(interview(8, behavioral=4.8, communication=4.8))
    assert found.recommendation == "yes"
    assert "questions on technical and problem solving" in found.reason


def test_follow_ups_count_for_nothing() -> None:
    follow_up = JudgedAnswer(
        "Q1 Follow-up 1", question("f", "And then what?"), interview(1, technical=0)[0].evaluation, True, True
    )
    assert ready([*interview(6, **ALL_FIVE), follow_up]) == ready(interview(6, **ALL_FIVE))


def test_an_estimate_by_rules_is_called_one() -> None:
    assert not ready(interview(4, **GOOD)).estimate
    assert ready([*interview(4, **GOOD), answer(5, source="offline", **GOOD)]).estimate


CASES = st.lists(
    st.one_of(
        st.builds(
            lambda levels, seniority: ("judged", levels, seniority),
            st.dictionaries(st.sampled_from(CATEGORIES), st.floats(0, 5), min_size=1),
            st.sampled_from([("entry",), ("mid",), ("senior",), ("entry", "mid", "senior")]),
        ),
        st.sampled_from([("skipped",), ("unscored",), ("gibberish",), ("no_answer",)]),
    ),
    max_size=9,
)


def built(cases: list[Any]) -> list[JudgedAnswer]:
    made = {"skipped": skipped, "unscored": unscored}
    return [
        answer(place, seniority=case[2], **case[1])
        if case[0] == "judged"
        else made[case[0]](place)
        if case[0] in made
        else gated(place, case[0])
        for place, case in enumerate(cases, 1)
    ]


@given(CASES, st.sampled_from(["entry", "mid", "senior"]))
def test_whatever_happened_there_is_a_reason_and_no_score_in_it(cases: list[Any], level: Seniority) -> None:
    found = ready(built(cases), level)
    assert found.reason
    assert not re.search(r"of 100|\d\.\d|%", found.reason)
    assert (found.recommendation is None) or found.needed == 0


@given(CASES, st.floats(0, 1))
def test_better_answers_never_give_a_worse_recommendation(cases: list[Any], gain: float) -> None:
    better = [
        (case[0], {name: level + (5 - level) * gain for name, level in case[1].items()}, case[2])
        if case[0] == "judged"
        else case
        for case in cases
    ]
    before, after = ready(built(cases)).recommendation, ready(built(better)).recommendation
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert ORDER.index(after) >= ORDER.index(before)
