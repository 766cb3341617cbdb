"""Grading by a reference: what is said to the point counts, and nothing else does."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.coach.grading import grade
from interview_cli.coach.reference import MOST_POINTS, key_points_of, reference_of
from interview_cli.coach.topic import on_topic
from tests.coach.bundled_questions import QUESTIONS, other_answers

ASKED = "What does it mean that an HTTP method is idempotent?"
TEXT = (
    "Sending the same request several times leaves the server in the same state as sending it once. "
    "GET, PUT and DELETE are idempotent, POST is not. A client may therefore retry them after a timeout."
)
RIGHT = (
    "You can repeat the request and the server's state stays the same; so PUT may be retried after a timeout."
)
REFERENCE = reference_of(ASKED, TEXT)
TRADES = ("ret-return-decision", "be-error-responses", "sal-price-objection")


def test_the_reference_itself_gets_full_marks() -> None:
    assert grade(REFERENCE, TEXT) > 0.99


def test_an_answer_in_other_words_is_graded_far_above_a_wrong_one() -> None:
    wrong = "It means that the method is encrypted and fast, because the browser caches the page."
    assert grade(REFERENCE, RIGHT) > 0.5
    assert grade(REFERENCE, wrong) < 0.2


def test_repeating_the_question_earns_next_to_nothing() -> None:
    said = "An HTTP method is idempotent, that is what it means when a method of HTTP is idempotent."
    assert grade(REFERENCE, said) < 0.3 * grade(REFERENCE, RIGHT)


@pytest.mark.parametrize("answer", ["", "?!", "12", "aaaa bbbb cccc"])
def test_nothing_said_is_worth_nothing(answer: str) -> None:
    assert grade(REFERENCE, answer) == 0.0


def test_an_answer_without_any_reference_words_to_hold_it_against_is_worth_nothing() -> None:
    assert grade(reference_of("Why?", "..."), RIGHT) == 0.0


def test_saying_the_opposite_is_worth_less() -> None:
    denied = RIGHT.replace("stays the same", "never stays the same").replace("may be", "can not be")
    assert grade(REFERENCE, denied) < grade(REFERENCE, RIGHT)


def test_a_slip_of_the_keys_costs_little() -> None:
    slips = RIGHT.replace("request", "reqeust").replace("timeout", "timout").replace("server", "sevrer")
    assert grade(REFERENCE, slips) > 0.75 * grade(REFERENCE, RIGHT)


@pytest.mark.parametrize("name", TRADES)
def test_words_beside_the_matter_earn_nothing_wherever_they_stand(name: str) -> None:
    question = QUESTIONS[name]
    reference = reference_of(question.text, question.sample_answer)
    half = " ".join(question.sample_answer.split()[:60])
    plain = grade(reference, half)
    for other in TRADES:
        if other != name:
            beside = QUESTIONS[other].sample_answer
            assert grade(reference, f"{half} {beside}") <= plain + 0.02
            assert grade(reference, f"{beside}\n\n{half}") <= plain + 0.02


def test_a_fluent_answer_to_another_question_of_the_trade_stays_far_below_an_answer_to_this_one() -> None:
    question = QUESTIONS["be-error-responses"]
    reference = reference_of(question.text, question.sample_answer)
    own = grade(reference, " ".join(question.sample_answer.split()[:60]))
    assert all(grade(reference, other) < 0.7 * own for other in other_answers(question))


@given(st.text(max_size=400), st.text(max_size=400), st.text(max_size=100))
def test_any_text_gets_a_grade_from_0_to_1(text: str, answer: str, question: str) -> None:
    assert 0.0 <= grade(reference_of(question, text), answer) <= 1.0


@given(st.lists(st.sampled_from(TEXT.split()), min_size=1, max_size=60).map(" ".join))
def test_saying_it_twice_earns_nothing(answer: str) -> None:
    assert grade(REFERENCE, f"{answer}.\n{answer}.") <= grade(REFERENCE, f"{answer}.") + 0.02


@given(st.lists(st.floats(-3, 3), max_size=80))
def test_how_likely_a_word_is_on_topic_is_a_probability(odds: list[float]) -> None:
    likely = on_topic(odds)
    assert len(likely) == len(odds)
    assert all(0.0 <= value <= 1.0 for value in likely)


def test_a_lone_fitting_word_stays_beside_the_matter_and_a_lone_aside_within_it() -> None:
    stray = on_topic([-1.0] * 20 + [2.0] + [-1.0] * 20)
    aside = on_topic([2.0] * 20 + [-1.0] + [2.0] * 20)
    assert stray[20] < 0.1
    assert aside[20] > 0.9


def test_likelihoods_agree_with_the_sum_over_all_paths() -> None:
    odds, stay = [1.2, -0.7, 0.4], 1 - 1 / 200
    total = [0.0, 0.0, 0.0]
    whole = 0.0
    for path in [(a, b, c) for a in (0, 1) for b in (0, 1) for c in (0, 1)]:
        weight = 0.5 * math.exp(sum(value for value, on in zip(odds, path, strict=True) if on))
        for one, next_one in pairwise(path):
            weight *= stay if one == next_one else 1 - stay
        whole += weight
        for place, on in enumerate(path):
            total[place] += weight * on
    assert on_topic(odds) == pytest.approx([part / whole for part in total])


def test_key_points_are_the_sentences_and_items_of_a_reference() -> None:
    text = (
        "Objectives:\n- Support billions of hosts.\n2) Smaller routing tables\n(c) Better security; privacy."
    )
    assert key_points_of("What are the objectives of IPv6?", text) == [
        "Objectives: Support billions of hosts.",
        "Smaller routing tables",
        "Better security; privacy.",
    ]


def test_a_short_reference_is_one_point_and_a_long_one_has_a_bounded_number() -> None:
    assert key_points_of("Which one?", "Dijkstra") == ["Dijkstra"]
    long = " ".join(f"Part{n} of the engine drives wheel{n}." for n in range(100))
    assert len(key_points_of("", long)) == MOST_POINTS


def test_a_point_said_twice_is_one_point() -> None:
    assert key_points_of("", "The cache is cold.\nThe cache is cold.") == ["The cache is cold."]
